"""Opens what the alert and staff commands work on: the database that `run` serves from, its key, and the content."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from bot.broadcast.desk import Desk
    from bot.core.content import Content
    from bot.settings import Settings
    from bot.store.alert_store import AlertStore

T = TypeVar("T")


def ended(work: Callable[[], Awaitable[int]]) -> int:
    """The exit status of the work: 1 with a line for what is refused or cannot be opened, 2 for a wrong setting."""
    import asyncio

    from bot import log
    from bot.content import ContentError
    from bot.core.alerts import DeniedError
    from bot.settings import SettingsError
    from bot.store.errors import StoreError

    log.set_up()
    os.umask(0o077)
    try:
        return asyncio.run(_awaited(work))
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    except (StoreError, ContentError, DeniedError) as error:
        print(error, file=sys.stderr)
        return 1


async def _awaited(work: Callable[[], Awaitable[T]]) -> T:
    return await work()


def settings() -> Settings:
    """The settings of the bot that serves here: the live one, or the sandbox when there is only that."""
    from bot.settings import DATABASE, read_settings

    found = read_settings(os.environ)
    is_live = found.token or found.database_url or (found.data_dir / DATABASE).exists()
    if found.is_sandbox and (is_live or not (found.home / DATABASE).exists()):
        return replace(found, token="0:shell")  # noqa: S106  (no token: it says which folder is meant)
    return found


def content(found: Settings) -> Content:
    """The content that alerts are checked against."""
    from bot.content import load

    return load(found.intents_dir, found.cache_dirs)


@asynccontextmanager
async def opened(found: Settings) -> AsyncIterator[AlertStore]:
    """What is kept of alerts; the tables are made when there are none yet."""
    from sqlalchemy import inspect
    from sqlalchemy.exc import DBAPIError

    from bot.store.alert_store import alert_store
    from bot.store.database import Database, database_url
    from bot.store.errors import StoreError
    from bot.store.open import KeyFile, open_store
    from bot.store.vault import read_key

    url = database_url(found.address)
    key = KeyFile(
        found.key_file or found.home / "key", "KEY_FILE" if found.key_file else "DATA_DIR/key", may_make=False
    )
    database = Database(url)
    try:
        is_there = not database.path or (database.path.exists() and database.path.stat().st_size > 0)
        if is_there:
            async with database.reading() as connection:
                is_there = await connection.run_sync(lambda sync: inspect(sync).has_table("alerts"))
        if not is_there:
            async with open_store(url, replace(key, may_make=not found.key_file)):
                pass
        yield alert_store(database, read_key(key.path, key.setting), found.owners)
    except (DBAPIError, OSError) as error:
        name = database.engine.url.render_as_string(hide_password=True)
        raise StoreError(
            f"{name} cannot be used ({type(error).__name__}). Is it running, and may this user?"
        ) from error
    finally:
        await database.close()


@asynccontextmanager
async def desk() -> AsyncIterator[Desk]:
    """Where alerts are decided on."""
    from bot.broadcast.desk import Desk

    found = settings()
    async with opened(found) as store:
        yield Desk(store, content(found), rate=found.broadcast_rate, hold=found.broadcast_hold)


def user(given: int | None) -> int:
    """Who acts: named by --as, or the only owner; raises DeniedError when neither says it."""
    from bot.core.alerts import DeniedError

    owners = settings().owners
    if given is None and len(owners) == 1:
        return next(iter(owners))
    if given is None:
        raise DeniedError("Say who acts: --as and the Telegram user id")
    return given
