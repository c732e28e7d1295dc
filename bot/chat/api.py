"""The library's Bot, with one call that takes the answer as it comes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Protocol

from telegram import Bot
from telegram.error import RetryAfter
from telegram.request import BaseRequest

from bot.chat.transport import AiohttpRequest

KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
SLACK = 10.0  # seconds a long poll may take beyond its own


class Caller(Protocol):
    """Whoever can call a method of the Bot API: the Api, or a table of answers in a test."""

    async def call(self, method: str, values: Mapping[str, Any], *, wait: float | None = None) -> Any:
        """The bare result of a method; raises the library's errors."""
        ...


class Api(Bot):
    """A Bot whose getUpdates and sends are not parsed: what the library cannot read (it logs it, whole) or a server
    answers oddly (null for an edit) must neither stop the poll nor be taken for a failure."""

    def __init__(self, token: str, root: str) -> None:
        super().__init__(
            token,
            base_url=f"{root}/bot",
            base_file_url=f"{root}/file/bot",
            request=AiohttpRequest(),
            get_updates_request=AiohttpRequest(connections=2),
        )

    async def call(self, method: str, values: Mapping[str, Any], *, wait: float | None = None) -> Any:
        """The bare result of a method; `wait` is the longest the answer may take, in seconds."""
        return await self._post(method, dict(values), read_timeout=BaseRequest.DEFAULT_NONE if wait is None else wait)

    async def updates(self, offset: int | None, *, wait: int, limit: int = 100) -> Sequence[Mapping[str, Any]]:
        """The next updates; everything before `offset` is confirmed by asking."""
        values = {"offset": offset, "timeout": wait, "limit": limit, "allowed_updates": KINDS}
        result = await self.call("getUpdates", values, wait=wait + SLACK)
        found = result if isinstance(result, list) else []
        return [one for one in found if isinstance(one, dict) and isinstance(one.get("update_id"), int)]


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    span = error.retry_after
    return span.total_seconds() if isinstance(span, timedelta) else float(span)
