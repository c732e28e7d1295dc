"""Evidence -> the flag hits that stand: neither denied by a negation nor excused by an `unless` near them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from itertools import accumulate

from bot.core.evidence import Evidence
from bot.core.message import Hit, Target, Text
from bot.core.scripts import UNSPACED, script_of

UNLESS_REACH = 70
"""How near (folded characters) an `unless` phrase must stand to excuse a hit: about ten words."""
NEGATION_WORDS, NEGATION_CHARACTERS = 2, 5
"""How many words (spaced scripts) or characters (others) may stand between a negation and what it denies."""


def standing(evidence: Evidence) -> list[Hit]:
    """The flag hits that are neither denied by a negation nor excused by an `unless` near them."""
    flags = evidence.of(Target.FLAG)
    excuses: Mapping[str, list[Hit]] = _by_id(evidence.of(Target.UNLESS))
    covered = _Cover((hit.start, hit.end) for hit in flags)
    cues = evidence.of(Target.CUE)
    before = [h for h in cues if h.id == "negation_before" and h not in covered]
    after = [h for h in cues if h.id == "negation_after" and h not in covered]
    return [
        hit
        for hit in flags
        if not any(_near(hit, excuse) for excuse in excuses.get(hit.id, []))
        and not any(_denies(negation, hit, evidence.text) for negation in before if negation.language == hit.language)
        and not any(
            _denied_after(hit, negation, evidence.text) for negation in after if negation.language == hit.language
        )
    ]


def _by_id(hits: Iterable[Hit]) -> dict[str, list[Hit]]:
    table: dict[str, list[Hit]] = {}
    for hit in hits:
        table.setdefault(hit.id, []).append(hit)
    return table


class _Cover:
    """Ranges, asked whether a hit lies inside one of them."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(ranges)
        self._starts = [start for start, _ in ordered]
        self._reach = list(accumulate((end for _, end in ordered), max))

    def __contains__(self, hit: Hit) -> bool:
        at = bisect_right(self._starts, hit.start) - 1
        return at >= 0 and hit.end <= self._reach[at]


def _near(hit: Hit, excuse: Hit) -> bool:
    return excuse.start - hit.end <= UNLESS_REACH and hit.start - excuse.end <= UNLESS_REACH


def _denies(negation: Hit, hit: Hit, text: Text) -> bool:
    return negation.end <= hit.start and _touch(text, negation.end, hit.start)


def _denied_after(hit: Hit, negation: Hit, text: Text) -> bool:
    return negation.start >= hit.end and _touch(text, hit.end, negation.start)


def _touch(text: Text, start: int, end: int) -> bool:
    """Whether so little stands between two positions, within one clause, that one belongs to the other."""
    between = text.folded[start:end]
    if any(bisect_right(ends, end) > bisect_right(ends, start) for ends in (text.breaks, text.pauses)):
        return False
    if any(script_of(char) in UNSPACED for char in text.folded[max(0, start - 1) : end + 1]):
        return len(between.strip()) <= NEGATION_CHARACTERS
    return len(between.split()) <= NEGATION_WORDS
