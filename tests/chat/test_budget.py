"""Two lanes with one count."""

from __future__ import annotations

import asyncio
import itertools

import pytest

from bot.chat.budget import Budget


class Time:
    """A clock that sleeping moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def budget(time: Time) -> Budget:
    return Budget(total=30, bulk=25, clock=time, sleep=time.sleep)


async def test_bulk_leaves_evenly_at_its_rate(budget: Budget, time: Time) -> None:
    """25 a second, not 25 at once."""
    moments = []
    for _ in range(51):
        await budget.bulk()
        moments.append(time.now)
    assert moments[50] - moments[0] == pytest.approx(2.0)
    assert min(b - a for a, b in itertools.pairwise(moments)) == pytest.approx(0.04)


@pytest.mark.parametrize(("replies", "expected"), [(0, 25), (5, 25), (20, 10), (30, 0), (100, 0)])
async def test_bulk_takes_what_replies_leave(budget: Budget, time: Time, replies: int, expected: int) -> None:
    """Within any second all lanes together stay under the total, as far as bulk can see to it."""
    for _ in range(replies):
        budget.reply()
    started, sent = time.now, 0
    while True:
        await budget.bulk()
        if time.now >= started + 1:
            break
        sent += 1
    assert sent == pytest.approx(expected, abs=1)


async def test_a_freeze_holds_bulk_exactly_that_long(budget: Budget, time: Time) -> None:
    """And half a second more; a shorter one does not thaw it."""
    budget.freeze(300)
    budget.freeze(3)
    await budget.bulk()
    assert time.now == pytest.approx(400.5)


async def test_many_senders_stand_in_one_line(budget: Budget, time: Time) -> None:
    """Concurrency does not raise the rate."""
    await asyncio.gather(*(budget.bulk() for _ in range(26)))
    assert time.now == pytest.approx(101.0)
