"""Work of many that is done at once: what is handed in while one transaction runs goes together into the next."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class _Round(Generic[T]):
    def __init__(self) -> None:
        self.items: list[T] = []
        self.is_done = False


class Batch(Generic[T]):
    """Handles items together: one commit costs a disk flush, and 32 workers would pay it 32 times."""

    def __init__(self, handle: Callable[[Sequence[T]], Awaitable[None]]) -> None:
        self._handle = handle
        self._open: _Round[T] = _Round()
        self._turn = asyncio.Lock()

    async def add(self, item: T) -> None:
        """The item is handled when this returns. Whoever comes first does it for all who came meanwhile."""
        mine = self._open
        mine.items.append(item)
        async with self._turn:
            if mine.is_done:
                return
            self._open = _Round()
            await self._handle(mine.items)
            mine.is_done = True
