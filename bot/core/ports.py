"""The shapes through which the edges meet the core and each other: declarations only, wired in `bot.app`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.core.message import Inbound, Outcome, Reader, Reply, Send, Wish


class Answerer(Protocol):
    """The core as the edges see it. Every method is pure and quick; none of them raises for any text."""

    def is_urgent(self, text: str) -> bool:
        """Whether the text is an emergency that must be answered without waiting for more messages."""
        ...

    def answer(self, inbound: Inbound) -> Reply:
        """The reply to anything that is not a command."""
        ...

    def command(self, name: str, argument: str, reader: Reader) -> Reply:
        """The reply to a command (`name` without the slash); an unknown one gets the reply that lists the known ones."""
        ...

    def press(self, data: str, reader: Reader) -> Reply:
        """The reply to a pressed button; forged or outdated data gets the help reply, without any wish."""
        ...

    def notice(self, key: str, reader: Reader) -> Reply:
        """One sentence of replies.yaml: `only_text`, `only_text_location`, `trouble`, `edited` …"""
        ...

    def late(self, reader: Reader, data: str) -> Reply:
        """The bland line for a reply that comes late, silent; `data` goes behind its button ("" = no button)."""
        ...


class Sender(Protocol):
    """Whoever can send: the Telegram edge, or a list in a test."""

    async def send(self, message: Send, *, bulk: bool = False) -> Outcome:
        """Send one message and say how it ended; never raises for what Telegram answers."""
        ...

    async def delete(self, chat_id: int, message_id: int) -> Outcome:
        """Remove one message of a private chat; never raises for what Telegram answers."""
        ...

    async def acknowledge(self, query_id: str) -> None:
        """End the waiting sign on a pressed button; a press that is too old is none of our business."""
        ...


@dataclass(frozen=True, slots=True)
class Letter:
    """One update that waits in the inbox: sealed at rest, open here."""

    seq: int
    """Order of arrival: update ids may jump."""
    update_id: int
    chat: str
    """Keyed hash of the chat's id."""
    received: float
    """Unix seconds."""
    tries: int
    """How many times its answer could not be delivered."""
    body: Mapping[str, Any]
    """The update as Telegram sent it, reduced to the fields the bot uses."""


@dataclass(frozen=True, slots=True)
class Answered:
    """Which messages of ours answer a message of a private chat, so that an edit of it can change them."""

    chat_id: int
    message_id: int
    replies: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Ending:
    """What became of some letters; the inbox writes all of it in one transaction."""

    done: tuple[int, ...] = ()
    """Update ids that need nothing more: deleted."""
    deferred: tuple[int, ...] = ()
    """Update ids whose answer could not be delivered: they wait again."""
    parked: tuple[int, Mapping[str, Any]] | None = None
    """An update id whose answer lies behind a button, and the body to keep for it."""
    answered: Answered | None = None


class Inbox(Protocol):
    """The updates that wait for an answer."""

    async def add(self, updates: Sequence[Mapping[str, Any]]) -> int:
        """The updates are on disk when this returns; how many of them had not been seen before."""
        ...

    async def waiting(self, after: int, limit: int) -> Sequence[Letter]:
        """The oldest letters behind `after` (a `seq`) in order of arrival."""
        ...

    async def finish(self, ending: Ending) -> None:
        """All of the ending is on disk when this returns."""
        ...

    async def parked(self, update_id: int, chat_id: int) -> Mapping[str, Any] | None:
        """The body kept behind a button of this very chat."""
        ...

    async def forget(self, chat_id: int) -> None:
        """No parked letter and no message id of the chat is left."""
        ...

    async def replies(self, chat_id: int, message_id: int) -> tuple[int, ...]:
        """Our messages that answer this one; empty when unknown or too old to be edited."""
        ...


class People(Protocol):
    """What persons chose."""

    async def reader(self, chat_id: int) -> Reader:
        """What the person of this private chat chose, nothing if nothing was chosen."""
        ...

    async def grant(self, chat_id: int, wish: Wish) -> None:
        """The wish is on disk (FORGET: nothing of the person is left) when this returns."""
        ...
