"""A copy of a database in use."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.store.backup import backup
from bot.store.database import Database, database_url
from bot.store.errors import StoreError
from bot.store.inbox import Inbox
from bot.store.open import Store
from tests.fakes import message


async def test_a_copy_is_whole_and_private(store: Store, tmp_path: Path) -> None:
    """It opens by itself and holds what was committed; only this user may read it."""
    await store.inbox.add([message(1)])
    copy = tmp_path / "copy.sqlite3"
    await backup(store.database, copy)
    database = Database(database_url(f"sqlite:///{copy}"))
    letters = await Inbox(database, store.vault).waiting(0, 10)
    await database.close()
    assert ([letter.update_id for letter in letters], copy.stat().st_mode & 0o777) == ([1], 0o600)


async def test_an_existing_file_is_not_overwritten(store: Store, tmp_path: Path) -> None:
    """Yesterday's backup is worth more than a typing error."""
    (tmp_path / "old").write_text("yesterday")
    with pytest.raises(StoreError, match="old exists and is not overwritten"):
        await backup(store.database, tmp_path / "old")
    assert (tmp_path / "old").read_text() == "yesterday"


async def test_a_place_that_cannot_be_written_is_told(store: Store, tmp_path: Path) -> None:
    """The path and why."""
    with pytest.raises(StoreError, match="no/such cannot be written"):
        await backup(store.database, tmp_path / "no" / "such")


async def test_there_must_be_something_to_copy(tmp_path: Path) -> None:
    """A wrong DATA_DIR must not yield an empty backup."""
    database = Database(database_url(f"sqlite:///{tmp_path / 'none.sqlite3'}"))
    with pytest.raises(StoreError, match=r"none\.sqlite3 does not exist"):
        await backup(database, tmp_path / "copy")
    await database.close()
