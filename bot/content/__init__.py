"""Files -> Content, or Problems: everything the bot knows is read here, checked, and cached once compiled."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bot.content.cache import cache_key, read_cache, write_cache
from bot.content.encode import decode, encode
from bot.content.folder import Folder, read_folder
from bot.core.content import Case, Content, Problem

if TYPE_CHECKING:
    from bot.content.draft import Draft
    from bot.core.atoms import Compiled
    from bot.core.ideas import Lexicon
    from bot.core.pipeline import Engine


class ContentError(Exception):
    """The files cannot be made into content; `problems` says why, one line each."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


def load(intents_dir: Path, cache_dirs: Sequence[Path] = ()) -> Content:
    """The content of a folder, from the cache when it was compiled before. Raises ContentError with every fault."""
    folder = read_folder(intents_dir)
    key = cache_key(folder.version)
    cached = read_cache(key, cache_dirs)
    if cached is None:
        cached = encode(_compiled(folder))
        write_cache(key, cached, cache_dirs)
    return as_of(date.today(), decode(cached))


def as_of(day: date, content: Content) -> Content:
    """The content with every place that was retired by that day as an ordinary town: it names its country, no more."""
    retired = {
        name: replace(place, role="town", weight=None)
        for name, place in content.places.items()
        if place.retired_on and place.retired_on <= day.isoformat()
    }
    return replace(content, places={**content.places, **retired}) if retired else content


def _compiled(folder: Folder) -> Content:
    draft = draft_of(folder, with_cases=False)
    if draft.findings.faults:
        raise ContentError(draft.findings.problems)
    return draft.content()


def read(intents_dir: Path) -> tuple[Content | None, list[Problem], list[Case]]:
    """The content (None when it has faults), everything wrong with the files, and the operators' cases."""
    from bot.content.check_phrases import check_phrases
    from bot.content.check_sentences import check_sentences
    from bot.content.check_values import check_values
    from bot.content.ideas import read_ideas

    draft = draft_of(read_folder(intents_dir), with_cases=True)
    for check in (check_phrases, check_sentences, check_values):
        check(draft)
    read_ideas(draft.folder, draft.findings)
    content = None if draft.findings.faults else as_of(date.today(), decode(encode(draft.content())))
    return content, draft.findings.problems, draft.cases


def read_lexicon(intents_dir: Path) -> Lexicon:
    """The words of all ideas, compiled. Raises ContentError with every fault."""
    from bot.content.findings import Findings
    from bot.content.ideas import read_ideas
    from bot.content.tables import load_tables
    from bot.core.ideas import lexicon

    findings = Findings()
    words = read_ideas(read_folder(intents_dir), findings)
    if findings.faults:
        raise ContentError(findings.problems)
    return lexicon(words, load_tables())


def draft_of(folder: Folder, *, with_cases: bool) -> Draft:
    """What the files of a folder say, with every fault noted."""
    from bot.content.check_ids import check_ids
    from bot.content.check_phrases import check_syntax
    from bot.content.draft import read_draft
    from bot.content.findings import Findings

    draft = read_draft(folder, Findings(), with_cases=with_cases)
    check_ids(draft)
    check_syntax(draft)
    draft.excuse_unfinished()
    return draft


def load_engine(intents_dir: Path, cache_dirs: Sequence[Path] = (), *, learned: bool = True) -> Engine:
    """The core compiled from a folder, its index from the cache when it was made before; without `learned` the rules alone.

    Raises ContentError with every fault.
    """
    with _uncollected():
        content = load(intents_dir, cache_dirs)
        return engine_of(content, compiled=_index(content, cache_dirs), learned=learned)


@contextmanager
def _uncollected() -> Iterator[None]:
    """No garbage collection while much is made that stays: looking through it again and again costs a third of the start."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.freeze()


def _index(content: Content, cache_dirs: Sequence[Path]) -> tuple[Compiled, Compiled]:
    from bot.content import index_file
    from bot.content.tables import load_tables
    from bot.core.pipeline import compile_content

    key = cache_key(f"index {content.version}")
    cached = read_cache(key, cache_dirs)
    if cached is not None:
        return index_file.read(cached)
    compiled = compile_content(content, load_tables())
    write_cache(key, index_file.written(compiled), cache_dirs)
    return compiled


def engine_of(content: Content, *, compiled: tuple[Compiled, Compiled] | None = None, learned: bool = True) -> Engine:
    """The core compiled from content, with the tables and the learned layer that come with the code."""
    from bot.content.learned_file import load_model
    from bot.content.tables import load_language_model, load_tables
    from bot.core.pipeline import Engine

    model = load_model() if learned else None
    return Engine(content, load_tables(), load_language_model(), model, compiled=compiled)
