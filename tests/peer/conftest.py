"""The peer, installed once for all tests."""

from pathlib import Path

import pytest

from tests.peer.emulators import install


@pytest.fixture(scope="session")
def peer_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with telegram-test-api in it."""
    return install(tmp_path_factory.mktemp("peer"))
