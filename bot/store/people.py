"""What persons chose: kept under a keyed hash until /forget, or for 12 months without a message."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.message import Reader, Wish, WishKind
from bot.store.batch import Batch
from bot.store.database import Database
from bot.store.inbox import erase
from bot.store.subscribers import leave
from bot.store.tables import people
from bot.store.vault import Vault

DAY = 86400
REMEMBERED = 10_000  # persons held in memory, so that a talk costs one read

COLUMNS = {WishKind.LANGUAGE: "language", WishKind.ORIGIN: "origin", WishKind.PLACE: "place"}


@dataclass(slots=True)
class _LookUp:
    person: str
    known: _Known


class _Known(NamedTuple):
    reader: Reader
    touched: int | None


NOBODY = _Known(Reader(), None)


class People:
    """Implements `bot.core.ports.People` on the database."""

    def __init__(self, database: Database, vault: Vault, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._known: OrderedDict[int, _Known] = OrderedDict()
        self._lookups: Batch[_LookUp] = Batch(self._look_up)

    async def reader(self, chat_id: int) -> Reader:
        """What the person chose; the day is noted when something is stored, so that the 12 months start again."""
        known = self._known.get(chat_id) or await self._read(chat_id)
        if known.touched is not None and known.touched != self._today():
            known = _Known(known.reader, self._today())
            await self._set(chat_id, touched=self._today())
        self._keep(chat_id, known)
        return known.reader

    async def grant(self, chat_id: int, wish: Wish) -> None:
        """The wish is on disk (FORGET: nothing of the person is left) when this returns."""
        if wish.kind is WishKind.FORGET:
            await self._forget(chat_id)
            return
        known = self._known.get(chat_id) or await self._read(chat_id)
        if wish.kind is WishKind.STOP_ALERTS:
            await self._set(chat_id, alerts_off=True)
            reader = known.reader
        else:
            value = wish.value or None
            await self._set(chat_id, **{COLUMNS[wish.kind]: value})
            reader = replace(known.reader, **{COLUMNS[wish.kind]: value})
        self._keep(chat_id, _Known(reader, self._today()))

    async def _read(self, chat_id: int) -> _Known:
        lookup = _LookUp(self._person(chat_id), NOBODY)
        await self._lookups.add(lookup)
        return lookup.known

    async def _look_up(self, lookups: Sequence[_LookUp]) -> None:
        columns = (people.c.person, people.c.language, people.c.origin, people.c.place, people.c.touched)
        query = select(*columns).where(people.c.person.in_([lookup.person for lookup in lookups]))
        async with self._database.reading() as connection:
            rows = {row.person: row for row in await connection.execute(query)}
        for lookup in lookups:
            if row := rows.get(lookup.person):
                reader = Reader(language=row.language, origin=row.origin, place=row.place)
                lookup.known = _Known(reader, row.touched)

    async def _set(self, chat_id: int, **values: str | bool | int | None) -> None:
        person, today = self._person(chat_id), self._today()

        async def work(connection: AsyncConnection) -> None:
            changed = update(people).where(people.c.person == person).values(**{**values, "touched": today})
            if (await connection.execute(changed)).rowcount == 0:
                await connection.execute(insert(people).values(person=person, **{**values, "touched": today}))
            if values.get("alerts_off"):
                await leave(connection, self._vault.hash("chat", chat_id))

        await self._database.write(work)

    async def _forget(self, chat_id: int) -> None:
        async def work(connection: AsyncConnection) -> None:
            await connection.execute(delete(people).where(people.c.person == self._person(chat_id)))
            await erase(connection, self._vault.hash("chat", chat_id))

        await self._database.write(work)
        self._known.pop(chat_id, None)

    def _keep(self, chat_id: int, known: _Known) -> None:
        self._known[chat_id] = known
        self._known.move_to_end(chat_id)
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)

    def _person(self, chat_id: int) -> str:
        return self._vault.hash("person", chat_id)

    def _today(self) -> int:
        return int(self._clock() // DAY)
