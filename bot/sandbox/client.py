"""Tests as people: what they do in a chat, what they see there, and the trouble they ask for. All over HTTP."""

from __future__ import annotations

import asyncio
import base64
import time
from collections.abc import Iterable
from dataclasses import asdict
from types import TracebackType
from typing import Any, Self

import aiohttp

from bot.sandbox.answers import Call, Media, Reply, Said, Shown, read_reply, read_shown
from bot.sandbox.faults import Fault

SLACK_S = 10.0
LOOK_AGAIN_S = 0.02


class SandboxError(RuntimeError):
    """What was asked of the sandbox cannot be done; the text says why."""


class Client:
    """One sandbox at `root`, wherever it runs; used as an async context manager."""

    def __init__(self, root: str, token: str) -> None:
        self.root = root
        self.token = token
        self._session: aiohttp.ClientSession | None = None
        self._seen: dict[int, int] = {}

    @property
    def page(self) -> str:
        """The address of the chat page."""
        return f"{self.root}/"

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def say(
        self,
        chat: int,
        text: str = "",
        *,
        language: str | None = None,
        name: str | None = None,
        user: int | None = None,
        username: str | None = None,
        media: Media | None = None,
        **more: Any,
    ) -> Said:
        """Somebody sends a message. `more`: entities, location, reply_to, forward, date, title, extra (as acts.say)."""
        person = {"id": user, "first_name": name, "username": username, "language": language}
        act = {"chat": chat, "text": text, "person": person, **more}
        if media is not None:
            act["media"] = media_json(media)
        said = await self._post("messages", act)
        return Said(said["message"]["message_id"], said["update_id"])

    async def say_all(self, acts: Iterable[dict[str, Any]]) -> int:
        """Many messages in one go, each as acts.say takes it; returns how many there were."""
        return len((await self._post("messages", {"each": list(acts)}))["each"])

    async def edit(self, chat: int, message_id: int, text: str) -> Said:
        """Somebody edits a message of theirs."""
        said = await self._post("edits", {"chat": chat, "message_id": message_id, "text": text})
        return Said(said["message"]["message_id"], said["update_id"])

    async def press(
        self, chat: int, data: str, *, message_id: int | None = None, user: int | None = None, forged: bool = False
    ) -> str:
        """Somebody presses the newest button with that data, or a `forged` one; returns the id of the query."""
        act = {"chat": chat, "data": data, "message_id": message_id, "person": {"id": user}, "forged": forged}
        return str((await self._post("presses", act))["query_id"])

    async def look_up(self, user: int, text: str, *, language: str = "en") -> str:
        """Somebody types @bot and a text in another chat; returns the query's id."""
        act = {"person": {"id": user, "language": language}, "text": text}
        return str((await self._post("inline", act))["query_id"])

    async def answer(self, query_id: str, *, timeout: float = 5.0) -> dict[str, Any]:  # noqa: ASYNC109
        """What the bot answered to a press (text, show_alert, url) or an inline query (results)."""
        found = await self._get(f"queries/{query_id}", timeout=timeout)
        if found["answer"] is None:
            raise TimeoutError(f"query {query_id} was not answered within {timeout} s")
        return dict(found["answer"])

    async def block(self, chat: int) -> None:
        """A person blocks the bot."""
        await self.membership(chat, "kicked")

    async def unblock(self, chat: int) -> None:
        """A person lets the bot write again."""
        await self.membership(chat, "member")

    async def membership(self, chat: int, status: str, *, user: int | None = None) -> None:
        """Membership changes: of the bot, or of `user` in a group."""
        await self._post("members", {"chat": chat, "status": status, "user": user})

    async def migrate(self, chat: int, to: int) -> None:
        """A group becomes a supergroup."""
        await self._post("migrations", {"chat": chat, "to": to})

    async def meet(self, first: int, count: int = 1, *, language: str = "en") -> None:
        """People with the ids from `first` on have written to the bot before."""
        await self._post("people", {"first": first, "count": count, "language": language})

    async def inject(self, update: dict[str, Any]) -> int:
        """Queue a raw update, with its own update_id or the next one; returns the id."""
        return int((await self._post("updates", {"update": update}))["update_id"])

    async def jump(self, next_id: int) -> None:
        """Update ids go on from another number."""
        await self._post("updates", {"next_id": next_id})

    async def lose_updates(self) -> int:
        """Whatever waits is lost, as after an outage of more than a day; returns how many."""
        return int((await self._request("DELETE", "updates"))["lost"])

    async def misbehave(self, fault: Fault) -> int:
        """Put a fault in force; returns its id."""
        return int((await self._post("faults", asdict(fault)))["id"])

    async def behave(self, fault_id: int | None = None) -> None:
        """Take one fault out of force, or all of them."""
        await self._request("DELETE", "faults", params={} if fault_id is None else {"id": str(fault_id)})

    async def fired(self, fault_id: int) -> int:
        """How many calls a fault in force has spoilt."""
        rules = (await self._get("faults"))["faults"]
        return next(int(rule["fired"]) for rule in rules if rule["id"] == fault_id)

    async def replies(self, chat: int, count: int = 1, *, timeout: float = 5.0) -> list[Reply]:  # noqa: ASYNC109
        """The bot's messages and edits since the last look, once there are `count`; TimeoutError for fewer."""
        found = await self._look(chat, count=count, timeout=timeout)
        if len(found) < count:
            texts = [reply.text for reply in found]
            raise TimeoutError(f"{len(found)} of {count} replies in chat {chat} within {timeout} s: {texts}")
        return found

    async def replies_within(self, chat: int, seconds: float) -> list[Reply]:
        """The bot's messages and edits of the next seconds; mostly to see that there are none."""
        await asyncio.sleep(seconds)
        return await self._look(chat, count=0, timeout=0)

    async def _look(self, chat: int, *, count: int, timeout: float) -> list[Reply]:  # noqa: ASYNC109
        after = self._seen.get(chat, 0)
        query = {"chat": chat, "after": after, "count": count, "timeout": timeout}
        events = (await self._get("events", by_bot=1, kinds="message,edit", **query))["events"]
        if events:
            self._seen[chat] = events[-1]["n"]
        return [read_reply(event) for event in events]

    async def transcript(self, chat: int) -> list[Shown]:
        """All messages of a chat as they stand, deleted ones marked."""
        return [read_shown(view) for view in (await self._get(f"chats/{chat}"))["messages"]]

    async def calls(self, method: str = "", *, after: int = 0) -> list[Call]:
        """The method calls after the `after`-th, of one method or of all."""
        return [Call(**call) for call in (await self._get("calls", method=method, after=after))["calls"]]

    async def counters(self) -> dict[str, Any]:
        """calls (method -> ending -> number), updates (waiting, served, confirmed), chats, messages, webhook."""
        return await self._get("counters")

    async def confirmed(self, *, timeout: float = 5.0) -> None:  # noqa: ASYNC109
        """Every update was confirmed by the bot, at the latest after `timeout`; TimeoutError otherwise."""
        deadline = time.monotonic() + timeout
        while waiting := (await self.counters())["updates"]["waiting"]:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{waiting} updates were not confirmed within {timeout} s")
            await asyncio.sleep(LOOK_AGAIN_S)

    async def retry_webhook_after(self, seconds: float) -> None:
        """How soon a failed delivery to the webhook is repeated."""
        await self._post("webhook", {"first_delay_s": seconds})

    async def _get(self, path: str, **query: Any) -> dict[str, Any]:
        return await self._request("GET", path, params={key: str(value) for key, value in query.items()})

    async def _post(self, path: str, act: dict[str, Any]) -> dict[str, Any]:
        return await self._request("POST", path, json=act)

    async def _request(self, verb: str, path: str, **more: Any) -> dict[str, Any]:
        if self._session is None:
            raise SandboxError("use the sandbox inside `async with`")
        async with self._session.request(verb, f"{self.root}/sandbox/{path}", **more) as response:
            answer: dict[str, Any] = await response.json()
            if response.status >= 400:
                raise SandboxError(answer.get("error", response.reason))
            return answer


def media_json(media: Media) -> dict[str, Any]:
    """A medium as the control endpoint takes it."""
    content = None if media.content is None else base64.b64encode(media.content).decode()
    named = {"name": media.name, "mime_type": media.mime_type, "size": media.size}
    return {"kind": media.kind, "content": content, **media.more} | {
        key: value for key, value in named.items() if value
    }
