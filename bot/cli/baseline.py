"""Figures kept in a file, and compared with those of now: what `eval` and `train` end with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.evaluation import report

Figures = dict[str, Any]


def read_figures(path: Path | None) -> Figures | None:
    """The figures of a baseline; None without one. Raises OSError or ValueError for a file that is none."""
    return json.loads(path.read_text(encoding="utf-8")) if path else None


def conclude(figures: Figures, then: Figures | None, save: Path | None) -> int:
    """The figures are in the file `save`, what changed since `then` is printed; 1 when a figure fell by more than a point."""
    if save:
        save.write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    if then is None:
        return 0
    print("since the baseline")
    for line in report.compared(figures, then):
        print(line)
    return int(report.has_fallen(figures, then))
