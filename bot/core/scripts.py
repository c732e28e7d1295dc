"""Which script a character belongs to, and how words end in it."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from functools import lru_cache

_RANGES = (
    (0x0041, 0x024F, "Latn"),
    (0x0250, 0x02AF, "Latn"),
    (0x0370, 0x03FF, "Grek"),
    (0x0400, 0x052F, "Cyrl"),
    (0x0530, 0x058F, "Armn"),
    (0x0600, 0x077F, "Arab"),
    (0x08A0, 0x08FF, "Arab"),
    (0x0900, 0x097F, "Deva"),
    (0x0980, 0x09FF, "Beng"),
    (0x0B80, 0x0BFF, "Taml"),
    (0x0D80, 0x0DFF, "Sinh"),
    (0x0E00, 0x0E7F, "Thai"),
    (0x0E80, 0x0EFF, "Laoo"),
    (0x1000, 0x109F, "Mymr"),
    (0x1100, 0x11FF, "Hang"),
    (0x1200, 0x139F, "Ethi"),
    (0x13A0, 0x13FF, "Cher"),
    (0x1780, 0x17FF, "Khmr"),
    (0x19E0, 0x19FF, "Khmr"),
    (0x1E00, 0x1EFF, "Latn"),
    (0x2C80, 0x2CFF, "Copt"),
    (0x3040, 0x30FF, "Kana"),
    (0x3130, 0x318F, "Hang"),
    (0x3400, 0x4DBF, "Hani"),
    (0x4E00, 0x9FFF, "Hani"),
    (0xA9E0, 0xA9FF, "Mymr"),
    (0xAA60, 0xAA7F, "Mymr"),
    (0xAB70, 0xABBF, "Cher"),
    (0xAC00, 0xD7FF, "Hang"),
    (0xF900, 0xFAFF, "Hani"),
    (0xFB50, 0xFDFF, "Arab"),
    (0xFE70, 0xFEFF, "Arab"),
    (0x20000, 0x2FA1F, "Hani"),
)
_STARTS = tuple(first for first, _, _ in _RANGES)

UNSPACED = frozenset({"Thai", "Laoo", "Khmr", "Mymr", "Hani", "Kana", "Hang"})
"""Scripts in which a space does not part words reliably: matching ignores it. Korean parts words, but loosely in chats."""

SUFFIX = {"Taml": 5, "Sinh": 4, "Beng": 4, "Deva": 3, "Ethi": 4, "Arab": 3, "Cyrl": 3}
"""How many letters may follow a phrase inside its last word: these languages inflect at the end of the word."""

PREFIX = {"Ethi": 2, "Arab": 3}
"""How many letters may stand before a phrase inside its first word."""

LATIN_ENDINGS = frozenset({"s", "es", "nya", "ku", "mu", "lah", "kan", "an"})
"""Endings that a Latin-script word may carry without becoming another word (English plural, Malay and Indonesian clitics)."""


@lru_cache(maxsize=8192)
def script_of(char: str) -> str:
    """The ISO 15924 code of the script of a letter or mark; "" for digits, signs, spaces and rare scripts."""
    code = ord(char)
    at = bisect_right(_STARTS, code) - 1
    if at < 0 or code > _RANGES[at][1] or not (char.isalpha() or _is_mark(code)):
        return ""
    return _RANGES[at][2]


def _is_mark(code: int) -> bool:
    return code >= 0x0370


def is_unspaced(char: str) -> bool:
    """Whether the character belongs to a script written without reliable spaces."""
    return script_of(char) in UNSPACED


MARKS = "".join(chr(code) for code in range(0x300, 0x1E00) if unicodedata.category(chr(code)) in ("Mn", "Mc"))
"""Vowel signs and accents that stand behind a letter, as the inside of a character class: regular expressions take them for signs."""
LETTERS = rf"(?:[^\W\d_][{MARKS}]*)+"
"""A regular expression for the letters of one word."""
