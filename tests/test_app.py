"""The whole bot in one process, over real HTTP on loopback."""

from __future__ import annotations

import asyncio
import io
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.app import StartError, locked, serve
from bot.chat.join import Pause
from bot.sandbox import TOKEN, Client, Fault, Media, Sandbox
from bot.settings import Settings, SettingsError, read_settings
from bot.store.errors import StoreError
from tests.fakes import FakeAnswerer, bytes_under, message, until

SHORT = Pause(quiet=0.3, longest=2.0)
NEVER = Pause(quiet=3600, longest=3600)


@pytest.fixture
async def telegram() -> AsyncIterator[Sandbox]:
    async with Sandbox() as telegram:
        yield telegram


def live(folder: Path, telegram: Sandbox, **more: str) -> Settings:
    """The settings of a bot with a token."""
    given = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_URL": telegram.root, "DATA_DIR": str(folder), **more}
    return read_settings(given)


@asynccontextmanager
async def serving(settings: Settings, pause: Pause = SHORT) -> AsyncIterator[list[str]]:
    """A bot at work until the block ends; yields what it announces."""
    stop = asyncio.Event()
    lines: list[str] = []
    task = asyncio.create_task(serve(settings, FakeAnswerer(), stop, announce=lines.append, pause=pause))
    yield lines
    stop.set()
    await task


async def test_a_person_is_answered(telegram: Sandbox, tmp_path: Path) -> None:
    """An offer in two pieces, a picture, a press, an edit: each gets what it should, with buttons."""
    async with serving(live(tmp_path, telegram)):
        first = await telegram.say(7, "we hire", language="id")
        await telegram.say(7, "in Poipet")
        (reply,) = await telegram.replies(7)
        assert (reply.text, reply.data_of("Why")) == ("answer[we hire\nin Poipet]", "why:1")
        await telegram.say(7, media=Media("photo"))
        assert (await telegram.replies(7))[0].text == "notice[only_text]"
        await telegram.press(7, "why:1")
        assert (await telegram.replies(7))[0].text == "press[why:1]"
        alone = await telegram.say(7, "is it real?")
        await telegram.replies(7)
        await telegram.edit(7, alone.message_id, "is it not?")
        await telegram.edit(7, first.message_id, "they hire")
        changed, anew = await telegram.replies(7, 2)
        assert (changed.is_edit, changed.text) == (True, "answer[is it not?]")
        assert (anew.is_edit, anew.text) == (False, "notice[edited]\n\nanswer[they hire]")
    await telegram.confirmed()


async def test_an_emergency_is_answered_at_once(telegram: Sandbox, tmp_path: Path) -> None:
    """However long others are waited for; commands and presses do not wait either."""
    async with serving(live(tmp_path, telegram), NEVER):
        await telegram.say(8, "an offer")
        await telegram.say(7, "sos")
        await telegram.say(7, "/help")
        assert [one.text for one in await telegram.replies(7, 2)] == ["answer[sos]", "command[help|]"]
        assert await telegram.replies_within(8, 0.05) == []


async def test_groups_get_silence(telegram: Sandbox, tmp_path: Path) -> None:
    """And their messages are not even stored."""
    async with serving(live(tmp_path, telegram)):
        await telegram.say(-100, "sos", user=7)
        await telegram.confirmed()
        assert await telegram.replies_within(-100, 0.2) == []


async def test_what_waits_is_answered_after_a_restart(telegram: Sandbox, tmp_path: Path) -> None:
    """Taken in, confirmed, not answered, stopped; the next start answers it, once."""
    async with serving(live(tmp_path, telegram), NEVER):
        await telegram.say(7, "an offer")
        await until(lambda: _confirmed(telegram))
    assert await telegram.replies_within(7, 0) == []
    async with serving(live(tmp_path, telegram)):
        assert [one.text for one in await telegram.replies(7)] == ["answer[an offer]"]
        assert await telegram.replies_within(7, 0.2) == []


async def test_a_repeated_batch_has_one_effect(telegram: Sandbox, tmp_path: Path) -> None:
    """Telegram serves again what it did not see confirmed; ids may jump back."""
    await telegram.meet(7)
    async with serving(live(tmp_path, telegram)):
        for update_id in (900, 900, 12, 900, 12):
            await telegram.inject(message(update_id, f"/n{update_id}", date=time.time()))
        texts = [one.text for one in await telegram.replies(7, 2)]
        assert await telegram.replies_within(7, 0.2) == []
    assert sorted(texts) == ["command[n12|]", "command[n900|]"]


@pytest.mark.parametrize(
    "fault",
    [
        Fault("error", method="getUpdates", code=409, times=1),
        Fault("error", method="getUpdates", code=502, times=1),
        Fault("garbled", method="getUpdates", times=1, stored=False),
        Fault("truncated", method="getUpdates", times=1),
        Fault("reset", method="sendMessage", times=1, stored=True),
        Fault("error", method="sendMessage", code=429, retry_after=1, times=1),
        Fault("error", method="answerCallbackQuery", code=400, times=1),
        Fault("error", method="deleteWebhook", code=500, times=1),
    ],
    ids=lambda fault: f"{fault.kind}-{fault.method}-{fault.code}",
)
async def test_trouble_passes(telegram: Sandbox, tmp_path: Path, fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of the network or of Telegram costs time, never the answer."""
    monkeypatch.setattr("bot.chat.poll.CONFLICT_WAIT", 0.05)
    await telegram.misbehave(fault)
    async with serving(live(tmp_path, telegram)):
        await telegram.say(7, "/help")
        texts = [one.text for one in await telegram.replies(7, timeout=10)]
        assert texts[0] == "command[help|]"


async def test_telegram_may_come_later(tmp_path: Path) -> None:
    """Nobody there at the start: the bot waits, and can be stopped while it does."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    given = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_URL": f"http://127.0.0.1:{port}", "DATA_DIR": str(tmp_path)}
    async with serving(read_settings(given)):
        await asyncio.sleep(0.1)
    async with serving(read_settings(given)):
        await asyncio.sleep(0.1)
        async with Sandbox(port=port) as telegram:
            await telegram.say(7, "/help")
            assert len(await telegram.replies(7)) == 1


async def test_a_wrong_token_is_told(telegram: Sandbox, tmp_path: Path) -> None:
    """At the start, and when it is revoked later; the letter waits for the new one."""
    settings = live(tmp_path, telegram, TELEGRAM_TOKEN="123456:WRONG")
    with pytest.raises(StartError, match=r"TELEGRAM_TOKEN=.*Telegram refuses it.*BotFather"):
        await serve(settings, FakeAnswerer(), asyncio.Event())
    await telegram.misbehave(Fault("error", method="sendMessage", code=401))
    await telegram.say(7, "/help")
    with pytest.raises(StartError, match="Telegram refuses it"):
        await serve(live(tmp_path, telegram), FakeAnswerer(), asyncio.Event())
    await telegram.behave()
    async with serving(live(tmp_path, telegram)):
        assert len(await telegram.replies(7)) == 1


async def test_another_bot_s_database_is_refused(telegram: Sandbox, tmp_path: Path) -> None:
    """The id comes from Telegram, so a token that was exchanged by mistake is found out."""
    async with serving(live(tmp_path, telegram)):
        await telegram.say(7, "/help")
        await telegram.replies(7)
    async with Sandbox("654321:OTHER") as other:
        with pytest.raises(StoreError, match="belongs to the bot 123456, and the token is that of 654321"):
            await serve(live(tmp_path, other, TELEGRAM_TOKEN="654321:OTHER"), FakeAnswerer(), asyncio.Event())


async def test_without_a_token_there_is_a_chat_page(tmp_path: Path) -> None:
    """The real bot against the sandbox, on a database of its own that begins empty each time."""
    settings = read_settings({"DATA_DIR": str(tmp_path), "LISTEN": "127.0.0.1:0"})
    for _ in range(2):
        async with serving(settings) as lines:
            await until(lambda lines=lines: lines)
            root = lines[0].removeprefix("chat page  ").rstrip("/")
            async with Client(root, TOKEN) as person:
                await person.say(7, "/help")
                assert len(await person.replies(7)) == 1
    assert not (tmp_path / "bot.sqlite3").exists()
    assert (tmp_path / "sandbox" / "bot.sqlite3").exists()


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"DATABASE_URL": "sqlite:///x.sqlite3"}, r"^DATABASE_URL=\(hidden\): without TELEGRAM_TOKEN"),
        ({"TELEGRAM_API_URL": "http://127.0.0.1:1"}, "^TELEGRAM_API_URL=http://127.0.0.1:1: without TELEGRAM_TOKEN"),
        ({"LISTEN": "0.0.0.0:8081"}, "^LISTEN=0.0.0.0:8081: the sandbox answers on loopback only"),
        ({"DATA_DIR": "/proc/nothing"}, "^DATA_DIR=/proc/nothing.*: cannot be written"),
    ],
)
async def test_what_contradicts_the_sandbox_is_refused(tmp_path: Path, given: dict[str, str], expected: str) -> None:
    """Key, value, remedy: nobody should believe to run the live bot."""
    with pytest.raises(SettingsError, match=expected):
        await serve(read_settings({"DATA_DIR": str(tmp_path), **given}), FakeAnswerer(), asyncio.Event())


async def test_the_sandbox_stays_away_from_a_live_database(tmp_path: Path) -> None:
    """A forgotten token must not look like a bot that works."""
    (tmp_path / "bot.sqlite3").touch()
    with pytest.raises(SettingsError, match=r"^DATA_DIR=.*: holds the database of a live bot\. Set TELEGRAM_TOKEN"):
        await serve(read_settings({"DATA_DIR": str(tmp_path)}), FakeAnswerer(), asyncio.Event())


async def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    """With the way to another."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(SettingsError, match=f"^LISTEN={listen}: the port cannot be used .*8082"):
            await serve(read_settings({"DATA_DIR": str(tmp_path), "LISTEN": listen}), FakeAnswerer(), asyncio.Event())


def test_one_folder_serves_one_bot(tmp_path: Path) -> None:
    """Two of them would answer everybody twice."""
    with locked(tmp_path), pytest.raises(SettingsError, match="another bot serves from it"), locked(tmp_path):
        pass
    with locked(tmp_path):
        pass


async def test_no_canary_gets_out(
    telegram: Sandbox, tmp_path: Path, stream: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    """Texts, names, ids and the token pass through every kind of trouble: none is in log, files or output."""
    chat = 987654321987
    for fault in (
        Fault("garbled", method="sendMessage", times=1, body="canary-answer"),
        Fault("error", method="sendMessage", code=400, description="Bad Request: canary-error", times=1),
        Fault("garbled", method="getUpdates", times=1, stored=False, body="canary-answer"),
        Fault("reset", method="sendMessage", times=1, skip=3),
    ):
        await telegram.misbehave(fault)
    await telegram.inject({"update_id": 1, "message": {"text": "canary-unreadable", "chat": chat}})
    async with serving(live(tmp_path, telegram)):
        for text in ("canary-offer", "bug canary-bug", "sos canary-emergency", "/canary-command"):
            await telegram.say(chat, text, name="canary-name", username="canary_user")
            await telegram.replies(chat, timeout=10)
        await telegram.say(chat, "canary-waiting")
        await telegram.confirmed()
    out, err = capsys.readouterr()
    written = (stream.getvalue() + out + err).encode() + bytes_under(tmp_path)
    assert [one for one in ("canary", str(chat), TOKEN) if one.encode() in written] == []
    for event in ("started", "handler_failed", "update_unreadable", "send_unknown", "poll_failed", "stopped"):
        assert event in stream.getvalue()


async def _confirmed(telegram: Sandbox) -> bool:
    return not (await telegram.counters())["updates"]["waiting"]
