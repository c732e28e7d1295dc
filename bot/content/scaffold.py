"""The files of a new language: everything the bot says, in English and commented out, to be translated in place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.content import contract
from bot.content.draft import ENGLISH, Draft
from bot.content.findings import did_you_mean
from bot.content.tables import known_languages
from bot.core.language import ALIASES

HEAD = """\
# {kind} in {name}. Translate in place and take the '# ' away from each finished entry.
# intents/README.md explains the files; `python -m bot lint` says what is wrong with them.
"""
WORDS = """\
negations_before: []
negations_after: []
numbers:
multipliers:
periods:
cues:
common: []
common_latin: []
telling: []
"""
CASE = """\
- text: |-
    A whole message as people write it
  kind: offer
  level: [high]
  flags: [everything_paid]
"""


class ScaffoldError(Exception):
    """Why a language cannot be added, and what to do."""


def add_language(draft: Draft, code: str, name: str | None = None) -> list[Path]:
    """Make the folder of a language and its entry in languages.yaml, with status off; the paths written."""
    _refuse(draft, code)
    own_name, script, direction, country = known_languages()[code]
    entry = "\n".join(
        [
            f"{code}:",
            f"  name: {name or own_name}",
            f"  script: {script}",
            f"  direction: {direction}",
            f"  falls_back_to: {ENGLISH}",
            "  status: 'off'",
            f"  home: [{country}]",
        ]
    )
    listed = draft.folder.root / "languages.yaml"
    before = listed.read_text("utf-8")
    folder = draft.folder.root / code
    folder.mkdir()
    written = [_write(folder / f"{kind}.yaml", text) for kind, text in _files(draft, name or own_name)]
    listed.write_text(before + ("" if before.endswith("\n") else "\n") + entry + "\n", "utf-8")
    return [*written, listed]


def _refuse(draft: Draft, code: str) -> None:
    same = ALIASES.get(code.lower(), code)
    if same not in (code, code.lower()) and same not in draft.languages:
        raise ScaffoldError(f"'{code}' is called '{same}' here. Add that")
    if same in draft.languages:
        raise ScaffoldError(f"'{code}' is there already. Edit the files in {draft.folder.path(same)}")
    if code not in known_languages():
        raise ScaffoldError(f"'{code}' is no language code. {did_you_mean(code, known_languages())}")
    if (draft.folder.root / code).exists():
        raise ScaffoldError(f"{draft.folder.path(code)} exists, but languages.yaml does not name it. Add it there")


def _write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def _files(draft: Draft, name: str) -> Iterator[tuple[str, str]]:
    parts = {
        "flags": ("Red flags", _flags(draft)),
        "questions": ("Questions and emergencies", _questions(draft)),
        "replies": ("The bot's own sentences", (f"{key}: |-\n{_indented(text)}" for key, text in _replies(draft))),
        "words": ("Small words", [WORDS]),
        "cases": ("Whole messages and what must come of them,", [CASE]),
    }
    for kind, (title, entries) in parts.items():
        commented = "\n#\n".join(_commented(entry) for entry in entries)
        yield kind, HEAD.format(kind=title, name=name) + f"#\n{commented}\n"


def _flags(draft: Draft) -> Iterator[str]:
    english = {wording.flag: wording for wording in draft.wordings if wording.language == ENGLISH}
    for flag in draft.flags.values():
        known = english.get(flag.id)
        phrases = _listed(known.phrases[:3] if known else ())
        warn, ask = (known.warn, known.ask) if known else ("…", "…")
        yield (
            f"{flag.id}:  # {flag.title}\n  rev: {flag.rev}\n  state: draft\n  phrases:{phrases}\n  unless: []\n"
            f"  warn: |-\n{_indented(warn, 4)}\n  ask: |-\n{_indented(ask, 4)}"
        )


def _questions(draft: Draft) -> Iterator[str]:
    english = {answer.question: answer for answer in draft.answers if answer.language == ENGLISH}
    for question in draft.questions.values():
        known = english.get(question.id)
        ways = _listed(known.ways[:3] if known else ())
        answer = _indented(known.answer if known else "…", 4)
        yield f"{question.id}:\n  rev: {question.rev}\n  state: draft\n  ways:{ways}\n  answer: |-\n{answer}"


def _replies(draft: Draft) -> Iterable[tuple[str, str]]:
    english = draft.replies.get(ENGLISH, {})
    return ((key, english.get(key, "…")) for key in contract.REPLIES)


def _listed(phrases: Iterable[str]) -> str:
    return "".join(f"\n    - '{phrase.replace(chr(39), 2 * chr(39))}'" for phrase in phrases) or " []"


def _indented(text: str, by: int = 2) -> str:
    return "\n".join(f"{' ' * by}{line}" for line in text.splitlines())


def _commented(text: str) -> str:
    return "\n".join(f"# {line}".rstrip() for line in text.rstrip().splitlines())
