"""`python -m bot run`, started and stopped as by an operator."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import aiohttp
import pytest

from bot.sandbox import TOKEN, Client, Fault
from tests.e2e.processes import Process, bot, sandbox

OFFER = "Hiring chat support in Cambodia, 2000 USD a month, no experience, flight paid, we keep your passport"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_without_a_token_it_is_tried_in_the_browser(tmp_path: Path, number: signal.Signals) -> None:
    """One command, one address: the page is there, an offer gets an answer with buttons, and a signal ends it cleanly."""
    process = await Process.start("run", DATA_DIR=tmp_path, LISTEN="127.0.0.1:0")
    root = (await process.line()).removeprefix("chat page  ").rstrip("/")
    async with aiohttp.ClientSession() as browser, browser.get(f"{root}/") as page:
        assert (page.status, page.content_type) == (200, "text/html")
    async with Client(root, TOKEN) as person:
        await person.say(7, OFFER)
        (reply,) = await person.replies(7, timeout=30)
        assert reply.text
        assert reply.buttons
        await person.press(7, reply.flat_buttons[0].data)
        assert await person.replies(7)
    assert await process.end(number) == 0
    assert [line for line in process.errors if "ERROR" in line or "Traceback" in line] == []


async def test_stopping_under_load_loses_and_doubles_nothing(tmp_path: Path) -> None:
    """SIGTERM while messages are being sent: what is in hand is finished, the rest waits for the next start."""
    async with sandbox() as telegram:
        await telegram.say_all({"chat": chat, "text": "/help"} for chat in range(1, 121))
        await telegram.misbehave(Fault("delay", method="sendMessage", seconds=0.3))
        async with bot(telegram, tmp_path) as first:
            await asyncio.sleep(0.4)
            assert await first.end() == 0
        before = await answers(telegram)
        async with bot(telegram, tmp_path):
            for chat in range(1, 121):
                await telegram.replies(chat, timeout=30)
        after = await answers(telegram)
    print(f"answered before the stop {sum(before)}, after the next start {sum(after)}")
    assert 0 < sum(before) < 120
    assert after == [1] * 120


@pytest.mark.parametrize(
    ("environment", "status", "expected"),
    [
        ({"LISTEN": "nowhere"}, 2, "LISTEN=nowhere: this is no address"),
        ({"WEBHOOK_URL": "https://x.example/hook"}, 2, "WEBHOOK_URL=https://x.example/"),
        ({"DATABASE_URL": "sqlite:///x"}, 2, "DATABASE_URL=(hidden): without TELEGRAM_TOKEN"),
        ({"DATA_DIR": "/proc/nothing"}, 2, "DATA_DIR=/proc/nothing"),
        ({"KEY_FILE": "/no/key"}, 1, "KEY_FILE=/no/key cannot be read"),
    ],
)
async def test_what_keeps_it_from_starting_is_one_line(
    tmp_path: Path, environment: dict[str, str], status: int, expected: str
) -> None:
    """Key, value, remedy; no traceback."""
    process = await Process.start("run", **{"DATA_DIR": str(tmp_path), "LISTEN": "127.0.0.1:0", **environment})
    await process.process.wait()
    assert await process.end() == status
    (line,) = process.errors
    assert line.startswith(expected)


async def test_a_wrong_token_is_one_line(tmp_path: Path) -> None:
    """And the exit status says so to the service manager."""
    async with sandbox() as telegram:
        process = await Process.start(
            "run", TELEGRAM_TOKEN="1:WRONG", TELEGRAM_API_URL=telegram.root, DATA_DIR=tmp_path
        )
        await process.process.wait()
        assert await process.end() == 1
    assert process.errors[-1].startswith("TELEGRAM_TOKEN=(hidden): Telegram refuses it.")
    assert not any("WRONG" in line for line in process.errors)


async def answers(telegram: Client) -> list[int]:
    """How many messages each chat got."""
    return [sum(shown.by_bot for shown in await telegram.transcript(chat)) for chat in range(1, 121)]
