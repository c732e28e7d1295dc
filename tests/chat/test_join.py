"""Several messages, one text."""

from __future__ import annotations

from typing import Any

import pytest

from bot.chat.accept import reduced
from bot.chat.join import MOST, Pause, due, joined, run_length
from bot.core.ports import Letter
from tests.fakes import NOW, edited, message, press

PAUSE = Pause(quiet=3.0, longest=10.0)


def letter(update: dict[str, Any], received: float = NOW, tries: int = 0) -> Letter:
    body = reduced(update)
    assert body is not None
    return Letter(body["update_id"], body["update_id"], "chat", received, tries, body)


def said(*texts: str | None, step: float = 1) -> list[Letter]:
    """Messages sent one after another, `step` seconds apart."""
    return [letter(message(at, text, date=NOW + at * step), NOW + at * step) for at, text in enumerate(texts, start=1)]


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        (said("a"), 1),
        (said("a", "b", "c"), 3),
        (said("a", None, "b"), 3),
        (said("a", "/help", "b"), 1),
        (said("/help", "b"), 1),
        (said("a", "b", step=5), 1),
        (said("a", "/ is no command"), 2),
        (said("x" * MOST, "y"), 1),
        ([letter(message(1, "a")), letter(press(2, "why:1"))], 1),
        ([letter(edited(1, 5, "a")), letter(message(2, "b"))], 1),
        ([letter(press(1, "why:1")), letter(press(2, "why:2"))], 1),
    ],
)
def test_what_is_one_text(letters: list[Letter], expected: int) -> None:
    """Messages close together; never a command, a press or an edit, and never more than can be read."""
    assert expected == run_length(letters, PAUSE)


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        (said("a"), NOW + 1 + 3),
        (said("a", "b"), NOW + 2 + 3),
        (said(*"abcdefghijkl"), NOW + 1 + 10),
        (said("/help"), 0),
        (said("a", "/help"), 0),
        ([letter(press(1, "x"))], 0),
        ([letter(edited(1, 5, "a"))], 0),
    ],
)
def test_when_it_is_due(letters: list[Letter], expected: float) -> None:
    """Three seconds after the last part, ten after the first; at once when nothing more can join."""
    assert expected == due(letters, run_length(letters, PAUSE), PAUSE)


@pytest.mark.parametrize(
    ("letters", "update_id", "text"),
    [
        (said("a"), 1, "a"),
        (said("a", "b"), 2, "a\nb"),
        (said("a", None), 1, "a"),
        (said(None, "a", None, "b", None), 4, "a\nb"),
        (said(None, None), 2, None),
    ],
)
def test_how_it_is_joined(letters: list[Letter], update_id: int, text: str | None) -> None:
    """One text a line each, under the id of the last message with words."""
    body = joined(letters)
    assert (update_id, text) == (body["update_id"], body["message"].get("text"))


def test_a_place_among_pictures_is_told_as_a_place() -> None:
    """Its notice says more than the one for pictures."""
    place = letter(message(1, None, location={"latitude": 1, "longitude": 1}))
    assert "location" in joined([place, letter(message(2, None))])["message"]
