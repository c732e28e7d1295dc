"""The audit log: who did what and when, each line chained to the one before by a keyed hash."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.alerts import Act, Entry
from bot.store.database import Database
from bot.store.tables import audit
from bot.store.vault import Vault

FIRST = "0" * 64
LOCK = 7_301_001  # any number of our own: PostgreSQL's name for "one writes to the audit log"
PAGE = 1000


async def note(connection: AsyncConnection, vault: Vault, act: Act, now: float) -> None:
    """The act stands at the end of the log, in the transaction of what it says."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    last = (await connection.execute(select(audit.c.seq, audit.c.digest).order_by(audit.c.seq.desc()).limit(1))).first()
    row = {
        "seq": last.seq + 1 if last else 1,
        "at": round(now, 3),
        "actor": act.actor,
        "via": act.via,
        "act": act.name,
        "alert": act.alert,
        "hash": act.hash,
        "counts": json.dumps(dict(act.counts), sort_keys=True),
    }
    row["digest"] = _digest(vault, last.digest if last else FIRST, row)
    await connection.execute(insert(audit).values(row))


async def entries(database: Database, after: int = 0, limit: int = PAGE) -> list[Entry]:
    """The lines behind `after`."""
    query = select(audit).where(audit.c.seq > after).order_by(audit.c.seq).limit(limit)
    async with database.reading() as connection:
        return [_entry(row) for row in await connection.execute(query)]


async def last_seq(database: Database) -> int:
    """The number of the last line."""
    async with database.reading() as connection:
        return int((await connection.execute(select(func.coalesce(func.max(audit.c.seq), 0)))).scalar_one())


async def verify(database: Database, vault: Vault) -> tuple[int, str, str]:
    """(lines, digest of the last, what is wrong). Lines cut off at the end are found by comparing number and digest with a
    copy kept elsewhere: nothing inside the database can prove that."""
    count, digest = 0, FIRST
    while True:
        query = select(audit).where(audit.c.seq > count).order_by(audit.c.seq).limit(PAGE)
        async with database.reading() as connection:
            rows = (await connection.execute(query)).mappings().all()
        if not rows:
            return count, digest, ""
        wrong, count, digest = _follow(rows, vault, count, digest)
        if wrong:
            return count, digest, wrong


def _follow(rows: Sequence[Any], vault: Vault, count: int, digest: str) -> tuple[str, int, str]:
    for row in rows:
        if row["seq"] != count + 1:
            return f"line {count + 1} is missing", count, digest
        expected = _digest(vault, digest, row)
        if expected != row["digest"]:
            return f"line {row['seq']} was changed, or one before it", count, digest
        count, digest = row["seq"], expected
    return "", count, digest


def _digest(vault: Vault, previous: str, row: Any) -> str:
    fields = ("seq", "at", "actor", "via", "act", "alert", "hash", "counts")
    return vault.sign(json.dumps(["audit", previous, *(row[name] for name in fields)]))


def _entry(row: Any) -> Entry:
    act = Act(row.actor, row.via, row.act, row.alert, row.hash, json.loads(row.counts))
    return Entry(row.seq, row.at, act, row.digest)
