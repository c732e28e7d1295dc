"""The bot and the sandbox as processes of their own, as an operator starts them."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from bot.sandbox import TOKEN, Client

SETTINGS = (
    "TELEGRAM_TOKEN",
    "TELEGRAM_TOKEN_FILE",
    "TELEGRAM_API_URL",
    "DATABASE_URL",
    "KEY_FILE",
    "WEBHOOK_URL",
    "LISTEN",
    "OWNER_IDS",
    "BROADCAST_RATE",
    "BROADCAST_HOLD",
)


class Process:
    """A command of `python -m bot`; its standard error is kept line by line."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.errors: list[str] = []
        self._news = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    @classmethod
    async def start(cls, *arguments: str, **environment: str | Path) -> Process:
        """The process runs with these settings and no others of ours."""
        kept = {key: value for key, value in os.environ.items() if key not in SETTINGS}
        pipe = asyncio.subprocess.PIPE
        given = {**kept, **{key: str(value) for key, value in environment.items()}}
        command = (sys.executable, "-m", "bot", *arguments)
        return cls(await asyncio.create_subprocess_exec(*command, stdout=pipe, stderr=pipe, env=given))

    async def line(self) -> str:
        """The next line of standard output; "" when it has ended."""
        assert self.process.stdout is not None
        return (await self.process.stdout.readline()).decode().rstrip()

    async def event(self, name: str) -> None:
        """Return when the event was logged, or the process has ended."""
        while not any(name in line for line in self.errors) and not self._reading.done():
            self._news.clear()
            await self._news.wait()

    async def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and return the exit status."""
        with suppress(ProcessLookupError):
            self.process.send_signal(number)
        assert self.process.stdout is not None
        await asyncio.gather(self.process.stdout.read(), self._reading)
        return await self.process.wait()

    async def _read(self) -> None:
        assert self.process.stderr is not None
        while line := await self.process.stderr.readline():
            self.errors.append(line.decode().rstrip())
            self._news.set()
        self._news.set()


@asynccontextmanager
async def sandbox() -> AsyncIterator[Client]:
    """A sandbox in a process of its own, and a client of it."""
    process = await Process.start("sandbox", "--port", "0")
    try:
        root = (await process.line()).removeprefix("chat page  ").rstrip("/")
        async with Client(root, TOKEN) as client:
            yield client
    finally:
        await process.end()


@asynccontextmanager
async def bot(telegram: Client, folder: Path, **more: str) -> AsyncIterator[Process]:
    """The real bot against a sandbox; ended as a service manager ends it if the test did not end it otherwise."""
    live = {"TELEGRAM_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.root, "DATA_DIR": str(folder)}
    process = await Process.start("run", **{**live, **more})
    try:
        await process.event("started")
        yield process
    finally:
        if process.process.returncode is None:
            await process.end()
