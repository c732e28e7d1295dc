"""How many messages a second may leave: bulk waits its turn, replies never do."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable

TOTAL = 30  # messages a second that Telegram takes from one bot (its FAQ)
BULK = 25  # of them for broadcasts at most: the rest is kept free for replies
MARGIN = 0.5  # seconds added to what Telegram asks to wait


class Budget:
    """One count of both lanes. Telegram sets no fixed limit to replies, so they are counted and never held back."""

    def __init__(
        self,
        *,
        total: int = TOTAL,
        bulk: int = BULK,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._total = total
        self._gap = 1 / bulk
        self._clock = clock
        self._sleep = sleep
        self._recent: deque[float] = deque()
        self._next_bulk = 0.0
        self._frozen_until = 0.0
        self._line = asyncio.Lock()

    def reply(self) -> None:
        """A reply leaves now and is counted."""
        self.count()

    def count(self) -> None:
        """A message leaves now."""
        now = self._clock()
        self._recent.append(now)
        self._forget(now)

    def held(self) -> float:
        """Seconds in which no bulk message may leave: frozen, or the last second's total is used up."""
        now = self._clock()
        self._forget(now)
        return max(0.0, self._frozen_until - now, self._full(now))

    async def bulk(self) -> None:
        """Return when a bulk message may leave: not frozen, evenly spaced, and the last second's total not used up."""
        async with self._line:
            while (wait := self._bulk_wait()) > 0:
                await self._sleep(wait)
            now = self._clock()
            self._next_bulk = max(now, self._next_bulk) + self._gap
            self._recent.append(now)

    def freeze(self, seconds: float) -> None:
        """No bulk message leaves for as long as Telegram asked for, and half a second more."""
        self._frozen_until = max(self._frozen_until, self._clock() + seconds + MARGIN)

    def _bulk_wait(self) -> float:
        now = self._clock()
        self._forget(now)
        return max(self._frozen_until - now, self._next_bulk - now, self._full(now))

    def _forget(self, now: float) -> None:
        while self._recent and self._recent[0] <= now - 1:
            self._recent.popleft()

    def _full(self, now: float) -> float:
        return self._recent[-self._total] + 1 - now if len(self._recent) >= self._total else 0.0
