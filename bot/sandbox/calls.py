"""The log of method calls: which method, for which chat, how it ended."""

from __future__ import annotations

import time
from collections import Counter, deque
from dataclasses import asdict, dataclass, field
from typing import Any

MOST_CALLS = 200_000


@dataclass(slots=True)
class Call:
    """One call. `ok` and `code` are None while it runs, and for good when a fault left no proper answer."""

    n: int
    time: float
    method: str
    chat: str
    text: str
    ok: bool | None = None
    code: int | None = None
    fault: str = ""

    def json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(slots=True)
class CallLog:
    """The last calls, oldest first, and the number of all of them."""

    calls: deque[Call] = field(default_factory=lambda: deque(maxlen=MOST_CALLS))
    count: int = 0

    def begin(self, method: str, chat: str, text: str) -> Call:
        """Note that a call came in."""
        self.count += 1
        call = Call(self.count, time.time(), method, chat, text)
        self.calls.append(call)
        return call

    def since(self, n: int, method: str = "") -> list[Call]:
        """The calls after the n-th, of one method when it is given."""
        return [call for call in self.calls if call.n > n and (not method or call.method == method)]

    def totals(self) -> dict[str, dict[str, int]]:
        """method -> "ok", error code or "open" -> number of calls."""
        totals: dict[str, Counter[str]] = {}
        for call in self.calls:
            ending = "open" if call.ok is None else "ok" if call.ok else str(call.code)
            totals.setdefault(call.method, Counter())[ending] += 1
        return {method: dict(endings) for method, endings in totals.items()}
