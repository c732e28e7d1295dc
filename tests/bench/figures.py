"""What was measured in this run, in the order in which it was."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median

FIGURES: list[Figure] = []


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table; `target` is empty for what is only told."""

    what: str
    value: str
    target: str = ""


def tell(what: str, value: str, target: str = "") -> None:
    """Add a line to the table."""
    FIGURES.append(Figure(what, value, target))


def seconds(call: Callable[[str], object], text: str) -> float:
    """How long one call takes."""
    begin = time.perf_counter()
    call(text)
    return time.perf_counter() - begin


def typical(call: Callable[[str], object], texts: Iterable[str]) -> float:
    """The median over the texts, in seconds, each called once."""
    return median(seconds(call, text) for text in texts)


def ms(value: float) -> str:
    """Seconds as milliseconds."""
    return f"{1000 * value:,.1f} ms"
