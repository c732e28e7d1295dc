"""The learned layer on disk: one line of JSON, then the arrays it names, compressed."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

from bot.core.model import Head, Model

PATH = Path(__file__).with_name("tables") / "learned.bin"


def save_model(model: Model, path: Path = PATH) -> None:
    """The file at `path` holds the model."""
    arrays = [model.idf, *(head.rows for head in model.heads.values())]
    packed = [zlib.compress(array, 9) for array in arrays]
    head = {
        "generated_by": "python -m bot train",
        "stamp": model.stamp,
        "buckets": model.buckets,
        "thresholds": dict(model.thresholds),
        "heads": {name: [list(h.classes), list(h.bias), h.scale] for name, h in model.heads.items()},
        "sizes": [len(array) for array in packed],
    }
    path.write_bytes(json.dumps(head).encode() + b"\n" + b"".join(packed))


def load_model(path: Path = PATH) -> Model | None:
    """The model of the file; None when there is none: the rules then judge alone."""
    if not path.exists():
        return None
    line, _, packed = path.read_bytes().partition(b"\n")
    head = json.loads(line)
    arrays, at = [], 0
    for size in head["sizes"]:
        arrays.append(zlib.decompress(packed[at : at + size]))
        at += size
    heads = {
        name: Head(tuple(classes), tuple(bias), scale, rows)
        for (name, (classes, bias, scale)), rows in zip(head["heads"].items(), arrays[1:], strict=True)
    }
    return Model(head["buckets"], arrays[0], heads, head["thresholds"], head["stamp"])
