"""From the inbox to the workers: chats side by side, the letters of one chat in order, the parts of one text together."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from bot.chat.join import Pause, due, is_part, joined, run_length
from bot.core.ports import Ending, Inbox, Letter

WORKERS = 32
ROOM = 5000  # letters held in memory; the others wait on disk
PAGE = 200  # letters read at once
RETRIES = (30.0, 60.0, 120.0, 300.0, 900.0)  # seconds until a letter whose answer could not be delivered is tried again
GRACE = 10.0  # seconds the letters in hand have at the end

Handle = Callable[[Sequence[Letter]], Awaitable[Ending]]


@dataclass(slots=True)
class _Chat:
    letters: deque[Letter] = field(default_factory=deque)
    is_taken: bool = False
    """Ready or in a worker's hands: nothing to plan."""
    not_before: float = 0.0
    timer: asyncio.TimerHandle | None = None


class Dispatcher:
    """Reads letters behind the last one read, and hands each text to a worker when it is due."""

    def __init__(
        self,
        inbox: Inbox,
        handle: Handle,
        is_urgent: Callable[[str], bool],
        *,
        pause: Pause | None = None,
        workers: int = WORKERS,
        room: int = ROOM,
        grace: float = GRACE,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._inbox = inbox
        self._handle = handle
        self._is_urgent = is_urgent
        self._pause = pause or Pause()
        self._workers = workers
        self._room = room
        self._grace = grace
        self._clock = clock
        self._chats: dict[str, _Chat] = {}
        self._ready: asyncio.Queue[_Chat | None] = asyncio.Queue()
        self._news = asyncio.Event()
        self._held = 0
        self._last = 0
        self._is_stopping = False

    def wake(self) -> None:
        """There are new letters in the inbox."""
        self._news.set()

    def stop(self) -> None:
        """Begin nothing more."""
        self._is_stopping = True
        self._news.set()

    async def run(self) -> None:
        """Hand on letters until `stop()`; the letters in hand are finished then, or left in the inbox after the grace."""
        async with asyncio.TaskGroup() as group:
            workers = [group.create_task(self._work()) for _ in range(self._workers)]
            await self._feed()
            for _ in workers:
                self._ready.put_nowait(None)
            _, late = await asyncio.wait(workers, timeout=self._grace)
            for worker in late:
                worker.cancel()
        for chat in self._chats.values():
            if chat.timer:
                chat.timer.cancel()

    async def _feed(self) -> None:
        while not self._is_stopping:
            self._news.clear()
            while not self._is_stopping and self._held < self._room:
                letters = await self._inbox.waiting(self._last, PAGE)
                if not letters:
                    break
                self._last = letters[-1].seq
                for chat in self._take_in(letters):
                    self._plan(chat)
                    await asyncio.sleep(0)  # looking for emergencies takes a millisecond each
            if not self._is_stopping:
                await self._news.wait()

    def _take_in(self, letters: Sequence[Letter]) -> list[_Chat]:
        for letter in letters:
            chat = self._chats.setdefault(letter.chat, _Chat())
            chat.letters.append(letter)
            chat.not_before = 0.0  # whoever writes again is reachable again
        self._held += len(letters)
        return [self._chats[key] for key in dict.fromkeys(letter.chat for letter in letters)]

    def _plan(self, chat: _Chat) -> None:
        if chat.is_taken or not chat.letters:
            return
        if chat.timer:
            chat.timer.cancel()
            chat.timer = None
        wait = self._wait(chat)
        if wait <= 0:
            self._hand_out(chat)
        else:
            chat.timer = asyncio.get_running_loop().call_later(wait, self._hand_out, chat)

    def _wait(self, chat: _Chat) -> float:
        now = self._clock()
        if chat.not_before > now:
            return chat.not_before - now
        count = run_length(chat.letters, self._pause)
        wait = min(due(chat.letters, count, self._pause) - now, self._pause.longest)  # the clock may have jumped back
        return wait if wait > 0 and not self._is_emergency(list(islice(chat.letters, count))) else 0.0

    def _is_emergency(self, letters: Sequence[Letter]) -> bool:
        text = joined(letters).get("message", {}).get("text", "") if is_part(letters[0]) else ""
        return text != "" and self._is_urgent(text)

    def _hand_out(self, chat: _Chat) -> None:
        chat.timer = None
        chat.is_taken = True
        self._ready.put_nowait(chat)

    async def _work(self) -> None:
        while (chat := await self._ready.get()) is not None and not self._is_stopping:
            letters = list(islice(chat.letters, run_length(chat.letters, self._pause)))
            ending = await self._handle(letters)
            await self._inbox.finish(ending)
            self._put_away(chat, letters, ending)

    def _put_away(self, chat: _Chat, letters: Sequence[Letter], ending: Ending) -> None:
        for _ in letters:
            chat.letters.popleft()
        if ending.deferred:
            chat.letters.extendleft(replace(letter, tries=letter.tries + 1) for letter in reversed(letters))
            chat.not_before = self._clock() + RETRIES[min(letters[0].tries, len(RETRIES) - 1)]
        else:
            if self._held >= self._room:
                self._news.set()
            self._held -= len(letters)
        chat.is_taken = False
        if chat.letters:
            self._plan(chat)
        else:
            del self._chats[letters[0].chat]
