"""Pictures and files for staff."""

from __future__ import annotations

import logging
from typing import Any

from telegram import InputFile
from telegram.error import TelegramError

from bot.chat.api import Caller

logger = logging.getLogger(__name__)


class FileSender:
    """Sends a picture or a file to a member of staff; one that does not arrive is asked for again by a press."""

    def __init__(self, api: Caller) -> None:
        self._api = api

    async def photo(self, chat_id: int, content: bytes, caption: str) -> None:
        """A picture."""
        await self._send("sendPhoto", chat_id, {"photo": InputFile(content, "chart.png"), "caption": caption})

    async def document(self, chat_id: int, name: str, content: bytes) -> None:
        """A file."""
        await self._send("sendDocument", chat_id, {"document": InputFile(content, name)})

    async def _send(self, method: str, chat_id: int, values: dict[str, Any]) -> None:
        try:
            await self._api.call(method, {"chat_id": chat_id, "disable_notification": True, **values})
        except TelegramError as error:
            logger.warning("file_not_sent", extra={"error": type(error).__name__})
