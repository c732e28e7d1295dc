"""Alerts on a database, and the short words in which tests speak of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from bot.broadcast.conductor import Conductor
from bot.broadcast.desk import Desk
from bot.broadcast.pump import Pump
from bot.content import load
from bot.core.alerts import Alert, Role, Subscriber
from bot.core.content import Content
from bot.core.message import Ending, Outcome, Send
from bot.core.ports import Delivery
from bot.store.alert_store import AlertStore, alert_store
from bot.store.database import Database, database_url
from bot.store.inbox import Inbox
from bot.store.migrate import migrate
from bot.store.people import People
from bot.store.vault import Vault
from tests.fakes import Clock

AUTHOR, APPROVER, OPERATOR, AUDITOR, OWNER = 11, 12, 13, 14, 15
PLAIN: dict[str, Any] = {"text": {"en": "Please read this.", "id": "Mohon dibaca."}}
ZONES = {"KH": ["Asia/Phnom_Penh"], "ID": ["Asia/Jakarta", "Asia/Jayapura"], "AE": ["Asia/Dubai"]}


@cache
def content() -> Content:
    """The content of this repository."""
    return load(Path(__file__).parent.parent / "intents")


@dataclass
class Shelf:
    """A database with what is kept of alerts, and everything that works on it."""

    database: Database
    vault: Vault
    clock: Clock
    store: AlertStore
    people: People
    inbox: Inbox
    rate: float = 1000.0
    hold: float = 60.0

    @property
    def desk(self) -> Desk:
        return Desk(self.store, content(), rate=self.rate, hold=self.hold)

    def conductor(self, clock: Callable[[], float] | None = None) -> Conductor:
        return Conductor(self.store, content(), hold=self.hold, clock=clock or self.clock)

    def pump(self, bulk: FakeBulk, *, holder: str = "one") -> Pump:
        return Pump(self.store, bulk, rate=self.rate, zones=ZONES, holder=holder)

    async def hire(self) -> None:
        """Four members of staff, one in each role."""
        roles = {AUTHOR: Role.AUTHOR, APPROVER: Role.APPROVER, OPERATOR: Role.OPERATOR, AUDITOR: Role.AUDITOR}
        for user, role in roles.items():
            await self.store.staff.add(user, role, self.clock())

    async def subscribe(self, chats: Iterable[int], **more: Any) -> None:
        """These chats get alerts, in English unless something else is said."""
        wanted = Subscriber(**{"language": "en", **more})
        await self.store.subscribers.put_all([(chat, wanted) for chat in chats])

    async def written(self, plain: dict[str, Any] | None = None) -> Alert:
        """An alert that awaits approval."""
        preview = await self.desk.new(plain or PLAIN, AUTHOR, "telegram")
        return await self.desk.alert(preview.id)

    async def approved(self, plain: dict[str, Any] | None = None) -> Alert:
        """An alert that is approved."""
        alert = await self.written(plain)
        return await self.desk.approve(alert.id, APPROVER, alert.audience, "telegram")

    async def sending(self, plain: dict[str, Any] | None = None) -> Alert:
        """An alert whose canary has been let go, and held as long as it must."""
        alert = await self.approved(plain)
        await self.conductor().tick()
        alert = await self.desk.alert(alert.id)
        await self.store.alerts.move(alert, (alert.state,), {"state": "sending"}, _act())
        return await self.desk.alert(alert.id)

    async def state(self, alert: Alert) -> str:
        return (await self.desk.alert(alert.id)).state.value

    async def ends(self, alert: Alert) -> dict[str, int]:
        """The figures that are not nothing; they always add up to the audience."""
        counts = await self.store.outbox.counts(alert.id)
        assert counts.audience == alert.audience
        return {name: getattr(counts, name) for name in counts.__slots__ if getattr(counts, name)}


def _act() -> Any:
    from bot.core.alerts import Act

    return Act(0, "bot", "test_moves")


@dataclass
class FakeBulk:
    """Keeps what it is asked to send; `next` are used up first, then every send arrives."""

    sent: list[Send] = field(default_factory=list)
    withdrawn: list[tuple[int, int]] = field(default_factory=list)
    next: list[Delivery] = field(default_factory=list)
    of: dict[int, Delivery] = field(default_factory=dict)
    """chat -> how every try there ends"""
    before: Callable[[], Any] | None = None

    async def deliver(self, message: Send) -> Delivery:
        if self.before:
            await self.before()
        self.sent.append(message)
        if self.next:
            return self.next.pop(0)
        arrived = Delivery(Outcome(Ending.SENT, message.chat_id, message.edit or 5000 + len(self.sent)))
        return self.of.get(message.chat_id, arrived)

    async def withdraw(self, chat_id: int, message_id: int) -> Delivery:
        self.withdrawn.append((chat_id, message_id))
        return self.next.pop(0) if self.next else Delivery(Outcome(Ending.SENT, chat_id, message_id))

    def held(self) -> float:
        return 0.0

    @property
    def chats(self) -> list[int]:
        return [message.chat_id for message in self.sent]


@asynccontextmanager
async def open_shelf(url: str, vault: Vault, clock: Clock) -> AsyncIterator[Shelf]:
    """A shelf on a database, with its tables made."""
    database = Database(database_url(url))
    try:
        await migrate(database)
        store = alert_store(database, vault, clock=clock)
        yield Shelf(database, vault, clock, store, People(database, vault, clock), Inbox(database, vault, clock))
    finally:
        await database.close()
