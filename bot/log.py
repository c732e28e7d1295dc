"""Logging by allow-list: an event's name and a few named fields leave the process, and nothing else."""

from __future__ import annotations

import logging
import re
import sys
import time
from typing import TextIO

OURS = "bot"
FIELDS = ("error", "where", "code", "count", "wait_s", "tries", "lane", "bot", "remedy")
EVENT = re.compile(r"[a-z][a-z0-9_]{2,60}")
VALUE = re.compile(r"(?!\d+:[\w-]{20})[A-Za-z0-9_.:/<>-]{1,80}")  # a short name, and no bot token


class AllowList(logging.Formatter):
    """`time LEVEL event field=value …`. Messages, arguments and tracebacks are never written: they may hold a text, an
    id or the token (httpx logs URLs, python-telegram-bot a whole update that it cannot read)."""

    def format(self, record: logging.LogRecord) -> str:
        moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created))
        return " ".join([moment, record.levelname, event_of(record), *fields_of(record)])


def event_of(record: logging.LogRecord) -> str:
    """The event of our own records; for a library only its name."""
    if record.name.partition(".")[0] == OURS and isinstance(record.msg, str) and EVENT.fullmatch(record.msg):
        return record.msg
    return f"library_{re.sub(r'[^a-z0-9]+', '_', record.name.lower())}"


def fields_of(record: logging.LogRecord) -> list[str]:
    """The allowed fields that a record carries, and the class of its exception."""
    given = {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
    error = innermost(record.exc_info[1]) if record.exc_info else None
    if error:
        given |= {"error": type(error).__name__, "where": where(error)}
    return [f"{name}={allowed(value)}" for name, value in given.items()]


def allowed(value: object) -> str:
    """A number or a short name; anything else is only said to have been there."""
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return text if isinstance(value, int | float | str) and VALUE.fullmatch(text) else "withheld"


def set_up(stream: TextIO | None = None) -> None:
    """All logging of the process goes to the stream (standard error) by the allow-list, warnings included."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(AllowList())
    root = logging.getLogger()
    for old in list(root.handlers):
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(logging.INFO)
    logging.captureWarnings(True)
    logging.raiseExceptions = False  # a failing handler would print the record it failed on


def innermost(error: BaseException | None) -> BaseException | None:
    """The first single error inside groups of errors."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def where(error: BaseException) -> str:
    """The innermost place in our own code that an exception passed: file and line, which say nothing of a person."""
    found, frame = "unknown", error.__traceback__
    while frame is not None:
        path = frame.tb_frame.f_code.co_filename.replace("\\", "/")
        if f"/{OURS}/" in path:
            found = f"{OURS}/{path.rpartition(f'/{OURS}/')[2]}:{frame.tb_lineno}"
        frame = frame.tb_next
    return found
