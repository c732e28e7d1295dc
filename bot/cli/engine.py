"""The engine for commands that only read: content and cache from the environment, nothing written but the cache."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from bot.core.pipeline import Engine

READ = ("INTENTS_DIR", "DATA_DIR", "XDG_CACHE_HOME")


def engine(*, learned: bool = True) -> Engine:
    """The engine of the content the environment names; exits 2 for a wrong setting, 1 when the content has faults."""
    from bot.content import ContentError, load_engine
    from bot.settings import SettingsError, read_settings

    try:
        settings = read_settings({key: value for key, value in os.environ.items() if key in READ})
        return load_engine(settings.intents_dir, settings.cache_dirs, learned=learned)
    except SettingsError as error:
        print(error, file=sys.stderr)
        raise SystemExit(2) from None
    except ContentError as error:
        print(error, file=sys.stderr)
        raise SystemExit(1) from None


def intents_dir() -> Path:
    """The folder of the content files the environment names."""
    from bot.settings import read_settings

    return read_settings({key: value for key, value in os.environ.items() if key in READ}).intents_dir
