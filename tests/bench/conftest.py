"""Benches run when they are asked for by their folder; what they measured is printed as a table at the end."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content import load_engine
from bot.core.pipeline import Engine
from tests.bench.figures import FIGURES

HERE = Path(__file__).parent
INTENTS = HERE.parents[1] / "intents"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Only `pytest tests/bench` (or a file in it) collects benches: the ordinary run passes them by."""
    root = config.invocation_params.dir
    asked = any((root / argument.split("::")[0]).resolve().is_relative_to(HERE) for argument in config.args)
    return None if asked else True


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The table: what, how it was compared, the figure and the target of the design."""
    if not FIGURES:
        return
    terminalreporter.section("figures of this run")
    width = max(len(figure.what) for figure in FIGURES)
    for figure in FIGURES:
        terminalreporter.write_line(f"{figure.what:{width}}  {figure.value:>24}  {figure.target}")


@pytest.fixture(scope="session")
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where compiled content is kept between runs."""
    cache = request.config.cache
    return cache.mkdir("content") if cache else tmp_path_factory.mktemp("content")


@pytest.fixture(scope="session")
def engine(folder: Path) -> Engine:
    """Everything loaded: all languages and the learned layer, as the bot runs."""
    return load_engine(INTENTS, (folder,))
