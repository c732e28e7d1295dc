"""One person cannot keep the bot from the others."""

from __future__ import annotations

import pytest

from bot.chat.flood import Flood
from tests.fakes import NOW, FakeAnswerer, edited, message, press


@pytest.fixture
def flood() -> Flood:
    return Flood(FakeAnswerer().is_urgent, burst=3, per_second=1 / 3, clock=lambda: NOW)


def test_who_writes_without_end_is_not_heard(flood: Flood) -> None:
    """The bucket is per chat and fills again; an emergency always passes."""
    assert [flood.admits(message(one)) for one in range(5)] == [True, True, True, False, False]
    assert flood.admits(message(6, "sos"))
    assert flood.admits(message(7, chat=8))
    assert [flood.admits(message(8, date=NOW + 3)), flood.admits(message(9, date=NOW + 3))] == [True, False]


def test_every_kind_counts(flood: Flood) -> None:
    """Presses and edits cost as much."""
    updates = [
        press(1, "x"),
        edited(2, 5, "a"),
        message(3, None),
        press(4, "x"),
        edited(5, 5, "a"),
        edited(6, 5, "sos"),
    ]
    assert [flood.admits(one) for one in updates] == [True, True, True, False, False, True]


def test_a_queue_of_hours_is_no_flood(flood: Flood) -> None:
    """After an outage the messages of a day come at once; their own clock counts."""
    assert all(flood.admits(message(one, date=NOW + one * 600)) for one in range(100))
