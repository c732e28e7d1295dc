"""A broadcast outlasts a locked database, a full disk and a server that restarts: nobody is lost, nobody gets it twice."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

from bot.store.vault import Vault
from tests.broadcast.test_pump import pumping
from tests.fakes import Clock, until
from tests.postgres import Cluster
from tests.shelf import FakeBulk, Shelf, open_shelf

PEOPLE = 400


async def begun(shelf: Shelf) -> int:
    """An alert that is being sent, at a rate that leaves time for trouble."""
    await shelf.hire()
    await shelf.subscribe(range(1, PEOPLE + 1))
    shelf.rate = 200.0
    return (await shelf.sending()).id


async def ended(shelf: Shelf, alert_id: int) -> bool:
    """Whether nobody waits any more."""
    return (await shelf.store.outbox.counts(alert_id)).pending == 0


async def test_a_locked_database(tmp_path: Path, vault: Vault, clock: Clock) -> None:
    """Somebody else holds it for a second in the middle."""
    path = tmp_path / "bot.sqlite3"
    async with open_shelf(f"sqlite:///{path}", vault, clock) as shelf:
        alert_id, bulk = await begun(shelf), FakeBulk()
        async with pumping(shelf.pump(bulk)):
            await until(lambda: len(bulk.sent) > 40)
            other = sqlite3.connect(path, isolation_level=None, timeout=30, check_same_thread=False)
            await asyncio.to_thread(other.execute, "BEGIN EXCLUSIVE")
            await asyncio.sleep(1.0)
            other.execute("ROLLBACK")
            other.close()
            await until(lambda: ended(shelf, alert_id))
    assert sorted(bulk.chats) == list(range(1, PEOPLE + 1))


async def test_a_full_disk(tmp_path: Path, vault: Vault, clock: Clock) -> None:
    """Nothing is sent whose end could not be written down; with room again it goes on."""
    async with open_shelf(f"sqlite:///{tmp_path / 'bot.sqlite3'}", vault, clock) as shelf:
        alert_id, bulk = await begun(shelf), FakeBulk()
        async with shelf.database.writing() as connection:
            await connection.exec_driver_sql("CREATE TABLE filler (x)")
            await connection.exec_driver_sql(
                "CREATE TRIGGER full BEFORE UPDATE ON outbox BEGIN INSERT INTO filler VALUES (zeroblob(20000)); END"
            )
            pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar_one()
            await connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 300}")
        async with pumping(shelf.pump(bulk)):
            await until(lambda: bulk.sent)
            await asyncio.sleep(1.0)
            before = len(bulk.sent)
            assert before < PEOPLE
            async with shelf.database.writing() as connection:
                await connection.exec_driver_sql("PRAGMA max_page_count=1000000")
                await connection.exec_driver_sql("DROP TRIGGER full")
            await until(lambda: ended(shelf, alert_id))
    assert sorted(bulk.chats) == list(range(1, PEOPLE + 1))


async def test_a_server_that_restarts(postgres: Cluster, vault: Vault, clock: Clock) -> None:
    """As after a crash of PostgreSQL, in the middle of the sending."""
    async with open_shelf(postgres.database(), vault, clock) as shelf:
        alert_id, bulk = await begun(shelf), FakeBulk()
        async with pumping(shelf.pump(bulk)):
            await until(lambda: len(bulk.sent) > 40)
            await asyncio.to_thread(postgres.restart)
            await until(lambda: len(bulk.sent) == PEOPLE)
            await asyncio.sleep(0.5)
        assert await ended(shelf, alert_id)
    assert sorted(bulk.chats) == list(range(1, PEOPLE + 1))
