"""How much of one person is taken in: a person who writes without end is not heard, unless it is an emergency."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

BURST = 30.0
PER_SECOND = 20 / 60
KNOWN = 10_000  # persons whose count is kept


class Flood:
    """A bucket for each chat, filled by the clock of the messages: a queue of hours is not a flood."""

    def __init__(
        self,
        is_urgent: Callable[[str], bool],
        *,
        burst: float = BURST,
        per_second: float = PER_SECOND,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._is_urgent = is_urgent
        self._burst = burst
        self._per_second = per_second
        self._clock = clock
        self._buckets: OrderedDict[int, tuple[float, float]] = OrderedDict()

    def admits(self, update: Mapping[str, Any]) -> bool:
        """Whether a reduced update is taken in; it is counted."""
        message = update.get("message") or update.get("edited_message")
        if message is None:
            chat = next(content for kind, content in update.items() if kind != "update_id")
            return self._take((chat.get("message") or chat)["chat"]["id"], self._clock())
        moment = float(message.get("edit_date") or message["date"])
        return self._take(message["chat"]["id"], moment) or self._is_urgent(message.get("text", ""))

    def _take(self, chat: int, moment: float) -> bool:
        left, since = self._buckets.pop(chat, (self._burst, moment))
        left = min(self._burst, left + max(0.0, moment - since) * self._per_second)
        self._buckets[chat] = (left - 1 if left >= 1 else left, max(moment, since))
        if len(self._buckets) > KNOWN:
            self._buckets.popitem(last=False)
        return left >= 1
