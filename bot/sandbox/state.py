"""The people, chats and messages of the sandbox, as plain values in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

SUPERGROUPS_BELOW = -(10**12)
GONE = frozenset({"left", "kicked"})


@dataclass(slots=True)
class Person:
    """Somebody who writes. `language` is the code Telegram sends along; "" when the app sends none."""

    id: int
    first_name: str = "Siti"
    last_name: str = ""
    username: str = ""
    language: str = "en"

    def json(self) -> Json:
        """The Bot API's User."""
        user: Json = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        if self.last_name:
            user["last_name"] = self.last_name
        if self.username:
            user["username"] = self.username
        if self.language:
            user["language_code"] = self.language
        return user


@dataclass(slots=True)
class Message:
    """One message. `body` holds what the Bot API's Message has besides id, date and chat."""

    id: int
    chat: Chat
    date: int
    by_bot: bool
    body: Json
    is_silent: bool = False
    dropped_entities: int = 0
    edited_on: int | None = None
    is_deleted: bool = False
    history: list[Json] = field(default_factory=list)
    """The bodies it had before it was edited."""

    def json(self) -> Json:
        """The Bot API's Message."""
        message = {"message_id": self.id, "date": self.date, "chat": self.chat.json(), **self.body}
        if self.edited_on is not None:
            message["edit_date"] = self.edited_on
        return message

    def view(self) -> Json:
        """The message with what only the sandbox knows about it."""
        return {
            "message": self.json(),
            "by_bot": self.by_bot,
            "is_silent": self.is_silent,
            "is_deleted": self.is_deleted,
            "dropped_entities": self.dropped_entities,
            "history": self.history,
        }


@dataclass(slots=True)
class Chat:
    """One chat with the bot. `status` is the bot's own membership: in a private chat "kicked" means blocked."""

    id: int
    title: str = ""
    person: Person | None = None
    status: str = "member"
    moved_to: int | None = None
    last_message_id: int = 0
    messages: dict[int, Message] = field(default_factory=dict)
    members: dict[int, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        if self.id > 0:
            return "private"
        return "supergroup" if self.id < SUPERGROUPS_BELOW else "group"

    def json(self) -> Json:
        """The Bot API's Chat."""
        if self.person is None:
            return {"id": self.id, "type": self.kind, "title": self.title or "Group"}
        user = self.person.json()
        chat: Json = {"id": self.id, "type": self.kind}
        return chat | {key: user[key] for key in ("first_name", "last_name", "username") if key in user}

    def live(self, message_id: int) -> Message | None:
        """The message of that id unless it was deleted or never was."""
        message = self.messages.get(message_id)
        return None if message is None or message.is_deleted else message


@dataclass(slots=True)
class Query:
    """Something that waits for the bot's answer: a pressed button or an inline query."""

    id: str
    person: Person
    chat: int
    answer: Json | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something the chat saw: a message came, was edited or deleted, or a press was answered."""

    n: int
    kind: str
    """message, edit, delete or answer."""
    chat: int
    by_bot: bool
    content: Json

    def json(self) -> Json:
        return {"n": self.n, "kind": self.kind, "chat": self.chat, "by_bot": self.by_bot, **self.content}
