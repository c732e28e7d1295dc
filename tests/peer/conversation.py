"""One way to talk to a bot, through whichever emulator it is connected to."""

import asyncio
import re
import time
from dataclasses import dataclass, field
from html import unescape
from typing import Any, Protocol

import aiohttp

from bot.sandbox import Client

LOOK_AGAIN_S = 0.02
TAG = re.compile(r"</?[a-z][^<>]*>")


@dataclass(frozen=True)
class Line:
    """What a person sees of one message of the bot: its text without markup, its buttons, and whether it is an edit."""

    text: str
    buttons: tuple[tuple[tuple[str, str], ...], ...]
    is_edit: bool

    def data_of(self, label: str) -> str:
        """The callback data behind a button."""
        return next(data for row in self.buttons for name, data in row if name == label)


class Conversation(Protocol):
    """A person's side of a private chat."""

    async def say(self, text: str, language: str = "en") -> None:
        """Send a text or a command, from a phone with that language."""
        ...

    async def press(self, data: str) -> None:
        """Press the newest button with that data."""
        ...

    async def replies(self, count: int = 1, limit_s: float = 5.0) -> list[Line]:
        """What the bot sent or edited since the last look, once there are `count`; TimeoutError for fewer."""
        ...


@dataclass
class SandboxConversation:
    """Through our own sandbox."""

    telegram: Client
    chat: int

    async def say(self, text: str, language: str = "en") -> None:
        await self.telegram.say(self.chat, text, language=language)

    async def press(self, data: str) -> None:
        await self.telegram.press(self.chat, data)

    async def replies(self, count: int = 1, limit_s: float = 5.0) -> list[Line]:
        replies = await self.telegram.replies(self.chat, count, timeout=limit_s)
        return [
            Line(reply.text, tuple(tuple((b.label, b.data) for b in row) for row in reply.buttons), reply.is_edit)
            for reply in replies
        ]


@dataclass
class PeerConversation:
    """Through telegram-test-api, which keeps what the bot sent as it was sent."""

    session: aiohttp.ClientSession
    root: str
    token: str
    chat: int
    language: str = "en"
    _seen: list[dict[str, Any]] = field(default_factory=list)

    async def say(self, text: str, language: str = "en") -> None:
        self.language = language
        message = {**self._head(), "text": text}
        if not text.startswith("/"):
            await self._post("sendMessage", message)
            return
        command = {"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}
        await self._post("sendCommand", {**message, "entities": [command]})

    async def press(self, data: str) -> None:
        shown = next(
            each for each in reversed(self._seen) if data in [d for row in line_of(each).buttons for _, d in row]
        )
        message = {
            "message_id": shown["messageId"],
            "date": int(time.time()),
            "chat": self._head()["chat"],
            "text": "x",
        }
        await self._post("sendCallback", {**self._head(), "data": data, "message": message})

    async def replies(self, count: int = 1, limit_s: float = 5.0) -> list[Line]:
        deadline = time.monotonic() + limit_s
        news: list[dict[str, Any]] = []
        while len(news) < count:
            news += (await self._post("getUpdates", {"token": self.token, "chatId": self.chat}))["result"]
            if len(news) < count and time.monotonic() > deadline:
                raise TimeoutError(f"{len(news)} of {count} replies within {limit_s} s")
            await asyncio.sleep(LOOK_AGAIN_S)
        self._seen += news
        return [line_of(each) for each in news]

    def _head(self) -> dict[str, Any]:
        person = {"id": self.chat, "is_bot": False, "first_name": "Siti", "language_code": self.language}
        chat = {"id": self.chat, "type": "private", "first_name": "Siti"}
        return {"botToken": self.token, "date": int(time.time()), "from": person, "chat": chat}

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        async with self.session.post(f"{self.root}/{path}", json=body) as response:
            answer: dict[str, Any] = await response.json()
            return answer


def line_of(kept: dict[str, Any]) -> Line:
    """What a person sees of a message the peer keeps."""
    message = kept["message"]
    text = message["text"]
    if message.get("parse_mode") == "HTML":
        text = unescape(TAG.sub("", text))
    rows = (message.get("reply_markup") or {}).get("inline_keyboard", [])
    buttons = tuple(tuple((each["text"], each.get("callback_data", "")) for each in row) for row in rows)
    return Line(text.strip(), buttons, bool(kept.get("isEdit")))
