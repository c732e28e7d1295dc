"""An open store in a folder of its own, with a clock that the test moves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.database import Database, database_url
from bot.store.inbox import Inbox
from bot.store.migrate import migrate
from bot.store.open import KeyFile, Store
from bot.store.people import People
from bot.store.vault import Vault
from tests.fakes import Clock


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
