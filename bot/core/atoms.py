"""Phrases -> atoms and steps: the form in which they are looked for. Making it is slow, so it can be kept as plain rows."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
    """All phrases over one list of atoms, the folded words that are looked for."""

    atoms: tuple[str, ...]
    phrases: tuple[CompiledPhrase, ...]

    def rows(self) -> list[Any]:
        """Plain values that `from_rows` makes the same again."""
        return [list(self.atoms), [_phrase_row(compiled) for compiled in self.phrases]]


def from_rows(rows: Sequence[Any]) -> Compiled:
    """What `Compiled.rows` was made of."""
    atoms, phrases = rows
    return Compiled(
        tuple(atoms),
        tuple(
            CompiledPhrase(Phrase(Target(target), name, language, written), tuple(map(_part, parts)))
            for target, name, language, written, parts in phrases
        ),
    )


def _phrase_row(compiled: CompiledPhrase) -> list[Any]:
    phrase = compiled.phrase
    return [
        phrase.target.value,
        phrase.id,
        phrase.language,
        phrase.written,
        [_part_row(part) for part in compiled.parts],
    ]


def _part_row(part: Part) -> Any:
    if isinstance(part, Steps):
        return [part.atoms, part.optional, part.anchor, part.marked]
    return part.name if isinstance(part, Slot) else ""


def _part(row: Any) -> Part:
    if isinstance(row, str):
        return Slot(row) if row else Gap()
    atoms, optional, anchor, marked = row
    return Steps(tuple(map(tuple, atoms)), tuple(optional), anchor, tuple(marked))


def compile_phrases(phrases: Iterable[Phrase], tables: Tables) -> Compiled:
    """The phrases, parsed and folded; raises PhraseError for one that breaks the syntax."""
    compiler = _Compiler(tables)
    compiled = tuple(compiler.phrase(phrase) for phrase in phrases)
    return Compiled(tuple(compiler.atoms), compiled)


class _Compiler:
    """Numbers the atoms while phrases are read."""

    def __init__(self, tables: Tables) -> None:
        self.atoms: list[str] = []
        self._tables = tables
        self._numbers: dict[str, int] = {}
        self._folded: dict[str, str] = {}

    def phrase(self, phrase: Phrase) -> CompiledPhrase:
        """The phrase and its parts."""
        parts = parse(phrase.written).parts
        return CompiledPhrase(
            phrase, tuple(self._steps(part, phrase.language) if isinstance(part, Literal) else part for part in parts)
        )

    def _steps(self, literal: Literal, language: str) -> Steps:
        atoms: list[tuple[int, ...]] = []
        optional: list[bool] = []
        lengths: list[int] = []
        for step in literal.steps:
            folded = sorted({self._fold(words) for words in step} - {""})
            if folded:
                atoms.append(tuple(map(self._number, folded)))
                optional.append("" in step)
                lengths.append(0 if "" in step else min(map(len, folded)))
        anchor = max(range(len(lengths)), key=lengths.__getitem__) if lengths else 0
        marked = tuple(marked_form(v) for v in literal.variants) if language in MARKED_LANGUAGES else ()
        return Steps(tuple(atoms), tuple(optional), anchor, marked)

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
