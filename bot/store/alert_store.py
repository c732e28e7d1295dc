"""Everything of the alerts that is kept, ready for use."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.core.alerts import Act, Entry
from bot.store import audit, meta
from bot.store.alerts import Alerts
from bot.store.database import Database
from bot.store.lane import Lane, open_lane
from bot.store.outbox import Outbox
from bot.store.staff import Staff
from bot.store.subscribers import Subscribers
from bot.store.tables import meta as marks
from bot.store.vault import Vault

TOLD = "audit_told"
"""The mark that says up to which line of the audit log staff have been told."""


class Audit:
    """Implements `bot.core.ports.Audit` on the database."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    async def note(self, act: Act, now: float) -> None:
        """The act stands in the log."""
        await self._database.write(lambda connection: audit.note(connection, self._vault, act, now))

    async def entries(self, after: int = 0) -> list[Entry]:
        """The lines behind `after`."""
        return await audit.entries(self._database, after)

    async def verify(self) -> tuple[int, str, str]:
        """(lines, digest of the last, what is wrong)."""
        return await audit.verify(self._database, self._vault)

    async def untold(self) -> list[Entry]:
        """Lines of which staff have not been told; they count as told now, to whichever process came first."""
        known = await meta.get(self._database, TOLD)
        last = await audit.last_seq(self._database)
        if known is None:
            await meta.put(self._database, TOLD, str(last))
            return []
        found = await audit.entries(self._database, int(known)) if last > int(known) else []
        if not found:
            return []
        taken = marks.update().where(marks.c.key == TOLD, marks.c.value == known).values(value=str(found[-1].seq))
        changed = await self._database.write(lambda connection: connection.execute(taken))
        return found if changed.rowcount else []


@dataclass(frozen=True, slots=True)
class AlertStore:
    """Implements what `bot.core.ports` asks of whoever keeps alerts."""

    alerts: Alerts
    outbox: Outbox
    subscribers: Subscribers
    staff: Staff
    audit: Audit
    lane: Lane
    is_shared: bool


def alert_store(
    database: Database, vault: Vault, owners: Iterable[int] = (), *, clock: Callable[[], float] | None = None
) -> AlertStore:
    """What is kept of the alerts in this database."""
    wall = clock or time.time
    return AlertStore(
        Alerts(database, vault, clock),
        Outbox(database, vault),
        Subscribers(database, vault, wall),
        Staff(database, vault, owners),
        Audit(database, vault),
        open_lane(database, clock=wall),
        database.is_shared,
    )
