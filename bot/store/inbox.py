"""The inbox: an update is on disk before Telegram is told that we have it, and leaves when it is answered."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ports import Ending, Letter
from bot.store import messages as sent
from bot.store.batch import Batch
from bot.store.database import Database
from bot.store.subscribers import vanish
from bot.store.tables import inbox, messages, seen
from bot.store.vault import Vault, body_of

WAITING, PARKED = "waiting", "parked"
CHUNK = 500  # ids in one statement; SQLite allows 999 in its oldest builds

Body = Mapping[str, Any]


class Inbox:
    """Implements `bot.core.ports.Inbox` on the database, with bodies sealed by the vault."""

    def __init__(self, database: Database, vault: Vault, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._endings: Batch[Ending] = Batch(self._write_endings)

    async def add(self, updates: Sequence[Body]) -> int:
        """The updates are on disk when this returns; how many of them had not been seen before."""
        now = self._clock()
        rows = {int(one["update_id"]): self._row(one, now) for one in updates}

        async def work(connection: AsyncConnection) -> int:
            known = await connection.execute(select(seen.c.update_id).where(seen.c.update_id.in_(rows)))
            old = set(known.scalars())
            new = [row for update_id, row in rows.items() if update_id not in old]
            if new:
                await connection.execute(insert(seen), [{"update_id": r["update_id"], "received": now} for r in new])
                await connection.execute(insert(inbox), new)
            return len(new)

        return await self._database.write(work) if rows else 0

    async def waiting(self, after: int, limit: int) -> list[Letter]:
        """The oldest letters behind `after` (a `seq`); raises SealedError for one that the key does not open."""
        columns = (inbox.c.seq, inbox.c.update_id, inbox.c.chat, inbox.c.received, inbox.c.tries, inbox.c.body)
        query = select(*columns).where(inbox.c.state == WAITING, inbox.c.seq > after).order_by(inbox.c.seq).limit(limit)
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).all()
        return [Letter(*row[:5], body=self._open(row.update_id, row.body)) for row in rows]

    async def finish(self, ending: Ending) -> None:
        """All of the ending is on disk when this returns."""
        await self._endings.add(ending)

    async def parked(self, update_id: int, chat_id: int) -> Body | None:
        """The body kept behind a button of this very chat: another chat's button opens nothing."""
        query = select(inbox.c.body).where(
            inbox.c.update_id == update_id, inbox.c.state == PARKED, inbox.c.chat == self._vault.hash("chat", chat_id)
        )
        async with self._database.reading() as connection:
            sealed = (await connection.execute(query)).scalar_one_or_none()
        return None if sealed is None else self._open(update_id, sealed)

    async def forget(self, chat_id: int) -> None:
        """No parked letter and no message id of the chat is left."""
        await self._database.write(lambda connection: erase(connection, self._vault.hash("chat", chat_id)))

    async def replies(self, chat_id: int, message_id: int) -> tuple[int, ...]:
        """Our messages that answer this one; empty when unknown or too old to be edited."""
        async with self._database.reading() as connection:
            return await sent.replies(connection, self._vault, chat_id, message_id, self._clock())

    def _row(self, body: Body, now: float) -> dict[str, Any]:
        update_id = int(body["update_id"])
        chat = self._vault.hash("chat", chat_of(body))
        return {
            "update_id": update_id,
            "chat": chat,
            "received": now,
            "state": WAITING,
            "body": self._vault.seal(body, _label(update_id)),
        }

    def _open(self, update_id: int, sealed: bytes) -> Body:
        return body_of(self._vault.open(sealed, _label(update_id)))

    async def _write_endings(self, endings: Sequence[Ending]) -> None:
        parked = [
            {"id": ending.parked[0], "sealed": self._vault.seal(ending.parked[1], _label(ending.parked[0]))}
            for ending in endings
            if ending.parked
        ]
        answered = [ending.answered for ending in endings if ending.answered]

        async def work(connection: AsyncConnection) -> None:
            for ids in _chunks([one for ending in endings for one in ending.done]):
                await connection.execute(delete(inbox).where(inbox.c.update_id.in_(ids)))
            for ids in _chunks([one for ending in endings for one in ending.deferred]):
                later = update(inbox).where(inbox.c.update_id.in_(ids)).values(tries=inbox.c.tries + 1)
                await connection.execute(later)
            if parked:
                aside = update(inbox).where(inbox.c.update_id == bindparam("id"))
                await connection.execute(aside.values(state=PARKED, body=bindparam("sealed")), parked)
            await sent.remember(connection, self._vault, answered, self._clock())

        await self._database.write(work)


async def erase(connection: AsyncConnection, chat: str) -> None:
    """No parked letter, no message id and no subscription of the chat (a keyed hash) is left."""
    await vanish(connection, chat)
    await connection.execute(delete(inbox).where(inbox.c.chat == chat, inbox.c.state == PARKED))
    await connection.execute(delete(messages).where(messages.c.chat == chat))


def chat_of(body: Body) -> int:
    """The id of the chat an update belongs to."""
    for kind in ("message", "edited_message", "my_chat_member"):
        if kind in body:
            return int(body[kind]["chat"]["id"])
    return int(body["callback_query"]["message"]["chat"]["id"])


def _label(update_id: int) -> str:
    return f"inbox:{update_id}"


def _chunks(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK)]
