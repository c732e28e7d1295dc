"""Alerts survive kill -9: nobody is left out, and no more are doubled than were in flight."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.broadcast.desk import Desk
from bot.broadcast.pump import in_flight
from bot.core.alerts import Counts, Role, Subscriber
from bot.sandbox import Client, Fault
from bot.store.alert_store import AlertStore, alert_store
from bot.store.database import database_url
from bot.store.open import KeyFile, open_store
from tests.e2e.processes import Process, sandbox
from tests.fakes import until
from tests.shelf import content

PEOPLE, KILLS, RATE = 10_000, 10, 600
AUTHOR, APPROVER = 900_001, 900_002
SEED = int(os.environ.get("CRASH_SEED", "7"))


@asynccontextmanager
async def shelf(url: str, folder: Path) -> AsyncIterator[AlertStore]:
    """What the bot under test keeps of alerts, looked at from outside."""
    async with open_store(database_url(url), KeyFile(folder / "key", "KEY_FILE", may_make=True)) as store:
        yield alert_store(store.database, store.vault)


async def approved(store: AlertStore) -> int:
    """An alert to everybody, approved; imminent, so that the hour of the day does not matter."""
    await store.staff.add(AUTHOR, Role.AUTHOR, time.time())
    await store.staff.add(APPROVER, Role.APPROVER, time.time())
    await store.subscribers.put_all((chat, Subscriber("en")) for chat in range(1, PEOPLE + 1))
    desk = Desk(store, content(), rate=RATE, hold=0)
    preview = await desk.new({"text": {"en": "Please read."}, "urgency": "imminent"}, AUTHOR, "shell")
    await desk.give_reason(preview.id, APPROVER, "a test", "shell")
    await desk.approve(preview.id, APPROVER, PEOPLE, "shell")
    return preview.id


def settings(telegram: Client, url: str, folder: Path) -> dict[str, str]:
    """The environment of the bot under test."""
    return {
        "TELEGRAM_TOKEN": telegram.token,
        "TELEGRAM_API_URL": telegram.root,
        "DATABASE_URL": url,
        "KEY_FILE": str(folder / "key"),
        "DATA_DIR": str(folder / "data"),
        "BROADCAST_RATE": str(RATE),
        "BROADCAST_HOLD": "0",
    }


async def times(telegram: Client) -> Counter[int]:
    """Chat -> how often the alert arrived there."""
    calls = await telegram.calls("sendMessage")
    return Counter(int(call.chat) for call in calls if call.ok is not False and int(call.chat) <= PEOPLE)


async def settled(store: AlertStore, alert_id: int) -> Counts:
    """The figures once the alert is done; at every look they add up to the audience."""
    while True:
        counts = await store.outbox.counts(alert_id)
        assert counts.audience == PEOPLE
        alert = await store.alerts.get(alert_id)
        if alert and alert.ends:
            return counts
        await asyncio.sleep(0.5)


def url_of(engine: str, folder: Path, request: pytest.FixtureRequest) -> str:
    """The address of a database of that kind."""
    if engine == "sqlite":
        return f"sqlite:///{folder / 'bot.sqlite3'}"
    address: str = request.getfixturevalue("postgres").database()
    return address


@pytest.mark.timeout(600)
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
async def test_killed_ten_times(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """10,000 subscribers, kill -9 at ten random moments: each gets it, and it goes on by itself each time."""
    dice = random.Random(SEED)
    url = url_of(engine, tmp_path, request)
    resumed = []
    async with sandbox() as telegram, shelf(url, tmp_path) as store:
        await telegram.meet(1, PEOPLE)
        await telegram.misbehave(Fault("delay", method="sendMessage", seconds=0.1))
        alert_id = await approved(store)
        for _ in range(KILLS):
            before, start = sum((await times(telegram)).values()), time.time()
            process = await Process.start("run", **settings(telegram, url, tmp_path))
            await until(lambda before=before: _more(telegram, before))
            resumed.append(time.time() - start)
            await asyncio.sleep(dice.uniform(0.05, 1.5))
            assert await process.end(signal.SIGKILL) == -signal.SIGKILL
        halfway = len(await times(telegram))
        last = await Process.start("run", **settings(telegram, url, tmp_path))
        counts = await settled(store, alert_id)
        assert await last.end() == 0
        got = await times(telegram)
    lost, doubled = PEOPLE - len(got), sum(count - 1 for count in got.values())
    print(f"{engine} seed {SEED}: at the last kill {halfway}, lost {lost}, doubled {doubled}, {counts}")
    print(f"from a start to its first message {max(resumed):.1f} s at most")
    assert 0 < halfway < PEOPLE, "the kills came too early or too late"
    assert lost == 0
    assert doubled <= in_flight(RATE) * KILLS
    assert counts == Counts(sent=PEOPLE)


@pytest.mark.timeout(600)
async def test_a_dead_replica_is_taken_over(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Two senders on one PostgreSQL share rows and rate; one is killed, and what it held is not lost."""
    url = url_of("postgresql", tmp_path, request)
    async with sandbox() as telegram, shelf(url, tmp_path) as store:
        await telegram.meet(1, PEOPLE)
        await telegram.misbehave(Fault("delay", method="sendMessage", seconds=0.1))
        alert_id = await approved(store)
        replica = await Process.start("alert", "send", **settings(telegram, url, tmp_path))
        assert await replica.line() == "sending"
        main = await Process.start("run", **{**settings(telegram, url, tmp_path), "DATA_DIR": str(tmp_path / "two")})
        await until(lambda: _more(telegram, PEOPLE // 3))
        assert await replica.end(signal.SIGKILL) == -signal.SIGKILL
        counts = await settled(store, alert_id)
        assert await main.end() == 0
        got = await times(telegram)
    lost, doubled = PEOPLE - len(got), sum(count - 1 for count in got.values())
    print(f"replica killed: lost {lost}, doubled {doubled}, {counts}")
    assert any("rows_taken_over" in line for line in main.errors)
    assert lost == 0
    assert doubled <= in_flight(RATE)
    assert counts == Counts(sent=PEOPLE)


async def _more(telegram: Client, than: int) -> bool:
    await asyncio.sleep(0.1)
    return sum((await times(telegram)).values()) > than
