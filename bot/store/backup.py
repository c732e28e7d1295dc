"""A copy of a database while it is in use."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from bot.store.database import Database
from bot.store.errors import StoreError
from bot.store.meta import COPY


async def backup(database: Database, target: Path) -> None:
    """`target` is a whole and compact copy that only this user may read; an existing file is never overwritten."""
    if database.path is None:
        raise StoreError("DATABASE_URL is no SQLite database. Use the tools of that database.")
    if not database.path.exists():
        raise StoreError(f"{database.path} does not exist. Name the database with DATA_DIR or DATABASE_URL.")
    handle = _create(target)
    os.close(handle)
    try:
        async with database.reading() as connection:
            await connection.execute(text("VACUUM INTO :target"), {"target": str(target)})
        await asyncio.to_thread(_mark, target)
    except (DatabaseError, sqlite3.Error) as error:
        os.unlink(target)
        raise StoreError(f"{database.path} could not be copied ({getattr(error, 'orig', error)}).") from error


def _mark(target: Path) -> None:
    """The copy knows that it is one: put in place, it sends nothing old by itself."""
    connection = sqlite3.connect(target)
    try:
        with connection:
            if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
                connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, 'yes')", (COPY,))
    finally:
        connection.close()


def _create(target: Path) -> int:
    try:
        return os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise StoreError(f"{target} exists and is not overwritten. Name a new file.") from error
    except OSError as error:
        raise StoreError(f"{target} cannot be written ({error.strerror}). Name another place.") from error
