"""The marks on a database: whose bot it belongs to, and which key seals it."""

from __future__ import annotations

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Database
from bot.store.errors import StoreError
from bot.store.tables import inbox, messages, meta, people, subscribers
from bot.store.vault import Vault

BOT, KEY = "bot_id", "key_check"
COPY = "copy"
"""The mark of a copy: what was being sent when it was made has been sent since."""


async def get(database: Database, key: str) -> str | None:
    """The mark, if it was ever made."""
    async with database.reading() as connection:
        value: str | None = (await connection.execute(select(meta.c.value).where(meta.c.key == key))).scalar()
        return value


async def put(database: Database, key: str, value: str) -> None:
    """The mark stands on disk."""

    async def work(connection: AsyncConnection) -> None:
        if (await connection.execute(update(meta).where(meta.c.key == key).values(value=value))).rowcount == 0:
            await connection.execute(insert(meta).values(key=key, value=value))

    await database.write(work)


async def claim(database: Database, bot_id: int, name: str) -> None:
    """The database belongs to this bot; raises StoreError when it belongs to another."""
    owner = await get(database, BOT)
    if owner is None:
        await put(database, BOT, str(bot_id))
    elif owner != str(bot_id):
        raise StoreError(
            f"{name} belongs to the bot {owner}, and the token is that of {bot_id}. "
            "Use that bot's token, or another DATA_DIR."
        )


async def has_secrets(database: Database) -> bool:
    """Whether rows exist that only their key can read or find."""
    async with database.reading() as connection:
        for table in (inbox, people, messages, subscribers):
            if (await connection.execute(select(func.count()).select_from(table))).scalar_one():
                return True
    return False


async def check_key(database: Database, vault: Vault, named: str) -> None:
    """The rows were written with this key, or there are none; raises StoreError otherwise."""
    mark = vault.hash("key")
    old = await get(database, KEY)
    if old != mark and await has_secrets(database):
        raise StoreError(f"{named} is not the key this database was written with. Put that key back.")
    if old != mark:
        await put(database, KEY, mark)
