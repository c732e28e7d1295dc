"""Subscribing, the staff's commands, what staff are told, and bulk sends, with the real store behind them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import AsyncIterator

import pytest

from bot.chat.budget import Budget
from bot.chat.bulk import BulkSender, Wire
from bot.chat.chart import chart
from bot.chat.console import Console
from bot.chat.hear import Command, Heard, Press, Words
from bot.chat.herald import Herald
from bot.chat.subscribe import Subscribing
from bot.core.alerts import Line, Subscriber
from bot.core.message import Ending, Reader, Refusal, Reply, Send, WishKind
from bot.core.ports import Delivery
from bot.sandbox import TOKEN, Fault, Sandbox
from tests.fakes import FakeSender
from tests.shelf import APPROVER, AUDITOR, AUTHOR, OPERATOR, Shelf, content

ENGLISH = Reader(language="en")


class FakeFiles:
    """Keeps the names of what it is asked to send."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    async def photo(self, chat_id: int, content: bytes, caption: str) -> None:
        self.sent.append(caption)

    async def document(self, chat_id: int, name: str, content: bytes) -> None:
        self.sent.append(name)


@pytest.fixture
async def telegram() -> AsyncIterator[Sandbox]:
    async with Sandbox() as telegram:
        yield telegram


def data(reply: Reply | None) -> list[str]:
    assert reply is not None
    return [button.data for row in reply.buttons for button in row]


async def test_a_person_subscribes_and_stops(shelf: Shelf) -> None:
    """Topics are marked, one press more and it is done; language, place and origin are those they chose."""
    counter = Subscribing(shelf.store.subscribers, content())
    reader = Reader(language="id", origin="ID", place="KH")
    menu = await counter.answer(Command("subscribe", ""), 7, 7, reader)
    assert data(menu)[:2] == ["subscribe:t:1", "subscribe:t:2"]
    marked = await counter.answer(Press("subscribe:t:2"), 7, 7, reader)
    assert "subscribe:on:2" in data(marked)
    done = await counter.answer(Press("subscribe:on:2"), 7, 7, reader)
    assert data(done) == ["stop"]
    assert await shelf.store.subscribers.find(7) == Subscriber("id", "ID", "KH", ("routes",))
    stopped = await counter.answer(Command("stop", ""), 7, 7, reader)
    assert stopped is not None
    assert stopped.wish is not None
    assert stopped.wish.kind is WishKind.STOP_ALERTS
    await shelf.people.grant(7, stopped.wish)
    assert await shelf.store.subscribers.find(7) is None


@pytest.mark.parametrize("heard", [Words("subscribe"), Press("subscribe:x"), Press("stop"), Command("help", "")])
async def test_everything_else_is_left_to_others(shelf: Shelf, heard: Heard) -> None:
    """Forged data too."""
    assert await Subscribing(shelf.store.subscribers, content()).answer(heard, 7, 7, ENGLISH) is None


async def test_a_chat_id_is_nowhere_readable(shelf: Shelf) -> None:
    """Neither in the list of subscribers nor in the rows of an alert."""
    await shelf.hire()
    await shelf.subscribe([987654321987])
    await shelf.written()
    async with shelf.database.reading() as connection:
        for table in ("subscribers", "outbox", "alerts", "audit"):
            rows = (await connection.exec_driver_sql(f"SELECT * FROM {table}")).all()
            assert rows
            assert "987654321987" not in repr(rows)


@pytest.mark.parametrize(
    ("heard", "user", "chat"),
    [
        (Command("alert", ""), 999, 999),
        (Command("whoami", ""), 999, 999),
        (Command("alerts", ""), AUTHOR, -100),
        (Command("alerts", ""), 1087968824, 1087968824),
        (Press("alert:stop:1"), 999, 999),
        (Press("alert:explode:1"), AUTHOR, AUTHOR),
        (Command("help", ""), AUTHOR, AUTHOR),
    ],
)
async def test_for_strangers_there_is_no_console(shelf: Shelf, heard: Heard, user: int, chat: int) -> None:
    """Nor in groups, nor for Telegram's own ids: they hear what everybody hears."""
    await shelf.hire()
    assert await Console(shelf.desk, FakeFiles()).answer(heard, user, chat, ENGLISH) is None


async def test_an_alert_from_the_form_to_the_report(shelf: Shelf) -> None:
    """Write, look, approve with words typed, pause, resume, stop, report."""
    await shelf.hire()
    await shelf.subscribe(range(1, 4))
    files = FakeFiles()
    console = Console(shelf.desk, files)

    async def ask(heard: Heard, user: int) -> Reply:
        reply = await console.answer(heard, user, user, ENGLISH)
        assert reply is not None
        return reply

    assert "/alert" in (await ask(Command("alert", ""), AUTHOR)).texts[0]
    written = await ask(Command("alert", "[en]\nRead <this>. Ask 0123 456."), AUTHOR)
    assert written.texts[1] == "[en]\nNews you asked for.\n\nRead &lt;this&gt;. Ask 0123 456."
    assert '/approve 1 <i>number</i> "0123 456"' in written.texts[-1]
    assert "is no language" in (await ask(Command("alert", "[xx]\nA"), AUTHOR)).texts[0]
    assert "type each" in (await ask(Command("approve", "1 3"), APPROVER)).texts[0]
    assert "is approved" in (await ask(Command("approve", '1 3 "0123 456"'), APPROVER)).texts[0]
    assert "paused" in (await ask(Press("alert:pause:1"), AUDITOR)).texts[0]
    assert "scheduled" in (await ask(Press("alert:resume:1"), OPERATOR)).texts[0]
    assert "stopped" in (await ask(Press("alert:stop:1"), AUDITOR)).texts[0]
    report = await ask(Press("alert:report:1"), AUDITOR)
    assert "en  cancelled (stopped)  3" in report.texts[0]
    assert files.sent == ["Alert 1", "alert-1.csv"]
    assert "was not sent to anybody" in (await ask(Press("alert:really_delete:1"), OPERATOR)).texts[0]
    assert "/alerts 1" in (await ask(Command("alerts", ""), AUDITOR)).texts[0]


async def test_staff_hear_what_others_did(shelf: Shelf) -> None:
    """Once; from the shell with the warning that it proves nobody; the tests of an alert go to author and approvers."""
    await shelf.hire()
    sender = FakeSender()
    herald = Herald(shelf.store, shelf.desk, sender)
    await herald.tick()
    await shelf.subscribe([1])
    alert = await shelf.written()
    await shelf.desk.test(alert.id, AUTHOR, "telegram")
    await herald.tick()
    assert [(one.chat_id, "TEST" in one.text) for one in sender.sent[:1]] == [(APPROVER, False)]
    tests = [one for one in sender.sent if "TEST" in one.text]
    assert {one.chat_id for one in tests} == {AUTHOR, APPROVER}
    assert len(tests) == 4
    before = len(sender.sent)
    await herald.tick()
    assert len(sender.sent) == before
    await shelf.desk.approve(alert.id, APPROVER, 1, "shell")
    await herald.tick()
    told = {one.chat_id: one for one in sender.sent[before:]}
    assert set(told) == {AUTHOR, APPROVER}
    assert "cannot prove who types" in told[AUTHOR].text
    assert told[AUTHOR].buttons[0][0].data == "alert:stop:1"


async def test_progress_is_one_message(shelf: Shelf) -> None:
    """Sent once, edited from then on."""
    await shelf.hire()
    await shelf.subscribe(range(1, 31))
    sender, now = FakeSender(), [0.0]
    herald = Herald(shelf.store, shelf.desk, sender, clock=lambda: now[0])
    alert = await shelf.sending()
    await herald.tick()
    now[0] += 10
    await shelf.desk.pause(alert.id, AUDITOR, "telegram")
    await herald.tick()
    shown = [one for one in sender.sent if "░" in one.text]
    first = [one for one in shown if one.edit is None]
    assert {one.chat_id for one in first} == {AUTHOR, APPROVER}
    assert {one.edit is not None for one in shown if one not in first} == {True}


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (None, "sent"),
        (Fault("error", method="sendMessage", code=403), Refusal.BLOCKED),
        (Fault("error", method="sendMessage", code=400, description="Bad Request: chat not found"), Refusal.NOT_FOUND),
        (Fault("error", method="sendMessage", code=429, retry_after=7), 7.5),
        (Fault("error", method="sendMessage", code=502), "later"),
        (Fault("reset", method="sendMessage", stored=True), "unknown"),
        (Fault("garbled", method="sendMessage"), "unknown"),
        (Fault("truncated", method="sendMessage"), "unknown"),
    ],
    ids=lambda value: value.kind + str(value.code) if isinstance(value, Fault) else "",
)
async def test_one_try(telegram: Sandbox, fault: Fault | None, expected: object) -> None:
    """Each ends at once: arrived, refused, unknown, or to be tried later; nothing is waited for here."""
    await telegram.meet(7)
    if fault:
        await telegram.misbehave(fault)
    async with Wire(TOKEN, telegram.root, connections=2) as wire:
        delivery = await BulkSender(wire, Budget()).deliver(Send(7, "Read.", silent=True))
    assert described(delivery) == expected


async def test_a_moved_group_is_followed_at_once(telegram: Sandbox) -> None:
    """The outcome names the new id."""
    await telegram.say(-5, "hello", user=7)
    await telegram.migrate(-5, -1005)
    async with Wire(TOKEN, telegram.root, connections=2) as wire:
        delivery = await BulkSender(wire, Budget()).deliver(Send(-5, "Read."))
    assert delivery.outcome is not None
    assert (delivery.outcome.ending, delivery.outcome.chat_id) == (Ending.SENT, -1005)


def described(delivery: Delivery) -> object:
    """A delivery in a word."""
    if delivery.outcome is None:
        return delivery.wait if delivery.is_throttled else "later"
    return delivery.outcome.refusal or delivery.outcome.ending.value


def test_the_chart_is_a_picture() -> None:
    """A PNG whose rows are as wide as it says, with a bar for all and one for each language."""
    png = chart([Line("en", "sent", "", 80), Line("en", "blocked", "blocked", 20), Line("zh-Hant", "pending", "", 5)])
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    start = png.index(b"IDAT") + 4
    (size,) = struct.unpack(">I", png[start - 8 : start - 4])
    pixels = zlib.decompress(png[start : start + size])
    assert len(pixels) == height * (width * 3 + 1)
    greens = pixels.count(bytes((46, 125, 50)))
    assert greens > pixels.count(bytes((249, 168, 37))) > 0
