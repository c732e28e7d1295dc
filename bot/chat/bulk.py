"""Broadcast messages leave here: one try each, over connections of their own, so that a slow broadcast holds up no reply."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from telegram.error import InvalidToken, TelegramError
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.chat.api import Caller
from bot.chat.budget import Budget
from bot.chat.endings import Attempt, judge
from bot.chat.sender import id_in, values_of
from bot.chat.transport import AiohttpRequest, NotSentError
from bot.core.message import Ending, Outcome, Send
from bot.core.ports import Delivery

LIMIT = 10.0  # seconds to write and as many to wait for the answer; together shorter than a row's lease
AT_ONCE = 3  # tries that follow each other directly: a moved chat, a text without its formatting


class Wire:
    """A pool of connections of its own, and the library's reading of answers, without what a Bot adds to each call."""

    def __init__(self, token: str, root: str, *, connections: int) -> None:
        self._base = f"{root}/bot{token}"
        self._request = AiohttpRequest(read=LIMIT, connections=connections)

    async def __aenter__(self) -> Wire:
        await self._request.initialize()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._request.shutdown()

    async def call(self, method: str, values: Mapping[str, Any], *, wait: float | None = None) -> Any:
        """The bare result of a method; raises the library's errors."""
        given = [RequestParameter.from_input(key, value) for key, value in values.items() if value is not None]
        return await self._request.post(f"{self._base}/{method}", RequestData(given), read_timeout=wait or LIMIT)


class BulkSender:
    """Implements `bot.core.ports.Bulk`."""

    def __init__(self, wire: Caller, budget: Budget) -> None:
        self._wire = wire
        self._budget = budget

    async def deliver(self, message: Send) -> Delivery:
        """Send a message, or edit one."""
        method = "sendMessage" if message.edit is None else "editMessageText"
        return await self._tried(
            Attempt(message), lambda attempt: (method, values_of(attempt.message, is_plain=attempt.is_plain))
        )

    async def withdraw(self, chat_id: int, message_id: int) -> Delivery:
        """Delete a message."""
        values = {"chat_id": chat_id, "message_id": message_id}
        return await self._tried(Attempt(Send(chat_id, "", edit=message_id)), lambda _: ("deleteMessage", values))

    def held(self) -> float:
        """Seconds for which replies were asked to slow down, or use up what Telegram takes."""
        return self._budget.held()

    async def _tried(self, attempt: Attempt, call: Callable[[Attempt], tuple[str, Mapping[str, Any]]]) -> Delivery:
        for _ in range(AT_ONCE):
            method, values = call(attempt)
            self._budget.count()
            try:
                result = await self._wire.call(method, values)
            except InvalidToken:
                raise
            except TelegramError as error:
                judged = judge(error, attempt)
                if isinstance(judged, Outcome):
                    return Delivery(judged)
                if judged.wait:
                    unsent = isinstance(error, NotSentError)
                    return Delivery(wait=judged.wait, is_throttled=judged.is_throttled, is_unsent=unsent)
                attempt = judged
            else:
                message = attempt.message
                return Delivery(Outcome(Ending.SENT, message.chat_id, id_in(result) or message.edit))
        return Delivery(Outcome(Ending.UNKNOWN, attempt.message.chat_id))
