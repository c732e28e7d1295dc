"""The server takes whole requests with the right token, and nothing else."""

import asyncio
import socket
from io import BytesIO

import pytest

from bot.sandbox import Sandbox
from tests.sandbox.conftest import CHAT, Bot


@pytest.mark.parametrize(
    ("path", "code", "description"),
    [
        ("/bot123456:WRONG/getMe", 401, "Unauthorized"),
        ("/bot9:TEST/getMe", 401, "Unauthorized"),
        ("/botnonsense/getMe", 404, "Not Found"),
        ("/bot123456:TEST/nothing", 404, "Not Found"),
        ("/file/bot123456:WRONG/photos/file_0.jpg", 401, "Unauthorized"),
        ("/file/bot123456:TEST/photos/file_0.jpg", 404, "Not Found"),
    ],
)
async def test_wrong_addresses_are_refused(bot: Bot, path: str, code: int, description: str) -> None:
    """A wrong token is 401, a malformed one, an unknown method and an unknown file are 404."""
    async with bot.session.get(bot.root + path) as response:
        expected = {"ok": False, "error_code": code, "description": description}
        assert (code, expected) == (response.status, await response.json())


BROKEN = [
    ("application/json", b'{"chat_id": 1, "text": "cut', "Bad Request: can't parse request body as JSON"),
    ("application/json", b"[1]", "Bad Request: request body must be a JSON object"),
    ("application/json", b'{"text": "\xff"}', "Bad Request: strings must be encoded in UTF-8"),
    ("application/x-www-form-urlencoded", b"chat_id=1&text=\xff", "Bad Request: strings must be encoded in UTF-8"),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="chat_id"\r\n\r\n1\r\n--x\r\n',
        "Bad Request: can't parse multipart/form-data: the body is cut off",
    ),
    ("multipart/form-data; boundary=x", b"", "Bad Request: message text is empty"),
    ("multipart/form-data", b"--x--", "Bad Request: can't parse multipart/form-data: the body is cut off"),
    (
        "multipart/form-data; boundary=x",
        b"--x\r\nContent-Type: text/plain\r\n\r\n1\r\n--x--\r\n",
        "Bad Request: can't parse multipart/form-data: a part has no name",
    ),
]


@pytest.mark.parametrize(("kind", "body", "description"), BROKEN, ids=lambda value: str(value)[:40])
async def test_broken_bodies_are_refused(bot: Bot, kind: str, body: bytes, description: str) -> None:
    """A body that is not what its type says is a 400."""
    async with bot.session.post(bot.address("sendMessage"), data=body, headers={"Content-Type": kind}) as response:
        assert (400, description) == (response.status, (await response.json())["description"])


@pytest.mark.parametrize("ending", ["close", "half-close"])
async def test_cut_off_requests_do_nothing(telegram: Sandbox, bot: Bot, ending: str) -> None:
    """A request whose body ends early has no effect, however the connection ends."""
    host, port = telegram.root.removeprefix("http://").split(":")
    body = b'{"chat_id": 1, "text": "x"}'
    reader, writer = await asyncio.open_connection(host, int(port))
    path = bot.address("sendMessage").removeprefix(telegram.root)
    head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n"
    writer.write(head.encode() + body)
    await writer.drain()
    if ending == "half-close":
        writer.write_eof()
        assert b'"ok":true' not in (await reader.read()).replace(b" ", b"")
    writer.close()
    await writer.wait_closed()
    await bot.ok("getMe")
    assert await telegram.transcript(CHAT) == []


async def test_a_body_has_a_limit(bot: Bot) -> None:
    """More than any file Telegram takes is a 413."""
    async with bot.session.post(bot.address("sendMessage"), data=BytesIO(bytes(65 * 1024 * 1024))) as response:
        assert (response.status, (await response.json())["error_code"]) == (413, 413)


async def test_answers_are_not_held_back(telegram: Sandbox, bot: Bot) -> None:
    """An answer comes in one piece: headers and body in the first segment."""
    host, port = telegram.root.removeprefix("http://").split(":")
    path = bot.address("getMe").removeprefix(telegram.root)

    def first_segment() -> bytes:
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            return connection.recv(65536)

    assert (await asyncio.to_thread(first_segment)).rstrip().endswith(b"}")


async def test_waiting_polls_do_not_hold_up_the_end() -> None:
    """A sandbox that is left ends while a long poll and a silent call wait."""
    async with asyncio.timeout(20):
        async with Sandbox() as telegram:
            host, port = telegram.root.removeprefix("http://").split(":")
            _, writer = await asyncio.open_connection(host, int(port))
            writer.write(f"GET /bot{telegram.token}/getUpdates?timeout=50 HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            await writer.drain()
        writer.close()
        await writer.wait_closed()
