"""Sends the rows of running alerts: claimed in small lots, evenly spaced, each with its end on disk before it is let go."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

from bot.core.alerts import Alert, AlertState, Result, Row
from bot.core.message import Button, Ending, Refusal, Send
from bot.core.ports import AlertStore, Bulk, Delivery, PassingError
from bot.core.schedule import Zones, quiet_places

logger = logging.getLogger(__name__)

LOT = 0.1
"""Seconds' worth of messages that are claimed at a time: what a stop cannot hold back any more."""
FEWEST, MOST = 32, 256
"""Messages in flight at most: a quarter of a second's worth within these; a kill doubles no more than these."""
RETRY = 60.0  # seconds until a message that may have arrived is sent again, once
TRIES = 5  # of a message that Telegram's servers fail to take
LOOK = 0.5  # seconds between looks for work
STALE = 5.0  # seconds after which claimed rows that had no turn are given back
GRACE = 10.0  # seconds the messages in flight have at the end
LONGEST_PAUSE = 30.0
UNREACHABLE = (Refusal.BLOCKED, Refusal.NOT_FOUND)


def in_flight(rate: float) -> int:
    """How many messages may be under way at a time."""
    return int(min(MOST, max(FEWEST, rate / 4)))


class Pump:
    """One for each process; several share the rows of one PostgreSQL."""

    def __init__(
        self,
        store: AlertStore,
        bulk: Bulk,
        *,
        rate: float,
        zones: Zones,
        holder: str,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._store = store
        self._bulk = bulk
        self._rate = rate
        self._zones = zones
        self._holder = holder
        self._clock = clock
        self._sleep = sleep
        self._room = in_flight(rate)
        self._tasks: set[asyncio.Task[None]] = set()
        self._wall = (0.0, 0.0)
        self._pause_until = 0.0
        self._pause = 0.0
        self._is_stopping = False
        self._freed = asyncio.Event()

    def stop(self) -> None:
        """Claim nothing more."""
        self._is_stopping = True

    async def run(self) -> None:
        """Send until `stop()`; what is in flight then is finished, or left for the next start after the grace."""
        async with asyncio.TaskGroup() as group:
            while not self._is_stopping:
                try:
                    found = await self._lot(group)
                except PassingError:
                    found = False
                if not found:
                    await self._sleep(LOOK)
            if self._tasks:
                _, late = await asyncio.wait(self._tasks, timeout=GRACE)
                for task in late:
                    task.cancel()

    async def _lot(self, group: asyncio.TaskGroup) -> bool:
        """Whether there was something to send."""
        hold = max(await self._store.lane.frozen(), self._bulk.held(), self._pause_until - self._clock())
        if hold > 0:
            await self._sleep(min(hold, LOOK))
            return True
        self._freed.clear()
        count = min(max(1, int(self._rate * LOT)), self._room - len(self._tasks))
        if count <= 0:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK):
                    await self._freed.wait()
            return True
        self._wall = (await self._store.alerts.now(), self._clock())
        for alert in await self._store.alerts.open():
            rows = await self._claim(alert, count)
            if rows:
                await self._paced(alert, rows, group)
                return True
        return False

    async def _claim(self, alert: Alert, count: int) -> list[Row]:
        if alert.fix is not None:
            return await self._store.outbox.claim_fixes(alert.id, count, holder=self._holder, now=self._now())
        if alert.state not in (AlertState.CANARY, AlertState.SENDING):
            return []
        quiet: frozenset[str] = frozenset()
        if not (alert.draft.imminent and alert.reason):
            quiet = quiet_places(await self._store.outbox.places(alert.id), self._zones, self._now())
        return await self._store.outbox.claim(alert, count, holder=self._holder, now=self._now(), quiet=quiet)

    async def _paced(self, alert: Alert, rows: Sequence[Row], group: asyncio.TaskGroup) -> None:
        """Each row in its slot; those that cannot have it are given back."""
        claimed = self._clock()
        start = claimed + await self._store.lane.take(len(rows), self._rate)
        for at, row in enumerate(rows):
            wait = start + at / self._rate - self._clock()
            if wait > 0:
                await self._sleep(wait)
            if self._is_stopping or self._pause_until > self._clock() or self._clock() > claimed + STALE:
                if alert.fix is None:
                    await self._store.outbox.give_back([one.seq for one in rows[at:]])
                else:
                    for one in rows[at:]:
                        await self._store.outbox.record_fix(one.seq, "pending", tries=one.tries)
                return
            work = self._fix(alert, row) if alert.fix is not None else self._send(alert, row)
            task = group.create_task(work)
            self._tasks.add(task)
            task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._freed.set()

    async def _send(self, alert: Alert, row: Row) -> None:
        buttons = ((Button(alert.labels[row.language], "stop"),),)
        message = Send(row.chat_id, alert.texts[row.language], buttons, silent=alert.draft.silent)
        delivery = await self._bulk.deliver(message)
        await self._hold_back(delivery)
        await self._store.outbox.record(result_of(row, delivery), self._now())

    async def _fix(self, alert: Alert, row: Row) -> None:
        fix = alert.fix or {}
        message_id = row.message_id or 0
        if fix["kind"] == "delete":
            delivery = await self._bulk.withdraw(row.chat_id, message_id)
        else:
            buttons = ((Button(alert.labels[row.language], "stop"),),)
            text = fix["texts"].get(row.language) or next(iter(fix["texts"].values()))
            delivery = await self._bulk.deliver(Send(row.chat_id, text, buttons, edit=message_id))
        await self._hold_back(delivery)
        again = delivery.outcome is None or delivery.outcome.ending is Ending.UNKNOWN  # an edit may be repeated freely
        if again and row.tries < TRIES:
            counted = 0 if delivery.is_throttled or delivery.is_unsent else 1
            due = self._now() + delivery.wait
            await self._store.outbox.record_fix(row.seq, "pending", due=due, tries=row.tries + counted)
            return
        is_done = delivery.outcome is not None and delivery.outcome.ending is Ending.SENT
        await self._store.outbox.record_fix(row.seq, "done" if is_done else "failed")

    async def _hold_back(self, delivery: Delivery) -> None:
        """A wait that Telegram asked for is the whole lane's; without a connection nothing is tried for a while."""
        if delivery.is_throttled:
            self._pause_until = max(self._pause_until, self._clock() + delivery.wait)
            await self._store.lane.freeze(delivery.wait)
        elif delivery.is_unsent:
            if self._clock() >= self._pause_until:
                self._pause = min(max(1.0, self._pause * 2), LONGEST_PAUSE)
                self._pause_until = self._clock() + self._pause
                logger.warning("broadcast_unreachable", extra={"wait_s": self._pause})
        elif delivery.outcome is not None:
            self._pause = 0.0

    def _now(self) -> float:
        wall, then = self._wall
        return wall + self._clock() - then


def result_of(row: Row, delivery: Delivery) -> Result:
    """The end of a row, or when it is tried again."""
    waiting = "unknown" if row.is_retry else "pending"
    outcome = delivery.outcome
    if outcome is None:
        if delivery.is_throttled or delivery.is_unsent:
            return Result(row.seq, waiting, "waits", due=0.001, tries=row.tries)
        if row.tries + 1 >= TRIES:
            return Result(row.seq, "failed", "server_error", tries=row.tries + 1)
        return Result(row.seq, waiting, "server_error", due=delivery.wait * 2**row.tries, tries=row.tries + 1)
    moved = outcome.chat_id if outcome.chat_id != row.chat_id else None
    if outcome.ending is Ending.SENT:
        return Result(row.seq, "sent", message_id=outcome.message_id, moved_to=moved, tries=row.tries)
    if outcome.ending is Ending.UNKNOWN:
        return Result(row.seq, "unknown", "timed_out", due=0.0 if row.is_retry else RETRY, tries=row.tries)
    refusal = outcome.refusal or Refusal.BAD_REQUEST
    state = "blocked" if refusal in UNREACHABLE else "failed"
    return Result(row.seq, state, refusal.value, moved_to=moved if state == "failed" else None, tries=row.tries)
