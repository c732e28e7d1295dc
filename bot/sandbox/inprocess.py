"""A sandbox of one's own for the length of a test."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Self

from bot.sandbox.client import Client
from bot.sandbox.serve import serving
from bot.sandbox.telegram import Telegram

TOKEN = "123456:TEST"  # noqa: S105  (a token of the sandbox only)


class Sandbox(Client):
    """A loopback Telegram served from this process, on a free port unless one is given, and a client of it."""

    def __init__(self, token: str = TOKEN, *, port: int = 0, clock: Callable[[], float] = time.time) -> None:
        super().__init__("", token)
        self._telegram = Telegram(token, clock=clock)
        self._port = port
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        self.root = await self._stack.enter_async_context(serving(self._telegram, port=self._port))
        return await super().__aenter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await super().__aexit__(kind, error, trace)
        await self._stack.aclose()
