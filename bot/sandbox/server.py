"""The Bot API over HTTP: one route for methods, one for files, with the faults that were asked for."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

from aiohttp import web

from bot.sandbox import chatpage, control, watch
from bot.sandbox.calls import Call
from bot.sandbox.errors import Refused
from bot.sandbox.faults import Fault
from bot.sandbox.keys import STOPPING, TELEGRAM
from bot.sandbox.methods import METHODS
from bot.sandbox.parameters import Parameters, read_parameters
from bot.sandbox.telegram import Telegram
from bot.sandbox.webhook import Courier

TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
MOST_BODY = 64 * 1024 * 1024
NOT_FOUND = Refused(404, "Not Found")
UNAUTHORISED = Refused(401, "Unauthorized")
TOO_LARGE = Refused(413, "Request Entity Too Large")


def application(telegram: Telegram) -> web.Application:
    """The whole sandbox as an aiohttp application: Bot API, control endpoints and chat page."""
    app = web.Application(client_max_size=MOST_BODY)
    app[TELEGRAM] = telegram
    app[STOPPING] = asyncio.Event()
    app.router.add_route("*", "/bot{token}/{method}", call_method)
    app.router.add_get("/file/bot{token}/{path:.+}", download)
    for part in (control, watch, chatpage):
        part.add_routes(app)
    app.cleanup_ctx.append(deliveries)
    app.on_shutdown.append(end_waits)
    return app


async def deliveries(app: web.Application) -> AsyncIterator[None]:
    """Deliver to the webhook, when there is one, for as long as the server runs."""
    telegram = app[TELEGRAM]
    task = asyncio.create_task(Courier(telegram.updates, lambda: telegram.webhook).run())
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def end_waits(app: web.Application) -> None:
    """Let everything that waits for something end now."""
    app[STOPPING].set()
    app[TELEGRAM].updates.wake()
    app[TELEGRAM].wake_watchers()


def check_token(request: web.Request) -> None:
    """Refuse a token that is malformed (404) or not ours (401), as Telegram does."""
    token = request.match_info["token"]
    if not TOKEN.fullmatch(token):
        raise NOT_FOUND
    if token != request.app[TELEGRAM].token:
        raise UNAUTHORISED


async def call_method(request: web.Request) -> web.StreamResponse:
    """One method call, from the request to the answer."""
    telegram = request.app[TELEGRAM]
    try:
        check_token(request)
        given = await read_parameters(request)
    except Refused as refusal:
        return reply(refusal.code, refusal.answer())
    except web.HTTPRequestEntityTooLarge:
        return reply(413, TOO_LARGE.answer())
    name, _ = METHODS.get(request.match_info["method"].lower(), (request.match_info["method"], None))
    call = telegram.calls.begin(name, given.text("chat_id"), given.text("text") or given.text("caption"))
    faults = telegram.faults.pick(name, given.text("chat_id"))
    for fault in faults:
        if fault.kind == "delay":
            await pause(request, fault.seconds)
    if faults and faults[-1].kind != "delay":
        return await spoilt(request, faults[-1], call, given)
    return reply(*await done(telegram, call, given))


async def done(telegram: Telegram, call: Call, given: Parameters) -> tuple[int, dict[str, Any]]:
    """Run the method: HTTP status and body of the answer."""
    _, method = METHODS.get(call.method.lower(), ("", None))
    try:
        if method is None:
            raise NOT_FOUND
        status, body = 200, {"ok": True, "result": await method(telegram, given)}
    except Refused as refusal:
        status, body = refusal.code, refusal.answer()
    call.ok, call.code = status == 200, status
    return status, body


async def spoilt(request: web.Request, fault: Fault, call: Call, given: Parameters) -> web.StreamResponse:
    """Answer, or do not, in the way the fault says."""
    telegram = request.app[TELEGRAM]
    call.fault = fault.kind
    status, body = await done(telegram, call, given) if fault.does_work else (500, {"ok": False})
    if fault.kind == "error":
        refusal = fault.refusal()
        call.ok, call.code = False, refusal.code
        return reply(refusal.code, refusal.answer())
    call.ok = call.code = None
    if fault.kind == "garbled":
        return web.Response(text=fault.body, status=fault.code or 200, content_type="text/html")
    if fault.kind == "silence":
        await pause(request, fault.seconds or None)
        call.ok, call.code = status == 200, status
        return reply(status, body)
    if fault.kind == "truncated":
        return await cut_off(request, body)
    return reset(request)


async def pause(request: web.Request, seconds: float | None) -> None:
    """Wait that long, or for good, but not longer than the server runs."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await request.app[STOPPING].wait()


async def cut_off(request: web.Request, body: dict[str, Any]) -> web.StreamResponse:
    """Promise the whole answer, send half of it and close the connection."""
    content = json.dumps(body).encode()
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    response.content_length = len(content)
    await response.prepare(request)
    await response.write(content[: len(content) // 2])
    if request.transport is not None:
        request.transport.close()
    return response


def reset(request: web.Request) -> web.StreamResponse:
    """Reset the connection without a word."""
    if request.transport is not None:
        connection = request.transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        request.transport.abort()
    return web.Response()


async def download(request: web.Request) -> web.StreamResponse:
    """The bytes of a file."""
    telegram = request.app[TELEGRAM]
    try:
        check_token(request)
    except Refused as refusal:
        return reply(refusal.code, refusal.answer())
    file = telegram.files.by_path.get(request.match_info["path"])
    if file is None:
        return reply(404, NOT_FOUND.answer())
    call = telegram.calls.begin("file", "", file.path)
    faults = [fault for fault in telegram.faults.pick("file", "") if fault.kind != "delay"]
    if faults:
        return await spoilt(request, faults[-1], call, Parameters({}, {}))
    call.ok, call.code = True, 200
    return web.Response(body=file.content, content_type="application/octet-stream")


def reply(status: int, body: dict[str, Any]) -> web.Response:
    """An answer as JSON, in one write."""
    return web.Response(
        body=json.dumps(body, ensure_ascii=False).encode(), status=status, content_type="application/json"
    )
