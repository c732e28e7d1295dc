"""The shapes through which the edges meet the core and each other: declarations only, wired in `bot.app`."""

from __future__ import annotations

from typing import Protocol

from bot.core.message import Inbound, Outcome, Reader, Reply, Send


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
