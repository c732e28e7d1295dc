"""When alerts may leave: local times with their daylight saving, repetition, and the quiet hours of a place."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.core.alerts import Schedule

QUIET_FROM, QUIET_UNTIL = 21, 8
"""Hours of local time between which no alert that can wait is sent."""
NOWHERE = "Asia/Bangkok"
"""UTC+7, for subscribers who did not say where they are."""
REPEATS = ("daily", "weekly", "monthly")

Zones = Mapping[str, Sequence[str]]
"""ISO code of a country -> its time zones"""


def zone(name: str) -> ZoneInfo | None:
    """The time zone of that name, if there is one."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def first(schedule: Schedule) -> float:
    """When a schedule is due first, in Unix seconds. A time that the clocks skip is taken an hour later, one that they
    show twice the first time."""
    return _instant(datetime.fromisoformat(schedule.at), ZoneInfo(schedule.timezone))


def following(schedule: Schedule, after: float) -> float | None:
    """When a repeating schedule is due next, later than `after`; None when it does not repeat."""
    if not schedule.repeat:
        return None
    start, tz = datetime.fromisoformat(schedule.at), ZoneInfo(schedule.timezone)
    local = datetime.fromtimestamp(after, tz).replace(tzinfo=None)
    count = max(0, _count(schedule.repeat, start, local) - 1)
    while (moment := _instant(_step(start, schedule.repeat, count), tz)) <= after:
        count += 1
    return moment


def quiet_places(places: Iterable[str], zones: Zones, now: float) -> frozenset[str]:
    """Those of the places ("" for nowhere) where it is night; several time zones: night in any of them counts."""
    return frozenset(place for place in places if is_quiet(place, zones, now))


def is_quiet(place: str, zones: Zones, now: float) -> bool:
    """Whether it is night in any time zone of the place."""
    moment = datetime.fromtimestamp(now, UTC)
    for name in zones.get(place) or (NOWHERE,):
        hour = moment.astimezone(ZoneInfo(name)).hour
        if hour >= QUIET_FROM or hour < QUIET_UNTIL:
            return True
    return False


def _instant(local: datetime, tz: ZoneInfo) -> float:
    return local.replace(tzinfo=tz).timestamp()


def _count(repeat: str, start: datetime, local: datetime) -> int:
    if repeat == "monthly":
        return (local.year - start.year) * 12 + local.month - start.month
    return (local - start).days // (7 if repeat == "weekly" else 1)


def _step(start: datetime, repeat: str, count: int) -> datetime:
    if repeat != "monthly":
        return start + timedelta(days=count * (7 if repeat == "weekly" else 1))
    months = start.month - 1 + count
    year, month = start.year + months // 12, months % 12 + 1
    return start.replace(year=year, month=month, day=min(start.day, monthrange(year, month)[1]))
