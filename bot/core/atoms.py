"""Phrases -> atoms and steps: the form in which they are looked for. Making it is slow, so it can be kept as plain rows."""

from __future__ import annotations

import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain
from typing import Any

from bot.core.message import Target
from bot.core.normalise import Tables, fold
from bot.core.phrase import Gap, Literal, Slot, parse

MARKED_LANGUAGES = frozenset({"vi"})
"""Languages whose marks tell words apart: text typed with marks must carry the right ones."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase of the content, to be found."""

    target: Target
    id: str
    language: str
    written: str


@dataclass(frozen=True, slots=True)
class Steps:
    """One part made of words: for every step its atoms, whether it may be missing, and the step looked for first."""

    atoms: tuple[tuple[int, ...], ...]
    optional: tuple[bool, ...]
    anchor: int
    marked: tuple[str, ...]
    """The spellings with marks, where the language needs them."""


Part = Steps | Gap | Slot


@dataclass(frozen=True, slots=True)
class CompiledPhrase:
    """A phrase and the parts it is made of."""

    phrase: Phrase
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    """All phrases over one list of atoms, the folded words that are looked for.

    A phrase stays the row it is stored as until it is asked for: a text touches few of them.
    """

    atoms: tuple[str, ...]
    rows: Sequence[bytes]
    """JSON of [target, id, language, written, parts]; a part is "" for a gap, the name of a slot, or [atoms, optional, anchor, marked]."""
    starts: Sequence[int]
    """Atom -> where its anchors begin; one more at the end."""
    anchors: Sequence[tuple[int, int]]
    """Phrase and part that are looked for by an atom first, atom after atom."""
    _phrases: dict[int, CompiledPhrase] = field(default_factory=dict, init=False, compare=False, repr=False)

    def phrase(self, number: int) -> CompiledPhrase:
        """One phrase and its parts."""
        known = self._phrases.get(number)
        if known is None:
            target, name, language, written, parts = json.loads(self.rows[number])
            known = CompiledPhrase(Phrase(Target(target), name, language, written), tuple(map(_part, parts)))
            self._phrases[number] = known
        return known

    def anchored(self, atom: int) -> Sequence[tuple[int, int]]:
        """The phrases and parts that are looked for by an atom first."""
        return self.anchors[self.starts[atom] : self.starts[atom + 1]]


def _part(row: Any) -> Part:
    if isinstance(row, str):
        return Slot(row) if row else Gap()
    atoms, optional, anchor, marked = row
    return Steps(tuple(map(tuple, atoms)), tuple(optional), anchor, tuple(marked))


def compile_phrases(phrases: Iterable[Phrase], tables: Tables) -> Compiled:
    """The phrases, parsed and folded; raises PhraseError for one that breaks the syntax."""
    compiler = _Compiler(tables)
    rows = [compiler.row(phrase) for phrase in phrases]
    anchored: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, row in enumerate(rows):
        for at, part in enumerate(row[4]):
            if not isinstance(part, str) and part[0]:
                for atom in part[0][part[2]]:
                    anchored[atom].append((number, at))
    of = [anchored[atom] for atom in range(len(compiler.atoms))]
    starts = list(accumulate(map(len, of), initial=0))
    packed = [json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() for row in rows]
    return Compiled(tuple(compiler.atoms), packed, starts, list(chain.from_iterable(of)))


class _Compiler:
    """Numbers the atoms while phrases are read."""

    def __init__(self, tables: Tables) -> None:
        self.atoms: list[str] = []
        self._tables = tables
        self._numbers: dict[str, int] = {}
        self._folded: dict[str, str] = {}

    def row(self, phrase: Phrase) -> list[Any]:
        """The phrase and its parts, as plain values."""
        parts = [self._part(part, phrase.language) for part in parse(phrase.written).parts]
        return [phrase.target.value, phrase.id, phrase.language, phrase.written, parts]

    def _part(self, part: Literal | Gap | Slot, language: str) -> Any:
        if isinstance(part, Slot):
            return part.name
        if isinstance(part, Gap):
            return ""
        atoms: list[list[int]] = []
        optional: list[bool] = []
        lengths: list[int] = []
        for step in part.steps:
            folded = sorted({self._fold(words) for words in step} - {""})
            if folded:
                atoms.append(list(map(self._number, folded)))
                optional.append("" in step)
                lengths.append(0 if "" in step else min(map(len, folded)))
        anchor = max(range(len(lengths)), key=lengths.__getitem__) if lengths else 0
        marked = [marked_form(v) for v in part.variants] if language in MARKED_LANGUAGES else []
        return [atoms, optional, anchor, marked]

    def _number(self, folded: str) -> int:
        """The number of an atom, a new one when it was not there."""
        known = self._numbers.get(folded)
        if known is None:
            known = self._numbers[folded] = len(self.atoms)
            self.atoms.append(folded)
        return known

    def _fold(self, words: str) -> str:
        known = self._folded.get(words)
        if known is None:
            known = self._folded[words] = fold(words, self._tables)
        return known


def marked_form(written: str) -> str:
    """Lower case with marks kept and everything but letters, digits and marks made one space."""
    lower = unicodedata.normalize("NFC", written).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in lower).split())
