"""Where a find may begin and end: at the border of a word, of a grapheme cluster where words are not spaced, of a sentence."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right

from bot.core.message import Text
from bot.core.normalise import joins_next
from bot.core.scripts import LATIN_ENDINGS, PREFIX, SUFFIX, UNSPACED, script_of

FAR = 8
"""No rule asks for more than so many letters beside a find; a word of 4,096 letters is not walked for each of them."""


def has_borders(folded: str, start: int, end: int) -> bool:
    """Whether a find begins and ends where a word (spaced scripts) or a grapheme cluster (others) may."""
    return _opens(folded, start) and _closes(folded, end)


def may_stand(folded: str, start: int, end: int) -> bool:
    """Whether an exact find can be part of a phrase: short ones need both borders, longer ones one (freeticket)."""
    if script_of(folded[start]) in UNSPACED or script_of(folded[end - 1]) in UNSPACED:
        return has_borders(folded, start, end)
    opens, closes = _opens(folded, start), _closes(folded, end)
    return (opens and closes) if end - start < 4 else (opens or closes)


def spans_break(text: Text, start: int, end: int) -> bool:
    """Whether a sentence ends inside the range."""
    return bisect_left(text.breaks, end) > bisect_right(text.breaks, start)


def _opens(folded: str, start: int) -> bool:
    char = folded[start]
    if unicodedata.category(char) in ("Mn", "Mc"):
        return False
    if start == 0:
        return True
    before, script = folded[start - 1], script_of(char)
    if script in UNSPACED:
        return not joins_next(before)
    if char.isdigit():
        return not before.isdigit()
    if not char.isalnum() or not _joins(before, script):
        return True
    run = _run_before(folded, start, script)
    return run <= PREFIX.get(script, 0)


def _closes(folded: str, end: int) -> bool:
    if end == len(folded):
        return True
    after, last = folded[end], folded[end - 1]
    script = script_of(last)
    if script in UNSPACED:
        return unicodedata.category(after) not in ("Mn", "Mc") and not joins_next(last)
    if last.isdigit():
        return not after.isdigit()
    if not last.isalnum() and unicodedata.category(last) not in ("Mn", "Mc"):
        return True
    if not _joins(after, script):
        return True
    run = _run_after(folded, end, script)
    return run <= SUFFIX.get(script, 0) or (script == "Latn" and folded[end : end + run] in LATIN_ENDINGS)


def _joins(neighbour: str, script: str) -> bool:
    """Whether a neighbouring character belongs to the same written word."""
    return script_of(neighbour) == script or (unicodedata.category(neighbour) in ("Mn", "Mc"))


def _run_after(folded: str, at: int, script: str) -> int:
    end = at
    while end < len(folded) and end - at < FAR and _joins(folded[end], script):
        end += 1
    return end - at


def _run_before(folded: str, at: int, script: str) -> int:
    begin = at
    while begin > 0 and at - begin < FAR and _joins(folded[begin - 1], script):
        begin -= 1
    return at - begin
