"""Trouble comes when it was asked for, as it was asked for."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from bot.sandbox import Client, Fault, Sandbox, SandboxError
from bot.sandbox.faults import Faults, read_fault
from tests.sandbox.conftest import CHAT, Bot

SEND = {"chat_id": CHAT, "text": "x"}

ERRORS = [
    (Fault("error", retry_after=3), 429, "Too Many Requests: retry after 3", {"retry_after": 3}),
    (Fault("error", code=429), 429, "Too Many Requests: retry after 1", {"retry_after": 1}),
    (Fault("error", code=403, description="Forbidden: bot was kicked"), 403, "Forbidden: bot was kicked", None),
    (Fault("error", code=400, description="Bad Request: chat not found"), 400, "Bad Request: chat not found", None),
    (Fault("error", code=400, parameters={"migrate_to_chat_id": -5}), 400, "Bad Request", {"migrate_to_chat_id": -5}),
    (Fault("error", code=401), 401, "Unauthorized", None),
    (Fault("error", code=409), 409, "Conflict", None),
    (Fault("error", code=500), 500, "Internal Server Error", None),
    (Fault("error", code=502), 502, "Bad Gateway", None),
    (Fault("error"), 500, "Internal Server Error", None),
]  # fmt: skip


async def arrived(telegram: Client) -> int:
    """How many messages of the bot are in the chat."""
    return len([shown for shown in await telegram.transcript(CHAT) if shown.by_bot])


@pytest.mark.parametrize(("fault", "code", "description", "parameters"), ERRORS, ids=lambda value: str(value)[:60])
async def test_errors_are_answered_and_nothing_is_done(
    telegram: Sandbox, bot: Bot, fault: Fault, code: int, description: str, parameters: dict[str, Any] | None
) -> None:
    """The call is refused as asked, the message does not arrive, and the next call after `behave` works."""
    await telegram.misbehave(fault)
    answer = await bot("sendMessage", **SEND)
    assert (code, description, parameters) == (answer["error_code"], answer["description"], answer.get("parameters"))
    assert await arrived(telegram) == 0
    await telegram.behave()
    await bot.ok("sendMessage", **SEND)


async def test_an_error_may_come_after_the_work(telegram: Sandbox, bot: Bot) -> None:
    """With `stored` the message arrives in spite of the error."""
    await telegram.misbehave(Fault("error", code=502, stored=True))
    await bot.refusal("sendMessage", **SEND)
    assert await arrived(telegram) == 1


async def test_garbled_answers_are_not_json(telegram: Sandbox, bot: Bot) -> None:
    """The message arrives, the answer is a page of a proxy."""
    await telegram.misbehave(Fault("garbled"))
    async with bot.session.post(bot.address("sendMessage"), json=SEND) as response:
        assert (response.status, response.content_type) == (200, "text/html")
        with pytest.raises(json.JSONDecodeError):
            json.loads(await response.text())
    assert await arrived(telegram) == 1


async def test_truncated_answers_break_off(telegram: Sandbox, bot: Bot) -> None:
    """The message arrives, the answer ends in the middle."""
    await telegram.misbehave(Fault("truncated"))
    with pytest.raises(aiohttp.ClientPayloadError):
        await bot("sendMessage", **SEND)
    assert await arrived(telegram) == 1


@pytest.mark.parametrize(("stored", "count"), [(None, 0), (True, 1)])
async def test_connections_are_reset(telegram: Sandbox, bot: Bot, stored: bool | None, count: int) -> None:
    """There is no answer at all; the message arrives only when it was asked for."""
    await telegram.misbehave(Fault("reset", stored=stored))
    with pytest.raises((aiohttp.ServerDisconnectedError, aiohttp.ClientOSError)):
        await bot("sendMessage", **SEND)
    assert count == await arrived(telegram)


@pytest.mark.parametrize(("stored", "count"), [(None, 1), (False, 0)])
async def test_silence_lasts(telegram: Sandbox, bot: Bot, stored: bool | None, count: int) -> None:
    """The caller's patience ends first; the message has arrived unless it was asked not to."""
    await telegram.misbehave(Fault("silence", stored=stored))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await bot("sendMessage", **SEND)
    assert count == await arrived(telegram)
    (call,) = await telegram.calls("sendMessage")
    assert (call.ok, call.fault) == (None, "silence")


async def test_silence_may_end(telegram: Sandbox, bot: Bot) -> None:
    """After the seconds the answer comes after all; the message arrived before."""
    await telegram.misbehave(Fault("silence", seconds=0.2))
    call = asyncio.create_task(bot.ok("sendMessage", **SEND))
    await telegram.replies(CHAT)
    assert not call.done()
    assert (await call)["text"] == "x"


async def test_a_delay_only_delays(telegram: Sandbox, bot: Bot) -> None:
    """Every call takes longer and works; another fault may follow the delay."""
    await telegram.misbehave(Fault("delay", seconds=0.1))
    await bot.ok("sendMessage", **SEND)
    await telegram.misbehave(Fault("error", code=500))
    assert (await bot.refusal("sendMessage", **SEND))[0] == 500


MATCHES = [
    (Fault("error", method="sendMessage"), "sendMessage", "1", True),
    (Fault("error", method="sendMessage"), "getMe", "", False),
    (Fault("error", chat=1), "sendMessage", "1", True),
    (Fault("error", chat=1), "sendMessage", "2", False),
    (Fault("error", chat=1), "getMe", "", False),
    (Fault("error", probability=0.0), "getMe", "", False),
]


@pytest.mark.parametrize(("fault", "method", "chat", "fires"), MATCHES, ids=lambda value: str(value)[:60])
def test_rules_match_by_method_and_chat(fault: Fault, method: str, chat: str, fires: bool) -> None:
    """A rule spoils only what it names."""
    faults = Faults()
    faults.add(fault)
    assert fires == bool(faults.pick(method, chat))


def test_rules_skip_and_end() -> None:
    """A rule lets the first calls pass and ends after its number of times."""
    faults = Faults()
    faults.add(Fault("error", skip=1, times=2))
    assert [bool(faults.pick("getMe", "")) for _ in range(5)] == [False, True, True, False, False]


def test_chance_is_seeded() -> None:
    """The same seed spoils the same calls, about as many as asked."""

    def run(seed: int) -> list[bool]:
        faults = Faults()
        faults.add(Fault("error", probability=0.3, seed=seed))
        return [bool(faults.pick("getMe", "")) for _ in range(1000)]

    assert run(1) == run(1) != run(2)
    assert 250 < sum(run(1)) < 350


async def test_a_rule_counts_what_it_spoilt(telegram: Sandbox, bot: Bot) -> None:
    """The number of spoilt calls is known, and one rule can be taken back without the others."""
    first = await telegram.misbehave(Fault("error", method="sendMessage", code=500))
    second = await telegram.misbehave(Fault("error", method="getMe", code=502))
    await bot.refusal("sendMessage", **SEND)
    assert (await telegram.fired(first), await telegram.fired(second)) == (1, 0)
    await telegram.behave(first)
    await bot.ok("sendMessage", **SEND)
    assert (await bot.refusal("getMe"))[0] == 502


@pytest.mark.parametrize("raw", [{"kind": "flood"}, {}, {"kind": "error", "colour": "red"}])
def test_unknown_faults_are_refused(raw: dict[str, Any]) -> None:
    """A kind or a field that does not exist is an error, not a rule without effect."""
    with pytest.raises(ValueError, match=r"kind must be|colour"):
        read_fault(raw)


async def test_unknown_faults_are_refused_over_http(telegram: Sandbox) -> None:
    """The caller is told."""
    with pytest.raises(SandboxError, match="kind must be"):
        await telegram.misbehave(Fault("flood"))  # type: ignore[arg-type]
