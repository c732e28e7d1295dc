"""The rules with all languages loaded, compiled once and kept in pytest's own cache."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content import load_engine
from bot.core.pipeline import Engine

INTENTS = Path(__file__).parents[2] / "intents"


@pytest.fixture(scope="session")
def rules(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Engine:
    """The engine without the learned layer: what is found is found by phrases alone."""
    cache = request.config.cache
    folder = cache.mkdir("content") if cache else tmp_path_factory.mktemp("content")
    return load_engine(INTENTS, (folder,), learned=False)
