"""The part of the composition root that sends alerts: pump, conductor and desk around one store. `app` adds the bot to it,
`alert send` runs it alone."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.broadcast.conductor import Conductor
from bot.broadcast.desk import Desk
from bot.broadcast.pump import Pump, in_flight
from bot.chat.budget import BULK, TOTAL, Budget
from bot.chat.bulk import BulkSender, Wire
from bot.content.tables import country_zones
from bot.core.content import Content
from bot.settings import Settings
from bot.store.alert_store import AlertStore, alert_store
from bot.store.database import Database
from bot.store.vault import Vault

SPARE = TOTAL - BULK
"""Messages a second kept free for replies."""


@dataclass(frozen=True, slots=True)
class Broadcasting:
    """Alerts, ready to be sent."""

    store: AlertStore
    desk: Desk
    pump: Pump
    conductor: Conductor

    async def run(self, stop: asyncio.Event) -> None:
        """Send until `stop` is set, and finish what is in flight then."""
        await self.conductor.recover()
        async with asyncio.TaskGroup() as group:
            group.create_task(self.pump.run())
            group.create_task(self.conductor.run())
            await stop.wait()
            self.pump.stop()
            self.conductor.stop()


def budget_for(settings: Settings) -> Budget:
    """What the lanes of this process share."""
    return Budget(total=max(TOTAL, round(settings.broadcast_rate) + SPARE))


@asynccontextmanager
async def broadcasting(
    settings: Settings, database: Database, vault: Vault, content: Content, *, token: str, root: str, budget: Budget
) -> AsyncIterator[Broadcasting]:
    """Everything that sends alerts, over connections of its own."""
    store = alert_store(database, vault, settings.owners)
    rate, hold = settings.broadcast_rate, settings.broadcast_hold
    async with Wire(token, root, connections=in_flight(rate)) as wire:
        bulk = BulkSender(wire, budget)
        holder = str(uuid.uuid4())
        yield Broadcasting(
            store,
            Desk(store, content, rate=rate, hold=hold),
            Pump(store, bulk, rate=rate, zones=country_zones(), holder=holder),
            Conductor(store, content, hold=hold),
        )
