"""Only names of events and allowed fields leave the process."""

from __future__ import annotations

import io
import logging
import warnings

import pytest

from bot import log

CANARY = "canary 123456:AAcanarycanarycanarycanarycanarycana"


def test_an_event_of_ours_is_written_with_its_fields(stream: io.StringIO) -> None:
    """Event first, then what an operator needs."""
    logging.getLogger("bot.chat.poll").warning("poll_failed", extra={"error": "TimedOut", "wait_s": 2.5, "count": 3})
    assert stream.getvalue().rstrip().partition("Z ")[2] == "WARNING poll_failed error=TimedOut count=3 wait_s=2.5"


@pytest.mark.parametrize(
    "name", ["telegram.ext.Application", "httpx", "aiohttp.access", "sqlalchemy.engine", "asyncio"]
)
def test_a_library_may_only_say_that_it_said_something(stream: io.StringIO, name: str) -> None:
    """httpx logs the token in addresses, python-telegram-bot whole updates."""
    logger = logging.getLogger(name)
    logger.info("update %s", CANARY)
    logger.critical("update %s", CANARY)
    try:
        raise ValueError(CANARY)
    except ValueError:
        logger.exception(CANARY)
    written = stream.getvalue()
    assert "canary" not in written
    assert written.count("library_") == 2
    assert "error=ValueError where=unknown" in written


@pytest.mark.parametrize(
    "extra",
    [
        {"error": CANARY},
        {"text": CANARY},
        {"where": "a b"},
        {"count": [CANARY]},
        {"code": "x" * 81},
        {"code": CANARY.split()[1]},
    ],
)
def test_a_field_holds_a_short_name_or_nothing(stream: io.StringIO, extra: dict[str, object]) -> None:
    """A field that is not on the list is not written, and a listed one cannot smuggle a text."""
    logging.getLogger("bot.x").error("some_event", extra=extra)
    written = stream.getvalue()
    assert "canary" not in written
    assert "some_event" in written


def test_of_a_group_of_errors_the_first_single_one_is_named(stream: io.StringIO) -> None:
    """A task group that ends says which task broke it."""
    try:
        raise ExceptionGroup("canary", [ExceptionGroup("canary", [KeyError("canary")])])
    except ExceptionGroup:
        logging.getLogger("bot.cli.run").exception("died")
    assert "ERROR died error=KeyError" in stream.getvalue()
    assert "canary" not in stream.getvalue()


def test_a_text_is_no_event(stream: io.StringIO) -> None:
    """Formatting a text into the message by mistake writes nothing of it."""
    logging.getLogger("bot.x").error(f"failed on {CANARY}")
    logging.getLogger("bot.x").error("failed on %s", CANARY)
    assert "canary" not in stream.getvalue()


def test_warnings_and_broken_records_stay_quiet(stream: io.StringIO, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither python's warnings nor a record that cannot be formatted write their text anywhere."""
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(True)
        warnings.warn(CANARY, stacklevel=1)
    logging.getLogger("bot.x").error("%d", CANARY)
    out, err = capsys.readouterr()
    assert "canary" not in stream.getvalue() + out + err


def test_a_place_in_our_code_is_named() -> None:
    """The innermost of our frames, without the machine's path."""
    with pytest.raises(RuntimeError) as caught:
        log.allowed(_Broken())
    assert log.where(caught.value).startswith("bot/log.py:")
    assert log.where(RuntimeError()) == "unknown"


class _Broken:
    def __str__(self) -> str:
        raise RuntimeError
