"""Nothing is confirmed before it is on disk."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from telegram.error import BadRequest, Conflict, InvalidToken, NetworkError, RetryAfter, TimedOut

from bot.chat.poll import LONG_POLL, Poller
from tests.fakes import FakeInbox, message

Update = Mapping[str, Any]


class ExhaustedError(Exception):
    """The source has nothing more to say."""


class FakeSource:
    """Serves the given batches or errors one after another, and keeps the offsets it was asked with."""

    def __init__(self, *answers: Sequence[Update] | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[int | None, int, int]] = []

    async def updates(self, offset: int | None, *, wait: int, limit: int = 100) -> Sequence[Update]:
        self.asked.append((offset, wait, limit))
        if not self.answers:
            raise ExhaustedError
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


async def polled(source: FakeSource, inbox: FakeInbox, **more: Any) -> list[float]:
    """Poll until the source is exhausted; returns the waits between."""
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    with pytest.raises(ExhaustedError):
        await Poller(source, inbox, sleep=sleep, **more).run()
    return waits


def taken(inbox: FakeInbox) -> list[int]:
    return [letter.update_id for letter in inbox.letters]


async def test_the_offset_follows_the_disk() -> None:
    """Batch by batch: what is asked for next confirms what was written."""
    source, inbox = FakeSource([message(5), message(6)], [message(9)]), FakeInbox()
    await polled(source, inbox)
    assert taken(inbox) == [5, 6, 9]
    assert [offset for offset, _, _ in source.asked] == [None, 7, 10]
    assert source.asked[0][1] == LONG_POLL


async def test_a_batch_that_is_not_on_disk_is_not_confirmed() -> None:
    """A write that hangs holds the offset; when it is over, the loop goes on."""
    source, inbox = FakeSource([message(5)]), FakeInbox()
    gate = asyncio.Event()
    add = inbox.add

    async def slow(updates: Sequence[Update]) -> int:
        await gate.wait()
        return await add(updates)

    inbox.add = slow  # type: ignore[method-assign]
    polling = asyncio.create_task(polled(source, inbox))
    await asyncio.sleep(0.01)
    assert [offset for offset, _, _ in source.asked] == [None]
    gate.set()
    await polling
    assert [offset for offset, _, _ in source.asked] == [None, 6]


async def test_what_does_not_concern_us_is_confirmed_and_forgotten() -> None:
    """Groups, floods and what cannot be read: gone, and the rest of the batch arrives."""
    unreadable = {"update_id": 3, "message": {"chat": "canary"}}
    source, inbox = FakeSource([message(1, chat=-5), message(2), unreadable, message(4), message(5)]), FakeInbox()
    await polled(source, inbox, admits=lambda update: update["update_id"] != 4)
    assert taken(inbox) == [2, 5]
    assert source.asked[-1][0] == 6


async def test_news_are_told_once_per_batch_and_only_for_news() -> None:
    """A repeated batch wakes nobody."""
    told: list[int] = []
    source, inbox = FakeSource([message(1), message(2)], [message(1), message(2)], [message(3)]), FakeInbox()
    await polled(source, inbox, arrived=lambda: told.append(1))
    assert len(told) == 2


@pytest.mark.parametrize(
    ("errors", "expected"),
    [
        ([NetworkError("x")], [1]),
        ([TimedOut()] * 4, [1, 2, 4, 8]),
        ([NetworkError("x")] * 20, [1, 2, 4, 8, 16] + [30] * 15),
        ([Conflict("x")], [10]),
        ([RetryAfter(7)], [7]),
        ([BadRequest("x")], [1]),
        ([InvalidToken("x")] * 2, [1, 2]),
        ([InvalidToken("x"), NetworkError("x"), InvalidToken("x"), InvalidToken("x")], [1, 2, 4, 8]),
    ],
)
async def test_how_long_it_waits_after_trouble(errors: list[Exception], expected: list[float]) -> None:
    """Longer and longer with jitter, as long as asked, and never against another poller; then it goes on."""
    source, inbox = FakeSource(*errors, [message(1)]), FakeInbox()
    waits = await polled(source, inbox)
    assert waits == pytest.approx(expected, rel=0.21)
    assert taken(inbox) == [1]


async def test_a_dead_token_ends_it() -> None:
    """Three refusals in a row: a proxy that starts may answer one or two."""
    with pytest.raises(InvalidToken):
        await polled(FakeSource(*[InvalidToken("x")] * 3), FakeInbox())


async def test_a_server_that_does_not_wait_is_not_hammered() -> None:
    """An empty answer at once is followed by a breath."""
    assert await polled(FakeSource([], []), FakeInbox()) == [0.2, 0.2]


@pytest.mark.parametrize(("answer", "expected"), [([], [(6, 0, 1)]), (TimedOut(), [(6, 0, 1)])])
async def test_the_farewell_confirms(answer: Any, expected: list[tuple[int, int, int]]) -> None:
    """And does not mind an answer that does not come."""
    source = FakeSource(answer)
    poller = Poller(source, FakeInbox())
    await poller.confirm()
    assert source.asked == []
    await poller.receive([message(5)])
    await poller.confirm()
    assert expected == source.asked


async def test_stopping_ends_a_poll_but_never_a_write() -> None:
    """A batch in hand reaches the disk, and then the loop ends by itself."""
    gate, forever = asyncio.Event(), asyncio.Event()

    class Waiting(FakeSource):
        async def updates(self, offset: int | None, *, wait: int, limit: int = 100) -> Sequence[Update]:
            if not self.answers:
                await forever.wait()
            return await super().updates(offset, wait=wait, limit=limit)

    class Slow(FakeInbox):
        async def add(self, updates: Sequence[Update]) -> int:
            await gate.wait()
            return await super().add(updates)

    writing, polling = Poller(Waiting([message(1)]), inbox := Slow()), Poller(Waiting(), FakeInbox())
    tasks = [asyncio.create_task(one.run()) for one in (writing, polling)]
    await asyncio.sleep(0.01)
    writing.stop()
    polling.stop()
    await asyncio.sleep(0.01)
    assert [task.done() for task in tasks] == [False, True]
    gate.set()
    await tasks[0]
    assert taken(inbox) == [1]
