"""Opens the store: database, key and identity are checked before anything is served from them."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.exc import DatabaseError

from bot.store import meta
from bot.store.database import Database
from bot.store.errors import StoreError
from bot.store.inbox import Inbox
from bot.store.migrate import migrate
from bot.store.people import People
from bot.store.vault import SealedError, Vault, make_key, read_key

logger = logging.getLogger(__name__)
PAGE = 1000  # letters opened at a time when the key is tried


@dataclass(frozen=True, slots=True)
class KeyFile:
    """Where the key is, which setting names it, and whether it may be made."""

    path: Path
    setting: str
    may_make: bool


@dataclass(frozen=True, slots=True)
class Store:
    """Everything that is kept, ready for use."""

    database: Database
    vault: Vault
    inbox: Inbox
    people: People


@asynccontextmanager
async def open_store(url: URL, key: KeyFile) -> AsyncIterator[Store]:
    """A store with this version's tables, whose every waiting letter can be read; raises StoreError otherwise."""
    database = Database(url)
    try:
        await migrate(database)
        vault = await _vault(database, key)
        store = Store(database, vault, Inbox(database, vault), People(database, vault))
        await _read_all(store.inbox, key)
        yield store
    finally:
        await database.close()


async def _vault(database: Database, key: KeyFile) -> Vault:
    named = f"{key.setting}={key.path}"
    if key.may_make and not key.path.exists():
        if await meta.has_secrets(database):
            raise StoreError(f"{named} is missing, and the database holds rows sealed with it. Put the key back.")
        _make(key)
    vault = read_key(key.path, key.setting)
    await meta.check_key(database, vault, named)
    return vault


def _make(key: KeyFile) -> None:
    try:
        key.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        make_key(key.path)
    except OSError as error:
        raise StoreError(f"{key.setting}={key.path} cannot be made ({error.strerror}). Set KEY_FILE.") from error
    logger.warning("key_made", extra={"remedy": "keep_a_copy_of_DATA_DIR/key_outside_the_backups"})


async def _read_all(inbox: Inbox, key: KeyFile) -> None:
    after = 0
    try:
        while letters := await inbox.waiting(after, PAGE):
            after = letters[-1].seq
    except (SealedError, DatabaseError) as error:
        raise StoreError(
            f"A letter in the inbox cannot be opened with {key.setting}={key.path}. "
            "Put back the key it was sealed with; letters are never dropped."
        ) from error
