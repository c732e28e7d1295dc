"""Two people, what they type, and what any one of staff may do at any time."""

from __future__ import annotations

from typing import Any

import pytest

from bot.core.alerts import DeniedError, Role
from bot.core.message import Wish, WishKind
from tests.shelf import APPROVER, AUDITOR, AUTHOR, OPERATOR, PLAIN, Shelf

STRANGE = {"text": {"en": "Call +855 99 999 999"}}


async def denied(work: Any) -> str:
    """Why it is not done."""
    with pytest.raises(DeniedError) as error:
        await work
    return str(error.value)


async def test_the_audience_is_frozen(shelf: Shelf) -> None:
    """By the rule that `is_meant` states; later joiners are not in it, later leavers are cancelled."""
    await shelf.hire()
    await shelf.subscribe([1, 2, 3], place="KH", topics=("offers",))
    await shelf.subscribe([4], place="MM")
    await shelf.subscribe([5], place="KH", topics=("rules",))
    alert = await shelf.written({**PLAIN, "audience": {"places": ["KH"], "topics": ["offers"]}})
    assert alert.audience == 3
    await shelf.subscribe([6], place="KH")
    await shelf.people.grant(1, Wish(WishKind.STOP_ALERTS))
    await shelf.people.grant(2, Wish(WishKind.FORGET))
    await shelf.inbox.forget(3)
    assert await shelf.ends(alert) == {"cancelled": 3}
    assert [await shelf.store.subscribers.find(chat) for chat in (1, 2, 3)] == [None, None, None]


async def test_a_preview_warns(shelf: Shelf) -> None:
    """Of missing languages with what they get, strange numbers, telling words, and other alerts of the day."""
    await shelf.hire()
    await shelf.subscribe([1], language="id")
    await shelf.subscribe([2, 3], language="vi")
    await shelf.approved()
    preview = await shelf.desk.new({"text": {"en": "The police: 0123 456"}}, AUTHOR, "telegram")
    told = "\n".join(preview.warnings)
    assert "no text in vi: 2 subscribers get en" in told
    assert "not in intents/: 0123 456" in told
    assert "'police'" in told
    assert "in the last 24 hours there was already: alert 1" in told
    assert (preview.audience, preview.accept, preview.lengths) == (3, ("0123 456",), {"en": 41})
    only = await shelf.desk.new({"text": {"id": "Baca."}}, AUTHOR, "telegram")
    assert only.audience == 1
    assert "no usable text in vi: 2 subscribers are left out" in "\n".join(only.warnings)


async def test_two_people_are_needed(shelf: Shelf) -> None:
    """Who wrote it does not approve it, who may not write does not, and a stranger does nothing."""
    await shelf.hire()
    await shelf.store.staff.add(AUTHOR, Role.APPROVER, shelf.clock())
    await shelf.subscribe([1])
    alert = await shelf.written()
    assert "Somebody else" in await denied(shelf.desk.approve(alert.id, AUTHOR, 1, "telegram"))
    assert "needs the role approver" in await denied(shelf.desk.approve(alert.id, OPERATOR, 1, "telegram"))
    assert "needs the role author" in await denied(shelf.desk.new(PLAIN, APPROVER, "telegram"))
    assert "may not do that" in await denied(shelf.desk.stop(alert.id, 999, "telegram"))
    assert "not the size" in await denied(shelf.desk.approve(alert.id, APPROVER, 2, "telegram"))
    assert (await shelf.desk.approve(alert.id, APPROVER, 1, "telegram")).state == "scheduled"


async def test_what_is_strange_is_typed(shelf: Shelf) -> None:
    """In any spelling of the number."""
    await shelf.hire()
    await shelf.subscribe([1])
    alert = await shelf.written(STRANGE)
    assert "+855 99 999 999" in await denied(shelf.desk.approve(alert.id, APPROVER, 1, "shell"))
    await shelf.desk.approve(alert.id, APPROVER, 1, "shell", accept=["+85599999999"])


async def test_any_change_voids_an_approval(shelf: Shelf) -> None:
    """The audience is drawn again, and another hash awaits approval."""
    await shelf.hire()
    await shelf.subscribe([1])
    alert = await shelf.approved()
    await shelf.subscribe([2])
    preview = await shelf.desk.change(alert.id, {"text": {"en": "Other words."}}, AUTHOR, "telegram")
    changed = await shelf.desk.alert(alert.id)
    assert (changed.state, changed.approver, changed.approved_hash) == ("awaiting_approval", None, None)
    assert (preview.audience, preview.hash != alert.hash) == (2, True)
    assert changed.texts["id"] == alert.texts["id"]


async def test_an_approval_lasts_half_an_hour(shelf: Shelf) -> None:
    """After that the alert expires and nobody gets it."""
    await shelf.hire()
    await shelf.subscribe([1])
    alert = await shelf.written()
    shelf.clock.now += 1801
    assert "30 minutes" in await denied(shelf.desk.approve(alert.id, APPROVER, 1, "telegram"))
    await shelf.conductor().tick()
    assert (await shelf.state(alert), await shelf.ends(alert)) == ("expired", {"cancelled": 1})


async def test_one_person_alone_cools_off(shelf: Shelf) -> None:
    """A quarter of an hour replaces the second person, and the alert says so."""
    await shelf.store.staff.add(AUTHOR, Role.AUTHOR, shelf.clock())
    await shelf.store.staff.add(AUTHOR, Role.APPROVER, shelf.clock())
    await shelf.subscribe([1])
    alert = await shelf.written()
    approved = await shelf.desk.approve(alert.id, AUTHOR, 1, "shell")
    assert (approved.state, approved.is_weak) == ("cooling", True)
    shelf.clock.now += 899
    await shelf.conductor().tick()
    assert await shelf.state(alert) == "cooling"
    shelf.clock.now += 2
    for _ in range(2):
        await shelf.conductor().tick()
    assert await shelf.state(alert) == "canary"


async def test_imminent_needs_a_reason(shelf: Shelf) -> None:
    """A second word of the approver; an ordinary alert takes none."""
    await shelf.hire()
    await shelf.subscribe([1])
    ordinary = await shelf.written()
    assert "not imminent" in await denied(shelf.desk.give_reason(ordinary.id, APPROVER, "because", "telegram"))
    alert = await shelf.written({**PLAIN, "urgency": "imminent"})
    assert "Confirm that with a reason" in await denied(shelf.desk.approve(alert.id, APPROVER, 1, "telegram"))
    assert "Say in 1 to 200" in await denied(shelf.desk.give_reason(alert.id, APPROVER, "  ", "telegram"))
    await shelf.desk.give_reason(alert.id, APPROVER, "a raid tonight", "telegram")
    assert (await shelf.desk.approve(alert.id, APPROVER, 1, "telegram")).reason == "a raid tonight"


async def test_anybody_of_staff_pauses_and_stops(shelf: Shelf) -> None:
    """Going on needs more; a stopped alert stays stopped."""
    await shelf.hire()
    await shelf.subscribe(range(1, 4))
    alert = await shelf.sending()
    assert (await shelf.desk.pause(alert.id, AUDITOR, "telegram")).state == "paused"
    assert "needs the role" in await denied(shelf.desk.resume(alert.id, AUDITOR, "telegram"))
    assert (await shelf.desk.resume(alert.id, OPERATOR, "telegram")).state == "sending"
    assert (await shelf.desk.stop(alert.id, AUDITOR, "telegram")).state == "stopped"
    assert await shelf.ends(alert) == {"cancelled": 3}
    for again in (shelf.desk.stop, shelf.desk.resume, shelf.desk.pause):
        assert "not possible now" in await denied(again(alert.id, OPERATOR, "telegram"))


async def test_three_a_day(shelf: Shelf) -> None:
    """The fourth alert of a day does not reach who had three; others it does."""
    await shelf.hire()
    await shelf.subscribe([1, 2])
    for _ in range(3):
        await shelf.sending()
    await shelf.subscribe([3])
    fourth = await shelf.sending()
    assert await shelf.ends(fourth) == {"pending": 1, "cancelled": 2}
    (line,) = [one for one in await shelf.desk.lines(fourth.id) if one.end == "cancelled"]
    assert (line.reason, line.count) == ("daily_limit", 2)


async def test_every_act_is_in_the_log(shelf: Shelf) -> None:
    """Who, when, what, which hash, how many; no recipient, and a changed line is found."""
    await shelf.hire()
    await shelf.subscribe([987654321])
    alert = await shelf.approved()
    await shelf.desk.stop(alert.id, OPERATOR, "telegram")
    entries = await shelf.store.audit.entries()
    listed = [(one.act.actor, one.act.via, one.act.name, one.act.hash) for one in entries if one.act.alert]
    assert listed == [
        (AUTHOR, "telegram", "new", alert.hash),
        (APPROVER, "telegram", "approve", alert.hash),
        (OPERATOR, "telegram", "stop", alert.hash),
    ]
    assert "987654321" not in repr(entries)
    count, digest, wrong = await shelf.store.audit.verify()
    assert (count, digest, wrong) == (len(entries), entries[-1].digest, "")


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("UPDATE audit SET actor = 1 WHERE seq = 2", "line 2 was changed"),
        ("UPDATE audit SET at = at + 1 WHERE seq = 3", "line 3 was changed"),
        ("DELETE FROM audit WHERE seq = 2", "line 2 is missing"),
        ("UPDATE audit SET digest = 'x' WHERE seq = 1", "line 1 was changed"),
    ],
)
async def test_a_changed_log_is_found(shelf: Shelf, sql: str, expected: str) -> None:
    """Wherever somebody with the database in their hands changes it."""
    await shelf.hire()
    async with shelf.database.writing() as connection:
        await connection.exec_driver_sql(sql)
    assert (await shelf.store.audit.verify())[2].startswith(expected)
