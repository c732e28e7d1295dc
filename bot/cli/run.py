"""Run the bot until SIGTERM or SIGINT: against Telegram with TELEGRAM_TOKEN, in the sandbox without it."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.settings import Settings

logger = logging.getLogger(__name__)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Everything is set by the environment."""
    parser.epilog = "Settings are environment variables; see the README."


def run(_: argparse.Namespace) -> int:
    """0 after a clean stop, 2 for a wrong setting, 1 for anything else that stops the bot; one line says which."""
    from bot import log
    from bot.settings import SettingsError, read_settings

    log.set_up()
    os.umask(0o077)
    try:
        return served(read_settings(os.environ))
    except SettingsError as error:
        return said(str(error), 2)


def served(settings: Settings) -> int:
    """0 when the bot served with these settings until it was told to stop, else 1."""
    import asyncio

    from bot.app import StartError, until_signalled
    from bot.content import ContentError, load_engine
    from bot.settings import SettingsError
    from bot.store.errors import StoreError

    try:
        engine = load_engine(settings.intents_dir, settings.cache_dirs)
        asyncio.run(until_signalled(settings, engine, announced, engine.content))
    except ContentError as error:
        return said("\n".join(str(problem) for problem in error.problems), 1)
    except (StoreError, StartError) as error:
        return said(str(error), 1)
    except SettingsError:
        raise
    except Exception:
        logger.exception("died")
        return 1
    return 0


def said(line: str, status: int) -> int:
    """The status, after telling the operator why."""
    sys.stderr.write(line + "\n")
    return status


def announced(line: str) -> None:
    """The line stands on standard output now, also when that is a file."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
