"""Brings a database to this version's tables, once, before anything else uses it."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, text
from sqlalchemy.exc import DatabaseError, OperationalError

from bot.store.database import Database, make_file
from bot.store.errors import StoreError

SCRIPTS = Path(__file__).parent / "migrations"


async def migrate(database: Database) -> None:
    """The tables are those of this version; raises StoreError for a damaged, unusable or newer database."""
    name = database.path or database.engine.url.render_as_string(hide_password=True)
    if database.path:
        make_file(database.path)
    try:
        if database.path:
            await _check(database, str(name))
        async with database.writing() as connection:
            await connection.run_sync(_upgrade)
    except OperationalError as error:
        raise StoreError(f"{name} cannot be used ({error.orig}). Let this user write to it, alone.") from error
    except DatabaseError as error:
        raise _damaged(str(name), str(error.orig)) from error
    except CommandError as error:
        raise StoreError(f"{name} was made by a newer version of the bot. Install that version again.") from error


async def _check(database: Database, name: str) -> None:
    async with database.reading() as connection:
        found = (await connection.execute(text("PRAGMA quick_check(1)"))).scalar_one()
        if found != "ok":
            raise _damaged(name, "quick_check failed")
        # once and here: two processes that switch at the same time lock each other out in spite of busy_timeout
        await connection.execute(text("PRAGMA journal_mode=WAL"))


def _damaged(name: str, why: str) -> StoreError:
    return StoreError(f"{name} is damaged ({why}). Move it away and put a copy made by `db backup` in its place.")


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
