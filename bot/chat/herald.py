"""Tells staff what happens to alerts: what others did, by whatever road, and how far a running alert is."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace

from bot.chat import staff_words as words
from bot.chat.console import Desk, action
from bot.core.alerts import Alert, Entry, Role
from bot.core.message import Button, Ending, Send
from bot.core.ports import AlertStore, PassingError, Sender

TICK = 1.0  # seconds
EDIT_EVERY = 3.0  # seconds between edits of a progress message: Telegram takes 20 a minute in one chat
TEST = "🟡 <b>TEST</b> of alert {id}, sent to nobody else\n\n"


@dataclass(slots=True)
class _Shown:
    text: str = ""
    at: float = -EDIT_EVERY
    ended: int = 0
    rate: float = 0.0


class Herald:
    """One of the processes on a database has one; what it tells is told once."""

    def __init__(
        self,
        store: AlertStore,
        desk: Desk,
        sender: Sender,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._desk = desk
        self._sender = sender
        self._clock = clock
        self._shown: dict[int, _Shown] = {}

    async def run(self, stop: asyncio.Event) -> None:
        """Look once a second until `stop` is set."""
        while not stop.is_set():
            with suppress(PassingError):
                await self.tick()
            with suppress(TimeoutError):
                async with asyncio.timeout(TICK):
                    await stop.wait()

    async def tick(self) -> None:
        """Staff know what there is to know."""
        for entry in await self._store.audit.untold():
            await self._tell(entry)
        running = {alert.id for alert in await self._store.alerts.open() if alert.started is not None}
        for alert_id in running | set(self._shown):
            await self._show(alert_id, is_over=alert_id not in running)

    async def _tell(self, entry: Entry) -> None:
        act = entry.act
        if act.alert is None:
            if act.via == "shell" and act.name.startswith("staff_"):
                changed = " ".join(str(value) for value in act.counts.values())
                text = f"In the shell: {act.name.replace('_', ' ')} {changed}. The shell cannot prove who types."
                await self._send(self._store.staff.owners, text)
            return
        alert = await self._store.alerts.get(act.alert)
        if alert is None:
            return
        if act.name == "test":
            await self._test(alert)
        elif act.name in words.TOLD:
            values = {
                "actor": act.actor,
                "id": alert.id,
                "audience": 0,
                "reached": 0,
                "fixed": 0,
                "not": 0,
                **act.counts,
            }
            text = f"<b>Alert {alert.id}</b> {words.TOLD[act.name].format(**values)}"
            if act.via == "shell":
                text += words.UNPROVEN
            buttons = _buttons(act.name, alert, is_proven=act.via != "shell")
            await self._send(await self._readers(entry, alert), text, buttons)

    async def _readers(self, entry: Entry, alert: Alert) -> set[int]:
        """Author, approver and owners; also whoever can approve what waits, and can stop what has just begun."""
        readers = {alert.author, *([alert.approver] if alert.approver else []), *self._store.staff.owners}
        if entry.act.name in ("new", "change", "holding", "missed"):
            readers |= set(await self._store.staff.holders(Role.APPROVER))
        if entry.act.name in ("holding", "missed"):
            readers |= set(await self._store.staff.holders(Role.OPERATOR))
        if entry.act.via == "telegram":
            readers.discard(entry.act.actor)  # they have just been answered
        return readers

    async def _test(self, alert: Alert) -> None:
        readers = {alert.author, *await self._store.staff.holders(Role.APPROVER)}
        for language, text in alert.texts.items():
            label = words.escaped(alert.labels[language])
            await self._send(readers, f"{TEST.format(id=alert.id)}{text}\n\n[{label}]")

    async def _show(self, alert_id: int, *, is_over: bool) -> None:
        """Edit the progress message of an alert, or send it first."""
        shown = self._shown.setdefault(alert_id, _Shown())
        now = self._clock()
        if not is_over and now - shown.at < EDIT_EVERY:
            return
        alert, counts, seconds = await self._desk.status(alert_id)
        if shown.at > 0:
            shown.rate = max(0.0, counts.ended - shown.ended) / (now - shown.at)
        shown.at, shown.ended = now, counts.ended
        text = words.state_text(alert, counts, eta_s=seconds, rate=None if is_over else shown.rate)
        if text != shown.text:
            shown.text = text
            await self._edit(alert, text)
        if is_over:
            del self._shown[alert_id]

    async def _edit(self, alert: Alert, text: str) -> None:
        before = await self._store.alerts.progress(alert.id)
        after = {}
        rows = tuple(tuple(action(label, name, alert.id) for label, name in row) for row in words.buttons_for(alert))
        for user in {alert.author, alert.approver or alert.author}:
            message = Send(user, text, rows, silent=True, edit=before.get(user))
            outcome = await self._sender.send(message)
            if outcome.refusal and message.edit is not None:
                outcome = await self._sender.send(replace(message, edit=None))
            if outcome.ending is Ending.SENT and outcome.message_id:
                after[user] = outcome.message_id
        if after != before:
            await self._store.alerts.show_progress(alert.id, after)

    async def _send(self, users: Iterable[int], text: str, buttons: tuple[tuple[Button, ...], ...] = ()) -> None:
        for user in sorted(set(users)):
            await self._sender.send(Send(user, text, buttons))


def _buttons(name: str, alert: Alert, *, is_proven: bool) -> tuple[tuple[Button, ...], ...]:
    row = []
    if name in words.WITH_RESUME:
        row.append(action("Send now", "resume", alert.id))
    if name in words.WITH_STOP or not is_proven:
        row.append(action("Stop", "stop", alert.id))
    return (tuple(row),) if row else ()
