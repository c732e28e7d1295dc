"""What holds for every text and for every file, whoever makes them up: checked by fuzzers and by hypothesis alike."""

from __future__ import annotations

import math
import tempfile
from datetime import date
from functools import cache
from pathlib import Path

from bot.content import as_of, draft_of, load_engine
from bot.content.check_phrases import check_phrases
from bot.content.check_sentences import check_sentences
from bot.content.check_values import check_values
from bot.content.folder import Folder
from bot.content.ideas import read_ideas
from bot.content.tables import load_tables
from bot.content.yaml_text import read_yaml
from bot.core.borders import has_borders
from bot.core.content import Problem
from bot.core.message import Inbound, Span
from bot.core.normalise import fold, normalise, original, widen
from bot.core.pipeline import Engine
from tests.content.sample import language_files, shared_files

INTENTS = Path(__file__).parents[2] / "intents"


@cache
def engine(folder: Path | None = None) -> Engine:
    """All languages, the rules alone; compiled into `folder`, by default one beside the temporary files."""
    return load_engine(INTENTS, (folder or Path(tempfile.gettempdir()) / "beforeyougo-fuzz",), learned=False)


def folds(raw: str) -> None:
    """Folding twice changes nothing, every folded character has its range, and spans hold whole clusters."""
    tables = load_tables()
    text = normalise(raw, tables)
    assert fold(text.folded, tables) == text.folded
    assert len(text.folded) == len(text.starts) == len(text.ends)
    assert list(text.starts) == sorted(text.starts)
    assert all(0 <= start < end <= len(raw) for start, end in zip(text.starts, text.ends, strict=True))
    assert all(0 < at <= len(text.folded) for at in (*text.breaks, *text.pauses))
    for at in range(0, len(text.folded), 7):
        low, high = original(text, at, at + 1)
        assert widen(raw, low, high) == (low, high)


def finds(raw: str, engine: Engine) -> None:
    """Every hit lies in the folded text, its parts one after the other with borders at both ends, with a score of 0..100."""
    evidence = engine.gather(raw)
    folded = evidence.text.folded
    for hit in evidence.hits:
        assert list(hit.parts) == sorted(hit.parts), hit
        assert all(0 <= start < end <= len(folded) for start, end in hit.parts), hit
        assert all(first[1] <= second[0] for first, second in zip(hit.parts, hit.parts[1:], strict=False)), hit
        assert 0 <= hit.score <= 100, hit
    for place, start, end in evidence.places:
        assert has_borders(folded, start, end), place


def answers(raw: str, engine: Engine) -> None:
    """There is a verdict and a reply; spans are half-open, sorted, inside the text, and hold whole clusters."""
    verdict = engine.respond(Inbound(raw)).verdict
    for spans in (*(flag.spans for flag in verdict.flags), verdict.marks):
        assert list(spans) == sorted(spans), spans
        assert all(is_whole(raw, span) for span in spans), spans


def is_whole(raw: str, span: Span) -> bool:
    """Whether a span is not empty, lies inside the text and begins and ends between grapheme clusters."""
    return 0 <= span[0] < span[1] <= len(raw) and widen(raw, *span) == span


def counts(raw: str, engine: Engine) -> None:
    """Every amount of money lies in the folded text and is a finite number, the lower one first."""
    text = normalise(raw, load_tables())
    for money in engine._extractor.read(text).money:
        assert 0 <= money.start < money.end <= len(text.folded), money
        assert 0 <= money.low <= money.high, money
        assert math.isfinite(money.high), money


def reads(name: str, raw: bytes) -> list[Problem]:
    """One file of a sound folder holds these bytes: there is content, or there are problems, and never an error."""
    read_yaml(name, raw)
    files = {file: text.encode() for file, text in (shared_files() | language_files()).items()}
    draft = draft_of(Folder(Path("intents"), {**files, name: raw}), with_cases=True)
    for check in (check_phrases, check_sentences, check_values):
        check(draft)
    read_ideas(draft.folder, draft.findings)
    if not draft.findings.faults:
        as_of(date(2026, 11, 24), draft.content())
    assert all(problem.line >= 1 and problem.remedy for problem in draft.findings.problems)
    return draft.findings.problems


def file_names() -> list[str]:
    """The files of a sound folder."""
    return sorted(shared_files() | language_files())
