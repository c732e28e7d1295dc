"""Writes are durable and outlast a locked or full disk."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import inspect

from bot.store.inbox import Inbox
from bot.store.migrate import migrate
from bot.store.open import Store
from bot.store.tables import metadata
from tests.fakes import message


@pytest.mark.parametrize(
    ("pragma", "expected"), [("synchronous", 2), ("journal_mode", "wal"), ("secure_delete", 1), ("busy_timeout", 5000)]
)
async def test_every_connection_is_set_up(store: Store, pragma: str, expected: int | str) -> None:
    """FULL: only a flushed commit survives a power cut; secure_delete: what is deleted is overwritten."""
    async with store.database.writing() as connection:
        assert expected == (await connection.exec_driver_sql(f"PRAGMA {pragma}")).scalar_one()


async def test_the_migrations_make_the_tables(store: Store) -> None:
    """Columns, types and keys are those of tables.py; a second run changes nothing."""
    await migrate(store.database)

    def described(connection: object) -> dict[str, list[tuple[str, str, bool]]]:
        inspector = inspect(connection)
        return {
            table: [(c["name"], str(c["type"]), c["nullable"]) for c in inspector.get_columns(table)]
            for table in metadata.tables
        }

    async with store.database.reading() as connection:
        made = await connection.run_sync(described)
    async with store.database.writing() as connection:
        await connection.run_sync(metadata.drop_all)
        await connection.run_sync(metadata.create_all)
        assert await connection.run_sync(described) == made


async def test_a_write_waits_for_a_locked_database(store: Store, tmp_path: Path) -> None:
    """It is neither lost nor reported to the person; the poll loop, which awaits it, confirms nothing meanwhile."""
    async with store.database.reading() as connection:
        await connection.exec_driver_sql("PRAGMA busy_timeout=1")
    other = sqlite3.connect(tmp_path / "bot.sqlite3", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    adding = asyncio.create_task(store.inbox.add([message(1)]))
    await asyncio.sleep(0.3)
    assert not adding.done()
    other.execute("ROLLBACK")
    other.close()
    assert await adding == 1


async def test_a_write_waits_for_a_full_disk(store: Store) -> None:
    """The disk is full, then it is not: the letters are there, each once."""
    async with store.database.reading() as connection:
        pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar_one()
    limit = f"PRAGMA max_page_count={pages}"
    async with store.database.writing() as connection:
        await connection.exec_driver_sql(limit)
    letters = [message(one, "x" * 4000) for one in range(1, 51)]
    adding = asyncio.create_task(store.inbox.add(letters))
    await asyncio.sleep(0.3)
    assert not adding.done()
    async with store.database.writing() as connection:
        await connection.exec_driver_sql("PRAGMA max_page_count=100000")
    assert await adding == 50
    assert [one["update_id"] for one in letters] == [w.update_id for w in await store.inbox.waiting(0, 100)]


async def test_readers_do_not_wait_for_a_writer(store: Store) -> None:
    """Write-ahead logging: an answer can be looked up while a batch is written."""
    async with store.database.writing():
        assert await Inbox(store.database, store.vault).waiting(0, 1) == []
