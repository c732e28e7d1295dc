"""Every alert moves on when its time has come, whatever the clock does."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.core.alerts import Result
from tests.fakes import Clock
from tests.shelf import APPROVER, AUTHOR, OPERATOR, PLAIN, Shelf

JAKARTA = ZoneInfo("Asia/Jakarta")


def at(moment: str) -> float:
    return datetime.fromisoformat(moment).replace(tzinfo=JAKARTA).timestamp()


def planned(moment: str, repeat: str = "") -> dict[str, object]:
    return {**PLAIN, "schedule": {"at": moment, "timezone": "Asia/Jakarta", "repeat": repeat}}


async def ended(shelf: Shelf, alert_id: int, states: list[str]) -> None:
    """So many rows of the alert have ended so."""
    alert = await shelf.desk.alert(alert_id)
    rows = await shelf.store.outbox.claim(alert, len(states), holder="test", now=shelf.clock())
    for row, state in zip(rows, states, strict=True):
        await shelf.store.outbox.record(Result(row.seq, state, message_id=1), shelf.clock())


async def test_canary_hold_and_the_rest(shelf: Shelf) -> None:
    """Twenty first; then a pause; then everybody; then done."""
    await shelf.hire()
    await shelf.subscribe(range(1, 31))
    alert, conductor = await shelf.approved(), shelf.conductor()
    await conductor.tick()
    assert await shelf.state(alert) == "canary"
    running = await shelf.desk.alert(alert.id)
    assert len(await shelf.store.outbox.claim(running, 100, holder="test", now=shelf.clock())) == 20
    assert await shelf.store.outbox.claim(running, 100, holder="test", now=shelf.clock()) == []
    await shelf.store.outbox.give_back(range(1, 31))
    await ended(shelf, alert.id, ["sent"] * 20)
    await conductor.tick()
    assert await shelf.state(alert) == "holding"
    assert await shelf.store.outbox.claim(await shelf.desk.alert(alert.id), 9, holder="test", now=shelf.clock()) == []
    shelf.clock.now += 59
    await conductor.tick()
    assert await shelf.state(alert) == "holding"
    shelf.clock.now += 2
    await conductor.tick()
    assert await shelf.state(alert) == "sending"
    await ended(shelf, alert.id, ["sent"] * 10)
    await conductor.tick()
    assert (await shelf.state(alert), await shelf.ends(alert)) == ("done", {"sent": 30})


async def test_a_bad_canary_stops(shelf: Shelf) -> None:
    """By itself, before anybody else gets it."""
    await shelf.hire()
    await shelf.subscribe(range(1, 31))
    alert = await shelf.approved()
    await shelf.conductor().tick()
    await ended(shelf, alert.id, ["sent"] * 15 + ["failed"] * 5)
    await shelf.conductor().tick()
    stopped = await shelf.desk.alert(alert.id)
    assert (stopped.state, stopped.why) == ("stopped", "failures")
    assert await shelf.ends(alert) == {"sent": 15, "failed": 5, "cancelled": 10}


@pytest.mark.parametrize("late", [0.0, 599.0, 601.0, 86_400.0])
async def test_a_schedule_is_kept_or_asked_about(shelf: Shelf, late: float) -> None:
    """Sent when it is due; when nobody was there to send it, people are asked, and may say: now."""
    await shelf.hire()
    await shelf.subscribe([1])
    shelf.clock.now = at("2027-01-04T08:00")
    alert = await shelf.approved(planned("2027-01-04T09:00"))
    shelf.clock.now = at("2027-01-04T08:59")
    await shelf.conductor().tick()
    assert await shelf.state(alert) == "scheduled"
    shelf.clock.now = at("2027-01-04T09:00") + late
    await shelf.conductor().tick()
    found = await shelf.desk.alert(alert.id)
    if late < 600:
        assert found.state == "canary"
        return
    assert (found.state, found.why) == ("paused", "missed")
    await shelf.desk.resume(alert.id, OPERATOR, "telegram")
    await shelf.conductor().tick()
    assert await shelf.state(alert) == "canary"


async def test_it_repeats(shelf: Shelf) -> None:
    """With the approval of the first and the audience of the day; a missed one is asked about once; a stop ends it."""
    await shelf.hire()
    await shelf.subscribe([1])
    shelf.clock.now = at("2027-01-04T08:00")
    alert, conductor = await shelf.approved(planned("2027-01-04T09:00", "weekly")), shelf.conductor()
    for day in ("2027-01-04T09:00", "2027-01-04T09:01"):
        shelf.clock.now = at(day)
        await conductor.tick()
    await ended(shelf, alert.id, ["sent"])
    for _ in range(3):
        await conductor.tick()
        shelf.clock.now += 61
    assert await shelf.state(alert) == "done"
    await shelf.subscribe([1, 2])
    shelf.clock.now = at("2027-01-11T09:00")
    for _ in range(3):
        await conductor.tick()
    second = await shelf.desk.alert(2)
    assert (second.state, second.parent, second.audience, second.approver) == ("canary", 1, 2, APPROVER)
    shelf.clock.now = at("2027-02-01T20:00")
    for _ in range(3):
        await conductor.tick()
    third = await shelf.desk.alert(3)
    assert (third.state, third.why, third.due) == ("paused", "missed", at("2027-02-01T09:00"))
    await shelf.desk.stop(alert.id, OPERATOR, "telegram")
    shelf.clock.now = at("2027-02-08T09:00")
    await conductor.tick()
    assert await shelf.store.alerts.get(4) is None


@pytest.mark.parametrize("jump", [3600.0, -3600.0, 365 * 86_400.0])
async def test_a_clock_that_jumps(shelf: Shelf, jump: float) -> None:
    """Neither ends a hold early nor makes anybody wait longer; the monotonic clock counts."""
    if shelf.store.is_shared:
        shelf.store = replace(shelf.store, is_shared=False)
    await shelf.hire()
    await shelf.subscribe(range(1, 31))
    alert, mono = await shelf.approved(), Clock(100.0)
    conductor = shelf.conductor(mono)
    await conductor.tick()
    await ended(shelf, alert.id, ["sent"] * 20)
    await conductor.tick()
    shelf.clock.now += jump + 30
    mono.now += 30
    await conductor.tick()
    assert await shelf.state(alert) == "holding"
    shelf.clock.now += 31
    mono.now += 31
    await conductor.tick()
    assert await shelf.state(alert) == "sending"


async def test_what_was_in_hand_is_taken_over(shelf: Shelf) -> None:
    """After a crash its end is unknown, and it is tried once; a second crash leaves it unknown for good."""
    await shelf.hire()
    await shelf.subscribe([1])
    alert = await shelf.sending()
    for left in (1, 1, 0):
        rows = await shelf.store.outbox.claim(alert, 5, holder="dead", now=shelf.clock())
        assert len(rows) == left
        shelf.clock.now += 31
        await shelf.store.outbox.release(shelf.clock())
        assert (await shelf.ends(alert)) == {"unknown": 1}
    await shelf.conductor().tick()
    assert await shelf.state(alert) == "done"


async def test_a_lease_keeps_others_away(shelf: Shelf) -> None:
    """As long as it lasts the row belongs to its holder."""
    await shelf.hire()
    await shelf.subscribe([1])
    alert = await shelf.sending()
    assert len(await shelf.store.outbox.claim(alert, 5, holder="one", now=shelf.clock())) == 1
    shelf.clock.now += 29
    assert await shelf.store.outbox.release(shelf.clock()) == 0
    assert await shelf.store.outbox.claim(alert, 5, holder="two", now=shelf.clock()) == []


async def test_what_is_not_what_was_approved_stops(shelf: Shelf) -> None:
    """Somebody changed the text in the database after the approval."""
    await shelf.hire()
    await shelf.subscribe([1])
    alert = await shelf.approved()
    async with shelf.database.writing() as connection:
        await connection.exec_driver_sql("""UPDATE alerts SET texts = '{"en": "Send money", "id": "Kirim uang"}'""")
    await shelf.conductor().tick()
    changed = await shelf.desk.alert(alert.id)
    assert (changed.state, changed.why) == ("stopped", "changed")
    assert await shelf.ends(alert) == {"cancelled": 1}
    assert changed.author == AUTHOR
