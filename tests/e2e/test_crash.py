"""Nobody is forgotten: the real bot, killed again and again in the middle of its work."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sqlite3
from pathlib import Path

import pytest

from bot.chat.dispatch import WORKERS
from bot.sandbox import Client, Fault
from tests.e2e.processes import Process, bot, sandbox

CHATS, KILLS = 300, 10
SEED = int(os.environ.get("CRASH_SEED", "7"))


@pytest.mark.timeout(600)
async def test_everybody_is_answered_although_it_is_killed(tmp_path: Path) -> None:
    """300 people wait, the API is slow and answers only after it has delivered; kill -9 at random moments, 10 times,
    then a drain: nobody is left without an answer, and only what was in a worker's hands is said twice."""
    dice = random.Random(SEED)
    async with sandbox() as telegram:
        await telegram.say_all({"chat": chat, "text": f"is job {chat} real?"} for chat in range(1, CHATS + 1))
        await telegram.misbehave(Fault("delay", method="sendMessage", seconds=0.5))
        await telegram.misbehave(Fault("silence", method="sendMessage", seconds=0.7))
        answered = [await killed(telegram, tmp_path, dice) for _ in range(KILLS)]
        async with bot(telegram, tmp_path) as last:
            for chat in range(1, CHATS + 1):
                await telegram.replies(chat, timeout=60)
            assert await last.end() == 0
        counts = await answers(telegram)
    lost, doubled = counts.count(0), sum(count - 1 for count in counts if count)
    print(f"seed {SEED}, answered at each kill {answered}, lost {lost}, doubled {doubled}")
    assert waiting(tmp_path) == 0
    assert lost == 0
    assert doubled <= WORKERS * KILLS
    assert len({count for count in answered if 0 < count < CHATS}) > KILLS // 3, "the kills came too early or too late"


async def killed(telegram: Client, folder: Path, dice: random.Random) -> int:
    """How many chats had an answer when the bot was killed, some time after it started (or, one time in five, before)."""
    process = await Process.start("run", TELEGRAM_TOKEN=telegram.token, TELEGRAM_API_URL=telegram.root, DATA_DIR=folder)
    if dice.random() < 0.8:
        await process.event("started")
    await asyncio.sleep(dice.uniform(0.1, 2.5))
    assert await process.end(signal.SIGKILL) == -signal.SIGKILL
    return sum(count > 0 for count in await answers(telegram))


async def answers(telegram: Client) -> list[int]:
    """How many messages each chat got."""
    return [sum(shown.by_bot for shown in await telegram.transcript(chat)) for chat in range(1, CHATS + 1)]


def waiting(folder: Path) -> int:
    """How many letters are left in the inbox."""
    connection = sqlite3.connect(folder / "bot.sqlite3")
    (count,) = connection.execute("SELECT count(*) FROM inbox").fetchone()
    connection.close()
    return int(count)
