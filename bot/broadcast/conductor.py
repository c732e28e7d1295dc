"""Moves every alert on when its time has come: expiry, cool-off, schedule, canary, hold, end, correction."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from bot.core.alerts import (
    APPROVAL_LASTS,
    COOL_OFF,
    MISSED_AFTER,
    RUNNING,
    WAITING,
    Act,
    Alert,
    AlertState,
    Written,
    hash_of,
    is_canary_bad,
    text_languages,
)
from bot.core.content import Content
from bot.core.ports import AlertStore, PassingError
from bot.core.schedule import following

logger = logging.getLogger(__name__)

TICK = 0.5  # seconds
JUMP = 5.0  # seconds by which the clock on the wall may drift from the monotonic one in a tick
S = AlertState


class Conductor:
    """One for each process; moves are compare-and-set, so several of them do no harm."""

    def __init__(
        self,
        store: AlertStore,
        content: Content,
        *,
        hold: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._store = store
        self._content = content
        self._hold = hold
        self._clock = clock
        self._sleep = sleep
        self._last: tuple[float, float] | None = None
        self._is_stopping = False

    def stop(self) -> None:
        """Move nothing more."""
        self._is_stopping = True

    async def recover(self) -> None:
        """What the process before left in its hands has an unknown end and is tried once more."""
        released = await self._store.outbox.release(
            await self._store.alerts.now(), everything=not self._store.is_shared
        )
        if released:
            logger.warning("rows_taken_over", extra={"count": released})
        if await self._store.alerts.was_restored():
            for alert in await self._store.alerts.open():
                if alert.state in (*WAITING, *RUNNING):
                    await self._move(alert, S.PAUSED, "restored", why="restored", resumes=alert.state.value)

    async def run(self) -> None:
        """Look at all alerts twice a second until `stop()`."""
        while not self._is_stopping:
            with suppress(PassingError):
                await self.tick()
            await self._sleep(TICK)

    async def tick(self) -> None:
        """Every alert is where it should be now."""
        now = await self._store.alerts.now()
        await self._mend_clock(now)
        if self._store.is_shared and (released := await self._store.outbox.release(now)):
            logger.warning("rows_taken_over", extra={"count": released})
        for alert in await self._store.alerts.open():
            await self._step(alert, now)
        for alert in await self._store.alerts.repeating():
            await self._repeat(alert, now)

    async def _mend_clock(self, now: float) -> None:
        """A clock that jumps neither ends a hold early nor makes anybody wait for an hour."""
        mono = self._clock()
        last, self._last = self._last, (now, mono)
        if last is None or self._store.is_shared:
            return
        jump = (now - last[0]) - (mono - last[1])
        if abs(jump) > JUMP:
            logger.warning("clock_jumped", extra={"wait_s": round(jump)})
            await self._store.alerts.shift(jump)

    async def _step(self, alert: Alert, now: float) -> None:
        if alert.fix is not None:
            await self._end_fix(alert)
        waited = now - alert.since
        if alert.state is S.AWAITING_APPROVAL and waited > APPROVAL_LASTS:
            await self._move(alert, S.EXPIRED, "expired", cancels="expired", ended=now)
        elif alert.state is S.COOLING and waited >= COOL_OFF:
            await self._move(alert, S.SCHEDULED, "cooled", due=max(alert.due or now, now))
        elif alert.state is S.SCHEDULED and alert.due is not None and alert.due <= now:
            await self._begin(alert, now)
        elif alert.state is S.CANARY and not await self._store.outbox.waits(alert, canary=True):
            await self._end_canary(alert, now)
        elif alert.state is S.HOLDING and waited >= self._hold:
            await self._move(alert, S.SENDING, "released")
        elif alert.state is S.SENDING and not await self._store.outbox.waits(alert, canary=False):
            await self._move(alert, S.DONE, "done", ended=now)

    async def _begin(self, alert: Alert, now: float) -> None:
        if alert.approved_hash != hash_of(alert, alert.audience, parent=alert.parent):
            await self._move(alert, S.STOPPED, "changed", cancels="changed", why="changed", ended=now)
        elif alert.due is not None and now - alert.due > MISSED_AFTER:
            await self._move(alert, S.PAUSED, "missed", why="missed", resumes=S.SCHEDULED.value)
        else:
            await self._store.alerts.begin(alert, Act(0, "bot", "begin"))

    async def _end_canary(self, alert: Alert, now: float) -> None:
        counts = await self._store.outbox.counts(alert.id)
        if is_canary_bad(counts):
            await self._move(alert, S.STOPPED, "canary_failed", cancels="stopped", why="failures", ended=now)
        elif counts.pending:
            await self._move(alert, S.HOLDING, "holding")
        else:
            await self._move(alert, S.SENDING, "released")

    async def _end_fix(self, alert: Alert) -> None:
        counts = await self._store.outbox.fixes(alert.id)
        if not counts.get("pending") and not counts.get("claimed"):
            kind = (alert.fix or {}).get("kind", "")
            act = Act(0, "bot", f"{kind}_done", counts={"fixed": counts.get("done", 0), "not": counts.get("failed", 0)})
            await self._store.alerts.move(alert, (alert.state,), {"fix": None, "since": alert.since}, act)

    async def _repeat(self, alert: Alert, now: float) -> None:
        """The occurrence that is due now is made, with the approval and the texts of the first, and today's audience."""
        assert alert.draft.schedule is not None
        due = following(alert.draft.schedule, await self._store.alerts.last_begun(alert.id))
        while due is not None and due <= now and (later := following(alert.draft.schedule, due) or now) <= now:
            due = later
        if due is not None and due <= now:
            spoken = text_languages(alert.texts, self._content)
            written = Written(alert.draft, alert.texts, alert.labels, spoken)
            await self._store.alerts.create(written, Act(0, "bot", "repeat"), parent=replace(alert, due=due))

    async def _move(self, alert: Alert, to: AlertState, name: str, *, cancels: str = "", **values: Any) -> None:
        changed: Mapping[str, Any] = {"state": to.value, **values}
        await self._store.alerts.move(alert, (alert.state,), changed, Act(0, "bot", name), cancels=cancels)
