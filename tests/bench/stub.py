"""A Bot API that only counts: the sandbox checks as Telegram does, and costs more than the bot it would measure."""

from __future__ import annotations

import asyncio
import json
import sys
import time

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
BOT = {"id": 123456, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}


class Stub(asyncio.Protocol):
    """One connection. `updates` wait to be fetched; `replies` are the moments at which live people were answered."""

    bulk = 0
    times: list[float] = []  # noqa: RUF012  (shared on purpose)
    replies: dict[int, float] = {}  # noqa: RUF012
    updates: list[dict[str, object]] = []  # noqa: RUF012

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport, self.buffer = transport, b""

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            head = self.buffer[:end].lower()
            at = head.find(b"content-length:")
            size = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
            if len(self.buffer) < end + 4 + size:
                return
            path, body = self.buffer.split(b" ", 2)[1], self.buffer[end + 4 : end + 4 + size]
            self.buffer = self.buffer[end + 4 + size :]
            self.answer(path.rpartition(b"/")[2].decode().lower(), body)

    def answer(self, method: str, body: bytes) -> None:
        if method == "sendmessage":
            self.sent(body)
        elif method == "getupdates":
            self.fetch(body)
        elif method == "figures":
            self.say({"bulk": Stub.bulk, "replies": Stub.replies, "all": Stub.times})
        elif method == "ask":
            Stub.updates.append(json.loads(body))
            self.say(True)
        else:
            self.say(BOT if method == "getme" else True)

    def sent(self, body: bytes) -> None:
        chat = int(body.partition(b"chat_id=")[2].partition(b"&")[0])
        now = time.time()
        if chat >= 10_000_000:
            Stub.replies.setdefault(chat, now)
        else:
            Stub.bulk += 1
            Stub.times.append(now)
        self.say({"message_id": len(Stub.times) + 1, "date": int(now), "chat": {"id": chat, "type": "private"}})

    def fetch(self, body: bytes) -> None:
        offset = int(body.partition(b"offset=")[2].partition(b"&")[0] or 0)
        Stub.updates[:] = [one for one in Stub.updates if int(str(one["update_id"])) >= offset]
        if Stub.updates:
            self.say(Stub.updates[:100])
        else:
            asyncio.get_running_loop().call_later(0.05, lambda: self.say(Stub.updates[:100]))

    def say(self, result: object) -> None:
        content = json.dumps({"ok": True, "result": result}).encode()
        self.transport.write(HEAD % (len(content), content))  # type: ignore[attr-defined]


async def main() -> None:
    """Serve until killed; the port is printed."""
    server = await asyncio.get_running_loop().create_server(Stub, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
