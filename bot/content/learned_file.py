"""The learned layer on disk: one line of JSON, then the arrays it names, compressed."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.core.ideas import Lexicon
from bot.core.model import Grams, Head, Model

PATH = Path(__file__).with_name("tables") / "learned.bin"


def save_model(model: Model, path: Path = PATH) -> None:
    """The file at `path` holds the model."""
    words = model.lexicon
    parts = [words.whole, words.stems, words.inside, words.spelt]
    tables = [list(words.ideas), list(words.languages), *parts, list(model.facts)]
    arrays = [json.dumps(tables, ensure_ascii=False, separators=(",", ":")).encode(), model.idf]
    for head in model.heads.values():
        arrays.append(head.facts)
        arrays += [head.grams.starts, head.grams.classes, head.grams.weights] if head.grams else []
    packed = [zlib.compress(array, 9) for array in arrays]
    line = {
        "generated_by": "python -m bot train",
        "stamp": model.stamp,
        "writers": list(model.writers),
        "buckets": model.buckets,
        "thresholds": dict(model.thresholds),
        "heads": {
            name: [list(head.classes), list(head.bias), head.scale, head.grams.scale if head.grams else None]
            for name, head in model.heads.items()
        },
        "sizes": [len(array) for array in packed],
    }
    path.write_bytes(json.dumps(line).encode() + b"\n" + b"".join(packed))


def load_model(path: Path = PATH) -> Model | None:
    """The model of the file; None when there is none: the rules then judge alone."""
    if not path.exists():
        return None
    line, _, packed = path.read_bytes().partition(b"\n")
    head: dict[str, Any] = json.loads(line)
    arrays = _unpacked(packed, head["sizes"])
    ideas, languages, *parts, facts = json.loads(next(arrays))
    idf = next(arrays)
    heads = {
        name: Head(tuple(classes), tuple(bias), scale, next(arrays), None if grams is None else _grams(arrays, grams))
        for name, (classes, bias, scale, grams) in head["heads"].items()
    }
    lexicon = Lexicon(tuple(ideas), tuple(languages), *parts)
    rows = {name: row for row, name in enumerate(facts)}
    return Model(rows, head["buckets"], idf, heads, head["thresholds"], lexicon, head["stamp"], tuple(head["writers"]))


def _grams(arrays: Iterator[bytes], scale: float) -> Grams:
    return Grams(next(arrays), next(arrays), next(arrays), scale)


def _unpacked(packed: bytes, sizes: list[int]) -> Iterator[bytes]:
    at = 0
    for size in sizes:
        yield zlib.decompress(packed[at : at + size])
        at += size
