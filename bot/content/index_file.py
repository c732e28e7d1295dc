"""Compiled phrases <-> the bytes they are kept as: one line of JSON with all that is needed at once, then one line a phrase."""

from __future__ import annotations

import json
from itertools import chain

from bot.core.atoms import Compiled


def written(parts: tuple[Compiled, Compiled]) -> bytes:
    """What `read` makes the same again."""
    head = [[len(part.rows), part.atoms, part.starts, list(chain.from_iterable(part.anchors))] for part in parts]
    return b"\n".join([json.dumps(head, ensure_ascii=False).encode(), *parts[0].rows, *parts[1].rows])


def read(raw: bytes) -> tuple[Compiled, Compiled]:
    """The phrases and the names of places."""
    head, *rows = raw.split(b"\n")
    made, at = [], 0
    for count, atoms, starts, flat in json.loads(head):
        anchors = list(zip(flat[::2], flat[1::2], strict=True))
        made.append(Compiled(tuple(atoms), rows[at : at + count], starts, anchors))
        at += count
    phrases, places = made
    return phrases, places
