"""Removes what has been kept as long as it may be."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.alerts import OUTCOMES_KEPT, OVER, REACHABLE
from bot.store.alerts import fold
from bot.store.database import Database
from bot.store.messages import KEPT as MESSAGES_KEPT
from bot.store.people import DAY
from bot.store.tables import alerts, inbox, messages, outbox, people, seen

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
        out_of_reach = (outbox.c.ended < now - REACHABLE) & outbox.c.chat.is_not(None) & outbox.c.due.is_(None)
        await connection.execute(update(outbox).where(out_of_reach).values(chat=None, message_id=None, fix=None))
        return int(expired)

    expired = await database.write(work)
    over = alerts.c.state.in_([one.value for one in OVER])
    old = select(alerts.c.id).where(over, alerts.c.since < now - OUTCOMES_KEPT, alerts.c.totals.is_(None))
    async with database.reading() as connection:
        ids = list((await connection.execute(old)).scalars())
    for alert_id in ids:
        await fold(database, alert_id)
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
