"""A sentence -> the same sentence as those spell it who do not want it found; the same one every time."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from itertools import cycle
from types import MappingProxyType

from bot.core.normalise import widen
from bot.core.scripts import script_of

ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
BIDI = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
STRIKES = "\u0336\u0332\u0307\u0346"
ENCLOSING = "\u20dd\u20de\u20e0"
EMOJI = "🔥💰✨"
LEET = str.maketrans("aeio", "4310")
TO_CYRILLIC = str.maketrans("aceopxyABCEHKMOPTXi", "асеорхуАВСЕНКМОРТХі")
TO_LATIN = str.maketrans("асеорхуАВСЕНКМОРТХ", "aceopxyABCEHKMOPTX")
BOXED = {chr(ord("a") + i): chr(0x1F170 + i) for i in range(26)}
BLACKLETTER = {chr(ord("a") + i): chr(0x1D586 + i) for i in range(26)}
MATHEMATICAL = {chr(ord("a") + i): chr(0x1D41A + i) for i in range(26)} | {
    chr(ord("A") + i): chr(0x1D400 + i) for i in range(26)
}
FULL_WIDTH = {chr(i): chr(i + 0xFEE0) for i in range(0x21, 0x7F)}
KEYCAPS = {str(i): f"{i}\ufe0f\u20e3" for i in range(10)}


def clusters(text: str) -> Iterator[str]:
    """The grapheme clusters of a text."""
    at = 0
    while at < len(text):
        _, end = widen(text, at, at + 1)
        yield text[at:end]
        at = end


def between_letters(text: str, signs: str, *, every: int = 1) -> str:
    """One of `signs` in turn behind every letter that another letter follows, or behind every second, third ... one."""
    turn, parts, letters = cycle(signs), list(clusters(text)), 0
    spelt = ""
    for part, after in zip(parts, [*parts[1:], " "], strict=True):
        spelt += part
        if part[0].isalpha() and after[0].isalpha():
            letters += 1
            spelt += next(turn) if letters % every == 0 else ""
    return spelt


def spaced(text: str, sign: str) -> str:
    """Every letter by itself, words three blanks apart."""
    return "   ".join(sign.join(clusters(word)) for word in text.split())


def marked(text: str, marks: str) -> str:
    """A combining mark over or under every letter."""
    turn = cycle(marks)
    return "".join(part + next(turn) if part[0].isalpha() else part for part in clusters(text))


def swapped(text: str, table: Mapping[str, str]) -> str:
    """Letters and digits replaced by fancy ones, those with marks by a fancy one and the marks."""
    return "".join(table.get(char, char) for char in unicodedata.normalize("NFD", text))


def imitated(text: str) -> str:
    """Latin letters replaced by the Cyrillic ones that look alike, and the other way round."""
    return text.translate(TO_LATIN if any(script_of(char) == "Cyrl" for char in text) else TO_CYRILLIC)


def every_second_leet(text: str) -> str:
    """p4ssport, exp3rienc3: every second vowel of a word a digit, never its first letter."""
    words = []
    for word in text.split(" "):
        vowels = [i for i, char in enumerate(word) if i and char.translate(LEET) != char][::2]
        words.append("".join(char.translate(LEET) if i in vowels else char for i, char in enumerate(word)))
    return " ".join(words)


def one_emoji(text: str) -> str:
    """One emoji in the middle of every word of five and more letters (clusters), or behind every third without blanks."""
    if len(text.split()) < 3:
        return between_letters(text, EMOJI, every=3)
    words = [list(clusters(word)) for word in text.split()]
    halves = [("".join(word[: len(word) // 2]), "".join(word[len(word) // 2 :]), len(word)) for word in words]
    return " ".join(first + (EMOJI[0] if length >= 5 else "") + second for first, second, length in halves)


KINDS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "zero-width signs": lambda text: between_letters(text, ZERO_WIDTH),
        "look-alike letters": imitated,
        "bidi controls": lambda text: between_letters(text, BIDI, every=2),
        "spaced letters": lambda text: spaced(text, " "),
        "dotted letters": lambda text: spaced(text, "."),
        "emoji between letters": lambda text: between_letters(text, EMOJI),
        "one emoji in a word": one_emoji,
        "emoji digits": lambda text: swapped(text, KEYCAPS) if any(c.isdigit() for c in text) else text,
        "mathematical letters": lambda text: swapped(text, MATHEMATICAL) if _is_latin(text) else text,
        "blackletter": lambda text: swapped(text.lower(), BLACKLETTER) if _is_latin(text) else text,
        "boxed letters": lambda text: swapped(text.lower(), BOXED) if _is_latin(text) else text,
        "leet": lambda text: every_second_leet(text) if _is_latin(text) else text,
        "full-width letters": lambda text: swapped(text, FULL_WIDTH) if _is_latin(text) else text,
        "combining marks": lambda text: marked(text, STRIKES),
        "enclosing marks": lambda text: marked(text, ENCLOSING),
    }
)


def spellings(text: str) -> dict[str, str]:
    """The evasive spellings of a text by their kinds; a kind that would change nothing is left out."""
    spelt = {kind: spell(text) for kind, spell in KINDS.items()}
    return {kind: changed for kind, changed in spelt.items() if changed != text}


def _is_latin(text: str) -> bool:
    return any(script_of(char) == "Latn" for char in text)
