"""The endpoints through which tests and the chat page look on: transcripts, events, calls, counters."""

from __future__ import annotations

import json
from collections import Counter

from aiohttp import web

from bot.sandbox.keys import STOPPING, TELEGRAM
from bot.sandbox.methods.profile import menu_for
from bot.sandbox.state import Event, Json

LONGEST_WAIT_S = 120.0
HEARTBEAT_S = 15.0


def add_routes(app: web.Application) -> None:
    """Everything that only looks."""
    app.router.add_get("/sandbox/faults", list_faults)
    app.router.add_get("/sandbox/chats/{chat}", transcript)
    app.router.add_get("/sandbox/events", events)
    app.router.add_get("/sandbox/stream", stream)
    app.router.add_get("/sandbox/queries/{id}", query_answer)
    app.router.add_get("/sandbox/calls", calls)
    app.router.add_get("/sandbox/counters", counters)
    app.router.add_get("/sandbox/commands", commands)
    app.router.add_get("/sandbox/files/{id}", file_content)


async def list_faults(request: web.Request) -> web.Response:
    """The rules in force and how often each has fired."""
    return web.json_response({"faults": [rule.json() for rule in request.app[TELEGRAM].faults.rules.values()]})


async def transcript(request: web.Request) -> web.Response:
    """All messages of a chat as they stand now, deleted ones marked."""
    chat = request.app[TELEGRAM].chats.get(int(request.match_info["chat"]))
    return web.json_response({"messages": [message.view() for message in chat.messages.values()] if chat else []})


async def events(request: web.Request) -> web.Response:
    """The events of `chat` after `after`, once there are `count` of them or `timeout` seconds have passed."""
    telegram = request.app[TELEGRAM]
    chat, after = int(request.query["chat"]), int(request.query.get("after", 0))
    kinds = set(request.query.get("kinds", "message,edit,delete,answer").split(","))
    by_bot = "by_bot" in request.query

    def look() -> list[Json]:
        found = telegram.events_since(chat, after)
        return [event.json() for event in found if event.kind in kinds and (event.by_bot or not by_bot)]

    timeout = min(float(request.query.get("timeout", 0)), LONGEST_WAIT_S)
    found = await telegram.news(chat, look, count=int(request.query.get("count", 0)), timeout_s=timeout)
    return web.json_response({"events": found})


async def stream(request: web.Request) -> web.StreamResponse:
    """The events of `chat` as server-sent events, from `after` or the browser's Last-Event-ID on, without end."""
    telegram, stopping = request.app[TELEGRAM], request.app[STOPPING]
    chat = int(request.query["chat"])
    after = int(request.headers.get("Last-Event-ID") or request.query.get("after") or 0)

    def look() -> list[Event | None]:
        return [*telegram.events_since(chat, after), *([None] if stopping.is_set() else [])]

    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    await response.prepare(request)
    while not stopping.is_set():
        seen = [event for event in await telegram.news(chat, look, count=1, timeout_s=HEARTBEAT_S) if event is not None]
        for event in seen:
            await response.write(f"id: {event.n}\ndata: {json.dumps(event.json())}\n\n".encode())
            after = event.n
        if not seen:
            await response.write(b": still here\n\n")
    return response


async def query_answer(request: web.Request) -> web.Response:
    """What the bot answered to a press or an inline query, waiting up to `timeout` seconds; null for nothing yet."""
    telegram = request.app[TELEGRAM]
    query = telegram.queries[request.match_info["id"]]
    timeout = min(float(request.query.get("timeout", 0)), LONGEST_WAIT_S)

    def look() -> list[Json]:
        return [query.answer] if query.answer else []

    found = await telegram.news(query.chat, look, count=1, timeout_s=timeout)
    return web.json_response({"answer": found[0] if found else None})


async def calls(request: web.Request) -> web.Response:
    """The calls after the `after`-th, of one `method` when it is given."""
    log = request.app[TELEGRAM].calls
    found = log.since(int(request.query.get("after", 0)), request.query.get("method", ""))
    return web.json_response({"calls": [call.json() for call in found]})


async def counters(request: web.Request) -> web.Response:
    """How much of everything there was."""
    telegram = request.app[TELEGRAM]
    updates = telegram.updates
    statuses = Counter(chat.status for chat in telegram.chats.values())
    return web.json_response(
        {
            "calls": telegram.calls.totals(),
            "updates": {"waiting": len(updates.waiting), "served": updates.served, "confirmed": updates.confirmed},
            "chats": dict(statuses),
            "messages": sum(len(chat.messages) for chat in telegram.chats.values()),
            "webhook": telegram.webhook.url,
        }
    )


async def commands(request: web.Request) -> web.Response:
    """The menu a person with that `language` sees."""
    return web.json_response({"commands": menu_for(request.app[TELEGRAM], request.query.get("language", ""))})


async def file_content(request: web.Request) -> web.Response:
    """A picture for the chat page."""
    file = request.app[TELEGRAM].files.by_id[request.match_info["id"]]
    return web.Response(body=file.content, headers={"Cache-Control": "max-age=3600"})
