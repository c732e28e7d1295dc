"""What is kept of alerts goes when it should, and a copy of a database sends nothing old."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.alerts import Audience, Result, Subscriber, is_meant, text_languages
from bot.core.message import Wish, WishKind
from bot.store.backup import backup
from bot.store.lane import OwnLane
from bot.store.retention import tidy
from bot.store.vault import Vault
from tests.fakes import Clock
from tests.shelf import PLAIN, Shelf, content, open_shelf

HOUR, DAY = 3600.0, 24 * 3600.0


async def sent_to(shelf: Shelf, chats: list[int]) -> int:
    """An alert that reached these chats and is done."""
    await shelf.hire()
    await shelf.subscribe(chats)
    alert = await shelf.sending()
    for row in await shelf.store.outbox.claim(alert, 100, holder="test", now=shelf.clock()):
        await shelf.store.outbox.record(Result(row.seq, "sent", message_id=5), shelf.clock())
    await shelf.conductor().tick()
    return alert.id


async def readable(shelf: Shelf) -> int:
    """How many rows of the outbox still lead to a chat."""
    async with shelf.database.reading() as connection:
        found = await connection.exec_driver_sql(
            "SELECT count(*) FROM outbox WHERE chat IS NOT NULL OR message_id IS NOT NULL"
        )
        return int(found.scalar_one())


async def test_chats_go_before_outcomes_and_sums_stay(shelf: Shelf) -> None:
    """47 hours for what a correction needs, 30 days for outcomes, the report for good."""
    alert_id = await sent_to(shelf, [1, 2, 3])
    before = await shelf.desk.lines(alert_id)
    await tidy(shelf.database, shelf.clock() + 46 * HOUR)
    assert await readable(shelf) == 3
    await tidy(shelf.database, shelf.clock() + 48 * HOUR)
    assert await readable(shelf) == 0
    assert await shelf.ends(await shelf.desk.alert(alert_id)) == {"sent": 3}
    await tidy(shelf.database, shelf.clock() + 31 * DAY)
    async with shelf.database.reading() as connection:
        assert (await connection.exec_driver_sql("SELECT count(*) FROM outbox")).scalar_one() == 0
    assert await shelf.desk.lines(alert_id) == before
    assert await shelf.ends(await shelf.desk.alert(alert_id)) == {"sent": 3}


@pytest.mark.parametrize(("wish", "left"), [(WishKind.STOP_ALERTS, 1), (WishKind.FORGET, 0)])
async def test_who_leaves(shelf: Shelf, wish: WishKind, left: int) -> None:
    """After a stop what was sent can still be corrected; after /forget nothing leads to the person any more."""
    await sent_to(shelf, [7])
    await shelf.people.grant(7, Wish(wish))
    assert await readable(shelf) == left
    async with shelf.database.reading() as connection:
        rows = (await connection.exec_driver_sql("SELECT subscriber FROM outbox")).scalars().all()
    assert (shelf.vault.hash("chat", 7) in rows) is bool(left)


async def test_a_copy_sends_nothing_old(tmp_path: Path, vault: Vault, clock: Clock) -> None:
    """Put in place it pauses what was under way, once, and asks."""
    async with open_shelf(f"sqlite:///{tmp_path / 'one.sqlite3'}", vault, clock) as shelf:
        await shelf.hire()
        await shelf.subscribe([1])
        alert = await shelf.sending()
        await backup(shelf.database, tmp_path / "copy.sqlite3")
        await shelf.conductor().recover()
        assert await shelf.state(alert) == "sending"
    async with open_shelf(f"sqlite:///{tmp_path / 'copy.sqlite3'}", vault, clock) as copy:
        await copy.conductor().recover()
        found = await copy.desk.alert(alert.id)
        assert (found.state, found.why) == ("paused", "restored")
        await copy.desk.resume(alert.id, 13, "telegram")
        await copy.conductor().recover()
        assert await copy.state(alert) == "sending"


async def test_the_rule_in_sql_is_the_rule(shelf: Shelf) -> None:
    """For every kind of subscriber and audience the database draws whom `is_meant` means."""
    await shelf.hire()
    people = [
        Subscriber(language, origin, place, topics)
        for language in ("en", "vi")
        for origin in ("", "ID")
        for place in ("", "KH")
        for topics in ((), ("offers",), ("rules", "help"))
    ]
    await shelf.store.subscribers.put_all(list(enumerate(people, start=1)))
    spoken = text_languages(PLAIN["text"], content())
    for audience in (
        Audience(),
        Audience(languages=("vi",)),
        Audience(origins=("ID", "PH")),
        Audience(places=("KH",), topics=("offers",)),
        Audience(topics=("help", "routes")),
    ):
        plain = {name: list(getattr(audience, name)) for name in ("languages", "origins", "places", "topics")}
        alert = await shelf.written({**PLAIN, "audience": plain})
        assert alert.audience == sum(is_meant(one, audience) and one.language in spoken for one in people)


async def test_a_freeze_outlasts_a_restart(shelf: Shelf) -> None:
    """What Telegram asked for holds for the next process too."""
    if shelf.store.is_shared:
        await shelf.store.lane.freeze(300)
        assert 299 < await shelf.store.lane.frozen() <= 300
        return
    await shelf.store.lane.freeze(300)
    shelf.clock.now += 100
    again = OwnLane(shelf.database, clock=shelf.clock)
    assert 199 < await again.frozen() <= 200
