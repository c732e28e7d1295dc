"""Send -> Outcome: one message leaves, in one of two lanes."""

from __future__ import annotations

import asyncio
import html
import logging
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from telegram.error import BadRequest, RetryAfter, TelegramError

from bot.chat.api import Caller, seconds_of
from bot.chat.budget import Budget
from bot.chat.endings import Attempt, Judged, judge
from bot.chat.split import LIMIT, cut
from bot.core.message import Button, Ending, Outcome, Send

logger = logging.getLogger(__name__)

PATIENCE = 60.0  # seconds one message is tried for; longer troubles are the inbox's (or the outbox's)
TAG = re.compile(r"<[^>]*>")


class TelegramSender:
    """Implements `bot.core.ports.Sender`."""

    def __init__(
        self,
        api: Caller,
        budget: Budget | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._api = api
        self._budget = budget or Budget()
        self._clock = clock
        self._sleep = sleep

    async def send(self, message: Send, *, bulk: bool = False) -> Outcome:
        """Send one message, or edit one, and say how it ended; never raises for what Telegram answers."""
        deadline = self._clock() + PATIENCE
        attempt = Attempt(message)
        while True:
            judged = await self._try(attempt, bulk=bulk)
            if isinstance(judged, Outcome):
                return judged
            attempt = judged
            if bulk and attempt.is_throttled:
                continue  # the budget holds the lane as long as was asked for
            if self._clock() + attempt.wait > deadline:
                logger.warning("send_gave_up", extra={"lane": "bulk" if bulk else "reply"})
                return Outcome(Ending.UNKNOWN, attempt.message.chat_id)
            if attempt.wait:
                await self._sleep(attempt.wait)

    async def delete(self, chat_id: int, message_id: int) -> Outcome:
        """Remove one message; one that cannot be removed any more counts as removed."""
        try:
            await self._api.call("deleteMessage", {"chat_id": chat_id, "message_id": message_id})
        except BadRequest:
            return Outcome(Ending.SENT, chat_id)
        except TelegramError:
            return Outcome(Ending.UNKNOWN, chat_id)
        return Outcome(Ending.SENT, chat_id)

    async def acknowledge(self, query_id: str) -> None:
        """End the waiting sign on a pressed button; failing in that is no reason not to answer."""
        try:
            await self._api.call("answerCallbackQuery", {"callback_query_id": query_id})
        except TelegramError as error:
            logger.info("acknowledge_failed", extra={"error": type(error).__name__})

    async def _try(self, attempt: Attempt, *, bulk: bool) -> Judged:
        if bulk:
            await self._budget.bulk()
        else:
            self._budget.reply()
        message = attempt.message
        method = "sendMessage" if message.edit is None else "editMessageText"
        try:
            result = await self._api.call(method, values_of(message, is_plain=attempt.is_plain))
        except TelegramError as error:
            if isinstance(error, RetryAfter):
                self._budget.freeze(seconds_of(error))
            return judge(error, attempt)
        return Outcome(Ending.SENT, message.chat_id, id_in(result) or message.edit)


def values_of(message: Send, *, is_plain: bool) -> Mapping[str, Any]:
    """The parameters of the call; a plain one carries no formatting and is cut to what fits."""
    text = cut(html.unescape(TAG.sub("", message.text)), LIMIT) if is_plain else message.text
    return {
        "chat_id": message.chat_id,
        "text": text,
        "parse_mode": None if is_plain else "HTML",
        "link_preview_options": {"is_disabled": True},
        "disable_notification": True if message.silent and message.edit is None else None,
        "message_id": message.edit,
        "reply_markup": keyboard(message.buttons) if message.buttons else None,
    }


def keyboard(rows: tuple[tuple[Button, ...], ...]) -> Mapping[str, Any]:
    """An inline keyboard."""
    return {"inline_keyboard": [[{"text": one.label, "callback_data": one.data} for one in row] for row in rows]}


def id_in(result: Any) -> int | None:
    """The id of the message in an answer; servers exist that answer null or true."""
    found = result.get("message_id") if isinstance(result, dict) else None
    return found if isinstance(found, int) else None
