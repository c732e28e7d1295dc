"""Alerts from Telegram: members of staff, by numeric id, in their private chat. For everybody else these commands do not exist."""

from __future__ import annotations

import re
import shlex
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.chat import staff_words as words
from bot.chat.chart import chart
from bot.chat.hear import Command, Heard, Press
from bot.core.alerts import Alert, Counts, DeniedError, Line, Preview, Role, as_csv
from bot.core.compose import read_form
from bot.core.message import Button, Reader, Reply

PRESSED = re.compile(r"alert:(test|pause|resume|stop|report|delete|really_delete):(\d{1,9})")
NUMBERED = re.compile(r"(\d{1,9})(?:\s+(.*))?", re.DOTALL)
VIA = "telegram"


class Desk(Protocol):
    """What staff decide (bot.broadcast.desk)."""

    async def new(self, plain: Mapping[str, Any], actor: int, via: str) -> Preview: ...
    async def change(self, alert_id: int, plain: Mapping[str, Any], actor: int, via: str) -> Preview: ...
    async def preview(self, alert: Alert) -> Preview: ...
    async def test(self, alert_id: int, actor: int, via: str) -> Alert: ...
    async def give_reason(self, alert_id: int, actor: int, reason: str, via: str) -> Alert: ...
    async def approve(
        self, alert_id: int, actor: int, audience: int, via: str, *, accept: Sequence[str] = ()
    ) -> Alert: ...
    async def pause(self, alert_id: int, actor: int, via: str) -> Alert: ...
    async def resume(self, alert_id: int, actor: int, via: str) -> Alert: ...
    async def stop(self, alert_id: int, actor: int, via: str) -> Alert: ...
    async def correct(self, alert_id: int, plain: Mapping[str, Any], actor: int, via: str) -> int: ...
    async def delete(self, alert_id: int, actor: int, via: str) -> int: ...
    async def status(self, alert_id: int) -> tuple[Alert, Counts, int]: ...
    async def lines(self, alert_id: int) -> list[Line]: ...
    async def alert(self, alert_id: int) -> Alert: ...
    async def listed(self) -> list[Alert]: ...
    async def roles(self, user_id: int) -> frozenset[Role]: ...


class Files(Protocol):
    """Whoever can send a picture or a file."""

    async def photo(self, chat_id: int, content: bytes, caption: str) -> None: ...
    async def document(self, chat_id: int, name: str, content: bytes) -> None: ...


@dataclass(frozen=True, slots=True)
class Console:
    """Answers /alert, /alerts, /approve, /whoami and their buttons."""

    desk: Desk
    files: Files

    async def answer(self, heard: Heard, user_id: int, chat_id: int, reader: Reader) -> Reply | None:
        """The reply, or None when this is no matter of staff, or not by staff."""
        work = self._work(heard, user_id)
        if work is None or user_id != chat_id or not (roles := await self.desk.roles(user_id)):
            return None
        if isinstance(heard, Command) and heard.name == "whoami":
            listed = ", ".join(sorted(roles))
            return _said(f"You are {user_id}: {listed}. /alert writes an alert, /alerts shows them.")
        try:
            return await work()
        except DeniedError as denied:
            return _said(words.escaped(str(denied)))

    def _work(self, heard: Heard, user_id: int) -> Callable[[], Awaitable[Reply]] | None:
        match heard:
            case Command("alert", argument):
                return lambda: self._compose(argument, user_id)
            case Command("alerts", argument):
                return lambda: self._look(argument)
            case Command("approve", argument):
                return lambda: self._approve(argument, user_id)
            case Command("whoami"):
                return lambda: self._look("")
            case Press(data) if pressed := PRESSED.fullmatch(data):
                return lambda: self._press(pressed[1], int(pressed[2]), user_id)
        return None

    async def _compose(self, argument: str, user_id: int) -> Reply:
        if not argument:
            return _said(words.FORM)
        numbered = NUMBERED.fullmatch(argument)
        if numbered is None:
            preview = await self.desk.new(read_form(argument), user_id, VIA)
            return await self._previewed(preview)
        alert_id, written = int(numbered[1]), numbered[2] or ""
        if written.strip().lower().startswith("correct"):
            plain = read_form(written.strip()[len("correct") :])
            reached = await self.desk.correct(alert_id, plain, user_id, VIA)
            return _said(f"Alert {alert_id} is being corrected for {reached} people, the newest first.")
        return await self._previewed(await self.desk.change(alert_id, read_form(written), user_id, VIA))

    async def _previewed(self, preview: Preview) -> Reply:
        alert = await self.desk.alert(preview.id)
        texts = [words.preview_text(preview), *(f"[{code}]\n{text}" for code, text in preview.texts.items())]
        texts.append(words.approval_text(preview, imminent=alert.draft.imminent))
        return Reply(tuple(texts), "en", _buttons(alert))

    async def _look(self, argument: str) -> Reply:
        if not argument.strip().isdigit():
            listed = await self.desk.listed()
            rows = [f"/alerts {one.id}  {one.state.value.replace('_', ' ')}, {one.audience} people" for one in listed]
            return _said("\n".join(rows) or "There is no alert yet. /alert writes one.")
        alert, counts, seconds = await self.desk.status(int(argument))
        if alert.state == "awaiting_approval":
            return await self._previewed(await self.desk.preview(alert))
        return Reply((words.state_text(alert, counts, eta_s=seconds),), "en", _buttons(alert))

    async def _approve(self, argument: str, user_id: int) -> Reply:
        parts = _parts(argument)
        if len(parts) < 2 or not parts[0].isdigit():
            raise DeniedError("Write: /approve 12 and the number of people it is for. /alerts shows it.")
        alert_id = int(parts[0])
        if parts[1] == "imminent":
            await self.desk.give_reason(alert_id, user_id, " ".join(parts[2:]), VIA)
            return _said(f"Noted. Now approve it: /approve {alert_id} and the number of people it is for.")
        if not parts[1].isdigit():
            raise DeniedError(f"Write the number of people it is for: /approve {alert_id} 120")
        alert = await self.desk.approve(alert_id, user_id, int(parts[1]), VIA, accept=parts[2:])
        when = " It leaves in 15 minutes: you are the only one who can approve." if alert.is_weak else ""
        return Reply((f"Alert {alert_id} is approved.{when}",), "en", _buttons(alert))

    async def _press(self, action: str, alert_id: int, user_id: int) -> Reply:
        if action == "report":
            return await self._report(alert_id, user_id)
        if action == "delete":
            sure = (Button("Yes, delete it everywhere", f"alert:really_delete:{alert_id}"),)
            return Reply((f"Delete alert {alert_id} from the phones of all it was sent to?",), "en", (sure,))
        if action == "really_delete":
            reached = await self.desk.delete(alert_id, user_id, VIA)
            return _said(f"Alert {alert_id} is being deleted for {reached} people, the newest first.")
        done = {"test": self.desk.test, "pause": self.desk.pause, "resume": self.desk.resume, "stop": self.desk.stop}
        alert = await done[action](alert_id, user_id, VIA)
        if action == "test":
            return _said("The test goes to the author and to everybody who can approve.")
        _, counts, seconds = await self.desk.status(alert_id)
        return Reply((words.state_text(alert, counts, eta_s=seconds),), "en", _buttons(alert))

    async def _report(self, alert_id: int, user_id: int) -> Reply:
        alert, counts, _ = await self.desk.status(alert_id)
        lines = await self.desk.lines(alert_id)
        await self.files.photo(user_id, chart(lines), f"Alert {alert_id}")
        await self.files.document(user_id, f"alert-{alert_id}.csv", as_csv(lines).encode())
        return Reply((words.report_text(alert, counts, lines),), "en", _buttons(alert))


def action(label: str, name: str, alert_id: int) -> Button:
    """A button that does something with an alert."""
    return Button(label, f"alert:{name}:{alert_id}")


def _buttons(alert: Alert) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(action(label, name, alert.id) for label, name in row) for row in words.buttons_for(alert))


def _parts(argument: str) -> list[str]:
    try:
        return shlex.split(argument)
    except ValueError:
        return argument.split()


def _said(text: str) -> Reply:
    return Reply((text,), "en")
