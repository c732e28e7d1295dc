"""Vietnamese marks: texts typed without them are compared without, texts typed with them must carry the right ones."""

from __future__ import annotations

import unicodedata

from bot.core.message import Text

_MARKS = frozenset("\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323")


def typed_form(text: Text, begin: int, end: int) -> str:
    """`folded[begin:end]` with the marks of Vietnamese letters put back, whatever else was done to hide the words."""
    spelt = []
    for at in range(begin, end):
        upto = text.starts[at + 1] if at + 1 < len(text.starts) else len(text.raw)
        typed = unicodedata.normalize("NFD", text.raw[text.starts[at] : upto]).casefold()
        letter = "đ" if text.folded[at] == "d" and "đ" in typed else text.folded[at]
        spelt.append(letter + "".join(char for char in typed if char in _MARKS))
    return unicodedata.normalize("NFC", "".join(spelt))


def is_marked(raw: str) -> bool:
    """Whether a text in Latin letters is typed with Vietnamese marks throughout."""
    letters = sum(c.isalpha() for c in raw)
    marks = sum(1 for c in raw if c in "ăâđêôơưĂÂĐÊÔƠƯ" or "\u1ea0" <= c <= "\u1ef9")
    return letters > 0 and marks >= 2 and marks / letters > 0.06
