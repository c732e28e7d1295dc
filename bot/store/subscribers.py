"""Who asked for alerts: a chat id, sealed, under a keyed hash, until they stop, block the bot or say /forget."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from sqlalchemy import ColumnElement, String, and_, cast, delete, func, insert, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.alerts import Audience, Subscriber, mask, topics_of
from bot.store.database import Database
from bot.store.tables import outbox, subscribers
from bot.store.vault import Vault

DAY = 86400


class Subscribers:
    """Implements `bot.core.ports.Subscribers` on the database."""

    def __init__(self, database: Database, vault: Vault, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    async def find(self, chat_id: int) -> Subscriber | None:
        """What this chat asked for, if it did."""
        key = self._vault.hash("chat", chat_id)
        async with self._database.reading() as connection:
            row = (await connection.execute(select(subscribers).where(subscribers.c.subscriber == key))).first()
        return Subscriber(row.language, row.origin, row.place, topics_of(row.topics)) if row else None

    async def put(self, chat_id: int, subscriber: Subscriber) -> None:
        """The chat gets alerts from now on, each alert once."""
        await self.put_all([(chat_id, subscriber)])

    async def put_all(self, given: Iterable[tuple[int, Subscriber]]) -> None:
        """Many chats at once."""
        rows = [self._row(chat_id, subscriber) for chat_id, subscriber in given]

        async def work(connection: AsyncConnection) -> None:
            keys = [row["subscriber"] for row in rows]
            for start in range(0, len(keys), 500):
                await connection.execute(
                    delete(subscribers).where(subscribers.c.subscriber.in_(keys[start : start + 500]))
                )
            await connection.execute(insert(subscribers), rows)

        if rows:
            await self._database.write(work)

    async def count(self) -> int:
        """How many there are."""
        async with self._database.reading() as connection:
            return int((await connection.execute(select(func.count()).select_from(subscribers))).scalar_one())

    def _row(self, chat_id: int, subscriber: Subscriber) -> dict[str, object]:
        key = self._vault.hash("chat", chat_id)
        return {
            "subscriber": key,
            "chat": self._vault.seal(chat_id, label(key)),
            "language": subscriber.language,
            "origin": subscriber.origin,
            "place": subscriber.place,
            "topics": mask(subscriber.topics),
            "since": int(self._clock() // DAY),
        }


def label(key: str) -> str:
    """What a subscriber's chat id is sealed under."""
    return f"subscriber:{key}"


def meant(audience: Audience) -> ColumnElement[bool]:
    """The condition that `core.alerts.is_meant` states, in SQL."""
    wanted = mask(audience.topics)
    conditions: list[ColumnElement[bool]] = [true()]
    for column, values in (
        (subscribers.c.language, audience.languages),
        (subscribers.c.origin, audience.origins),
        (subscribers.c.place, audience.places),
    ):
        if values:
            conditions.append(column.in_(values))
    if wanted:
        conditions.append(or_(subscribers.c.topics == 0, subscribers.c.topics.op("&")(wanted) != 0))
    return and_(*conditions)


async def leave(connection: AsyncConnection, key: str) -> None:
    """No alert is sent to this chat any more, not even one that is under way; what was sent can still be corrected."""
    await connection.execute(delete(subscribers).where(subscribers.c.subscriber == key))
    mine = outbox.c.subscriber == key
    gone = {"state": "cancelled", "reason": "left", "chat": None, "due": None}
    await connection.execute(update(outbox).where(mine, outbox.c.state == "pending").values(**gone))
    await connection.execute(update(outbox).where(mine, outbox.c.state == "unknown").values(due=None))


async def vanish(connection: AsyncConnection, key: str) -> None:
    """As `leave`, and nothing in the database leads to this chat any more."""
    await leave(connection, key)
    nobody = "gone:" + cast(outbox.c.seq, String)
    await connection.execute(
        update(outbox).where(outbox.c.subscriber == key).values(subscriber=nobody, chat=None, message_id=None, fix=None)
    )
