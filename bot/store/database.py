"""One database: durable connections, one writer at a time, and writes that outlast a full or locked disk."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, NoSuchModuleError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.core.ports import PassingError
from bot.store.errors import StoreError

logger = logging.getLogger(__name__)
T = TypeVar("T")

PRAGMAS = ("busy_timeout=5000", "synchronous=FULL", "secure_delete=ON", "trusted_schema=OFF")
PASSING = {"08", "40", "53", "55", "57", "58"}
"""Classes of PostgreSQL's errors: connection, rollback, resources, locks, operator's intervention, system."""
FIRST_WAIT, LONGEST_WAIT = 0.2, 5.0  # seconds between tries of a write that a full or locked disk refused


def database_url(given: str) -> URL:
    """The URL with an asynchronous driver; raises StoreError for one that SQLAlchemy cannot serve."""
    try:
        url = make_url(given)
        if url.get_backend_name() == "sqlite":
            url = url.set(drivername="sqlite+aiosqlite")
        if url.drivername in {"postgresql", "postgres"}:
            url = url.set(drivername="postgresql+asyncpg")
        url.get_dialect()
    except (ArgumentError, NoSuchModuleError) as error:
        raise StoreError("DATABASE_URL is no database address. Use sqlite:///folder/bot.sqlite3") from error
    if url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}:
        raise StoreError("DATABASE_URL names a database in memory, which forgets. Use sqlite:///folder/bot.sqlite3")
    return url


class Database:
    """An engine with one writer. Reads run beside it, each statement by itself."""

    @property
    def is_shared(self) -> bool:
        """Whether several processes may work on it at the same time."""
        return self.path is None

    def __init__(self, url: URL) -> None:
        try:
            self.engine = _engine(url)
        except ImportError as error:
            raise StoreError(f"DATABASE_URL needs the package {error.name}. Install it, or use sqlite:///…") from error
        self.path = Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None
        self._writer = asyncio.Lock()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection for reading, outside any transaction; raises PassingError when a server is away for a moment."""
        try:
            async with self.engine.connect() as connection:
                yield await connection.execution_options(isolation_level="AUTOCOMMIT")
        except (DBAPIError, OSError) as error:
            if self.is_shared and passes(error):
                raise PassingError(code_of(error)) from error
            raise

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction, committed to disk on the way out; writers of this process queue here instead of in SQLite."""
        async with self._writer, self.engine.begin() as connection:
            yield connection

    async def write(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """The result of work done in one transaction; a full, locked or failing disk is waited for, not reported."""
        wait = FIRST_WAIT
        while True:
            try:
                async with self.writing() as connection:
                    return await work(connection)
            except (DBAPIError, OSError) as error:
                if not passes(error):
                    raise
                logger.error("database_write_failed", extra={"code": code_of(error), "wait_s": wait})
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    async def close(self) -> None:
        """No connection is left open."""
        await self.engine.dispose()


def passes(error: DBAPIError | OSError) -> bool:
    """Whether the failure is one that time mends: a full, locked or failing disk, a server that restarts, a deadlock."""
    if isinstance(error, OSError | OperationalError | InterfaceError) or error.connection_invalidated:
        return True
    return str(getattr(error.orig, "sqlstate", None) or "")[:2] in PASSING


def code_of(error: DBAPIError | OSError) -> str:
    """The failure's short name."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return str(getattr(cause, "sqlite_errorname", None) or type(cause).__name__)


def make_file(path: Path) -> None:
    """The database file exists and only this user may read it; SQLite gives its side files the same rights."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise StoreError(f"{path} cannot be written ({error.strerror}). Name one this user may write to.") from error


def _engine(url: URL) -> AsyncEngine:
    engine = create_async_engine(url, pool_size=3, max_overflow=2, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "connect", _set_up)
        event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _set_up(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver begins no transactions of its own
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Any) -> None:
    if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # a read that turns into a write would fail at once when busy
