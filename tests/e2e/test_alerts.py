"""An alert from the first word to the report, with the real bot, the real shell and HTTP between them."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox import Client, Fault
from tests.e2e.processes import Process, bot, sandbox

AUTHOR, APPROVER = 900_001, 900_002
FORM = """/alert
languages: en, id
urgency: imminent
[en]
New fake offers name a restaurant in Poipet. Ask your embassy before you go.
[id]
Tawaran palsu baru menyebut restoran di Poipet. Tanya kedutaanmu dulu."""


async def shell(folder: Path, *arguments: str) -> tuple[int, str, str]:
    """A command beside the running bot: status, output, errors."""
    process = await Process.start(*arguments, DATA_DIR=folder)
    assert process.process.stdout is not None
    out = (await process.process.stdout.read()).decode()
    status = await process.process.wait()
    return status, out, "\n".join(process.errors)


async def ordered(folder: Path, *arguments: str) -> dict[str, Any]:
    """A command that succeeds and prints one object."""
    status, out, errors = await shell(folder, *arguments, "--json")
    assert (status, errors) == (0, "")
    found: dict[str, Any] = json.loads(out)
    return found


async def subscribe(telegram: Client, people: range, language: str = "en") -> None:
    """These people ask for alerts, by one command and one press."""
    for chat in people:
        await telegram.say(chat, "/subscribe", language=language)
    for chat in people:
        (menu,) = await telegram.replies(chat, timeout=30)
        await telegram.press(chat, next(b.data for b in menu.flat_buttons if b.data.startswith("subscribe:on")))
    for chat in people:
        (done,) = await telegram.replies(chat, timeout=30)
        assert [button.data for button in done.flat_buttons] == ["stop"]


async def told(telegram: Client, chat: int, part: str) -> Any:
    """The next message to a member of staff that holds this; others before it are passed over."""
    while True:
        for reply in await telegram.replies(chat, timeout=30):
            if part in reply.text:
                return reply


async def settled(folder: Path, alert_id: int, state: str) -> dict[str, Any]:
    """The status of the alert once it is in that state."""
    while True:
        status = await ordered(folder, "alert", "status", str(alert_id))
        ends = ("sent", "blocked", "failed", "unknown", "cancelled", "pending")
        assert sum(status[end] for end in ends) == status["audience"]
        if status["state"] == state:
            return status
        await asyncio.sleep(0.2)


async def hired(folder: Path) -> None:
    """An author and an approver."""
    for user, role in ((AUTHOR, "author"), (APPROVER, "approver")):
        status, out, _ = await shell(folder, "staff", "add", str(user), role)
        assert (status, f"{user} {role}" in out) == (0, True)


@pytest.mark.timeout(240)
async def test_from_the_form_to_the_report(tmp_path: Path) -> None:
    """Two members of staff in Telegram, thirty subscribers, one of whom blocked the bot and one of whom had enough;
    imminent, so that the hour of the day does not matter."""
    environment = {"BROADCAST_HOLD": "1", "BROADCAST_RATE": "200"}
    async with sandbox() as telegram:
        await hired(tmp_path)
        async with bot(telegram, tmp_path, **environment):
            await subscribe(telegram, range(1, 16))
            await subscribe(telegram, range(16, 31), "id")
            for user in (AUTHOR, APPROVER):
                await telegram.say(user, "/whoami")
                await told(telegram, user, str(user))
            await telegram.misbehave(Fault("error", method="sendMessage", chat=3, code=403))
            await telegram.say(AUTHOR, FORM)
            await told(telegram, AUTHOR, "To approve, type")
            await telegram.press(AUTHOR, "alert:test:1")
            await told(telegram, APPROVER, "TEST")
            await telegram.say(AUTHOR, "/approve 1 30")
            await told(telegram, AUTHOR, "needs the role approver")
            await telegram.say(APPROVER, "/approve 1 29")
            await told(telegram, APPROVER, "not the size of its audience")
            await telegram.say(APPROVER, "/approve 1 30")
            await told(telegram, APPROVER, "Confirm that with a reason")
            await telegram.say(APPROVER, "/approve 1 imminent they leave tonight")
            await told(telegram, APPROVER, "Noted")
            await telegram.say(APPROVER, "/approve 1 30")
            await told(telegram, APPROVER, "is approved")
            (alert,) = await telegram.replies(1, timeout=30)
            assert alert.text.endswith("Ask your embassy before you go.")
            await telegram.press(1, "stop")
            await telegram.replies(1, timeout=30)
            status = await settled(tmp_path, 1, "done")
            assert (status["sent"], status["blocked"]) == (29, 1)
            await telegram.press(AUTHOR, "alert:report:1")
            report = await told(telegram, AUTHOR, "en  sent  14")
            assert "en  blocked (blocked)  1" in report.text
            calls = {call.method for call in await telegram.calls()}
            assert {"sendPhoto", "sendDocument"} <= calls
        _, out, _ = await shell(tmp_path, "alert", "report", "1", "--csv")
        assert out.splitlines() == ["language,end,reason,count", "en,blocked,blocked,1", "en,sent,,14", "id,sent,,15"]
        verified, out, _ = await shell(tmp_path, "alert", "audit", "verify")
        assert (verified, "whole" in out) == (0, True)


@pytest.mark.timeout(240)
async def test_from_the_shell(tmp_path: Path) -> None:
    """The contract's JSON; author and owners hear of it in Telegram at once; a stop takes effect while it runs."""
    file = tmp_path / "alert.yaml"
    file.write_text(
        "audience: {languages: [en]}\nurgency: imminent\ntext:\n  en: Call +855 12 000 111 today\n", "utf-8"
    )
    environment = {"BROADCAST_HOLD": "30", "OWNER_IDS": "900003"}
    async with sandbox() as telegram:
        await hired(tmp_path)
        async with bot(telegram, tmp_path, **environment):
            await subscribe(telegram, range(1, 41))
            for user in (AUTHOR, 900_003):
                await telegram.say(user, "/start")
                await telegram.replies(user, timeout=30)
            new = await ordered(tmp_path, "alert", "new", str(file), "--as", str(AUTHOR))
            assert set(new) == {"id", "audience", "hash", "eta_s", "warnings"}
            assert (new["audience"], len(new["hash"])) == (40, 64)
            assert any("+855 12 000 111" in warning for warning in new["warnings"])
            await told(telegram, 900_003, "cannot prove who types")
            approve = ("alert", "approve", str(new["id"]), "--as", str(APPROVER), "--audience", "40")
            status, _, errors = await shell(tmp_path, *approve)
            assert (status, "type each of them" in errors) == (1, True)
            await ordered(tmp_path, *approve, "--accept", "+855 12 000 111", "--imminent", "they leave tonight")
            await told(telegram, AUTHOR, "approved by")
            held = await settled(tmp_path, new["id"], "holding")
            assert (held["sent"], held["pending"]) == (20, 20)
            stop = await told(telegram, 900_003, "has reached its first part")
            await telegram.press(900_003, stop.data_of("Stop"))
            stopped = await settled(tmp_path, new["id"], "stopped")
            assert (stopped["sent"], stopped["cancelled"]) == (20, 20)
