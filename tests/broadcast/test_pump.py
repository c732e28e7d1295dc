"""Rows are sent once, each with its end, on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.broadcast.pump import Pump, in_flight, result_of
from bot.core.alerts import Result, Row
from bot.core.message import Ending, Outcome, Refusal
from bot.core.ports import Delivery
from tests.fakes import until
from tests.shelf import PLAIN, FakeBulk, Shelf

NIGHT = 20834.0 * 86400 + 15 * 3600
"""22:00 in Phnom Penh, 19:00 in Dubai."""
ROW = Row(1, 7, "en", is_retry=False, tries=0)
AGAIN = Row(1, 7, "en", is_retry=True, tries=0)
LAST = Row(1, 7, "en", is_retry=False, tries=4)


@asynccontextmanager
async def pumping(pump: Pump) -> AsyncIterator[None]:
    """A pump at work until the block ends."""
    task = asyncio.create_task(pump.run())
    yield
    pump.stop()
    await task


def refused(refusal: Refusal) -> Delivery:
    return Delivery(Outcome(Ending.REFUSED, 7, refusal=refusal))


@pytest.mark.parametrize(
    ("row", "delivery", "expected"),
    [
        (ROW, Delivery(Outcome(Ending.SENT, 7, 50)), Result(1, "sent", message_id=50)),
        (ROW, Delivery(Outcome(Ending.SENT, -9, 50)), Result(1, "sent", message_id=50, moved_to=-9)),
        (ROW, refused(Refusal.BLOCKED), Result(1, "blocked", "blocked")),
        (ROW, refused(Refusal.NOT_FOUND), Result(1, "blocked", "not_found")),
        (ROW, refused(Refusal.BAD_REQUEST), Result(1, "failed", "bad_request")),
        (ROW, Delivery(Outcome(Ending.UNKNOWN, 7)), Result(1, "unknown", "timed_out", due=60.0)),
        (AGAIN, Delivery(Outcome(Ending.UNKNOWN, 7)), Result(1, "unknown", "timed_out")),
        (ROW, Delivery(wait=2.0), Result(1, "pending", "server_error", due=2.0, tries=1)),
        (AGAIN, Delivery(wait=2.0), Result(1, "unknown", "server_error", due=2.0, tries=1)),
        (LAST, Delivery(wait=2.0), Result(1, "failed", "server_error", tries=5)),
        (LAST, Delivery(wait=9.5, is_throttled=True), Result(1, "pending", "waits", due=0.001, tries=4)),
        (LAST, Delivery(wait=1.0, is_unsent=True), Result(1, "pending", "waits", due=0.001, tries=4)),
    ],
)
def test_how_a_row_ends(row: Row, delivery: Delivery, expected: Result) -> None:
    """A time-out is tried once more, a server's error four times more, a throttle costs no try, a refusal is an end."""
    assert result_of(row, delivery) == expected


@pytest.mark.parametrize(("rate", "expected"), [(1, 32), (25, 32), (1000, 250), (5000, 256)])
def test_how_many_are_in_flight(rate: float, expected: int) -> None:
    """What a kill may double is bounded, and small at Telegram's rate."""
    assert in_flight(rate) == expected


async def test_everybody_gets_it_once(shelf: Shelf) -> None:
    """Silent, in their language, with a button that ends all alerts."""
    await shelf.hire()
    await shelf.subscribe(range(1, 151))
    await shelf.subscribe(range(201, 251), language="id")
    alert = await shelf.sending()
    bulk = FakeBulk()
    async with pumping(shelf.pump(bulk)):
        await until(lambda: _ended(shelf, alert.id))
    assert sorted(bulk.chats) == [*range(1, 151), *range(201, 251)]
    assert {message.text.split("\n\n")[1] for message in bulk.sent if message.chat_id > 200} == {"Mohon dibaca."}
    assert all(message.silent and message.buttons[0][0].data == "stop" for message in bulk.sent)
    assert await shelf.ends(alert) == {"sent": 200}
    await shelf.conductor().tick()
    assert await shelf.state(alert) == "done"


async def test_two_senders_share_the_rows(shelf: Shelf) -> None:
    """No row is claimed twice."""
    await shelf.hire()
    await shelf.subscribe(range(1, 301))
    alert = await shelf.sending()
    one, two = FakeBulk(), FakeBulk()
    async with pumping(shelf.pump(one)), pumping(shelf.pump(two, holder="two")):
        await until(lambda: _ended(shelf, alert.id))
    assert sorted(one.chats + two.chats) == list(range(1, 301))
    assert one.chats
    assert two.chats


async def test_who_blocks_is_unsubscribed(shelf: Shelf) -> None:
    """Counted once, never tried again; nothing in the database leads to them any more."""
    await shelf.hire()
    await shelf.subscribe([1, 2, 3])
    alert = await shelf.sending()
    bulk = FakeBulk(of={2: Delivery(Outcome(Ending.REFUSED, 2, refusal=Refusal.BLOCKED))})
    async with pumping(shelf.pump(bulk)):
        await until(lambda: _ended(shelf, alert.id))
    assert await shelf.ends(alert) == {"sent": 2, "blocked": 1}
    assert await shelf.store.subscribers.find(2) is None
    assert (await shelf.written()).audience == 2


async def test_a_moved_group_is_followed(shelf: Shelf) -> None:
    """The next alert goes to its new id, once."""
    await shelf.hire()
    await shelf.subscribe([-5, 1])
    alert = await shelf.sending()
    bulk = FakeBulk(of={-5: Delivery(Outcome(Ending.SENT, -1005, 77))})
    async with pumping(shelf.pump(bulk)):
        await until(lambda: _ended(shelf, alert.id))
    assert await shelf.ends(alert) == {"sent": 2}
    assert await shelf.store.subscribers.find(-5) is None
    second, bulk = await shelf.sending(), FakeBulk()
    async with pumping(shelf.pump(bulk)):
        await until(lambda: _ended(shelf, second.id))
    assert sorted(bulk.chats) == [-1005, 1]


async def test_a_throttle_freezes_the_lane(shelf: Shelf) -> None:
    """For everybody on this database, as long as Telegram asked; nothing is lost by it."""
    await shelf.hire()
    await shelf.subscribe(range(1, 41))
    alert = await shelf.sending()
    bulk = FakeBulk(next=[Delivery(wait=300.5, is_throttled=True)])
    async with pumping(shelf.pump(bulk)):
        await until(shelf.store.lane.frozen)
        await asyncio.sleep(0.3)
        before = len(bulk.sent)
        await asyncio.sleep(0.3)
        assert len(bulk.sent) == before <= 41
    assert 299 < await shelf.store.lane.frozen() <= 301
    assert (await shelf.ends(alert)).get("pending", 0) >= 1


async def test_what_timed_out_is_tried_once_more(shelf: Shelf) -> None:
    """Not before a minute has passed; then its end is unknown for good."""
    await shelf.hire()
    await shelf.subscribe([1])
    alert = await shelf.sending()
    bulk = FakeBulk(of={1: Delivery(Outcome(Ending.UNKNOWN, 1))})
    async with pumping(shelf.pump(bulk)):
        await until(lambda: bulk.sent)
        await until(lambda: _ended(shelf, alert.id))
        assert await shelf.ends(alert) == {"unknown": 1}
        assert len(bulk.sent) == 1
        shelf.clock.now += 61
        await until(lambda: len(bulk.sent) == 2)
        shelf.clock.now += 61
        await asyncio.sleep(0.7)
    assert len(bulk.sent) == 2
    assert await shelf.ends(alert) == {"unknown": 1}


@pytest.mark.parametrize("act", ["pause", "stop"])
async def test_one_press_holds_it(shelf: Shelf, act: str) -> None:
    """After it only what was in flight still leaves."""
    await shelf.hire()
    shelf.rate = 100.0
    await shelf.subscribe(range(1, 401))
    alert = await shelf.sending()
    bulk = FakeBulk()
    async with pumping(shelf.pump(bulk)):
        await until(lambda: len(bulk.sent) >= 20)
        await getattr(shelf.desk, act)(alert.id, 14, "telegram")
        before = len(bulk.sent)
        await asyncio.sleep(0.6)
        assert len(bulk.sent) - before <= in_flight(shelf.rate)
    ends = await shelf.ends(alert)
    rest = "pending" if act == "pause" else "cancelled"
    assert ends == {"sent": len(bulk.sent), rest: 400 - len(bulk.sent)}


async def test_quiet_places_wait_for_their_morning(shelf: Shelf) -> None:
    """By the place where they are, UTC+7 where it is not known; an imminent alert does not wait."""
    await shelf.hire()
    await shelf.subscribe([1], place="KH")
    await shelf.subscribe([2], place="AE")
    await shelf.subscribe([3])
    shelf.clock.now = NIGHT
    await shelf.sending()
    bulk = FakeBulk()
    async with pumping(shelf.pump(bulk)):
        await until(lambda: bulk.sent)
        await asyncio.sleep(0.6)
        assert bulk.chats == [2]
        shelf.clock.now += 11 * 3600
        await until(lambda: len(bulk.sent) == 3)
    urgent = await shelf.written({**PLAIN, "urgency": "imminent"})
    shelf.clock.now += 13 * 3600
    urgent = await shelf.written({**PLAIN, "urgency": "imminent"})
    await shelf.desk.give_reason(urgent.id, 12, "a flood tonight", "telegram")
    await shelf.desk.approve(urgent.id, 12, 3, "telegram")
    await shelf.conductor().tick()
    async with pumping(shelf.pump(bulk)):
        await until(lambda: len(bulk.sent) == 6)


@pytest.mark.parametrize("kind", ["correct", "delete"])
async def test_what_was_sent_is_corrected_newest_first(shelf: Shelf, kind: str) -> None:
    """Everybody who got it, and nobody else; the rest never gets it."""
    await shelf.hire()
    shelf.rate = 100.0
    await shelf.subscribe(range(1, 201))
    alert = await shelf.sending()
    bulk, fixing = FakeBulk(), FakeBulk()
    async with pumping(shelf.pump(bulk)):
        await until(lambda: len(bulk.sent) >= 15)
    early = set(bulk.chats)
    shelf.clock.now += 5
    async with pumping(shelf.pump(bulk)):
        await until(lambda: len(bulk.sent) >= len(early) + 15)
    sent = {message.chat_id for message in bulk.sent}
    if kind == "correct":
        reached = await shelf.desk.correct(alert.id, {"text": {"en": "It was wrong."}}, 13, "telegram")
    else:
        reached = await shelf.desk.delete(alert.id, 13, "telegram")
    assert reached == len(sent)
    async with pumping(shelf.pump(fixing)):
        await until(lambda: _fixed(shelf, alert.id, reached))
    changed = [message.chat_id for message in fixing.sent] or [chat for chat, _ in fixing.withdrawn]
    assert set(changed) == sent
    assert set(changed[: len(sent - early)]) == sent - early
    assert all(message.text.endswith("It was wrong.") and message.edit for message in fixing.sent)
    assert await shelf.ends(alert) == {"sent": len(sent), "cancelled": 200 - len(sent)}
    await shelf.conductor().tick()
    assert (await shelf.desk.alert(alert.id)).fix is None


async def _ended(shelf: Shelf, alert_id: int) -> bool:
    return (await shelf.store.outbox.counts(alert_id)).pending == 0


async def _fixed(shelf: Shelf, alert_id: int, count: int) -> bool:
    return (await shelf.store.outbox.fixes(alert_id)).get("done") == count
