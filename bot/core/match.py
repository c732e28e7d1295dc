"""Text x compiled phrases -> Hits with spans and scores.

What is looked for are atoms: the alternatives of every step of every phrase, each kept once ("passport" stands in
hundreds of phrases). An atom of n characters may differ from the text by k = 0 (n < 5), 1 (n < 15), 2 (n < 30) or 3
edits. Cut into k+1 pieces, one piece must stand in the text unchanged (pigeonhole), so one Aho-Corasick automaton over
the pieces finds every candidate and rapidfuzz confirms it. Atoms too short to be cut have an automaton of their own;
words of 5 to 7 letters, whose pieces would be everywhere, are compared word by word as well. Steps that stand side by
side make a part, parts with gaps and slots make a phrase.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ahocorasick_rs import AhoCorasick, MatchKind
from rapidfuzz.distance import OSA, Levenshtein

from bot.core.atoms import Compiled, Steps
from bot.core.borders import has_borders, may_stand, spans_break
from bot.core.marks import is_marked, typed_form
from bot.core.message import Hit, Slots, Text
from bot.core.phrase import Gap, Slot
from bot.core.scripts import LETTERS, UNSPACED, script_of
from bot.core.typos import PIECES, WORD, Found, cut, edits_allowed, nearest, shortened

_LETTERS = re.compile(LETTERS)
GAP_SPACED, GAP_UNSPACED = 45, 22
"""How many folded characters `...` may span: about seven words, or a short clause where words are not spaced."""


@dataclass(slots=True)
class _Places:
    """Where atoms stand in one text, by where they begin and where they end."""

    starting: dict[int, dict[int, tuple[int, float]]] = field(default_factory=dict)
    ending: dict[int, dict[int, tuple[int, float]]] = field(default_factory=dict)
    of: dict[int, list[Found]] = field(default_factory=dict)
    apart: dict[tuple[int, int], bool] = field(default_factory=dict)
    """Which ranges have borders at both ends and no sentence end inside: many phrases ask of the same ones."""

    def stands(self, text: Text, begin: int, end: int) -> bool:
        """Whether a part of a phrase may begin and end here."""
        known = self.apart.get((begin, end))
        if known is None:
            known = has_borders(text.folded, begin, end) and not spans_break(text, begin, end)
            self.apart[begin, end] = known
        return known

    def add(self, atom: int, place: Found) -> None:
        """Remember a place; the better of two that begin or end alike."""
        start, end, score = place
        self.of.setdefault(atom, []).append(place)
        self.starting.setdefault(start, {}).setdefault(atom, (end, score))
        self.ending.setdefault(end, {}).setdefault(atom, (start, score))


class Index:
    """All phrases of all languages, ready to be looked for."""

    def __init__(self, compiled: Compiled, *, forgives_words: bool = True) -> None:
        """With `forgives_words` words of 5 to 7 letters are found with a typo; names must not be: pusat is no Pursat."""
        self._compiled = compiled
        self._atoms = compiled.atoms
        self._known = frozenset(compiled.atoms)
        self._short = [atom for atom, folded in enumerate(self._atoms) if not edits_allowed(len(folded))]
        self._exact = AhoCorasick([self._atoms[atom] for atom in self._short], matchkind=MatchKind.Standard)
        self._pieces, self._postings = self._cut_atoms()
        self._near = self._deletions() if forgives_words else {}

    @property
    def size(self) -> int:
        """How many phrases are in the index."""
        return len(self._compiled.rows)

    def _cut_atoms(self) -> tuple[AhoCorasick, list[list[tuple[int, int]]]]:
        """The automaton over pieces of long atoms, and which atoms each piece belongs to, at which offset."""
        pieces: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for atom, folded in enumerate(self._atoms):
            edits = edits_allowed(len(folded))
            if edits:
                for piece, offset in cut(folded, edits + 1):
                    pieces[piece].append((atom, offset))
        return AhoCorasick(list(pieces), matchkind=MatchKind.Standard), list(pieces.values())

    def _deletions(self) -> dict[str, list[int]]:
        """Words of 5 to 7 letters of spaced scripts, by themselves and with one letter left out."""
        near: dict[str, list[int]] = defaultdict(list)
        for atom, folded in enumerate(self._atoms):
            if WORD <= len(folded) < PIECES and folded.isalpha() and script_of(folded[0]) not in UNSPACED:
                for shorter in shortened(folded):
                    near[shorter].append(atom)
        return dict(near)

    def find(self, text: Text, slots: Slots) -> list[Hit]:
        """Every phrase that stands in the text, in the order of the text; overlapping hits are all kept."""
        places = self._places(text)
        marked = is_marked(text.raw)
        anchors: dict[int, dict[int, list[int]]] = defaultdict(dict)
        for atom in places.of:
            for number, part in self._compiled.anchored(atom):
                anchors[number].setdefault(part, []).append(atom)
        by_phrase: dict[int, dict[int, list[Found]]] = defaultdict(dict)
        for number, of_parts in anchors.items():
            parts = self._compiled.phrase(number).parts
            if len(of_parts) < sum(isinstance(part, Steps) for part in parts):
                continue
            for part, atoms in of_parts.items():
                by_phrase[number][part] = [
                    found
                    for atom in atoms
                    for place in places.of[atom]
                    for found in self._side_by_side(parts[part], atom, place, places, text, marked=marked)
                ]
        hits = [hit for number, parts in by_phrase.items() for hit in self._whole(number, parts, text, slots)]
        return sorted(hits, key=lambda hit: (hit.start, -hit.end))

    def _places(self, text: Text) -> _Places:
        folded, places = text.folded, _Places()
        for short, start, end in self._exact.find_matches_as_indexes(folded, overlapping=True):
            if may_stand(folded, start, end):
                places.add(self._short[short], (start, end, 100.0))
        candidates = {
            (atom, start - offset)
            for piece, start, _ in self._pieces.find_matches_as_indexes(folded, overlapping=True)
            for atom, offset in self._postings[piece]
        }
        exact = {(atom, at) for atom, at in candidates if at >= 0 and folded.startswith(self._atoms[atom], at)}
        for atom, start in sorted(exact):
            end = start + len(self._atoms[atom])
            if may_stand(folded, start, end):
                places.add(atom, (start, end, 100.0))
        for atom, start in candidates - exact:
            wanted = self._atoms[atom]
            near = nearest(wanted, folded, start, edits_allowed(len(wanted)))
            if near is not None and has_borders(folded, near[0], near[1]):
                places.add(atom, near)
        for start, end in (match.span() for match in _LETTERS.finditer(folded)):
            for atom in self._misspelt(folded[start:end]):
                places.add(atom, (start, end, round(100 * (1 - 1 / len(self._atoms[atom])), 1)))
        return places

    def _misspelt(self, word: str) -> set[int]:
        """The words of 5 to 7 letters that `word` may be with one typo; none for a word that is known."""
        if word in self._known or not WORD - 1 <= len(word) <= PIECES:
            return set()
        near = {atom for shorter in shortened(word) for atom in self._near.get(shorter, ())}
        return {atom for atom in near if self._atoms[atom][0] == word[0] and OSA.distance(self._atoms[atom], word) == 1}

    def _side_by_side(
        self, steps: Steps | Gap | Slot, atom: int, place: Found, places: _Places, text: Text, *, marked: bool
    ) -> list[Found]:
        """The places of a whole part around its anchor, with borders at both ends and no sentence end inside."""
        if not isinstance(steps, Steps):
            return []
        folded = text.folded
        weight = len(self._atoms[atom])
        if len(steps.atoms) == 1:
            return [place] if self._agrees(steps, place, places, text, marked=marked) else []
        ends = self._walk(steps, steps.anchor + 1, 1, (place[1], 0.0, 0), table=places.starting, folded=folded)
        begins = self._walk(steps, steps.anchor - 1, -1, (place[0], 0.0, 0), table=places.ending, folded=folded)
        found = []
        for begin, lost_before, before in begins:
            for end, lost_after, after in ends:
                if not places.stands(text, begin, end):
                    continue
                lost = lost_before + lost_after + (100 - place[2]) * weight / 100
                score = round(100 * (1 - lost / max(1, weight + before + after)), 1)
                if not (marked and steps.marked) or _marks_agree(steps.marked, text, begin, end, lost):
                    found.append((begin, end, score))
        return found

    @staticmethod
    def _agrees(steps: Steps, place: Found, places: _Places, text: Text, *, marked: bool) -> bool:
        """Whether the only step of a part stands here with borders, and with its marks where the text has marks."""
        begin, end, score = place
        if not places.stands(text, begin, end):
            return False
        lost = (100 - score) * (end - begin) / 100
        return not (marked and steps.marked) or _marks_agree(steps.marked, text, begin, end, lost)

    def _walk(
        self,
        steps: Steps,
        step: int,
        direction: int,
        state: tuple[int, float, int],
        *,
        table: Mapping[int, Mapping[int, tuple[int, float]]],
        folded: str,
    ) -> list[tuple[int, float, int]]:
        """Where the steps from `step` on can end: position, characters lost to typos, characters found."""
        if not 0 <= step < len(steps.atoms):
            return [state]
        position, lost, length = state
        reached = (
            self._walk(steps, step + direction, direction, state, table=table, folded=folded)
            if steps.optional[step]
            else []
        )
        beside = (
            (position + direction if direction > 0 else position - 1)
            if _is_space(folded, position, direction)
            else None
        )
        for at in (position,) if beside is None else (position, beside):
            here = table.get(at)
            if not here:
                continue
            for atom in (
                steps.atoms[step] & here.keys() if len(here) > 4 else [a for a in here if a in steps.atoms[step]]
            ):
                to, score = here[atom]
                size = len(self._atoms[atom])
                after = (to, lost + (100 - score) * size / 100, length + size)
                reached += self._walk(steps, step + direction, direction, after, table=table, folded=folded)
        return reached

    def _whole(self, number: int, by_part: dict[int, list[Found]], text: Text, slots: Slots) -> Iterator[Hit]:
        compiled = self._compiled.phrase(number)
        if any(isinstance(part, Steps) and not by_part.get(at) for at, part in enumerate(compiled.parts)):
            return
        phrase = compiled.phrase
        distinct = {at: _distinct(places) for at, places in by_part.items()}
        for chain in _chains(compiled.parts, distinct, text, slots):
            spans = tuple((start, end) for start, end, _ in chain)
            length = sum(end - start for start, end in spans)
            score = sum((end - start) * s for start, end, s in chain) / max(1, length)
            yield Hit(phrase.target, phrase.id, phrase.language, phrase.written, spans, round(score, 1))


def _is_space(folded: str, position: int, direction: int) -> bool:
    at = position if direction > 0 else position - 1
    return 0 <= at < len(folded) and folded[at] == " "


def _marks_agree(forms: tuple[str, ...], text: Text, begin: int, end: int, lost: float) -> bool:
    """Whether what was typed with marks carries the marks of one of the spellings."""
    written = typed_form(text, begin, end)
    allowed = round(lost) + (end - begin) // 14
    return any(Levenshtein.distance(form, written, score_cutoff=allowed) <= allowed for form in forms)


def _distinct(places: list[Found]) -> list[Found]:
    """The best of every group of overlapping places, the longer of two that start alike, in order."""
    kept: list[Found] = []
    for place in sorted(places, key=lambda p: (-p[2], p[0], -p[1])):
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
    parts: Sequence[Steps | Gap | Slot], by_part: dict[int, list[Found]], text: Text, slots: Slots
) -> list[tuple[Found, ...]]:
    """The ways the parts of a phrase stand in the text one after the other; for every beginning the nearest end."""
    chains: list[tuple[Found, ...]] = []
    reach = 1
    for at, part in enumerate(parts):
        if isinstance(part, Gap):
            reach = 0
            continue
        places = by_part.get(at, []) if isinstance(part, Steps) else _slot_places(part.name, slots)
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
