"""What an error of Telegram means for a message: one of the three ends, or another try."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.chat.api import seconds_of
from bot.chat.budget import MARGIN
from bot.chat.transport import NotSentError, UnansweredError
from bot.core.message import Ending, Outcome, Refusal, Send

logger = logging.getLogger(__name__)

WAITS = (1.0, 2.0, 4.0, 8.0, 16.0)  # seconds between tries after a 5xx or without a connection
UNCHANGED = "message is not modified"
UNFORMATTED = ("can't parse", "too long", "too_long")
NO_CHAT = ("chat not found", "user not found", "peer_id_invalid", "user is deactivated")


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to deliver a message; `tries` failed before it, it begins after `wait` seconds."""

    message: Send
    tries: int = 0
    wait: float = 0.0
    is_plain: bool = False
    is_throttled: bool = False
    """Telegram itself asked for the wait."""


Judged = Outcome | Attempt


def judge(error: TelegramError, attempt: Attempt) -> Judged:
    """The end of the message, or the next attempt. The order of the table matters: BadRequest and TimedOut are
    NetworkErrors to the library, and neither may be repeated."""
    return next(meaning(error, attempt) for kinds, meaning in TABLE if isinstance(error, kinds))


def _throttled(error: TelegramError, attempt: Attempt) -> Judged:
    assert isinstance(error, RetryAfter)
    wait = seconds_of(error)
    logger.warning("too_many_requests", extra={"wait_s": wait})
    return replace(attempt, wait=wait + MARGIN, is_throttled=True)


def _moved(error: TelegramError, attempt: Attempt) -> Judged:
    assert isinstance(error, ChatMigrated)
    message = replace(attempt.message, chat_id=error.new_chat_id)
    if attempt.message.chat_id == error.new_chat_id:
        return _refused(attempt, Refusal.NOT_FOUND)
    return replace(attempt, message=message, wait=0.0, is_throttled=False)


def _bad_request(error: TelegramError, attempt: Attempt) -> Judged:
    said, message = error.message.lower(), attempt.message
    if message.edit is not None and UNCHANGED in said:
        return Outcome(Ending.SENT, message.chat_id, message.edit)
    if any(text in said for text in NO_CHAT):
        return _refused(attempt, Refusal.NOT_FOUND)
    if any(text in said for text in UNFORMATTED) and not attempt.is_plain:
        logger.error("sent_as_plain_text")
        return replace(attempt, wait=0.0, is_plain=True, is_throttled=False)
    return _refused(attempt, Refusal.BAD_REQUEST)


def _unknown(error: TelegramError, attempt: Attempt) -> Judged:
    logger.warning("send_unknown", extra={"error": type(error).__name__})
    return Outcome(Ending.UNKNOWN, attempt.message.chat_id)


def _later(error: TelegramError, attempt: Attempt) -> Judged:
    if attempt.tries >= len(WAITS) and not isinstance(error, NotSentError):
        return _unknown(error, attempt)
    wait = WAITS[min(attempt.tries, len(WAITS) - 1)] * random.uniform(0.8, 1.2)
    logger.warning("send_failed", extra={"error": type(error).__name__, "wait_s": round(wait, 1)})
    return replace(attempt, tries=attempt.tries + 1, wait=wait, is_throttled=False)


def _refused(attempt: Attempt, refusal: Refusal) -> Outcome:
    return Outcome(Ending.REFUSED, attempt.message.chat_id, refusal=refusal)


TABLE: tuple[
    tuple[type[TelegramError] | tuple[type[TelegramError], ...], Callable[[TelegramError, Attempt], Judged]], ...
]
TABLE = (
    (RetryAfter, _throttled),
    (ChatMigrated, _moved),
    (Forbidden, lambda _, attempt: _refused(attempt, Refusal.BLOCKED)),
    (InvalidToken, lambda _, attempt: _refused(attempt, Refusal.UNAUTHORISED)),
    (BadRequest, _bad_request),
    ((TimedOut, UnansweredError), _unknown),
    (NetworkError, _later),
    (TelegramError, _unknown),
)
