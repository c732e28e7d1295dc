"""Answers that come late, or again: bland, silent, and the words behind a button."""

from __future__ import annotations

from typing import Any

import pytest

from bot.core.message import Ending, Outcome
from tests.chat.visit import Visit
from tests.fakes import NOW, Clock, edited, message, press

UNKNOWN = Outcome(Ending.UNKNOWN, 7)
SHOW_1 = (("Show", "show:1"),)


@pytest.mark.parametrize(
    ("age", "button"), [(0, None), (590, None), (610, "show:1"), (5 * 3600, "show:1"), (7 * 3600, "")], ids=str
)
async def test_a_late_answer_is_bland(visit: Visit, clock: Clock, age: float, button: str | None) -> None:
    """After ten minutes somebody else may hold the phone: silent, and the answer behind a button; later nothing."""
    clock.now += age
    texts = await visit.bring(message(1, "offer"))
    expected = ["answer[offer]"] if button is None else ["late"]
    assert (expected, button is not None) == (texts, visit.last.silent)
    assert visit.buttons == {None: (("Why", "why:1"),), "show:1": SHOW_1, "": ()}[button]
    assert (await visit.store.inbox.parked(1, 7) is not None) == (button == "show:1")
    assert await visit.waiting() == []


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        (message(1, "offer", date=NOW - 700), "answer[offer]"),
        (message(1, "/help", date=NOW - 700), "command[help|]"),
        (edited(1, 900, "offer", date=NOW - 700), "answer[offer]"),
    ],
)
async def test_the_button_shows_what_was_kept(visit: Visit, update: dict[str, Any], expected: str) -> None:
    """In full, once: then it is deleted, and a second press gets help."""
    assert await visit.bring(update) == ["late"]
    assert [expected] == await visit.bring(press(2, "show:1"))
    assert not visit.last.silent
    assert await visit.store.inbox.parked(1, 7) is None
    assert await visit.bring(press(3, "show:1")) == ["press[show:1]"]


async def test_another_chat_cannot_look_behind_the_button(visit: Visit) -> None:
    """Forged data gets help, and nothing of what was kept."""
    await visit.bring(message(1, "offer", date=NOW - 700))
    assert await visit.bring(press(2, "show:1", chat=8)) == ["press[show:1]"]
    assert await visit.store.inbox.parked(1, 7) is not None


async def test_a_parted_text_is_shown_whole(visit: Visit, clock: Clock) -> None:
    """Its parts are kept as one."""
    clock.now += 700
    await visit.bring(message(1, "a"), message(2, "b"))
    assert visit.buttons == (("Show", "show:2"),)
    assert await visit.bring(press(3, "show:2")) == ["answer[a\nb]"]


async def test_an_answer_that_may_have_arrived_is_not_repeated_in_the_open(visit: Visit) -> None:
    """The second try is silent and bland, with the answer behind the button."""
    visit.sender.endings = [UNKNOWN]
    assert await visit.bring(message(1, "offer")) == ["answer[offer]", "late"]
    assert (visit.last.silent, visit.buttons) == (True, SHOW_1)
    assert await visit.waiting() == []
    assert await visit.bring(press(2, "show:1")) == ["answer[offer]"]


async def test_an_answer_that_cannot_be_delivered_waits(visit: Visit) -> None:
    """Nobody is forgotten: the letter stays, and every further try is bland."""
    visit.sender.endings = [UNKNOWN, UNKNOWN, UNKNOWN]
    assert await visit.bring(message(1, "offer")) == ["answer[offer]", "late"]
    assert await visit.bring() == ["late"]
    assert await visit.waiting() == [1]
    assert await visit.bring() == ["late"]
    assert (await visit.waiting(), visit.buttons) == ([], SHOW_1)


async def test_what_is_shown_may_get_lost_too(visit: Visit) -> None:
    """Then it stays behind the same button."""
    await visit.bring(message(1, "offer", date=NOW - 700))
    visit.sender.endings = [UNKNOWN]
    assert await visit.bring(press(2, "show:1")) == ["answer[offer]", "late"]
    assert visit.buttons == SHOW_1
    visit.sender.endings = [UNKNOWN, UNKNOWN]
    assert await visit.bring(press(3, "show:1")) == ["answer[offer]", "late"]
    assert await visit.waiting() == [3]
    assert await visit.bring() == ["late"]
    assert await visit.bring(press(4, "show:1")) == ["answer[offer]"]
