"""The library over aiohttp, against a real server on loopback."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator

import pytest
from telegram import InputFile
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.chat.api import Api, seconds_of
from bot.chat.transport import NotSentError, UnansweredError
from bot.sandbox import TOKEN, Fault, Sandbox


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as sandbox:
        await sandbox.meet(7)
        yield sandbox


@pytest.fixture
async def api(sandbox: Sandbox) -> AsyncIterator[Api]:
    async with Api(TOKEN, sandbox.root) as api:
        yield api


async def test_texts_in_any_script_arrive_as_written(sandbox: Sandbox, api: Api) -> None:
    """Through the library's own method and through the bare call."""
    for text in ("ខ្មែរ & 🙂 = ?", "a\nb"):
        await api.send_message(7, text)
        await api.call("sendMessage", {"chat_id": 7, "text": text})
    assert [shown.text for shown in await sandbox.transcript(7)] == ["ខ្មែរ & 🙂 = ?"] * 2 + ["a\nb"] * 2


async def test_files_go_up_in_parts(sandbox: Sandbox, api: Api) -> None:
    """Multipart, with name and bytes."""
    sent = await api.send_document(7, InputFile(b"\x00bytes\xff", filename="list.csv"), caption="ok")
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.file_size, sent.caption) == ("list.csv", 7, "ok")
    file = await api.get_file(sent.document.file_id)
    assert await file.download_as_bytearray() == b"\x00bytes\xff"


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault("error", code=401), InvalidToken),
        (Fault("error", code=400, description="Bad Request: x"), BadRequest),
        (Fault("error", code=429, retry_after=3), RetryAfter),
        (Fault("error", code=502), NetworkError),
        (Fault("garbled", code=502), NetworkError),
        (Fault("garbled"), TelegramError),
        (Fault("silence"), TimedOut),
        (Fault("truncated"), UnansweredError),
        (Fault("reset"), UnansweredError),
    ],
    ids=lambda value: f"{value.kind}-{value.code}" if isinstance(value, Fault) else value.__name__,
)
async def test_trouble_has_the_right_name(
    sandbox: Sandbox, api: Api, caplog: pytest.LogCaptureFixture, fault: Fault, expected: type[Exception]
) -> None:
    """And no name of trouble holds the token, which is in every address."""
    caplog.set_level(logging.CRITICAL, "telegram")
    await sandbox.misbehave(fault)
    with pytest.raises(TelegramError) as caught:
        await api.call("sendMessage", {"chat_id": 7, "text": "x"}, wait=0.1)
    assert type(caught.value) is expected
    assert TOKEN not in str(caught.value)
    if isinstance(caught.value, RetryAfter):
        assert seconds_of(caught.value) == 3


async def test_nobody_there_means_not_sent() -> None:
    """A refused connection may be repeated freely."""
    async with Sandbox() as gone:
        root = gone.root
    api = Api(TOKEN, root)
    await api._request[1].initialize()
    with pytest.raises(NotSentError):
        await api.call("getMe", {})
    await api._request[1].shutdown()


async def test_updates_come_raw(sandbox: Sandbox, api: Api) -> None:
    """What the library cannot read is handed on all the same, and asking confirms."""
    await sandbox.inject({"update_id": 3, "message": {"nonsense": True}})
    found = await api.updates(None, wait=0)
    assert [one["message"] for one in found] == [{"nonsense": True}]
    await api.updates(4, wait=0)
    await sandbox.confirmed()
