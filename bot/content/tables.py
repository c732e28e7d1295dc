"""Tables made by scripts/tables.py: folding, look-alikes, countries, their time zones, and the language model."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from bot.core.langid import LanguageModel
from bot.core.normalise import Tables

FOLDER = Path(__file__).with_name("tables")
TABLES = ("countries", "fold", "language", "languages", "lookalikes", "zones")
GENERATED_BY = "python scripts/tables.py"


def load_tables() -> Tables:
    """What texts and phrases are folded with."""
    fold = _read("fold")["table"]
    return Tables({ord(char): to for char, to in fold.items()}, _read("lookalikes")["table"])


@lru_cache(maxsize=1)
def load_language_model() -> LanguageModel:
    """What languages are told apart by; unpacked once."""
    stored = _read("language")
    labels, count = tuple(stored["labels"]), stored["count"]
    lengths = _unpacked(stored["lengths"])
    columns = _unpacked(stored["weights"])
    weights = bytearray(len(columns))
    for i in range(len(labels)):
        weights[i :: len(labels)] = columns[i * count : (i + 1) * count]
    features = {gram: row for row, gram in enumerate(_cut(_unpacked(stored["grams"]), lengths))}
    longest_first = tuple(sorted(set(lengths), reverse=True))
    return LanguageModel(labels, tuple(stored["prior"]), features, bytes(weights), stored["step"], longest_first)


@lru_cache(maxsize=1)
def iso_codes() -> frozenset[str]:
    """Every ISO 3166 alpha-2 code."""
    return frozenset(_read("countries")["codes"].split())


@lru_cache(maxsize=1)
def country_names() -> dict[str, dict[str, str]]:
    """language -> ISO code -> name, for the countries that matter here."""
    names: dict[str, dict[str, str]] = _read("countries")["names"]
    return names


@lru_cache(maxsize=1)
def country_zones() -> dict[str, list[str]]:
    """ISO code -> the time zones of the country."""
    table: dict[str, list[str]] = _read("zones")["table"]
    return table


def known_languages() -> dict[str, tuple[str, str, str, str]]:
    """Language code -> its own name, script, direction and main country, for every language of CLDR."""
    return {code: tuple(row) for code, row in _read("languages")["table"].items()}


def dump(table: dict[str, Any]) -> str:
    """The text of a table's file: one key a line, the first says where it comes from, the second its hash."""
    lines = [f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in table.items()]
    head = [f'"generated_by": "{GENERATED_BY}"', f'"sha256": "{digest(table)}"']
    return "{" + ",\n".join(head + lines) + "}\n"


def digest(table: dict[str, Any]) -> str:
    """The hash of a table without its head."""
    body = {key: value for key, value in table.items() if key not in ("generated_by", "sha256")}
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode("ascii")).hexdigest()


def _read(name: str) -> dict[str, Any]:
    stored: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return stored


def _unpacked(text: str) -> bytes:
    return zlib.decompress(base64.b64decode(text))


def _cut(joined: bytes, lengths: bytes) -> Iterator[bytes]:
    for start, end in pairwise(accumulate(lengths, initial=0)):
        yield joined[start:end]
