"""Say whether the bot that serves from DATA_DIR hears Telegram and writes to its disk: for healthchecks."""

from __future__ import annotations

import argparse
import os
import sys
import time

LONGEST_SILENCE = 90.0
"""Seconds: a long poll takes 30, its deadline 40, and one may fail."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Everything is set by the environment."""
    parser.epilog = "Exit status 0: healthy."


def run(_: argparse.Namespace) -> int:
    """0 when a poll was answered lately, else 1 and one line that says since when none was."""
    from bot.settings import ALIVE, SettingsError, read_settings

    try:
        path = read_settings(os.environ).home / ALIVE
        silence = time.time() - path.stat().st_mtime
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"no bot has served from DATA_DIR={path.parent} ({error.strerror})", file=sys.stderr)
        return 1
    if silence > LONGEST_SILENCE:
        print(f"Telegram was last heard {round(silence)} s ago", file=sys.stderr)
        return 1
    return 0
