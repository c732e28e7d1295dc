"""The bulk lane's one budget: evenly spaced slots, and a freeze as long as Telegram asks for."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from sqlalchemy import ColumnElement, Float, cast, extract, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Database
from bot.store.meta import get, put
from bot.store.tables import lane

SLACK = 0.25  # seconds of slots that may be made up after a delay
FROZEN = "bulk_frozen_until"
LONGEST_FREEZE = 24 * 3600.0  # seconds; a mark further away was set by a clock that was wrong


class Lane(Protocol):
    """Slots in which bulk messages may leave."""

    async def frozen(self) -> float:
        """Seconds for which none may leave."""
        ...

    async def take(self, count: int, rate: float) -> float:
        """Reserve `count` slots, 1/rate apart; seconds until the first of them, negative when it is overdue."""
        ...

    async def freeze(self, seconds: float) -> None:
        """No bulk message leaves for so long, whatever is restarted meanwhile."""
        ...


class OwnLane:
    """The lane of a process that is alone: counted by the monotonic clock; a freeze is noted on disk for the next start."""

    def __init__(
        self,
        database: Database,
        *,
        clock: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._clock = clock
        self._monotonic = monotonic
        self._next = 0.0
        self._frozen_until: float | None = None

    async def frozen(self) -> float:
        """Seconds for which none may leave."""
        if self._frozen_until is None:
            left = float(await get(self._database, FROZEN) or 0) - self._clock()
            self._frozen_until = self._monotonic() + (left if left < LONGEST_FREEZE else 0.0)
        return max(0.0, self._frozen_until - self._monotonic())

    async def take(self, count: int, rate: float) -> float:
        """Reserve slots."""
        now = self._monotonic()
        start = max(now - SLACK, self._next)
        self._next = start + count / rate
        return start - now

    async def freeze(self, seconds: float) -> None:
        """No bulk message leaves for so long."""
        left = await self.frozen()
        if seconds > left:
            self._frozen_until = self._monotonic() + seconds
            await put(self._database, FROZEN, f"{self._clock() + seconds:.3f}")


class SharedLane:
    """The lane of several processes: one row of the database, by the database's clock."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def frozen(self) -> float:
        """Seconds for which none may leave."""
        async with self._database.reading() as connection:
            query = select(lane.c.frozen_until - _now()).where(lane.c.id == 1)
            left = (await connection.execute(query)).scalar()
        return max(0.0, float(left)) if left is not None and left < LONGEST_FREEZE else 0.0

    async def take(self, count: int, rate: float) -> float:
        """Reserve slots, in turn with the other processes."""

        async def work(connection: AsyncConnection) -> float:
            await _row(connection)
            span, slack = count / rate, SLACK
            found = await connection.execute(
                text(
                    "UPDATE lane SET next_at = GREATEST(next_at, n.t - :slack) + :span "
                    "FROM (SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) AS double precision) AS t) AS n "
                    "WHERE id = 1 RETURNING next_at - :span - n.t"
                ),
                {"span": span, "slack": slack},
            )
            return float(found.scalar_one())

        return await self._database.write(work)

    async def freeze(self, seconds: float) -> None:
        """No bulk message of any process leaves for so long."""

        async def work(connection: AsyncConnection) -> None:
            await _row(connection)
            until = _now() + seconds
            await connection.execute(
                update(lane).where(lane.c.id == 1, lane.c.frozen_until < until).values(frozen_until=until)
            )

        await self._database.write(work)


def open_lane(database: Database, *, clock: Callable[[], float] = time.time) -> Lane:
    """The lane that fits the database."""
    return SharedLane(database) if database.is_shared else OwnLane(database, clock=clock)


def _now() -> ColumnElement[float]:
    return cast(extract("epoch", func.clock_timestamp()), Float)


async def _row(connection: AsyncConnection) -> None:
    if (await connection.execute(select(lane.c.id).where(lane.c.id == 1))).first() is None:
        with suppress(IntegrityError):
            async with connection.begin_nested():
                await connection.execute(insert(lane).values(id=1))
