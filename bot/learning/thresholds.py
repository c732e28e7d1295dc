"""Left-out probabilities -> the thresholds at which the learned layer speaks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.evaluation.rows import ACCEPTABLE, HONEST, SCAM, Row

FALSE_HIGH, FALSE_CAUTION = 0.012, 0.07
"""Shares of honest offers that may be rated high, and flagged at all: below the targets, to leave room for the unseen."""


def thresholds(rows: Sequence[Row], scam: np.ndarray) -> dict[str, float]:
    """Where "high" and "caution" begin, from the probabilities of honest offers by a model that never saw their writers.

    `high` and `caution` are the lowest probabilities that keep the false alarms within their shares. `clear` and
    `clear_firm`: below them a caution of the rules is quieted (firm: a strong flag or a combination stands behind it).
    `doubt`: below it "high" of the rules is only a caution. `emergency`: with a way of crying for help found word for
    word; `emergency_by_cue`: with a single word of distress. `retold`: an offer that is also a question.
    """
    honest = np.sort([p for row, p in zip(rows, scam, strict=True) if row.kind == HONEST and not _may_be_flagged(row)])
    caution = float(np.quantile(honest, 1 - FALSE_CAUTION)) if len(honest) else 0.5
    high = float(np.quantile(honest, 1 - FALSE_HIGH)) if len(honest) else 0.9
    return {
        "caution": round(caution, 4),
        "high": round(max(high, caution), 4),
        "clear": round(caution, 4),
        "clear_firm": round(caution / 2, 4),
        "doubt": round(caution, 4),
        "emergency": 0.25,
        "emergency_by_cue": 0.5,
        "retold": 0.15,
    }


def _may_be_flagged(row: Row) -> bool:
    return any(ACCEPTABLE in signal for signal in row.signals)


def recall_at(rows: Sequence[Row], scam: np.ndarray, least: float) -> float:
    """Share of scam offers at or above a probability."""
    scams = [p >= least for row, p in zip(rows, scam, strict=True) if row.kind == SCAM]
    return float(sum(scams)) / max(1, len(scams))
