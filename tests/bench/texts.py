"""Texts to measure with: what people of the tune corpus wrote, by language."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from pathlib import Path

TUNE = Path(__file__).parents[1] / "corpus" / "tune"


@cache
def messages() -> tuple[tuple[str, str], ...]:
    """Language and text of every message of the tune corpus."""
    lines = (line for path in sorted(TUNE.rglob("*.jsonl")) for line in path.read_text("utf-8").splitlines())
    return tuple((row["lang"], row["text"]) for row in map(json.loads, lines))


@cache
def of_length(length: int) -> tuple[str, ...]:
    """One text of that many characters for every language (and way of writing it): its messages one after the other."""
    by_language: dict[str, list[str]] = defaultdict(list)
    for language, text in messages():
        by_language[language].append(text)
    joined = ("\n".join(texts)[:length] for _, texts in sorted(by_language.items()))
    return tuple(text for text in joined if len(text) == length)
