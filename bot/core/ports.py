"""The shapes through which the edges meet the core and each other: declarations only, wired in `bot.app`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.core.alerts import (
    Act,
    Alert,
    AlertState,
    Audience,
    Counts,
    Entry,
    Line,
    Result,
    Role,
    Row,
    Subscriber,
    Written,
)
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


class PassingError(Exception):
    """The database cannot be reached for a moment: what was asked may be asked again."""


class Alerts(Protocol):
    """The alerts, their states and who did what to them."""

    async def now(self) -> float:
        """Unix seconds: several processes go by the clock of their database."""
        ...

    async def languages(self, audience: Audience) -> dict[str, int]:
        """How many subscribers are meant, by their language."""
        ...

    async def create(self, written: Written, act: Act, *, parent: Alert | None = None) -> Alert:
        """The alert awaits approval, its audience frozen; an occurrence of a `parent` has its approval."""
        ...

    async def rewrite(self, alert: Alert, written: Written, act: Act) -> Alert | None:
        """The alert is another one and awaits approval anew; None when it has begun meanwhile."""
        ...

    async def get(self, alert_id: int) -> Alert | None:
        """The alert of that number."""
        ...

    async def listed(self, limit: int = 20) -> list[Alert]:
        """The newest alerts."""
        ...

    async def open(self) -> list[Alert]:
        """Those that are not over or have a correction under way, in the order in which they are sent."""
        ...

    async def repeating(self) -> list[Alert]:
        """First occurrences, done, of alerts that repeat."""
        ...

    async def last_begun(self, parent: int) -> float:
        """When an alert or an occurrence of it was last due."""
        ...

    async def recent(self, but: int = 0) -> list[Alert]:
        """Alerts of the last 24 hours, sent or about to be."""
        ...

    async def move(
        self, alert: Alert, sources: Sequence[AlertState], values: Mapping[str, Any], act: Act, *, cancels: str = ""
    ) -> Alert | None:
        """The alert has these values; None when it is in no state of `sources` any more."""
        ...

    async def begin(self, alert: Alert, act: Act) -> Alert | None:
        """The canary may leave; None when the alert is not due any more."""
        ...

    async def begin_fix(self, alert: Alert, fix: Mapping[str, Any], act: Act) -> int:
        """What is pending never leaves, what was sent is to be corrected or deleted; how many can be reached."""
        ...

    async def progress(self, alert_id: int) -> dict[int, int]:
        """Member of staff -> the message that shows them how far the alert is."""
        ...

    async def show_progress(self, alert_id: int, shown: Mapping[int, int]) -> None:
        """These messages show how far the alert is."""
        ...

    async def shift(self, seconds: float) -> None:
        """The clock jumped: what is counted goes on as if it had not."""
        ...

    async def was_restored(self) -> bool:
        """Whether this database is a copy that has just been put in place; it is asked once."""
        ...


class Outbox(Protocol):
    """One row for each subscriber of an alert."""

    async def claim(
        self, alert: Alert, count: int, *, holder: str, now: float, quiet: Collection[str] = ()
    ) -> list[Row]:
        """Up to `count` rows that are this holder's to send now."""
        ...

    async def record(self, result: Result, now: float) -> None:
        """The end of a row is on disk."""
        ...

    async def give_back(self, seqs: Sequence[int]) -> None:
        """Rows claimed and not sent wait as before."""
        ...

    async def release(self, now: float, *, everything: bool = False) -> int:
        """Rows whose holder is gone have an unknown end and are tried once more; how many."""
        ...

    async def places(self, alert_id: int) -> list[str]:
        """The places of those who still wait."""
        ...

    async def waits(self, alert: Alert, *, canary: bool) -> bool:
        """Whether anything (of the canary) is still to be sent or under way."""
        ...

    async def counts(self, alert_id: int) -> Counts:
        """How many ended how."""
        ...

    async def lines(self, alert_id: int) -> list[Line]:
        """The report, by language, end and reason."""
        ...

    async def claim_fixes(self, alert_id: int, count: int, *, holder: str, now: float) -> list[Row]:
        """Up to `count` sent messages to correct or delete, the newest first."""
        ...

    async def record_fix(self, seq: int, state: str, *, due: float | None = None, tries: int = 0) -> None:
        """The end of a correction or deletion: done, failed, or pending again."""
        ...

    async def fixes(self, alert_id: int) -> dict[str, int]:
        """How many of a correction ended how."""
        ...


class Subscribers(Protocol):
    """Who asked for alerts."""

    async def find(self, chat_id: int) -> Subscriber | None:
        """What this chat asked for, if it did."""
        ...

    async def put(self, chat_id: int, subscriber: Subscriber) -> None:
        """The chat gets alerts from now on."""
        ...


class Staff(Protocol):
    """Who works with the bot."""

    async def roles(self, user_id: int) -> frozenset[Role]:
        """The roles of this user."""
        ...

    async def everybody(self) -> dict[int, frozenset[Role]]:
        """Everybody who has a role."""
        ...

    async def holders(self, role: Role) -> list[int]:
        """Everybody who holds the role."""
        ...

    @property
    def owners(self) -> frozenset[int]:
        """Who holds all roles, by the environment."""
        ...


class Audit(Protocol):
    """The audit log."""

    async def note(self, act: Act, now: float) -> None:
        """The act stands in the log."""
        ...

    async def untold(self) -> list[Entry]:
        """Lines of which staff have not been told; they count as told now."""
        ...


class Lane(Protocol):
    """Slots in which bulk messages may leave."""

    async def frozen(self) -> float:
        """Seconds for which none may leave."""
        ...

    async def take(self, count: int, rate: float) -> float:
        """Reserve `count` slots, 1/rate apart; seconds until the first, negative when it is overdue."""
        ...

    async def freeze(self, seconds: float) -> None:
        """No bulk message leaves for so long."""
        ...


class AlertStore(Protocol):
    """Everything of the alerts that is kept."""

    @property
    def alerts(self) -> Alerts: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def subscribers(self) -> Subscribers: ...
    @property
    def staff(self) -> Staff: ...
    @property
    def audit(self) -> Audit: ...
    @property
    def lane(self) -> Lane: ...
    @property
    def is_shared(self) -> bool:
        """Whether other processes may be at work on it."""
        ...


@dataclass(frozen=True, slots=True)
class Delivery:
    """How one try of a bulk message ended; with `wait`, it was not delivered and may be tried again after so many seconds."""

    outcome: Outcome | None = None
    wait: float = 0.0
    is_throttled: bool = False
    """Telegram itself asked for the wait: it is for the whole lane."""
    is_unsent: bool = False
    """Nothing left this machine: Telegram cannot be reached."""


class Bulk(Protocol):
    """Whoever sends broadcasts: one try for each call, never a wait; raises when Telegram refuses the token."""

    async def deliver(self, message: Send) -> Delivery:
        """Send a message, or edit one."""
        ...

    async def withdraw(self, chat_id: int, message_id: int) -> Delivery:
        """Delete a message."""
        ...

    def held(self) -> float:
        """Seconds for which replies were asked to slow down: bulk waits as long."""
        ...
