"""The sandbox runs as a process of its own."""

import asyncio
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.sandbox import Client


@asynccontextmanager
async def started(*arguments: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """The command in a process, and the root it printed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "sandbox", *arguments, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        page = (await process.stdout.readline()).decode()
        api = (await process.stdout.readline()).decode()
        root = re.fullmatch(r"chat page  (http://127\.0\.0\.1:\d+)/\n", page)
        assert root is not None
        assert api.startswith(f"API root   {root[1]} ")
        yield process, root[1]
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await process.wait()


async def test_tests_talk_to_another_process() -> None:
    """A client does over HTTP what it does in its own process; SIGTERM ends the command with 0."""
    async with started("--port", "0", "--token", "77:OTHER") as (process, root), Client(root, "77:OTHER") as telegram:
        await telegram.say(5, "hello", language="km")
        assert (await telegram.counters())["updates"]["waiting"] == 1
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0


async def test_a_taken_port_is_named() -> None:
    """The second command on a port ends with 1 and says what to do."""
    async with started("--port", "0") as (_, root):
        port = root.rpartition(":")[2]
        second = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "sandbox", "--port", port, stderr=asyncio.subprocess.PIPE
        )
        _, complaint = await second.communicate()
    assert second.returncode == 1
    assert f"port {port}" in complaint.decode()
    assert "--port" in complaint.decode()
