"""Nothing is kept longer than the README says."""

from __future__ import annotations

import asyncio

import pytest

from bot.core.ports import Answered, Ending
from bot.store.open import Store
from bot.store.retention import keep_tidy, tidy
from tests.fakes import Clock, message, until

HOUR = 3600


@pytest.mark.parametrize(
    ("hours", "waiting", "parked", "fresh", "replies"),
    [(23, 1, True, 0, (50,)), (25, 0, False, 0, (50,)), (47.5, 0, False, 0, ()), (49, 0, False, 1, ())],
)
async def test_each_kind_goes_in_its_time(
    store: Store, clock: Clock, hours: float, waiting: int, parked: bool, fresh: int, replies: tuple[int, ...]
) -> None:
    """Letters 24 h, message ids 47 h, update ids 48 h."""
    await store.inbox.add([message(1), message(2)])
    await store.inbox.finish(Ending(parked=(2, message(2)), answered=Answered(7, 1, (50,))))
    clock.now += hours * HOUR
    expired = await tidy(store.database, clock.now)
    assert 2 - waiting - parked == expired
    assert waiting == len(await store.inbox.waiting(0, 10))
    assert parked == (await store.inbox.parked(2, 7) is not None)
    assert replies == await store.inbox.replies(7, 1)
    assert fresh == await store.inbox.add([message(1)])


async def test_it_tidies_by_itself(store: Store, clock: Clock) -> None:
    """At once, and again and again until cancelled."""
    await store.inbox.add([message(1)])
    clock.now += 25 * HOUR
    task = asyncio.create_task(keep_tidy(store.database, clock, every=0.001))
    await until(lambda: gone(store))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def gone(store: Store) -> bool:
    """Whether no letter waits."""
    return not await store.inbox.waiting(0, 1)
