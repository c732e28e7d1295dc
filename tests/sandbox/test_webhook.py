"""Updates are brought to a webhook as Telegram brings them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from bot.sandbox import Sandbox
from bot.sandbox.webhook import SECRET_HEADER
from tests.sandbox.conftest import CHAT, Bot

Answer = Callable[[dict[str, Any], int], int]


class Receiver:
    """The bot's address: keeps what came and answers what it is told, by update and number of the attempt."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.texts: list[str] = []
        self.secrets: list[str | None] = []
        self.attempts: dict[int, int] = {}

    async def take(self, request: web.Request) -> web.Response:
        update = await request.json()
        attempt = self.attempts[update["update_id"]] = self.attempts.get(update["update_id"], 0) + 1
        status = self.answer(update, attempt)
        self.secrets.append(request.headers.get(SECRET_HEADER))
        if status == 200:
            self.texts.append(update["message"]["text"])
        return web.Response(status=status)


@asynccontextmanager
async def receiving(answer: Answer = lambda update, attempt: 200) -> AsyncIterator[tuple[Receiver, str]]:
    """A receiver and its address."""
    receiver = Receiver(answer)
    app = web.Application()
    app.router.add_post("/hook", receiver.take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield receiver, f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    finally:
        await runner.cleanup()


async def test_updates_come_with_the_secret(telegram: Sandbox, bot: Bot) -> None:
    """What waited and what comes is brought, each with the secret in its header, and confirmed by a 200."""
    await telegram.say(CHAT, "waited")
    async with receiving() as (receiver, address):
        await bot.ok("setWebhook", url=address, secret_token="s3cret", allowed_updates=["message"])
        await telegram.say(CHAT, "came")
        await telegram.confirmed()
    assert receiver.texts == ["waited", "came"]
    assert receiver.secrets == ["s3cret", "s3cret"]


async def test_a_refused_update_comes_again_in_order(telegram: Sandbox, bot: Bot) -> None:
    """Until the bot says 2xx the update is repeated; those of the same chat wait, other chats do not."""
    fails = {"first": 3}

    def answer(update: dict[str, Any], attempt: int) -> int:
        return 503 if attempt <= fails.get(update["message"]["text"], 0) else 200

    async with receiving(answer) as (receiver, address):
        await telegram.retry_webhook_after(0.01)
        await bot.ok("setWebhook", url=address)
        for chat, text in ((CHAT, "first"), (CHAT, "second"), (2, "elsewhere")):
            await telegram.say(chat, text)
        await telegram.confirmed()
        info = await bot.ok("getWebhookInfo")
    assert receiver.texts.index("first") < receiver.texts.index("second")
    assert set(receiver.texts) == {"first", "second", "elsewhere"}
    assert info["last_error_message"] == "Wrong response from the webhook: 503 Service Unavailable"


async def test_a_dead_address_loses_nothing(telegram: Sandbox, bot: Bot) -> None:
    """While nobody answers updates wait, and come once somebody does."""
    await telegram.retry_webhook_after(0.01)
    await bot.ok("setWebhook", url="http://127.0.0.1:9/hook")
    await telegram.say(CHAT, "hello")
    while "last_error_message" not in await bot.ok("getWebhookInfo"):  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    async with receiving() as (receiver, address):
        await bot.ok("setWebhook", url=address)
        await telegram.confirmed()
    assert receiver.texts == ["hello"]


async def test_polling_and_webhook_exclude_each_other(telegram: Sandbox, bot: Bot) -> None:
    """A poll is refused 409 while a webhook is set, one that waits is ended, and it works again after deleteWebhook."""
    poll = asyncio.create_task(bot("getUpdates", timeout=50))
    while not await telegram.calls("getUpdates"):  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    async with receiving() as (_, address):
        await bot.ok("setWebhook", url=address)
        assert (await poll)["error_code"] == 409
        code, description = await bot.refusal("getUpdates")
        assert (code, description[:49]) == (409, "Conflict: can't use getUpdates method while webho")
        assert (await bot.ok("getWebhookInfo"))["url"] == address
        await bot.ok("deleteWebhook")
    assert (await bot.ok("getWebhookInfo"))["url"] == ""
    assert await bot.ok("getUpdates") == []


@pytest.mark.parametrize(("method", "more"), [("setWebhook", {"url": "http://127.0.0.1:9/"}), ("deleteWebhook", {})])
async def test_waiting_updates_are_dropped_on_request(
    telegram: Sandbox, bot: Bot, method: str, more: dict[str, Any]
) -> None:
    """drop_pending_updates forgets what waits."""
    await telegram.say(CHAT, "hello")
    await bot.ok(method, drop_pending_updates=True, **more)
    assert (await bot.ok("getWebhookInfo"))["pending_update_count"] == 0
