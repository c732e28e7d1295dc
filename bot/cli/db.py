"""Bring the live database to this version's tables, or copy it while it is in use."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`upgrade`, or `backup PATH`."""
    actions = parser.add_subparsers(dest="action", metavar="action", required=True)
    actions.add_parser("upgrade", help="make or bring up to date the tables (run does it too)")
    backup = actions.add_parser("backup", help="write a whole copy; an existing file is not overwritten")
    backup.add_argument("path", type=Path, help="the file to write")


def run(args: argparse.Namespace) -> int:
    """0 when it is done, 2 for a wrong setting, 1 when it cannot be done; one line says why."""
    import asyncio

    from bot.settings import SettingsError, read_settings
    from bot.store.errors import StoreError

    try:
        address = read_settings(os.environ).live_address
        asyncio.run(upgraded(address) if args.action == "upgrade" else copied(address, args.path))
    except (SettingsError, StoreError) as error:
        sys.stderr.write(f"{error}\n")
        return 2 if isinstance(error, SettingsError) else 1
    return 0


async def upgraded(address: str) -> None:
    """The database has this version's tables."""
    from bot.store.database import Database, database_url
    from bot.store.migrate import migrate

    database = Database(database_url(address))
    try:
        await migrate(database)
    finally:
        await database.close()
    sys.stdout.write(f"up to date: {database.engine.url.render_as_string(hide_password=True)}\n")


async def copied(address: str, target: Path) -> None:
    """The copy stands at the target."""
    from bot.store.backup import backup
    from bot.store.database import Database, database_url

    database = Database(database_url(address))
    try:
        await backup(database, target)
    finally:
        await database.close()
    sys.stdout.write(f"copied to {target}\n")
