"""The command that runs only the loopback Telegram."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys

PORT = 9900


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `sandbox`."""
    parser.description = "Run a loopback Telegram in memory. A bot uses its API root and token; people its chat page."
    parser.add_argument("--port", type=int, default=PORT, help=f"port on 127.0.0.1, 0 for a free one (default {PORT})")
    parser.add_argument("--token", help="the bot token it accepts (default: the one it prints)")


def run(args: argparse.Namespace) -> int:
    """Serve until interrupted; 0 then, 1 when the port is taken."""
    try:
        asyncio.run(serve(args.token, args.port))
    except OSError as error:
        print(f"port {args.port}: {error.strerror}. Choose another with --port.", file=sys.stderr)
        return 1
    return 0


async def serve(token: str | None, port: int) -> None:
    """Serve until SIGINT or SIGTERM."""
    from bot.sandbox import TOKEN, Sandbox

    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    async with Sandbox(token or TOKEN, port=port) as telegram:
        print(f"chat page  {telegram.page}")
        print(
            f"API root   {telegram.root}    TELEGRAM_API_URL={telegram.root} TELEGRAM_TOKEN={telegram.token}",
            flush=True,
        )
        await stopped.wait()
