"""Who works with the bot, in which roles; owners are named by the environment and hold all of them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.alerts import Act, Role
from bot.store import audit
from bot.store.database import Database
from bot.store.tables import staff
from bot.store.vault import Vault

SERVICE = (1087968824, 777000, 136817688)
"""Ids under which Telegram shows anonymous admins, itself and channels: they are nobody."""


class Staff:
    """Implements `bot.core.ports.Staff` on the database."""

    def __init__(self, database: Database, vault: Vault, owners: Iterable[int] = ()) -> None:
        self._database = database
        self._vault = vault
        self.owners = frozenset(owners)

    async def roles(self, user_id: int) -> frozenset[Role]:
        """The roles of this user; none for everybody else."""
        if user_id in SERVICE:
            return frozenset()
        if user_id in self.owners:
            return frozenset(Role)
        async with self._database.reading() as connection:
            found = await connection.execute(select(staff.c.role).where(staff.c.user_id == user_id))
            return frozenset(Role(role) for role in found.scalars())

    async def everybody(self) -> dict[int, frozenset[Role]]:
        """Everybody who has a role."""
        listed: dict[int, set[Role]] = {owner: set(Role) for owner in sorted(self.owners)}
        async with self._database.reading() as connection:
            for row in await connection.execute(select(staff).order_by(staff.c.user_id)):
                listed.setdefault(row.user_id, set()).add(Role(row.role))
        return {user: frozenset(roles) for user, roles in listed.items()}

    async def holders(self, role: Role) -> list[int]:
        """Everybody who holds the role."""
        return [user for user, roles in (await self.everybody()).items() if role in roles]

    async def add(self, user_id: int, role: Role, now: float) -> None:
        """The user holds the role."""

        async def work(connection: AsyncConnection) -> None:
            mine = (staff.c.user_id == user_id) & (staff.c.role == role.value)
            if (await connection.execute(select(staff).where(mine))).first() is None:
                await connection.execute(insert(staff).values(user_id=user_id, role=role.value))
                act = Act(0, "shell", "staff_add", counts={"user": user_id, "role": role.value})
                await audit.note(connection, self._vault, act, now)

        await self._database.write(work)

    async def remove(self, user_id: int, now: float) -> bool:
        """The user holds no role that the database gives; whether there was one."""

        async def work(connection: AsyncConnection) -> bool:
            removed = (await connection.execute(delete(staff).where(staff.c.user_id == user_id))).rowcount > 0
            if removed:
                await audit.note(
                    connection, self._vault, Act(0, "shell", "staff_remove", counts={"user": user_id}), now
                )
            return removed

        return await self._database.write(work)
