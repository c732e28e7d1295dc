"""A chat with the bot, without the network."""

from __future__ import annotations

from typing import Any

from bot.chat.accept import reduced
from bot.chat.api import Api
from bot.chat.handlers import App, Door
from bot.core.message import Send
from bot.store.open import Store
from tests.fakes import Clock, FakeAnswerer, FakeSender


class Visit:
    """A chat with the bot: what comes in goes through inbox, library and handlers, what goes out is kept."""

    def __init__(self, store: Store, clock: Clock, api: Api) -> None:
        self.store, self.clock = store, clock
        self.sender = FakeSender()
        self.answerer = FakeAnswerer()
        self.door = Door(self.answerer, self.sender, store.inbox, store.people, clock)
        self.application: App = self.door.application(api)

    async def bring(self, *updates: dict[str, Any]) -> list[str]:
        """Everything that is waiting then is one turn; returns the texts sent for it."""
        before = len(self.sender.sent)
        await self.store.inbox.add([one for update in updates if (one := reduced(update))])
        letters = await self.store.inbox.waiting(0, 10)
        await self.store.inbox.finish(await self.door.handle(self.application, letters))
        return self.sender.texts[before:]

    async def waiting(self) -> list[int]:
        return [letter.update_id for letter in await self.store.inbox.waiting(0, 10)]

    @property
    def last(self) -> Send:
        return self.sender.sent[-1]

    @property
    def buttons(self) -> tuple[tuple[str, str], ...]:
        return tuple((button.label, button.data) for row in self.last.buttons for button in row)
