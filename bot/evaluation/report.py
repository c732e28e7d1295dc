"""Figures -> what is printed and what a later run is compared with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bot.evaluation import figures as f
from bot.evaluation.rows import QUESTION, SCAM

MOST_QUOTED = 160
WORSE = "  WORSE"


def summary(judged: Sequence[f.Judged]) -> dict[str, Any]:
    """Everything a baseline holds: the headline and the shares by language, as numbers."""
    of = f.groups(judged)
    return {
        "texts": len(judged),
        "headline": {figure.name: round(figure.value, 4) for figure in f.headline(judged)},
        "flagged by language": _table(of[SCAM], f.is_flagged),
        "honest flagged by language": _table(of["strict"], f.is_flagged),
        "questions by language": _table(of[QUESTION], f.is_right),
    }


def _table(group: Sequence[f.Judged], test: f.Test) -> dict[str, float]:
    return {figure.name: round(figure.value, 4) for figure in f.by(group, lambda row: row.language, test)}


def lines(judged: Sequence[f.Judged], *, worst: int) -> Iterator[str]:
    """The report as lines of text."""
    of = f.groups(judged)
    yield f"{len(judged)} texts"
    for figure in f.headline(judged):
        low, high = figure.interval()
        yield f"  {figure.name:34s} {figure.value:6.3f}  [{low:.3f}, {high:.3f}]  target {figure.target}  of {figure.total}"
    yield _shares("scam offers rated high by difficulty", f.by(of[SCAM], lambda row: row.difficulty, f.is_high))
    yield _shares("scam offers flagged by language", f.by(of[SCAM], lambda row: row.language, f.is_flagged))
    yield _shares("honest offers flagged by language", f.by(of["strict"], lambda row: row.language, f.is_flagged))
    yield _shares("questions right by language", f.by(of[QUESTION], lambda row: row.language, f.is_right))
    yield "flags (precision, recall among texts labelled with flags)"
    for name, precision, recall in f.flag_figures(judged):
        yield f"  {name:28s} {precision.value:.2f} of {precision.total:4d}   {recall.value:.2f} of {recall.total:4d}"
    yield "questions taken for others"
    yield from (f"  {wanted:28s} -> {got:28s} {count}" for wanted, got, count in f.confusion(judged)[:15])
    yield "score threshold: scam offers at or above, honest offers at or above"
    yield from (f"  {step:3d}  {scam:.3f}  {honest:.3f}" for step, scam, honest in f.sweep(judged))
    if worst:
        yield "worst misses"
        yield from (line for pair in f.misses(judged, worst) for line in _miss(pair))


def _shares(title: str, figures: Sequence[f.Figure]) -> str:
    return f"{title}: " + ", ".join(f"{figure.name} {figure.value:.2f} ({figure.total})" for figure in figures)


def _miss(pair: f.Judged) -> Iterator[str]:
    row, verdict = pair
    level = verdict.level.value if verdict.level else verdict.kind.value
    yield f"  {row.id} {row.lang} {row.kind}: {level} {verdict.score or 0} {verdict.question or ''}  {_short(row.text)}"
    for flag in verdict.flags:
        words = " … ".join(row.text[start:end] for start, end in flag.spans)
        yield f"      {flag.flag} ({flag.weight.value}): {_short(words)}"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= MOST_QUOTED else flat[:MOST_QUOTED] + "…"


def compared(now: dict[str, Any], then: dict[str, Any]) -> Iterator[str]:
    """What changed since the baseline; a fall of more than a point is marked."""
    for section, values in now.items():
        if not isinstance(values, dict):
            continue
        for name, value in values.items():
            before = then.get(section, {}).get(name)
            if before is not None and abs(value - before) > 0.0005:
                worse = (value < before) != (
                    name.startswith(("honest", "false", "other")) or section.startswith("honest")
                )
                mark = WORSE if worse and abs(value - before) > 0.01 else ""
                yield f"  {section}: {name} {before:.3f} -> {value:.3f}{mark}"


def has_fallen(now: dict[str, Any], then: dict[str, Any]) -> bool:
    """Whether a figure of the headline is more than a point worse than in the baseline."""
    return any(line.endswith(WORSE) for line in compared({"headline": now["headline"]}, then))
