"""One more sender: works on the outbox of a shared PostgreSQL and on nothing else."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from dataclasses import replace

from bot import log
from bot.app import key_file
from bot.broadcasting import broadcasting, budget_for
from bot.cli import alert_access as access
from bot.core.alerts import DeniedError
from bot.settings import TELEGRAM, read_settings
from bot.store.database import database_url
from bot.store.open import open_store


def serve() -> int:
    """0 after a clean stop; 1 or 2 and a line otherwise."""
    log.set_up()
    return access.ended(_serve)


async def _serve() -> int:
    found = read_settings(os.environ)
    url = database_url(found.address)
    if url.get_backend_name() == "sqlite":
        raise DeniedError(
            "SQLite serves one process: `run` sends by itself. Set DATABASE_URL to a PostgreSQL for more."
        )
    if found.token is None:
        raise DeniedError("TELEGRAM_TOKEN is missing: a sender has to be the same bot.")
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    key = replace(key_file(found), may_make=False)
    root, budget = found.api_url or TELEGRAM, budget_for(found)
    async with (
        open_store(url, key) as store,
        broadcasting(
            found, store.database, store.vault, access.content(found), token=found.token, root=root, budget=budget
        ) as sending,
    ):
        sys.stdout.write("sending\n")
        sys.stdout.flush()
        await sending.run(stop)
    return 0
