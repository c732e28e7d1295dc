"""Phrases: their syntax, whether anything of them is compared, and whether two things answer to the same words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product
from math import prod

from bot.content import contract
from bot.content.draft import Draft
from bot.content.findings import line_of
from bot.content.tables import load_tables
from bot.core import normalise
from bot.core.atoms import MARKED_LANGUAGES
from bot.core.phrase import MOST_VARIANTS, Gap, Literal, Part, Pattern, PhraseError, Slot, parse
from bot.core.scripts import UNSPACED, script_of

MOST_SPELLINGS = 256
"""So many spellings of a phrase are compared with those of others."""
Spelling = tuple[str, ...]
_REGULAR = re.compile(r"[)\]][?*]\s*[^\s?]|\.\*|\\[wsdb]")
Key = tuple[str, str, str, Spelling]
"""Language, kind, flag of an unless, spelling."""


@dataclass(frozen=True, slots=True)
class Written:
    """One phrase of a file and what it stands for."""

    path: str
    language: str
    kind: str
    """flag, unless, question, cue or negation."""
    name: str
    phrase: str


def check_syntax(draft: Draft) -> None:
    """Note every phrase and name of a place that cannot be read; all of these are faults."""
    for written in phrases(draft):
        try:
            parse(written.phrase)
        except PhraseError as error:
            what = f"'{_shown(written.phrase)}' ({written.name}), column {error.column}: {error.what}"
            draft.findings.fault(written.path, written.phrase, what, error.remedy)


def check_phrases(draft: Draft) -> None:
    """Note phrases that are never met or met everywhere, and words that two flags or questions share."""
    seen: dict[Key, Written] = {}
    for written in phrases(draft):
        try:
            pattern = parse(written.phrase)
        except PhraseError:
            continue  # told by check_syntax
        if written.kind == "place":
            continue
        problem = form_problem(written, pattern)
        if problem:
            draft.findings.remark(
                written.path, written.phrase, f"'{_shown(written.phrase)}' ({written.name}) {problem[0]}", problem[1]
            )
        elif written.kind not in ("cue", "negation"):
            _check_shared(draft, written, pattern, seen)
    _check_places(draft)


def phrases(draft: Draft) -> Iterator[Written]:
    """Every phrase of every language, and the names of places, which are looked for like phrases."""
    for wording in draft.wordings:
        path = draft.path("flags", wording.language)
        yield from (Written(path, wording.language, "flag", wording.flag, p) for p in wording.phrases)
        yield from (Written(path, wording.language, "unless", wording.flag, p) for p in wording.unless)
    for answer in draft.answers:
        path = draft.path("questions", answer.language)
        yield from (Written(path, answer.language, "question", answer.question, p) for p in answer.ways)
    for language, words in draft.words.items():
        path = draft.path("words", language)
        for cue, listed in words.cues.items():
            yield from (Written(path, language, "cue", cue, p) for p in listed)
        for negation in (*words.negations_before, *words.negations_after):
            yield Written(path, language, "negation", "negations", negation)
    for place in draft.places.values():
        yield from (Written(draft.path("places"), "", "place", place.id, name) for name in place.names)


@lru_cache(maxsize=1)
def _tables() -> normalise.Tables:
    return load_tables()


@lru_cache(maxsize=200_000)
def folded(text: str) -> str:
    """What a text is compared as."""
    return normalise.fold(text, _tables())


def _has_too_many(pattern: Pattern) -> bool:
    return any(prod(map(len, part.steps)) > MOST_VARIANTS for part in pattern.parts if isinstance(part, Literal))


def form_problem(written: Written, pattern: Pattern) -> tuple[str, str] | None:
    """What is wrong with how one phrase is written, and the remedy; None when nothing is."""
    if _REGULAR.search(written.phrase):
        return "is written like a regular expression", "Put what may be missing in [ ], and write '...' for a gap"
    steps = [step for part in pattern.parts if isinstance(part, Literal) for step in part.steps]
    if not steps:
        return "holds only slots", "Add a word that stands beside the slot"
    if not any(folded(str(words)) for step in steps for words in step):
        return "holds only signs that are not compared", "Write words, or delete it"
    if written.language in MARKED_LANGUAGES and _has_too_many(pattern):
        return (
            f"can be written in more than {MOST_VARIANTS} ways, and no more are compared with the marks of the language",
            "Write several phrases instead",
        )
    if written.kind in ("cue", "negation"):
        return None
    shortest = "".join(min((folded(str(words)) for words in step), key=len) for step in steps)
    is_spaced = not any(script_of(char) in UNSPACED for char in shortest)
    least = contract.SPACED_SHORTEST if is_spaced else 2
    has_slot = any(isinstance(part, Slot) for part in pattern.parts)
    if len(shortest.replace(" ", "")) < least and not has_slot:
        return f"is too short: '{shortest}' stands in texts of every kind", "Add a word beside it"
    return None


def spellings(pattern: Pattern) -> set[Spelling]:
    """What a pattern matches, folded, up to a few hundred spellings; gaps and slots stand for themselves."""
    return set(islice(product(*(_choices(part) for part in pattern.parts)), MOST_SPELLINGS))


def _choices(part: Part) -> list[str]:
    if not isinstance(part, Literal):
        return ["..."] if isinstance(part, Gap) else [f"<{part.name}>"]
    steps = [[folded(str(words)) for words in step] for step in part.steps]
    spelt = [" ".join(filter(None, words)) for words in islice(product(*steps), MOST_SPELLINGS)]
    is_unspaced = any(script_of(char) in UNSPACED for char in spelt[0])
    return list(dict.fromkeys(words.replace(" ", "") if is_unspaced else words for words in spelt))


def _check_shared(draft: Draft, written: Written, pattern: Pattern, seen: dict[Key, Written]) -> None:
    """Flags may not share a spelling with flags of their language, questions with questions, a flag with its unless."""
    scope = written.name if written.kind == "unless" else ""
    known = [
        (spelling, seen.setdefault((written.language, written.kind, scope, spelling), written))
        for spelling in spellings(pattern)
    ]
    excused = [seen.get((written.language, "flag", "", spelling)) for spelling, _ in known] if scope else []
    others = sorted(
        (line_of(first.phrase), " ".join(spelling), first.name)
        for spelling, first in known
        if first.name != written.name
    )
    firsts = [first for _, first in known if first is not written]
    own = [first for first in excused if first and first.name == written.name]
    name = f"'{_shown(written.phrase)}' of {written.name}"
    if others:
        line, words, other = others[0]
        what = f"'{words}' of {written.name} belongs also to {other}, line {line}"
        remedy = "Keep it where it says more, or add the words that tell the two apart"
    elif own:
        what, remedy = f"{name} excuses the phrase of line {line_of(own[0].phrase)}", "Delete one of the two"
    elif len(firsts) == len(known):
        lines = ", ".join(str(line) for line in sorted({line_of(first.phrase) for first in firsts}))
        what, remedy = f"{name} adds nothing to line {lines}", "Delete it"
    else:
        return
    draft.findings.remark(written.path, written.phrase, what, remedy)


def _check_places(draft: Draft) -> None:
    """A name belongs to one place only, and is more than one letter."""
    path, seen = draft.path("places"), dict[str, tuple[str, str]]()
    for place in draft.places.values():
        for name in place.names:
            key = folded(str(name))
            if len(key) < 2:
                draft.findings.remark(path, name, f"the name '{name}' of {place.id} is too short", "Write it in full")
                continue
            first = seen.setdefault(key, (place.id, name))
            if first[0] != place.id:
                what = f"'{name}' names {place.id} and, in line {line_of(first[1])}, {first[0]}"
                draft.findings.remark(path, name, what, "Keep it at the place that people mean by it")
                draft.findings.remark(path, first[1], f"'{first[1]}' names {first[0]} and also {place.id}", "See there")


def _shown(phrase: str) -> str:
    return phrase if len(phrase) <= 60 else f"{phrase[:59]}…"
