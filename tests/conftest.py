"""An open store in a folder of its own, with a clock that the test moves, and the log of the process."""

from __future__ import annotations

import io
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot import log
from bot.store.database import Database, database_url
from bot.store.inbox import Inbox
from bot.store.migrate import migrate
from bot.store.open import KeyFile, Store
from bot.store.people import People
from bot.store.vault import Vault
from tests.fakes import Clock
from tests.postgres import Cluster, cluster
from tests.shelf import Shelf, open_shelf


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def vault() -> Vault:
    return Vault(bytes(range(32)))


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'bot.sqlite3'}"


@pytest.fixture
def key_file(tmp_path: Path) -> KeyFile:
    return KeyFile(tmp_path / "key", "DATA_DIR/key", may_make=True)


@pytest.fixture
async def store(url: str, vault: Vault, clock: Clock) -> AsyncIterator[Store]:
    database = Database(database_url(url))
    await migrate(database)
    yield Store(database, vault, Inbox(database, vault, clock), People(database, vault, clock))
    await database.close()


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """The log of the process, put back afterwards."""
    root = logging.getLogger()
    handlers, level, raising = list(root.handlers), root.level, logging.raiseExceptions
    stream = io.StringIO()
    log.set_up(stream)
    yield stream
    logging.captureWarnings(False)
    root.handlers, logging.raiseExceptions = handlers, raising
    root.setLevel(level)
    logging.getLogger("bot").setLevel(logging.NOTSET)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """One server for all tests that ask for it."""
    with cluster() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def any_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'any.sqlite3'}"
    server: Cluster = request.getfixturevalue("postgres")
    return server.database()


@pytest.fixture
async def shelf(any_url: str, vault: Vault, clock: Clock) -> AsyncIterator[Shelf]:
    """What is kept of alerts, on each kind of database, by the test's clock."""
    async with open_shelf(any_url, vault, clock) as shelf:
        yield shelf
