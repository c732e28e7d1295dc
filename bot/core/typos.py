"""How many typos are forgiven, and where in a text a word stands with no more than that."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz.distance import Indel, Levenshtein
from rapidfuzz.fuzz import partial_ratio_alignment

from bot.core.borders import has_borders

Found = tuple[int, int, float]
"""start, end (folded) and score of something in a text."""

WORD, PIECES = 5, 8
"""From so many characters on an atom is found with a typo: as a single word, and by its pieces."""


def edits_allowed(length: int) -> int:
    """How many typos an atom of that many folded characters tolerates, found by its pieces."""
    return 0 if length < PIECES else 1 if length < 15 else 2 if length < 30 else 3


def cut(literal: str, count: int) -> Iterator[tuple[str, int]]:
    """`literal` in `count` nearly equal pieces with their offsets."""
    size, rest = divmod(len(literal), count)
    at = 0
    for i in range(count):
        length = size + (i < rest)
        yield literal[at : at + length], at
        at += length


def shortened(word: str) -> set[str]:
    """A word by itself and with any one letter left out."""
    return {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}


def nearest(wanted: str, folded: str, start: int, edits: int) -> Found | None:
    """The place near `start` that differs from `wanted` by at most `edits`, with its ends where the distance is least."""
    low, high = max(0, start - edits), min(len(folded), start + len(wanted) + edits)
    window = folded[low:high]
    if Indel.distance(wanted, window, score_cutoff=4 * edits) > 4 * edits:
        return None
    aligned = partial_ratio_alignment(wanted, window, score_cutoff=60)
    if aligned is None:
        return None
    best: tuple[int, bool, int, int, int] | None = None
    for first in range(max(0, aligned.dest_start - edits), aligned.dest_start + edits + 1):
        for last in range(max(first + 1, aligned.dest_end - edits), min(len(window), aligned.dest_end + edits) + 1):
            distance = Levenshtein.distance(wanted, window[first:last], score_cutoff=edits)
            if distance > edits or " " in (window[first], window[last - 1]):
                continue
            torn = not has_borders(folded, low + first, low + last)
            best = min(best or (99, True, 0, 0, 0), (distance, torn, first - last, first, last))
    if best is None:
        return None
    return low + best[3], low + best[4], round(100 * (1 - best[0] / len(wanted)), 1)
