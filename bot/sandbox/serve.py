"""The sandbox's server on a loopback port."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.sandbox.server import application
from bot.sandbox.telegram import Telegram

HOST = "127.0.0.1"
SHUTDOWN_S = 0.2


@asynccontextmanager
async def serving(telegram: Telegram, *, port: int = 0) -> AsyncIterator[str]:
    """Serve until the block ends; yields the root address. Port 0 takes a free one."""
    runner = web.AppRunner(
        application(telegram), access_log=None, handler_cancellation=True, shutdown_timeout=SHUTDOWN_S
    )
    await runner.setup()
    try:
        site = web.TCPSite(runner, HOST, port)
        await site.start()
        yield f"http://{HOST}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
