"""Text -> ideas: which of the things people write about a text names, in whatever language, and which stand together."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.core.marks import is_marked, typed_form
from bot.core.message import Text
from bot.core.normalise import Tables, fold
from bot.core.scripts import MARKS, UNSPACED, script_of

ANY = "*"
"""At the end of a word of ideas.yaml: any ending; at its beginning: any beginning."""
MOST_CHARACTERS = 3_000
"""Longer texts are read up to here: what an advert is shows early, and a hostile text may not cost seconds."""
MOST_WORDS, LONGEST = 3, 40
"""The longest entry: so many words, so many folded characters."""
REACH, REACH_UNSPACED = 60, 24
"""How far apart (folded characters, begin to begin) two ideas stand together."""
LONGEST_INSIDE = 16
"""The longest entry (folded characters) that is looked for inside of words."""
MOST_FOUND = 600
"""More ideas than this are no text that somebody wrote."""
PREFIXED = {"ar": ("Arab", 4, 3), "am": ("Ethi", 2, 2)}
"""Languages that write small words (and, in, the) into the word that follows: their script, how many letters, and the shortest
entry behind them."""
MARKED = "vi"
"""The language whose marks tell words apart: a text typed with marks must carry the right ones."""
_TOKEN = re.compile(rf"(?:[^\W_][{MARKS}]*)+(?:'[^\W_]+)?|\S")
_LANGUAGES = 64
"""An entry is written as idea * 64 + language."""
Entries = Mapping[str, list[int]]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of all ideas in all languages, folded."""

    ideas: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    whole: Entries = field(default_factory=dict)
    """Entries that are words of the text, from border to border."""
    stems: Entries = field(default_factory=dict)
    """Entries that begin a word of the text."""
    inside: Entries = field(default_factory=dict)
    """Entries that stand anywhere: of scripts without spaces, and those with any beginning."""
    spelt: Mapping[str, list[str]] = field(default_factory=dict)
    """The marked spellings of the entries of the language whose marks tell words apart."""

    def find(self, text: Text, languages: Iterable[str]) -> list[tuple[int, int, str]]:
        """Range of the folded text and idea, in order. Words of other languages than the likeliest and English are no evidence."""
        likely = {*languages, "en"}
        known = frozenset(at for at, code in enumerate(self.languages) if code in likely)
        folded = text.folded[:MOST_CHARACTERS]
        marked = self._number(MARKED) if MARKED in likely and is_marked(text.raw) else None
        found = {
            (start, end, entry // _LANGUAGES)
            for start, end, entries in self._places(folded)
            for entry in entries
            if entry % _LANGUAGES in known
            and (entry % _LANGUAGES != marked or typed_form(text, start, end) in self.spelt[folded[start:end]])
        }
        return [(start, end, self.ideas[idea]) for start, end, idea in sorted(found)[:MOST_FOUND]]

    def _number(self, code: str) -> int | None:
        return self.languages.index(code) if code in self.languages else None

    def _places(self, folded: str) -> Iterator[tuple[int, int, list[int]]]:
        tokens = [match.span() for match in _TOKEN.finditer(folded)]
        for at, (start, end) in enumerate(tokens):
            last = end
            for _, stop in tokens[at : at + MOST_WORDS]:
                if stop - start > LONGEST:
                    break
                piece = folded[start:stop]
                if piece in self.whole:
                    yield start, stop, self.whole[piece]
                last = stop
            for stop in range(start + 2, last + 1):
                entries = self.stems.get(folded[start:stop])
                if entries:
                    yield start, stop, entries
            yield from self._behind_prefix(folded, start, end, last)
        yield from self._inside(folded)

    def _behind_prefix(self, folded: str, start: int, end: int, last: int) -> Iterator[tuple[int, int, list[int]]]:
        for code, (script, most, shortest) in PREFIXED.items():
            number = self._number(code)
            if number is None or script_of(folded[start]) != script:
                continue
            for begin in range(start + 1, min(start + 1 + most, end)):
                for stop in range(begin + shortest, last + 1):
                    piece = folded[begin:stop]
                    found = [*self.stems.get(piece, ()), *(self.whole.get(piece, ()) if stop >= end else ())]
                    own = [entry for entry in found if entry % _LANGUAGES == number]
                    if own:
                        yield begin, stop, own

    def _inside(self, folded: str) -> Iterator[tuple[int, int, list[int]]]:
        for start in range(len(folded)):
            if script_of(folded[start]):
                for stop in range(start + 1, min(start + LONGEST_INSIDE, len(folded)) + 1):
                    entries = self.inside.get(folded[start:stop])
                    if entries:
                        yield start, stop, entries


def lexicon(words: Mapping[str, Mapping[str, Iterable[str]]], tables: Tables) -> Lexicon:
    """Compile language -> idea -> entries."""
    languages = tuple(sorted(words))
    ideas = tuple(sorted({idea for of in words.values() for idea in of}))
    kinds: tuple[dict[str, list[int]], dict[str, list[int]], dict[str, list[int]]] = ({}, {}, {})
    spelt: dict[str, list[str]] = {}
    for code, of in words.items():
        for idea, entries in of.items():
            for entry in entries:
                folded, kind = _compiled(entry, tables)
                number = ideas.index(idea) * _LANGUAGES + languages.index(code)
                if folded and number not in kinds[kind].setdefault(folded, []):
                    kinds[kind][folded].append(number)
                if code == MARKED:
                    spelt.setdefault(folded, []).append(unicodedata.normalize("NFC", entry.strip(ANY).casefold()))
    whole, stems, inside = kinds
    return Lexicon(ideas, languages, whole, stems, inside, spelt)


def _compiled(entry: str, tables: Tables) -> tuple[str, int]:
    folded = fold(entry.strip(ANY), tables).strip()
    if folded and script_of(folded[0]) in UNSPACED:
        return folded.replace(" ", ""), 2
    return folded, 2 if entry.startswith(ANY) else int(entry.endswith(ANY))


def together(text: Text, found: Iterable[tuple[int, int, str]]) -> Iterator[tuple[str, str, int, int]]:
    """Every two different ideas that stand near each other in one sentence, with the range they span."""
    listed = list(found)
    for at, (start, end, idea) in enumerate(listed):
        reach = REACH_UNSPACED if script_of(text.folded[start]) in UNSPACED else REACH
        sentence = bisect_right(text.breaks, start)
        for other_start, other_end, other in listed[at + 1 :]:
            if other_start - start > reach or bisect_right(text.breaks, other_start) != sentence:
                break
            if other != idea and other_start >= end:
                yield (*sorted((idea, other)), start, other_end)  # type: ignore[misc]
