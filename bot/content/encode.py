"""Content <-> JSON text: rows of plain values, so that reading them back is quick."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from typing import Any, TypeVar

from bot.core.content import (
    Answer,
    Combination,
    Content,
    Flag,
    Helpline,
    Language,
    Levels,
    Pay,
    Place,
    Question,
    Register,
    Wording,
    Words,
)
from bot.core.message import Level, Weight

T = TypeVar("T")
PLAIN = ("version", "replies", "countries")
KEYED = ("languages", "flags", "questions", "registers", "places", "pay", "words")
LISTED = ("combinations", "helplines", "wordings", "answers")


def encode(content: Content) -> bytes:
    """The content as JSON."""
    tables: dict[str, Any] = {name: getattr(content, name) for name in PLAIN}
    tables |= {name: [_row(item) for item in getattr(content, name).values()] for name in KEYED}
    tables |= {name: [_row(item) for item in getattr(content, name)] for name in LISTED}
    whole = tables | {"levels": _row(content.levels)}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def decode(raw: bytes) -> Content:
    """The content that was encoded; equal to it. Raises ValueError, KeyError or TypeError for anything else."""
    tables = json.loads(raw)
    return Content(
        version=tables["version"],
        languages=_by_first(Language, tables["languages"]),
        flags=_by_first(Flag, tables["flags"], weight=Weight),
        combinations=tuple(_rows(Combination, tables["combinations"], level=Level)),
        questions=_by_first(Question, tables["questions"]),
        helplines=tuple(_rows(Helpline, tables["helplines"])),
        registers=_by_first(Register, tables["registers"]),
        places=_by_first(Place, tables["places"], weight=lambda weight: None if weight is None else Weight(weight)),
        pay=_by_first(Pay, tables["pay"]),
        levels=next(_rows(Levels, [tables["levels"]])),
        wordings=tuple(_rows(Wording, tables["wordings"])),
        answers=tuple(_rows(Answer, tables["answers"])),
        replies=tables["replies"],
        words=_by_first(Words, tables["words"]),
        countries=tables["countries"],
    )


def _row(item: Any) -> list[Any]:
    return [getattr(item, part.name) for part in fields(item)]


def _by_first(make: Callable[..., T], rows: Iterable[list[Any]], **converters: Callable[[Any], Any]) -> dict[str, T]:
    """The rows by their first value, which is their name."""
    listed = list(rows)
    return {row[0]: item for row, item in zip(listed, _rows(make, listed, **converters), strict=True)}


def _rows(make: Callable[..., T], rows: Iterable[list[Any]], **converters: Callable[[Any], Any]) -> Iterator[T]:
    places = {part.name: at for at, part in enumerate(fields(make))}  # type: ignore[arg-type]
    convert = [(places[name], converter) for name, converter in converters.items()]
    for row in rows:
        values = [_frozen(value) for value in row]
        for at, converter in convert:
            values[at] = converter(values[at])
        yield make(*values)


def _frozen(value: Any) -> Any:
    """JSON lists as tuples, two levels deep at most as in Combination.needs and Words.periods."""
    if isinstance(value, list):
        return tuple(tuple(item) if isinstance(item, list) else item for item in value)
    if isinstance(value, dict):
        return {name: tuple(item) if isinstance(item, list) else item for name, item in value.items()}
    return value
