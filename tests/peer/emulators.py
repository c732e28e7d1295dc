"""The two emulators a bot can be tried against, each with an API root, a token and people to talk as."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bot.sandbox import TOKEN, Sandbox
from tests.peer.conversation import Conversation, PeerConversation, SandboxConversation

HERE = Path(__file__).parent
FILES = ("package.json", "package-lock.json", "server.js")
START_S = 30


@dataclass(frozen=True)
class Emulator:
    """A Telegram to connect a bot to; `talk` begins a conversation in a private chat."""

    root: str
    token: str
    talk: Callable[[int], Conversation]


@asynccontextmanager
async def sandbox() -> AsyncIterator[Emulator]:
    """Our own."""
    async with Sandbox(TOKEN) as telegram:
        yield Emulator(telegram.root, TOKEN, lambda chat: SandboxConversation(telegram, chat))


def install(folder: Path) -> Path:
    """Install the peer into an empty folder, exactly as locked; fails when npm is missing or cannot."""
    for name in FILES:
        shutil.copy(HERE / name, folder / name)
    subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, check=True, timeout=240)
    return folder


@asynccontextmanager
async def peer(folder: Path) -> AsyncIterator[Emulator]:
    """The one written by others, installed in that folder."""
    port = free_port()
    environment = {**os.environ, "PORT": str(port)}
    process = await asyncio.create_subprocess_exec(
        "node", "server.js", cwd=folder, env=environment, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(START_S):
            assert await process.stdout.readline() == b"READY\n"
        async with aiohttp.ClientSession() as session:
            root = f"http://127.0.0.1:{port}"
            yield Emulator(root, TOKEN, lambda chat: PeerConversation(session, root, TOKEN, chat))
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
        await process.wait()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
