"""A sandbox with one person in it, and a bot that calls methods by hand."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from bot.sandbox import Sandbox

CHAT = 1


@dataclass(frozen=True)
class Bot:
    """The bot's side of the Bot API."""

    session: aiohttp.ClientSession
    root: str
    token: str

    async def __call__(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The answer to a call with a JSON body."""
        async with self.session.post(self.address(method), json=parameters) as response:
            answer: dict[str, Any] = await response.json()
            assert response.status == answer.get("error_code", 200)
            return answer

    async def ok(self, method: str, **parameters: Any) -> Any:
        """The result of a call that must succeed."""
        answer = await self(method, **parameters)
        assert answer["ok"], answer
        return answer["result"]

    async def refusal(self, method: str, **parameters: Any) -> tuple[int, str]:
        """Code and description of a call that must be refused."""
        answer = await self(method, **parameters)
        assert not answer["ok"], answer
        return answer["error_code"], answer["description"]

    def address(self, method: str) -> str:
        return f"{self.root}/bot{self.token}/{method}"


@pytest.fixture
async def telegram() -> AsyncIterator[Sandbox]:
    """A sandbox in which person 1 has written to the bot before."""
    async with Sandbox() as sandbox:
        await sandbox.meet(CHAT)
        yield sandbox


@pytest.fixture
async def bot(telegram: Sandbox) -> AsyncIterator[Bot]:
    """The bot of that sandbox."""
    async with aiohttp.ClientSession() as session:
        yield Bot(session, telegram.root, telegram.token)
