"""Text x compiled phrases -> Hits with spans and scores.

A phrase of n characters may differ from the text by k = 0 (n < 8), 1 (n < 15), 2 (n < 30) or 3 edits. Cut into k+1
pieces, one piece must stand in the text unchanged (pigeonhole), so one Aho-Corasick automaton over all pieces finds
every candidate; rapidfuzz confirms it and places its ends.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ahocorasick_rs import AhoCorasick, MatchKind
from rapidfuzz.distance import Indel, Levenshtein
from rapidfuzz.fuzz import partial_ratio_alignment

from bot.core.message import Hit, Slots, Target, Text
from bot.core.normalise import Tables, fold
from bot.core.phrase import Gap, Literal, Pattern, Slot, parse
from bot.core.scripts import LATIN_ENDINGS, PREFIX, SUFFIX, UNSPACED, script_of

GAP_SPACED, GAP_UNSPACED = 45, 22
"""How many folded characters `...` may span: about seven words, or a short clause where words are not spaced."""

MARKED_LANGUAGES = frozenset({"vi"})
"""Languages whose marks tell words apart: text typed with marks must carry the right ones."""


def edits_allowed(length: int) -> int:
    """How many typos a literal of that many folded characters tolerates."""
    return 0 if length < 8 else 1 if length < 15 else 2 if length < 30 else 3


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase of the content, to be found."""

    target: Target
    id: str
    language: str
    written: str


@dataclass(frozen=True, slots=True)
class _Compiled:
    phrase: Phrase
    parts: tuple[Literal | Gap | Slot, ...]


@dataclass(slots=True)
class _Literal:
    """A folded string to be found, and which parts of which phrases it stands for."""

    folded: str
    edits: int
    marked: frozenset[str] = frozenset()
    """The spellings with marks, when the phrases' language needs them."""
    uses: list[tuple[int, int]] = field(default_factory=list)


Found = tuple[int, int, float]
"""start, end (folded) and score of one literal in a text."""


class Index:
    """All phrases of all languages, ready to be looked for. Building it is the slow part; `find` is not."""

    def __init__(self, phrases: Iterable[Phrase], tables: Tables) -> None:
        self._compiled: list[_Compiled] = []
        self._literals: list[_Literal] = []
        self._single: dict[int, list[int]] = defaultdict(list)
        ids: dict[str, int] = {}
        for phrase in phrases:
            self._add(phrase, parse(phrase.written), tables, ids)
        self._postings: list[list[tuple[int, int]]] = []
        self._groups = self._build()

    @property
    def size(self) -> int:
        """How many phrases are in the index."""
        return len(self._compiled)

    def _add(self, phrase: Phrase, pattern: Pattern, tables: Tables, ids: dict[str, int]) -> None:
        number = len(self._compiled)
        self._compiled.append(_Compiled(phrase, pattern.parts))
        for at, part in enumerate(pattern.parts):
            if not isinstance(part, Literal):
                continue
            for variant in part.variants:
                folded = fold(variant, tables)
                if not folded:
                    continue
                known = ids.get(folded)
                if known is None:
                    known = ids[folded] = len(self._literals)
                    self._literals.append(_Literal(folded, edits_allowed(len(folded))))
                literal = self._literals[known]
                literal.uses.append((number, at))
                if phrase.language in MARKED_LANGUAGES:
                    literal.marked |= {marked_form(variant)}

    def _build(self) -> dict[str, tuple[AhoCorasick, list[list[tuple[int, int]]]]]:
        """One automaton per script, so that a text is only compared with phrases it could hold."""
        pieces: dict[str, dict[str, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
        for number, literal in enumerate(self._literals):
            for piece, offset in cut(literal.folded, literal.edits + 1):
                pieces[_main_script(literal.folded)][piece].append((number, offset))
        return {
            script: (AhoCorasick(list(table), matchkind=MatchKind.Standard), list(table.values()))
            for script, table in pieces.items()
        }

    def find(self, text: Text, slots: Slots) -> list[Hit]:
        """Every phrase that stands in the text, in the order of the text; overlapping hits are all kept."""
        found = self._literals_in(text)
        parts: dict[int, dict[int, list[Found]]] = defaultdict(dict)
        for number, places in found.items():
            for compiled, at in self._literals[number].uses:
                kept = parts[compiled].setdefault(at, [])
                kept.extend(places)
        hits = [hit for number, by_part in parts.items() for hit in self._whole(number, by_part, text, slots)]
        return sorted(hits, key=lambda hit: (hit.start, -hit.end))

    def _literals_in(self, text: Text) -> dict[int, list[Found]]:
        folded = text.folded
        scripts = {script_of(char) for char in set(folded)} | {""}
        found: dict[int, list[Found]] = {}
        marked = _is_marked(text.raw)
        for script in scripts & self._groups.keys():
            automaton, postings = self._groups[script]
            seen: set[tuple[int, int]] = set()
            for index, start, _ in automaton.find_matches_as_indexes(folded, overlapping=True):
                for number, offset in postings[index]:
                    seen.add((number, start - offset))
            for number, start in seen:
                place = self._confirm(self._literals[number], start, text, marked)
                if place is not None:
                    found.setdefault(number, []).append(place)
        return {number: _distinct(places) for number, places in found.items()}

    def _confirm(self, literal: _Literal, start: int, text: Text, marked: bool) -> Found | None:
        folded, wanted, edits = text.folded, literal.folded, literal.edits
        if start >= 0 and folded.startswith(wanted, start):
            place = (start, start + len(wanted), 100.0)
        elif edits:
            near = _nearest(wanted, folded, start, edits)
            if near is None:
                return None
            place = near
        else:
            return None
        if not has_borders(folded, place[0], place[1]) or _spans_break(text, place[0], place[1]):
            return None
        if marked and literal.marked and not self._marks_agree(literal, text, place):
            return None
        return place

    @staticmethod
    def _marks_agree(literal: _Literal, text: Text, place: Found) -> bool:
        written = marked_form(text.raw[text.starts[place[0]] : text.ends[place[1] - 1]])
        allowed = round((100 - place[2]) / 100 * len(literal.folded)) + len(literal.folded) // 14
        return any(Levenshtein.distance(form, written, score_cutoff=allowed) <= allowed for form in literal.marked)

    def _whole(self, number: int, by_part: dict[int, list[Found]], text: Text, slots: Slots) -> Iterator[Hit]:
        compiled = self._compiled[number]
        literals = [at for at, part in enumerate(compiled.parts) if isinstance(part, Literal)]
        if any(at not in by_part for at in literals):
            return
        phrase = compiled.phrase
        for chain in _chains(compiled.parts, by_part, text, slots):
            spans = tuple((start, end) for start, end, _ in chain)
            length = sum(end - start for start, end in spans)
            score = sum((end - start) * s for start, end, s in chain) / max(1, length)
            yield Hit(phrase.target, phrase.id, phrase.language, phrase.written, spans, round(score, 1))


def cut(literal: str, count: int) -> Iterator[tuple[str, int]]:
    """`literal` in `count` nearly equal pieces with their offsets."""
    size, rest = divmod(len(literal), count)
    at = 0
    for i in range(count):
        length = size + (i < rest)
        yield literal[at : at + length], at
        at += length


def marked_form(written: str) -> str:
    """Lower case with marks kept and everything but letters, digits and marks made one space."""
    lower = unicodedata.normalize("NFC", written).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in lower).split())


def _is_marked(raw: str) -> bool:
    """Whether a text in Latin letters is typed with Vietnamese marks throughout."""
    letters = sum(c.isalpha() for c in raw)
    marks = sum(1 for c in raw if c in "ăâđêôơưĂÂĐÊÔƠƯ" or "\u1ea0" <= c <= "\u1ef9")
    return letters > 0 and marks >= 2 and marks / letters > 0.06


def _main_script(folded: str) -> str:
    for char in folded:
        script = script_of(char)
        if script:
            return script
    return ""


def _nearest(wanted: str, folded: str, start: int, edits: int) -> Found | None:
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


def has_borders(folded: str, start: int, end: int) -> bool:
    """Whether a find begins and ends where a word (spaced scripts) or a grapheme cluster (others) may."""
    return _opens(folded, start) and _closes(folded, end)


def _opens(folded: str, start: int) -> bool:
    char = folded[start]
    if unicodedata.category(char) in ("Mn", "Mc"):
        return False
    if start == 0:
        return True
    before, script = folded[start - 1], script_of(char)
    if script in UNSPACED:
        return unicodedata.combining(before) != 9
    if char.isdigit():
        return not before.isdigit()
    if not char.isalnum() or not _joins(before, script):
        return True
    run = _run_before(folded, start, script)
    return run <= PREFIX.get(script, 0)


def _closes(folded: str, end: int) -> bool:
    if end == len(folded):
        return True
    after, last = folded[end], folded[end - 1]
    script = script_of(last)
    if script in UNSPACED:
        return unicodedata.category(after) not in ("Mn", "Mc") and unicodedata.combining(last) != 9
    if last.isdigit():
        return not after.isdigit()
    if not last.isalnum() and unicodedata.category(last) not in ("Mn", "Mc"):
        return True
    if not _joins(after, script):
        return True
    run = _run_after(folded, end, script)
    return run <= SUFFIX.get(script, 0) or (script == "Latn" and folded[end : end + run] in LATIN_ENDINGS)


def _joins(neighbour: str, script: str) -> bool:
    """Whether a neighbouring character belongs to the same written word."""
    return script_of(neighbour) == script or (unicodedata.category(neighbour) in ("Mn", "Mc"))


def _run_after(folded: str, at: int, script: str) -> int:
    end = at
    while end < len(folded) and _joins(folded[end], script):
        end += 1
    return end - at


def _run_before(folded: str, at: int, script: str) -> int:
    begin = at
    while begin > 0 and _joins(folded[begin - 1], script):
        begin -= 1
    return at - begin


def _spans_break(text: Text, start: int, end: int) -> bool:
    """Whether a sentence ends inside the range."""
    return bisect_left(text.breaks, end) > bisect_right(text.breaks, start)


def _distinct(places: list[Found]) -> list[Found]:
    """The best of every group of overlapping places, in order."""
    kept: list[Found] = []
    for place in sorted(places, key=lambda p: (-p[2], p[0])):
        if all(place[1] <= other[0] or place[0] >= other[1] for other in kept):
            kept.append(place)
    return sorted(kept)


def _slot_places(name: str, slots: Slots) -> list[Found]:
    if name == "money":
        return [(money.start, money.end, 100.0) for money in slots.money]
    if name == "place":
        return [(place.start, place.end, 100.0) for place in slots.places]
    pairs = slots.contacts if name == "contact" else slots.dates
    return [(start, end, 100.0) for start, end in pairs]


def _chains(
    parts: Sequence[Literal | Gap | Slot], by_part: dict[int, list[Found]], text: Text, slots: Slots
) -> list[tuple[Found, ...]]:
    """The ways the parts of a phrase stand in the text one after the other; for every beginning the nearest end."""
    chains: list[tuple[Found, ...]] = []
    reach = 1
    for at, part in enumerate(parts):
        if isinstance(part, Gap):
            reach = 0
            continue
        places = by_part.get(at, []) if isinstance(part, Literal) else _slot_places(part.name, slots)
        if at == 0:
            chains = [(place,) for place in places]
        else:
            chains = [
                (*chain, place) for chain in chains if (place := _next(chain[-1], places, text, reach)) is not None
            ]
        reach = 1
        if not chains:
            return []
    return chains


def _next(last: Found, places: list[Found], text: Text, reach: int) -> Found | None:
    """The nearest place after `last`: adjoining with `reach` 1, within a gap with 0; never across a sentence end."""
    limit = reach
    if not reach:
        limit = GAP_UNSPACED if script_of(text.folded[last[1] - 1]) in UNSPACED else GAP_SPACED
    for place in places:
        if place[0] >= last[1] and place[0] - last[1] <= limit:
            crosses = bisect_right(text.breaks, place[0]) > bisect_right(text.breaks, last[1] - 1)
            return None if crosses else place
    return None
