"""Which letters of a chat are one text: people send an offer in pieces, and judge us by one answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from bot.core.ports import Letter

COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
MOST = 12_000  # characters of one text: as much as the core reads
ROUNDING = 1.0  # seconds: Telegram's dates are whole


@dataclass(frozen=True, slots=True)
class Pause:
    """How long to wait for more messages of a chat, in seconds."""

    quiet: float = 3.0
    """Since the last one."""
    longest: float = 10.0
    """Since the first one, however many follow."""


def is_part(letter: Letter) -> bool:
    """Whether the letter may be a part of a longer text: a message that is no command, with words or without."""
    message = letter.body.get("message")
    return message is not None and not COMMAND.fullmatch(message.get("text", ""))


def run_length(letters: Sequence[Letter], pause: Pause) -> int:
    """How many of the first letters are one text: sent within the pause of each other, and not too long together."""
    if not is_part(letters[0]):
        return 1
    count, size = 1, len(_text(letters[0]))
    for before, letter in pairwise(letters):
        if not is_part(letter) or _gap(before, letter) > pause.quiet + ROUNDING:
            break
        size += len(_text(letter))
        if size > MOST:
            break
        count += 1
    return count


def due(letters: Sequence[Letter], count: int, pause: Pause) -> float:
    """When the first `count` letters may be answered, in Unix seconds; 0 when nothing more can join them."""
    if count < len(letters) or not is_part(letters[0]):
        return 0.0
    return min(letters[0].received + pause.longest, letters[count - 1].received + pause.quiet)


def joined(letters: Sequence[Letter]) -> dict[str, Any]:
    """The letters as one update: that of the last letter with words (else a place, else the last), with all words."""
    lead = next(
        (one for part in ("text", "location") for one in reversed(letters) if part in _message(one)), letters[-1]
    )
    texts = [text for one in letters if (text := _text(one))]
    if len(texts) < 2:
        return dict(lead.body)
    return {**lead.body, "message": {**lead.body["message"], "text": "\n".join(texts)}}


def _message(letter: Letter) -> dict[str, Any]:
    message: dict[str, Any] = letter.body.get("message", {})
    return message


def _text(letter: Letter) -> str:
    text: str = _message(letter).get("text", "")
    return text


def _gap(before: Letter, letter: Letter) -> float:
    return float(letter.body["message"]["date"] - before.body["message"]["date"])
