"""Labelled texts: files of JSON lines -> Rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

SCAM, HONEST, QUESTION, OTHER = "scam_offer", "legit_offer", "question", "other"
KINDS = (SCAM, HONEST, QUESTION, OTHER)
ACCEPTABLE = "caution acceptable"
"""A signal of an honest offer that a careful reader would ask about too: flagging it is not counted as a false alarm."""


class RowError(ValueError):
    """A line that is no labelled text: where, what is wrong and what mends it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled text. `intent` is the question id expected; for a scam offer it marks one retold with a question."""

    id: str
    kind: str
    lang: str
    text: str
    intent: str | None = None
    difficulty: str = "medium"
    flags: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()
    writer: str = ""

    @property
    def language(self) -> str:
        """The language without its region or form, but with the script of Chinese: vi-x-nodiac -> vi."""
        return self.lang if self.lang.startswith("zh-Hant") else self.lang.split("-")[0]


def read_rows(paths: Iterable[Path]) -> Iterator[Row]:
    """All rows of the files, and of every .jsonl file below the folders; raises RowError with file and line."""
    for path in paths:
        for file in sorted(path.rglob("*.jsonl")) if path.is_dir() else [path]:
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
                if line.strip():
                    yield _row(line, f"{file}:{number}", file.stem)


def _row(line: str, where: str, writer: str) -> Row:
    try:
        given = json.loads(line)
        row = Row(
            id=str(given["id"]),
            kind=given["kind"],
            lang=given["lang"],
            text=given["text"],
            intent=given.get("intent"),
            difficulty=given.get("difficulty", "medium"),
            flags=tuple(given.get("flags", ())),
            signals=tuple(given.get("signals", ())),
            writer=writer,
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RowError(
            f"{where}  not a labelled text ({error}). Write id, kind, lang and text on one line of JSON"
        ) from None
    if row.kind not in KINDS or not isinstance(row.text, str):
        raise RowError(f"{where}  kind {row.kind!r} is unknown. Use one of {', '.join(KINDS)}")
    return row
