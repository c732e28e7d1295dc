"""Stand-ins for what the edges meet: a clock, an Answerer, a Sender, and updates as Telegram sends them."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.core.message import Button, Inbound, Outcome, Reader, Reply, Send, Wish, WishKind
from bot.core.message import Ending as SendEnding
from bot.core.ports import Ending, Letter

NOW = 1_800_000_000.0


@dataclass
class Clock:
    """A clock that only the test moves."""

    now: float = NOW

    def __call__(self) -> float:
        return self.now


def message(
    update_id: int, text: str | None = "hello", *, chat: int = 7, date: float = NOW, **more: Any
) -> dict[str, Any]:
    """An update with a message of a private chat, or of a group when `chat` is negative."""
    person = {"id": abs(chat), "is_bot": False, "first_name": "Canary Name", "language_code": "id"}
    body = {
        "message_id": 1000 + update_id,
        "date": int(date),
        "chat": {"id": chat, "type": "private" if chat > 0 else "supergroup", "first_name": "Canary Name"},
        "from": person,
        **({} if text is None else {"text": text}),
        **more,
    }
    return {"update_id": update_id, "message": body}


def edited(update_id: int, message_id: int, text: str, *, chat: int = 7, date: float = NOW) -> dict[str, Any]:
    """An update that changes the text of an earlier message."""
    body = message(update_id, text, chat=chat, date=date)["message"]
    return {"update_id": update_id, "edited_message": {**body, "message_id": message_id, "edit_date": int(date)}}


def press(update_id: int, data: str, *, chat: int = 7, message_id: int = 50) -> dict[str, Any]:
    """An update with a pressed button."""
    body = message(0, "a menu", chat=chat)["message"]
    query = {
        "id": f"q{update_id}",
        "from": body["from"],
        "chat_instance": "1",
        "data": data,
        "message": {**body, "message_id": message_id},
    }
    return {"update_id": update_id, "callback_query": query}


class FakeAnswerer:
    """Echoes, so that a test sees which road a message took. "sos" in a text is an emergency, "bug" at its start breaks."""

    def __init__(self) -> None:
        self.readers: list[Reader] = []

    def is_urgent(self, text: str) -> bool:
        return "sos" in text

    def answer(self, inbound: Inbound) -> Reply:
        if inbound.text.startswith("bug"):
            raise LookupError(inbound.text)
        return self._say(f"answer[{inbound.text}]", inbound.reader)

    def command(self, name: str, argument: str, reader: Reader) -> Reply:
        wish = Wish(WishKind.FORGET) if name == "forget" else None
        return self._say(f"command[{name}|{argument}]", reader, wish)

    def press(self, data: str, reader: Reader) -> Reply:
        kind, _, value = data.partition(":")
        wish = Wish(WishKind(kind), value) if kind in {"language", "origin", "place"} and value else None
        return self._say(f"press[{data}]", reader, wish)

    def notice(self, key: str, reader: Reader) -> Reply:
        return self._say(f"notice[{key}]", reader)

    def late(self, reader: Reader, data: str) -> Reply:
        buttons = ((Button("Show", data),),) if data else ()
        return Reply(("late",), "en", buttons, silent=True)

    def _say(self, text: str, reader: Reader, wish: Wish | None = None) -> Reply:
        self.readers.append(reader)
        language = reader.language or reader.telegram_language or "en"
        return Reply((text,), language, ((Button("Why", "why:1"),),), wish)


@dataclass
class FakeSender:
    """Keeps what it is asked to send; `endings` are used up first, then every send arrives."""

    sent: list[Send] = field(default_factory=list)
    deleted: list[tuple[int, int]] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    endings: list[Outcome] = field(default_factory=list)
    before: Callable[[], Awaitable[None]] | None = None
    ids: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def texts(self) -> list[str]:
        return [one.text for one in self.sent]

    async def send(self, message: Send, *, bulk: bool = False) -> Outcome:
        if self.before:
            await self.before()
        self.sent.append(message)
        if self.endings:
            return self.endings.pop(0)
        return Outcome(SendEnding.SENT, message.chat_id, message.edit or next(self.ids))

    async def delete(self, chat_id: int, message_id: int) -> Outcome:
        self.deleted.append((chat_id, message_id))
        return Outcome(SendEnding.SENT, chat_id)

    async def acknowledge(self, query_id: str) -> None:
        self.acknowledged.append(query_id)


def body(update: Mapping[str, Any]) -> Mapping[str, Any]:
    """The message, edited message or press inside an update."""
    return next(value for key, value in update.items() if key != "update_id")


def bytes_under(folder: Path) -> bytes:
    """Everything that stands in the files of a folder, to search for what must not be there."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def open_to_others(folder: Path) -> list[str]:
    """Names of the files that somebody else may read or write."""
    return [path.name for path in folder.iterdir() if path.stat().st_mode & 0o077]


async def until(fact: Callable[[], Awaitable[object]] | Callable[[], object]) -> None:
    """Return when the fact is true; pytest's time limit ends a wait in vain."""
    for _ in itertools.count():
        found = fact()
        if await found if isinstance(found, Awaitable) else found:
            return
        await asyncio.sleep(0.002)


@dataclass
class FakeInbox:
    """An inbox in memory, with everything that was written to it."""

    letters: list[Letter] = field(default_factory=list)
    endings: list[Ending] = field(default_factory=list)
    clock: Callable[[], float] = field(default_factory=Clock)
    seen: set[int] = field(default_factory=set)

    async def add(self, updates: Sequence[Mapping[str, Any]]) -> int:
        new = [one for one in updates if one["update_id"] not in self.seen]
        for one in new:
            self.seen.add(one["update_id"])
            chat = str(next(value for key, value in one.items() if key != "update_id")["chat"]["id"])
            self.letters.append(Letter(len(self.seen), one["update_id"], chat, self.clock(), 0, one))
        return len(new)

    async def waiting(self, after: int, limit: int) -> Sequence[Letter]:
        return [letter for letter in self.letters if letter.seq > after][:limit]

    async def finish(self, ending: Ending) -> None:
        self.endings.append(ending)
        self.letters = [letter for letter in self.letters if letter.update_id not in ending.done]

    async def parked(self, update_id: int, chat_id: int) -> Mapping[str, Any] | None:
        return None

    async def forget(self, chat_id: int) -> None:
        return None

    async def replies(self, chat_id: int, message_id: int) -> tuple[int, ...]:
        return ()
