"""Local times, their daylight saving, repetition and nights."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.content.tables import country_zones
from bot.core.alerts import Schedule
from bot.core.schedule import first, following, is_quiet, zone


def utc(seconds: float | None) -> str:
    assert seconds is not None
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M")


@pytest.mark.parametrize(
    ("at", "timezone", "expected"),
    [
        ("2026-12-01T09:00", "Asia/Jakarta", "2026-12-01T02:00"),
        ("2026-12-01T09:00", "Asia/Kathmandu", "2026-12-01T03:15"),
        ("2026-07-01T09:00", "Europe/Berlin", "2026-07-01T07:00"),
        ("2026-03-29T02:30", "Europe/Berlin", "2026-03-29T01:30"),
        ("2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30"),
    ],
)
def test_when_a_schedule_is_due(at: str, timezone: str, expected: str) -> None:
    """A skipped time an hour later by the clock, one that comes twice the first time."""
    assert utc(first(Schedule(at, timezone))) == expected


@pytest.mark.parametrize(
    ("at", "repeat", "after", "expected"),
    [
        ("2026-03-28T09:00", "daily", "2026-03-28T08:00", "2026-03-29T07:00"),
        ("2026-10-24T09:00", "daily", "2026-10-24T07:00", "2026-10-25T08:00"),
        ("2026-03-23T09:00", "weekly", "2026-03-23T08:00", "2026-03-30T07:00"),
        ("2026-01-31T09:00", "monthly", "2026-01-31T08:00", "2026-02-28T08:00"),
        ("2026-01-31T09:00", "monthly", "2026-02-28T08:00", "2026-03-31T07:00"),
        ("2026-01-31T09:00", "monthly", "2027-12-31T08:00", "2028-01-31T08:00"),
        ("2026-01-01T09:00", "daily", "2025-06-01T00:00", "2026-01-01T08:00"),
    ],
)
def test_when_it_is_due_again(at: str, repeat: str, after: str, expected: str) -> None:
    """At the same hour by the clock on the wall, through daylight saving and short months."""
    moment = datetime.fromisoformat(after).replace(tzinfo=UTC).timestamp()
    assert utc(following(Schedule(at, "Europe/Berlin", repeat), moment)) == expected


def test_once_is_once() -> None:
    """Without repetition there is no next time."""
    assert following(Schedule("2026-01-01T09:00", "Asia/Bangkok"), 0.0) is None


@pytest.mark.parametrize(
    ("place", "at", "expected"),
    [
        ("KH", "2026-12-01T13:59", False),
        ("KH", "2026-12-01T14:00", True),
        ("KH", "2026-12-01T00:59", True),
        ("KH", "2026-12-01T01:00", False),
        ("", "2026-12-01T14:00", True),
        ("ID", "2026-12-01T12:30", True),  # 19:30 in Jakarta, 21:30 in Jayapura
        ("ID", "2026-12-01T00:30", True),  # 07:30 in Jakarta, 09:30 in Jayapura
        ("ID", "2026-12-01T05:00", False),
        ("NP", "2026-12-01T15:14", False),
        ("NP", "2026-12-01T15:15", True),
        ("ZZ", "2026-12-01T14:00", True),
    ],
)
def test_when_a_place_is_quiet(place: str, at: str, expected: bool) -> None:
    """From nine in the evening to eight; in any of its time zones; UTC+7 where nothing is known."""
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC).timestamp()
    assert is_quiet(place, country_zones(), moment) is expected


def test_every_zone_is_known() -> None:
    """A country whose zone the system does not know would stop the sending."""
    names = {name for listed in country_zones().values() for name in listed}
    assert [name for name in sorted(names) if zone(name) is None] == []
    assert zone("Mars/Olympus") is None
