"""Rows x verdicts -> precision, recall and false alarms, by level, language, flag and difficulty."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.core.message import Kind, Level, Verdict
from bot.evaluation.rows import ACCEPTABLE, HONEST, OTHER, QUESTION, SCAM, Row

EMERGENCIES = frozenset(
    {
        "passport_taken", "trapped_need_help", "family_member_missing", "owe_debt_or_ransom", "being_taken_now",
        "self_harm", "medical", "child_inside", "phone_watched",
    }
)  # fmt: skip
Judged = tuple[Row, Verdict]
Test = Callable[[Judged], bool]


@dataclass(frozen=True, slots=True)
class Figure:
    """A share of a group of texts, with its target as written in the design."""

    name: str
    hits: int
    total: int
    target: str = ""

    @property
    def value(self) -> float:
        """The share; 0 of an empty group."""
        return self.hits / self.total if self.total else 0.0

    def interval(self) -> tuple[float, float]:
        """The 95 % Wilson interval of the share."""
        if not self.total:
            return 0.0, 1.0
        z, n, p = 1.96, self.total, self.value
        centre = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(0.0, centre - half), min(1.0, centre + half)


def is_retold(judged: Judged) -> bool:
    """A scam offer told as a question counts as flagged when its flags are shown, whatever the reply leads with."""
    row, verdict = judged
    return row.kind == SCAM and bool(row.intent) and bool(verdict.flags)


def is_flagged(judged: Judged) -> bool:
    """Rated high or caution."""
    return judged[1].level in (Level.HIGH, Level.CAUTION) or is_retold(judged)


def is_high(judged: Judged) -> bool:
    """Rated high; a retold offer with two flags counts too."""
    return judged[1].level is Level.HIGH or (is_retold(judged) and len(judged[1].flags) >= 2)


def is_alarm(judged: Judged) -> bool:
    """Answered as an emergency."""
    return judged[1].kind is Kind.EMERGENCY or judged[1].question in EMERGENCIES


def is_right(judged: Judged) -> bool:
    """The question expected is the question found."""
    return judged[1].question == judged[0].intent


def groups(judged: Sequence[Judged]) -> dict[str, list[Judged]]:
    """The judged texts by what they are; `strict` are the honest ones where no caution is acceptable."""
    table: dict[str, list[Judged]] = defaultdict(list)
    for pair in judged:
        row = pair[0]
        table[row.kind].append(pair)
        urgent = row.kind == QUESTION and row.intent in EMERGENCIES
        table["urgent" if urgent else "calm"].append(pair)
        if row.kind == HONEST and not any(ACCEPTABLE in signal for signal in row.signals):
            table["strict"].append(pair)
    return table


def share(name: str, group: Sequence[Judged], test: Test, target: str = "") -> Figure:
    """How many of a group pass a test."""
    return Figure(name, sum(map(test, group)), len(group), target)


def headline(judged: Sequence[Judged]) -> list[Figure]:
    """The figures that decide (design, section 4)."""
    of = groups(judged)
    return [
        share("scam offers flagged", of[SCAM], is_flagged, ">= .97"),
        share("scam offers rated high", of[SCAM], is_high, ">= .90"),
        share("honest offers rated high", of[HONEST], lambda pair: pair[1].level is Level.HIGH, "<= .02"),
        share("honest offers flagged", of["strict"], is_flagged, "<= .10"),
        share("questions with the right intent", of[QUESTION], is_right, ">= .95"),
        share("emergencies recognised", of["urgent"], is_alarm, ">= .99"),
        share("false emergencies", of["calm"], is_alarm, "<= .01"),
        share("other texts rated high", of[OTHER], lambda pair: pair[1].level is Level.HIGH, "<= .02"),
    ]


def by(judged: Sequence[Judged], key: Callable[[Row], str], test: Test) -> list[Figure]:
    """The share per value of `key`, lowest first."""
    table: dict[str, list[Judged]] = defaultdict(list)
    for pair in judged:
        table[key(pair[0])].append(pair)
    figures = [share(name, group, test) for name, group in table.items()]
    return sorted(figures, key=lambda figure: (figure.value, figure.name))


def flag_figures(judged: Sequence[Judged]) -> list[tuple[str, Figure, Figure]]:
    """Per flag: precision among the scam texts that raise it, and recall among those labelled with it."""
    labelled = [pair for pair in judged if pair[0].kind == SCAM and pair[0].flags]
    raised: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for row, verdict in labelled:
        found, expected = {flag.flag for flag in verdict.flags}, set(row.flags)
        raised.update(found)
        wanted.update(expected)
        right.update(found & expected)
    names = sorted(set(raised) | set(wanted))
    return [(n, Figure("precision", right[n], raised[n]), Figure("recall", right[n], wanted[n])) for n in names]


def confusion(judged: Sequence[Judged]) -> list[tuple[str, str, int]]:
    """Which question was taken for which, most frequent first; "-" where none was found."""
    counts = Counter(
        (row.intent or "-", verdict.question or "-")
        for row, verdict in judged
        if row.kind == QUESTION and not is_right((row, verdict))
    )
    return [(wanted, got, n) for (wanted, got), n in counts.most_common()]


def sweep(judged: Sequence[Judged], steps: Sequence[int] = tuple(range(0, 101, 5))) -> list[tuple[int, float, float]]:
    """For thresholds of the score: share of scam offers and of honest offers at or above it."""
    of = groups(judged)

    def above(group: list[Judged], least: int) -> float:
        return sum((verdict.score or 0) >= least for _, verdict in group) / max(1, len(group))

    return [(step, above(of[SCAM], step), above(of[HONEST], step)) for step in steps]


def misses(judged: Sequence[Judged], most: int = 20) -> list[Judged]:
    """The worst mistakes: scam offers with the lowest scores, honest offers rated high, emergencies missed."""
    lost = [pair for pair in judged if pair[0].kind == SCAM and not is_flagged(pair)]
    false = [pair for pair in judged if pair[0].kind == HONEST and is_flagged(pair)]
    unheard = [pair for pair in judged if pair[0].intent in EMERGENCIES and not is_alarm(pair)]
    lost.sort(key=lambda pair: pair[1].score or 0)
    false.sort(key=lambda pair: -(pair[1].score or 0))
    return [*unheard[:most], *lost[:most], *false[:most]]
