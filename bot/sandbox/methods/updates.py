"""Receiving updates: by polling, or at a webhook."""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox.errors import bad_request, conflict
from bot.sandbox.parameters import Parameters
from bot.sandbox.state import Json
from bot.sandbox.telegram import Telegram
from bot.sandbox.webhook import Webhook, checked_address

MOST_UPDATES = 100
LONGEST_POLL_S = 50
SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


async def get_updates(telegram: Telegram, given: Parameters) -> list[Json]:
    """The oldest updates that wait; the offset deletes those below it."""
    if telegram.webhook.url:
        raise conflict(WEBHOOK_ACTIVE)
    remember_kinds(telegram, given)
    return await telegram.updates.poll(
        offset=given.integer("offset", low=-(2**31), high=2**31 - 1),
        limit=given.integer("limit", default=MOST_UPDATES, low=1, high=MOST_UPDATES),
        timeout_s=given.integer("timeout", low=0, high=LONGEST_POLL_S),
    )


def remember_kinds(telegram: Telegram, given: Parameters) -> None:
    """Keep the kinds of update the bot asks for; a call that does not say keeps what was."""
    kinds: Any = given.json("allowed_updates", "allowed_updates")
    if isinstance(kinds, list):
        telegram.updates.allowed = tuple(str(kind) for kind in kinds)


async def set_webhook(telegram: Telegram, given: Parameters) -> bool:
    """Have updates brought to an address; an empty one goes back to polling."""
    if not given.text("url"):
        return await delete_webhook(telegram, given)
    address = checked_address(given.text("url"))
    secret = given.text("secret_token")
    if not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    remember_kinds(telegram, given)
    forget_waiting(telegram, given)
    connections = given.integer("max_connections", default=40, low=1, high=100)
    delay = telegram.webhook.first_delay_s
    telegram.webhook = Webhook(address, secret, connections, delay)
    telegram.updates.end_poll("terminated by setWebhook request")
    telegram.updates.wake()
    return True


async def delete_webhook(telegram: Telegram, given: Parameters) -> bool:
    """Go back to polling."""
    forget_waiting(telegram, given)
    telegram.webhook = Webhook(first_delay_s=telegram.webhook.first_delay_s)
    return True


def forget_waiting(telegram: Telegram, given: Parameters) -> None:
    """Drop what waits, when the call says so."""
    if given.flag("drop_pending_updates"):
        telegram.updates.drop()


async def get_webhook_info(telegram: Telegram, given: Parameters) -> Json:
    """Where updates go and how it fares."""
    return telegram.webhook.info(telegram.updates)


METHODS = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
