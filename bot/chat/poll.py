"""The poll loop: a batch is on disk before the next request tells Telegram that we have it."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Protocol

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.chat.accept import reduced
from bot.chat.api import seconds_of
from bot.core.ports import Inbox

logger = logging.getLogger(__name__)

LONG_POLL = 30  # seconds
FIRST_WAIT, LONGEST_WAIT = 1.0, 30.0  # seconds after a poll that failed
CONFLICT_WAIT = 10.0  # seconds: never fight with another poller
REFUSALS = 3  # times in a row before the token is taken to be dead: a proxy may answer 404 while it starts
BREATH = 0.2  # seconds between polls of a server that answers nothing at once
FAREWELL = 2.0  # seconds for the last confirmation

Update = Mapping[str, Any]


class Source(Protocol):
    """Where updates come from."""

    async def updates(self, offset: int | None, *, wait: int, limit: int = 100) -> Sequence[Update]:
        """The next updates; everything before `offset` is confirmed by asking."""
        ...


class Poller:
    """Takes updates in until it is stopped."""

    def __init__(
        self,
        source: Source,
        inbox: Inbox,
        *,
        admits: Callable[[Update], bool] = lambda _: True,
        arrived: Callable[[], None] = lambda: None,
        alive: Callable[[], None] = lambda: None,
        wait: int = LONG_POLL,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._source = source
        self._inbox = inbox
        self._admits = admits
        self._arrived = arrived
        self._alive = alive
        self._wait = wait
        self._sleep = sleep
        self._clock = clock
        self._offset: int | None = None
        self._failures = 0
        self._refusals = 0
        self._task: asyncio.Task[None] | None = None
        self._is_writing = self._is_stopping = False

    def stop(self) -> None:
        """Ask for nothing more; a batch that is being written is written to its end."""
        self._is_stopping = True
        if self._task and not self._is_writing:
            self._task.cancel()

    async def run(self) -> None:
        """Poll until `stop()`; raises InvalidToken when Telegram keeps refusing the token."""
        self._task = asyncio.current_task()
        while not self._is_stopping:
            started = self._clock()
            try:
                batch = await self._source.updates(self._offset, wait=self._wait)
            except TelegramError as error:
                await self._sleep(self._pause(error))
                continue
            self._failures = self._refusals = 0
            await self.receive(batch)
            self._alive()
            if not batch and self._clock() - started < BREATH:
                await self._sleep(BREATH)  # servers exist that do not wait

    async def receive(self, batch: Sequence[Update]) -> None:
        """The batch is on disk, and only then the offset moves on."""
        if not batch:
            return
        self._is_writing = True
        kept = [one for update in batch if (one := _readable(update)) and self._admits(one)]
        if await self._inbox.add(kept):
            self._arrived()
        self._is_writing = False
        self._offset = int(batch[-1]["update_id"]) + 1

    async def confirm(self) -> None:
        """Telegram knows what we have, if it answers soon; if not, it repeats it and the inbox knows the ids."""
        if self._offset is None:
            return
        with suppress(TelegramError, TimeoutError):
            async with asyncio.timeout(FAREWELL):
                await self._source.updates(self._offset, wait=0, limit=1)

    def _pause(self, error: TelegramError) -> float:
        self._failures += 1
        self._refusals = self._refusals + 1 if isinstance(error, InvalidToken) else 0
        if self._refusals >= REFUSALS:
            raise error
        wait = min(FIRST_WAIT * float(2 ** min(self._failures - 1, 9)), LONGEST_WAIT) * random.uniform(0.8, 1.2)
        event = "poll_failed"
        if isinstance(error, RetryAfter):
            wait = seconds_of(error)
        elif isinstance(error, Conflict):  # a second instance, or a stolen token in use
            event, wait = "poll_conflict", CONFLICT_WAIT
        logger.warning(event, extra={"error": type(error).__name__, "wait_s": round(wait, 1)})
        return wait


def _readable(update: Update) -> dict[str, Any] | None:
    try:
        return reduced(update)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        logger.error("update_unreadable", extra={"error": type(error).__name__})
        return None
