"""Group commit: what is handed in while one transaction runs is written together in the next."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class _Round(Generic[T]):
    def __init__(self) -> None:
        self.items: list[T] = []
        self.written = False


class Batch(Generic[T]):
    """Writes items together: one commit costs a disk flush, and 32 workers would pay it 32 times."""

    def __init__(self, write: Callable[[Sequence[T]], Awaitable[None]]) -> None:
        self._write = write
        self._open: _Round[T] = _Round()
        self._turn = asyncio.Lock()

    async def add(self, item: T) -> None:
        """The item is on disk when this returns. Whoever comes first writes for all who came meanwhile."""
        mine = self._open
        mine.items.append(item)
        async with self._turn:
            if mine.written:
                return
            self._open = _Round()
            await self._write(mine.items)
            mine.written = True
