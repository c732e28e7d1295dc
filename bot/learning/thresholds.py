"""Left-out probabilities -> the thresholds at which the learned layer speaks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.core.learned import Learned
from bot.evaluation.rows import ACCEPTABLE, HONEST, Row
from bot.learning.examples import kind_of

FALSE_HIGH, FALSE_CAUTION = 0.008, 0.07
"""Shares of honest offers that may be rated high, and flagged at all: below the targets, to leave room for the unseen."""
FIRM, DOUBT = 0.85, 0.95
"""Where cautions that rest on a strong flag are quieted, in parts of `caution`; where "high" of the rules is doubted, of `high`."""
FALSE_ALARMS, FALSE_ALARMS_HEARD = 0.01, 0.04
"""Shares of calm texts above the thresholds of an emergency; a way of crying for help stands in few of them."""


def thresholds(rows: Sequence[Row], learned: Sequence[Learned]) -> dict[str, float]:
    """Where "high", "caution" and emergencies begin, from what models that never saw their writers say of the others.

    `high` and `caution` are the lowest probabilities that keep the false alarms within their shares. `clear` and
    `clear_firm`: below them a caution of the rules is quieted (firm: a strong flag or a combination stands behind it).
    `doubt`: below it "high" of the rules is only a caution. `emergency`: where words of distress are there too;
    `emergency_heard`: where a way of crying for help is. `worry`: from here on a question is answered with who helps.
    `retold`: an offer that is also a question. `shown`: how likely an offer must be for its flags to be shown although
    another kind is likelier.
    """
    honest = [
        said.scam for row, said in zip(rows, learned, strict=True) if row.kind == HONEST and not _may_be_flagged(row)
    ]
    calm = [said.kind["emergency"] for row, said in zip(rows, learned, strict=True) if kind_of(row) != "emergency"]
    caution, high = _above(honest, FALSE_CAUTION), _above(honest, FALSE_HIGH)
    return {
        "caution": caution,
        "high": max(high, caution),
        "clear": caution,
        "clear_firm": round(FIRM * caution, 4),
        "doubt": round(DOUBT * max(high, caution), 4),
        "emergency": _above(calm, FALSE_ALARMS),
        "emergency_heard": _above(calm, FALSE_ALARMS_HEARD),
        "worry": 0.5,
        "retold": 0.15,
        "shown": 0.15,
    }


def _above(values: Sequence[float], share: float) -> float:
    """The lowest value that only so large a share is above."""
    return round(float(np.quantile(values, 1 - share)), 4) if values else 0.5


def _may_be_flagged(row: Row) -> bool:
    return any(ACCEPTABLE in signal for signal in row.signals)
