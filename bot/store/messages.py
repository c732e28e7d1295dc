"""Which of our messages answer which message of a private chat: sealed, and kept for 47 hours."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ports import Answered
from bot.store.tables import messages
from bot.store.vault import SealedError, Vault

KEPT = 47 * 3600.0  # seconds; Telegram lets a bot delete for 48 hours


async def remember(connection: AsyncConnection, vault: Vault, answered: Sequence[Answered], now: float) -> None:
    """The replies to each message are those given here, whatever they were before."""
    if not answered:
        return
    rows = {}
    for one in answered:
        key = _key(vault, one.chat_id, one.message_id)
        sealed = vault.seal(one.replies, f"messages:{key}")
        rows[key] = {"message": key, "chat": vault.hash("chat", one.chat_id), "sent": now, "replies": sealed}
    await connection.execute(delete(messages).where(messages.c.message.in_(rows)))
    await connection.execute(insert(messages), list(rows.values()))


async def replies(
    connection: AsyncConnection, vault: Vault, chat_id: int, message_id: int, now: float
) -> tuple[int, ...]:
    """The ids of our messages that answer this one; empty when unknown, too old or unreadable."""
    key = _key(vault, chat_id, message_id)
    query = select(messages.c.replies).where(messages.c.message == key, messages.c.sent > now - KEPT)
    sealed = (await connection.execute(query)).scalar_one_or_none()
    if sealed is None:
        return ()
    try:
        return tuple(vault.open(sealed, f"messages:{key}"))
    except SealedError:
        return ()


def _key(vault: Vault, chat_id: int, message_id: int) -> str:
    return vault.hash("message", chat_id, message_id)
