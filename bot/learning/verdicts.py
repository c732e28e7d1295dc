"""Left-out probabilities -> the verdicts that rules, model and both would have given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.core.evidence import Evidence
from bot.core.learned import Learned
from bot.core.message import Kind, Level, Verdict
from bot.core.pipeline import Engine
from bot.evaluation.figures import EMERGENCIES, Judged
from bot.evaluation.rows import Row


def judged_by_rules(rows: Sequence[Row], read: Sequence[Evidence], engine: Engine) -> list[Judged]:
    """The verdicts of the rules alone, from what they found in each text."""
    return [(row, engine.conclude(evidence, None)) for row, evidence in zip(rows, read, strict=True)]


def judged_both(
    rows: Sequence[Row],
    read: Sequence[Evidence],
    engine: Engine,
    learned: Sequence[Learned],
    limits: Mapping[str, float],
) -> list[Judged]:
    """The verdicts of rules and model together."""
    found = zip(rows, read, learned, strict=True)
    return [(row, engine.conclude(evidence, said, limits)) for row, evidence, said in found]


def judged_by_model(rows: Sequence[Row], learned: Sequence[Learned], limits: Mapping[str, float]) -> list[Judged]:
    """The verdicts of the model alone, if it were allowed to decide everything."""
    return [(row, _alone(said, limits)) for row, said in zip(rows, learned, strict=True)]


def _alone(said: Learned, limits: Mapping[str, float]) -> Verdict:
    kind = Kind(max(said.kind, key=lambda name: said.kind[name]))
    high, caution = said.scam >= limits["high"], said.scam >= limits["caution"]
    level = Level.HIGH if high else Level.CAUTION if caution else Level.NONE
    urgent = kind is Kind.EMERGENCY
    names = {name: p for name, p in said.question.items() if (name in EMERGENCIES) == urgent}
    question = max(names, key=lambda name: names[name]) if kind in (Kind.QUESTION, Kind.EMERGENCY) else None
    offer = kind is Kind.OFFER
    return Verdict(kind, level if offer else None, round(100 * said.scam) if offer else None, "und", question=question)
