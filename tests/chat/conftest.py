"""A visit to the bot for every test that asks for one."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.chat.api import Api
from bot.sandbox import TOKEN, Sandbox
from bot.store.open import Store
from tests.chat.visit import Visit
from tests.fakes import Clock


@pytest.fixture
async def visit(store: Store, clock: Clock) -> AsyncIterator[Visit]:
    async with Sandbox() as sandbox, Api(TOKEN, sandbox.root) as api:
        visit = Visit(store, clock, api)
        async with visit.application:
            yield visit
