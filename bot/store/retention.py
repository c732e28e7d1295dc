"""Removes what has been kept as long as it may be."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

from sqlalchemy import delete, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Database
from bot.store.messages import KEPT as MESSAGES_KEPT
from bot.store.people import DAY
from bot.store.tables import inbox, messages, people, seen

logger = logging.getLogger(__name__)

INBOX_KEPT = 24 * 3600.0  # seconds; Telegram keeps an undelivered update as long
SEEN_KEPT = 48 * 3600.0
PEOPLE_KEPT = 365  # days
EVERY = 600.0  # seconds


async def tidy(database: Database, now: float) -> int:
    """Nothing is left that is older than it may be; how many letters nobody could answer in their 24 hours."""

    async def work(connection: AsyncConnection) -> int:
        expired = (await connection.execute(delete(inbox).where(inbox.c.received < now - INBOX_KEPT))).rowcount
        await connection.execute(delete(seen).where(seen.c.received < now - SEEN_KEPT))
        await connection.execute(delete(messages).where(messages.c.sent < now - MESSAGES_KEPT))
        await connection.execute(delete(people).where(people.c.touched < int(now // DAY) - PEOPLE_KEPT))
        return int(expired)

    expired = await database.write(work)
    if expired:
        logger.warning("letters_expired", extra={"count": expired})
    return expired


async def keep_tidy(database: Database, clock: Callable[[], float] = time.time, every: float = EVERY) -> None:
    """Tidies now and then, until cancelled; the write-ahead log is emptied so that nothing erased lingers in it."""
    while True:
        await tidy(database, clock())
        if database.path:
            try:
                async with database.reading() as connection:
                    await connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
            except OperationalError as error:
                logger.warning("checkpoint_failed", extra={"error": type(error.orig).__name__})
        await asyncio.sleep(every)
