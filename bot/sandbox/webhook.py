"""Updates brought to the bot's own address: in order within a chat, again until it answers with 2xx."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.sandbox.errors import bad_request
from bot.sandbox.updates import Queued, UpdateQueue

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  (the name of a header)
READ_TIMEOUT_S = 60
LONGEST_DELAY_S = 60.0
LONGEST_RETRY_AFTER_S = 3600.0


@dataclass(slots=True)
class Webhook:
    """Where updates go. An empty `url` means that the bot polls."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    first_delay_s: float = 1.0
    """Wait before a failed delivery is repeated; doubles up to a minute."""
    last_error: tuple[int, str] | None = None

    def info(self, updates: UpdateQueue) -> dict[str, Any]:
        """The Bot API's WebhookInfo."""
        info: dict[str, Any] = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(updates.waiting),
        }
        if self.url:
            info["max_connections"] = self.max_connections
        if self.last_error is not None:
            info["last_error_date"], info["last_error_message"] = self.last_error
        if updates.allowed:
            info["allowed_updates"] = list(updates.allowed)
        return info


def checked_address(url: str) -> str:
    """The address of a webhook: loopback only, where plain http is allowed as by a local Bot API server."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"}:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not is_loopback(parts.hostname or ""):
        raise bad_request("bad webhook: the sandbox delivers to loopback addresses only")
    return url


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@dataclass(slots=True)
class Courier:
    """Brings what waits in the queue to the webhook, for as long as it runs."""

    updates: UpdateQueue
    webhook: Callable[[], Webhook]
    in_flight: dict[int, Queued] = field(default_factory=dict)

    async def run(self) -> None:
        """Deliver until cancelled."""
        timeout = aiohttp.ClientTimeout(total=READ_TIMEOUT_S)
        connector = aiohttp.TCPConnector(limit=0, ssl=False)
        async with (
            aiohttp.ClientSession(timeout=timeout, connector=connector) as session,
            asyncio.TaskGroup() as deliveries,
        ):
            while True:
                for queued in self.ready():
                    self.in_flight[id(queued)] = queued
                    deliveries.create_task(self.deliver(session, queued))
                await self.updates.changed()

    def ready(self) -> list[Queued]:
        """What may be delivered now: the first waiting update of every chat that has none under way."""
        webhook = self.webhook()
        if not webhook.url:
            return []
        busy = {queued.chat for queued in self.in_flight.values()}
        ready: list[Queued] = []
        for queued in self.updates.waiting:
            if len(self.in_flight) + len(ready) >= webhook.max_connections:
                break
            if queued.chat not in busy:
                ready.append(queued)
                busy.add(queued.chat)
        return ready

    async def deliver(self, session: aiohttp.ClientSession, queued: Queued) -> None:
        """Bring one update until it is taken, or the webhook is gone."""
        delay = self.webhook().first_delay_s
        while (webhook := self.webhook()).url:
            wait = await self.attempt(session, webhook, queued)
            if wait is None:
                break
            await asyncio.sleep(wait or delay)
            delay = min(2 * delay, LONGEST_DELAY_S)
        del self.in_flight[id(queued)]
        if webhook.url:
            self.updates.remove(queued)

    async def attempt(self, session: aiohttp.ClientSession, webhook: Webhook, queued: Queued) -> float | None:
        """Post once: None when taken, else the seconds the bot asked to wait, 0 when it did not say."""
        headers = {"Content-Type": "application/json"}
        if webhook.secret:
            headers[SECRET_HEADER] = webhook.secret
        try:
            async with session.post(webhook.url, data=json.dumps(queued.body), headers=headers) as response:
                await response.read()
                if response.ok:
                    return None
                problem = f"Wrong response from the webhook: {response.status} {response.reason}"
                asked = response.headers.get("Retry-After", "")
        except (aiohttp.ClientError, TimeoutError):
            problem, asked = "Connection refused", ""
        webhook.last_error = (int(time.time()), problem)
        return min(float(asked), LONGEST_RETRY_AFTER_S) if asked.isdigit() else 0.0
