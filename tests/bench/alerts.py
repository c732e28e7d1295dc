"""How a broadcast performs: `python -m tests.bench.alerts [--people 100000] [--rate 1000] [--seconds 60]`.

100,000 subscribers are drawn into an alert (time, memory), the real bot sends it for a while at the configured rate, and people
write to it meanwhile. Prints one line of figures; the Bot API is a stub that only counts."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import aiohttp

from bot.broadcast.desk import Desk
from bot.core.alerts import Role, Subscriber
from bot.sandbox import TOKEN
from bot.store.alert_store import AlertStore, alert_store
from bot.store.database import database_url
from bot.store.open import KeyFile, open_store
from tests.fakes import until
from tests.shelf import content

AUTHOR, APPROVER, LIVE = 900_001, 900_002, 10_000_000


async def drawn(store: AlertStore, people: int, rate: float) -> tuple[int, float]:
    """An approved alert to everybody, and the seconds it took to draw them."""
    await store.staff.add(AUTHOR, Role.AUTHOR, time.time())
    await store.staff.add(APPROVER, Role.APPROVER, time.time())
    for start in range(1, people + 1, 5000):
        chats = range(start, min(start + 5000, people + 1))
        await store.subscribers.put_all((chat, Subscriber("en")) for chat in chats)
    desk = Desk(store, content(), rate=rate, hold=0)
    begun = time.perf_counter()
    preview = await desk.new({"text": {"en": "Please read this. " * 10}, "urgency": "imminent"}, AUTHOR, "shell")
    took = time.perf_counter() - begun
    await desk.give_reason(preview.id, APPROVER, "bench", "shell")
    await desk.approve(preview.id, APPROVER, people, "shell")
    return preview.id, took


async def talk(root: str, seconds: float) -> dict[int, float]:
    """Four people a second write; when each did."""
    asked: dict[int, float] = {}
    async with aiohttp.ClientSession() as session:
        for number in range(1, int(seconds * 4) + 1):
            chat = LIVE + number
            person = {"id": chat, "is_bot": False, "first_name": "x", "language_code": "en"}
            where = {"id": chat, "type": "private"}
            message = {"message_id": 1, "date": int(time.time()), "chat": where, "from": person, "text": "/help"}
            asked[chat] = time.time()
            async with session.post(
                f"{root}/bot{TOKEN}/ask", data=json.dumps({"update_id": number, "message": message})
            ):
                await asyncio.sleep(0.25)
    return asked


async def measured(people: int, rate: float, seconds: float, url: str, folder: Path) -> str:
    """The line of figures."""
    stub = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.stub", stdout=asyncio.subprocess.PIPE
    )
    assert stub.stdout is not None
    root = f"http://127.0.0.1:{int(await stub.stdout.readline())}"
    async with open_store(database_url(url), KeyFile(folder / "key", "KEY_FILE", may_make=True)) as opened:
        alert_id, took = await drawn(alert_store(opened.database, opened.vault), people, rate)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    given = {
        **os.environ,
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": root,
        "DATABASE_URL": url,
        "KEY_FILE": str(folder / "key"),
        "DATA_DIR": str(folder / "data"),
        "BROADCAST_RATE": str(rate),
        "BROADCAST_HOLD": "0",
    }
    bot = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "run", env=given)
    async with aiohttp.ClientSession() as session:
        canary = max(20, people // 100) + 20
        await until(lambda: _more(session, root, canary))
        asked = await talk(root, seconds)
        await asyncio.sleep(1.5)
        found = await figures(session, root)
    peak = await asyncio.to_thread(_peak, bot.pid)
    bot.terminate()
    await bot.wait()
    stub.kill()
    await stub.wait()
    sent = found["all"][canary:]
    steady = (len(sent) - 1) / (sent[-1] - sent[0])
    waits = [found["replies"][str(chat)] - then for chat, then in asked.items() if str(chat) in found["replies"]]
    p95 = statistics.quantiles(waits, n=20)[-1]
    return (
        f"alert {alert_id}: {people} drawn in {took:.2f} s ({memory:.0f} MB); {len(sent)} sent at {steady:.1f}/s = "
        f"{steady / rate:.1%} of {rate:g}/s; replies {len(waits)} of {len(asked)}, p50 {statistics.median(waits):.3f} s, "
        f"p95 {p95:.3f} s; bot at most {peak:.0f} MB"
    )


async def figures(session: aiohttp.ClientSession, root: str) -> dict[str, Any]:
    """What the stub counted."""
    async with session.post(f"{root}/bot{TOKEN}/figures", data="") as answer:
        found: dict[str, Any] = (await answer.json())["result"]
        return found


async def _more(session: aiohttp.ClientSession, root: str, than: int) -> bool:
    await asyncio.sleep(0.2)
    return len((await figures(session, root))["all"]) > than


def _peak(pid: int) -> float:
    """Most memory a process had, in MB."""
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def main() -> None:
    """Read the arguments and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--rate", type=float, default=1000.0)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--url", default="", help="a PostgreSQL; a SQLite file of its own by default")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = args.url or f"sqlite:///{folder}/bench.sqlite3"
        print(asyncio.run(measured(args.people, args.rate, args.seconds, url, Path(folder))))


if __name__ == "__main__":
    main()
