"""The queue of updates as Telegram keeps it: served again until confirmed, deleted only by an offset."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.errors import conflict

MOST_AGE_S = 24 * 60 * 60
ONLY_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
TERMINATED = "terminated by other getUpdates request; make sure that only one bot instance is running"


@dataclass(frozen=True, slots=True)
class Queued:
    """One waiting update and the time from which its 24 hours count."""

    body: dict[str, Any]
    since: float

    @property
    def id(self) -> int:
        return int(self.body["update_id"])

    @property
    def chat(self) -> int | None:
        """The chat it belongs to; within a chat the order is kept."""
        for kind, content in self.body.items():
            if kind != "update_id" and isinstance(content, dict):
                holder = content if "chat" in content else content.get("message") or {"chat": content.get("from", {})}
                return (holder.get("chat") or {}).get("id")
        return None


@dataclass(slots=True)
class UpdateQueue:
    """Updates that were not confirmed yet. `next_id` is the id of the next one."""

    next_id: int = 1000
    clock: Callable[[], float] = time.time
    allowed: tuple[str, ...] = ()
    """Kinds the bot asked for; empty means Telegram's default."""
    waiting: deque[Queued] = field(default_factory=deque)
    served: int = 0
    confirmed: int = 0
    _is_sorted: bool = True
    _poll: asyncio.Future[None] | None = None
    _wake: asyncio.Event = field(default_factory=asyncio.Event)

    def wants(self, kind: str) -> bool:
        """Whether the bot asked for updates of that kind."""
        return kind in self.allowed if self.allowed else kind not in ONLY_ON_REQUEST

    def put(self, kind: str, content: dict[str, Any]) -> int | None:
        """Queue an update and return its id, or None when the bot did not ask for its kind."""
        if not self.wants(kind):
            return None
        return self.inject({kind: content}, since=float(content.get("edit_date", content.get("date", self.clock()))))

    def inject(self, update: dict[str, Any], *, since: float | None = None) -> int:
        """Queue an update as it stands; without an id it gets the next one. An id given may repeat or jump."""
        if "update_id" not in update:
            update = {"update_id": self.next_id, **update}
        queued = Queued(update, self.clock() if since is None else since)
        if queued.since >= self.clock() - MOST_AGE_S:
            self._is_sorted = self._is_sorted and queued.id >= self.next_id
            self.waiting.append(queued)
            self.wake()
        self.next_id = max(self.next_id, queued.id + 1)
        return queued.id

    def jump(self, next_id: int) -> None:
        """Go on with another id, as Telegram does after a quiet week; it may be a lower one."""
        self._is_sorted = self._is_sorted and next_id >= self.next_id
        self.next_id = next_id

    def wake(self) -> None:
        """Let whoever waits for an update look again."""
        self._wake.set()
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)

    def drop(self) -> int:
        """Forget everything that waits, as after a day's outage; returns how many were lost."""
        lost = len(self.waiting)
        self.waiting.clear()
        return lost

    def remove(self, queued: Queued) -> None:
        """Confirm one update, delivered to a webhook."""
        self.waiting = deque(each for each in self.waiting if each is not queued)
        self.confirmed += 1
        self.wake()

    def confirm(self, offset: int) -> None:
        """Delete what the offset confirms: below a positive one, all but the last -offset for a negative one."""
        before = len(self.waiting)
        if offset < 0:
            self.waiting = deque(list(self.waiting)[offset:])
        elif 0 < offset <= self.next_id:
            while self.waiting and self.waiting[0].id < offset:
                self.waiting.popleft()
            if not self._is_sorted:
                self.waiting = deque(queued for queued in self.waiting if queued.id >= offset)
        self.confirmed += before - len(self.waiting)

    def batch(self, limit: int) -> list[dict[str, Any]]:
        """The oldest updates that wait; what has become older than a day is gone."""
        while self.waiting and self.waiting[0].since < self.clock() - MOST_AGE_S:
            self.waiting.popleft()
        bodies = [queued.body for _, queued in zip(range(limit), self.waiting, strict=False)]
        self.served += len(bodies)
        return bodies

    def end_poll(self, reason: str) -> None:
        """End the long poll that waits, if any, with a 409."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(conflict(reason))
        self._poll = None

    async def poll(self, *, offset: int, limit: int, timeout_s: float) -> list[dict[str, Any]]:
        """What getUpdates answers; a poll that waited is ended with a 409 by the next one."""
        self.end_poll(TERMINATED)
        self.confirm(offset)
        if (bodies := self.batch(limit)) or not timeout_s:
            return bodies
        poll = self._poll = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(timeout_s):
                await poll
        except TimeoutError:
            return []
        finally:
            if self._poll is poll:
                self._poll = None
        return self.batch(limit)

    async def changed(self) -> None:
        """Wait until the queue may look different."""
        self._wake.clear()
        await self._wake.wait()
