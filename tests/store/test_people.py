"""What a person chose, and how it goes away."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.message import Reader, Wish, WishKind
from bot.core.ports import Answered, Ending
from bot.store.open import Store
from bot.store.people import People
from bot.store.retention import tidy
from tests.fakes import Clock, bytes_under, message

LANGUAGE = Wish(WishKind.LANGUAGE, "km")
ORIGIN = Wish(WishKind.ORIGIN, "PH")
PLACE = Wish(WishKind.PLACE, "KH")


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [
        ([], Reader()),
        ([LANGUAGE], Reader(language="km")),
        ([LANGUAGE, ORIGIN, PLACE], Reader(language="km", origin="PH", place="KH")),
        ([ORIGIN, Wish(WishKind.ORIGIN, "ID")], Reader(origin="ID")),
        ([ORIGIN, PLACE, Wish(WishKind.ORIGIN, "")], Reader(place="KH")),
        ([LANGUAGE, Wish(WishKind.STOP_ALERTS)], Reader(language="km")),
        ([LANGUAGE, ORIGIN, Wish(WishKind.FORGET)], Reader()),
    ],
)
async def test_wishes_are_kept_until_changed(store: Store, wishes: list[Wish], expected: Reader) -> None:
    """In memory and, for the next process, on disk; "rather not say" takes a choice back."""
    for wish in wishes:
        await store.people.grant(7, wish)
    assert expected == await store.people.reader(7)
    assert expected == await People(store.database, store.vault).reader(7)
    assert Reader() == await store.people.reader(8)


async def test_forget_leaves_no_trace_of_the_person(store: Store, tmp_path: Path) -> None:
    """Neither the id nor any hash of it: choices, message ids and parked letters go in one transaction."""
    await store.people.grant(7, LANGUAGE)
    await store.inbox.add([message(1)])
    await store.inbox.finish(Ending(parked=(1, message(1)), answered=Answered(7, 1001, (50,))))
    await store.people.grant(7, Wish(WishKind.FORGET))
    await tidy(store.database, 0.0)
    async with store.database.reading() as connection:
        await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytes_under(tmp_path)
    hashes = [store.vault.hash("person", 7), store.vault.hash("chat", 7), store.vault.hash("message", 7, 1001)]
    assert [one for one in hashes if one.encode() in content] == []


async def test_choices_unused_for_twelve_months_go(store: Store, clock: Clock) -> None:
    """A message within the year starts the year again."""
    await store.people.grant(7, LANGUAGE)
    await store.people.grant(8, LANGUAGE)
    clock.now += 300 * 86400
    await store.people.reader(7)
    clock.now += 100 * 86400
    await tidy(store.database, clock.now)
    fresh = People(store.database, store.vault, clock)
    assert [Reader(language="km"), Reader()] == [await fresh.reader(7), await fresh.reader(8)]
