"""Hostile texts: the worst against the median, and which classes are the slowest."""

from __future__ import annotations

import os
from collections import defaultdict
from statistics import median

import pytest

from bot.content.tables import load_tables
from bot.core.pipeline import Engine
from tests.bench.figures import ms, seconds, tell
from tests.evasions.hostile import LENGTH, hostile
from tests.evasions.material import material

COUNT = int(os.environ.get("BENCH_HOSTILE", "10000"))


@pytest.mark.timeout(4 * 3600)
def test_the_worst_of_all_hostile_texts(engine: Engine) -> None:
    """BENCH_HOSTILE texts (10,000 unless told), all of 4,096 characters; the class of each of the worst is told."""
    by_class: dict[str, list[float]] = defaultdict(list)
    broken: list[tuple[str, str]] = []
    for name, text in hostile(COUNT, material(engine.content, load_tables())):
        try:
            by_class[name].append(seconds(engine.judge, text))
        except Exception as error:
            broken.append((name, repr(error)))
    every = sorted(time for times in by_class.values() for time in times)
    worst, middle = every[-1], every[len(every) // 2]
    tell(f"{len(every):,} hostile texts of {LENGTH:,} characters, median", ms(middle))
    tell("  worst", ms(worst))
    tell("  worst against median", f"{worst / middle:,.1f} x", "target <= 5 x")
    for name, times in sorted(by_class.items(), key=lambda item: -max(item[1])):
        tell(f"  {name}: median, worst", f"{ms(median(times))}, {ms(max(times))}")
    tell("  without a verdict", f"{len(broken)}", "target 0")
    assert broken == []
