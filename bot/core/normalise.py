"""str -> Text: what a person typed, folded so that two ways of writing the same words compare equal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from bot.core.message import Span, Text
from bot.core.scripts import is_unspaced, script_of

SENTENCE_ENDS = frozenset("!?;…。！？；।॥។៕။።⁇‼⁉؟۔\n\r\u2028\u2029•●▪■◆►▶✓✔|｜")
CLAUSE_ENDS = frozenset(',:，、：،၊፣፥()[]{}（）【】「」『』《》<>"“”„«»—–=*')
KEPT_SIGNS = frozenset("@%")
NUMBER_JOINTS = frozenset(".,-:/'")
DASHES = frozenset("-‐‑‒–—―−~〜～")
LEET = {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t"}
AMOUNT_SIGNS = frozenset(
    {
        "rp",
        "rs",
        "rm",
        "usd",
        "idr",
        "php",
        "ksh",
        "inr",
        "npr",
        "bdt",
        "lkr",
        "pkr",
        "myr",
        "thb",
        "sgd",
        "aed",
        "us",
        "nt",
        "hk",
        "aud",
        "eur",
    }
)
AMOUNT_ENDS = frozenset({"k", "jt", "juta", "rb", "ribu", "tr", "trieu", "m", "mil", "lakh", "lac", "usd"})
"""What stands behind the digit of an amount (gaji5jt): there the digit is one."""
MOST_AMOUNT = 8
"""How many letters of an amount stand on either side of its digit at most."""
SPACE, PAUSE, BREAK = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Tables:
    """Folding tables made by scripts/tables.py. Empty tables fold less, never wrongly."""

    fold: Mapping[int, str] = field(default_factory=dict)
    """Code point -> what it is compared as, where Unicode's own NFKC and case folding do not say enough."""
    lookalikes: Mapping[str, str] = field(default_factory=dict)
    """A Cyrillic, Greek, Armenian, Cherokee or Coptic letter -> the ASCII letter it imitates inside a Latin word."""


@dataclass(slots=True)
class _Unit:
    """One folded character, or (with `gap`) the end of a word, with the original range behind it."""

    char: str
    start: int
    end: int
    gap: int = 0


def normalise(raw: str, tables: Tables) -> Text:
    """Fold `raw`; offsets point back to it, marks of scripts that need them stay, folding twice changes nothing."""
    units = _mend_numbers(_unmask(_join_spelled_out(list(_units(raw, tables))), tables))
    return _assemble(raw, units)


def fold(raw: str, tables: Tables) -> str:
    """Only the folded form of `raw`: for phrases, names and other short strings."""
    return normalise(raw, tables).folded


def original(text: Text, start: int, end: int) -> Span:
    """The span of the original text behind `folded[start:end]`, widened to whole grapheme clusters."""
    if start >= end:
        at = text.starts[start] if start < len(text.starts) else len(text.raw)
        return at, at
    return widen(text.raw, text.starts[start], text.ends[end - 1])


def widen(raw: str, start: int, end: int) -> Span:
    """The smallest range of whole grapheme clusters that holds `raw[start:end]`."""
    while start > 0 and _continues(raw, start):
        start -= 1
    while end < len(raw) and _continues(raw, end):
        end += 1
    return start, end


def folded_range(text: Text, start: int, end: int) -> Span:
    """The range of `folded` that stands for `raw[start:end]`; empty when nothing of it is compared."""
    inside = [
        i for i, (first, last) in enumerate(zip(text.starts, text.ends, strict=True)) if first < end and last > start
    ]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def is_flag_letter(char: str) -> bool:
    """Whether the character is half of a flag emoji: flags name countries and are compared."""
    return "\U0001f1e6" <= char <= "\U0001f1ff"


@lru_cache(maxsize=16384)
def _plain_fold(char: str) -> str:
    """What one character is compared as by Unicode alone: compatibility form, lower case, Latin letters without marks."""
    if unicodedata.category(char) in ("Cf", "Cc", "Cn", "Co", "Cs") and char not in "\n\r\t":
        return ""
    wide = unicodedata.normalize("NFKC", char).casefold()
    bare = "".join(c for c in unicodedata.normalize("NFKD", wide) if not "\u0300" <= c <= "\u036f")
    folded = bare if any(script_of(c) == "Latn" for c in bare) else unicodedata.normalize("NFC", wide)
    folded = "".join(c for c in folded if not ("\u0300" <= c <= "\u036f" or "\ufe00" <= c <= "\ufe0f"))
    return "".join(_digit(c) for c in folded).translate(_STROKES)


_STROKES = str.maketrans({"đ": "d", "ł": "l", "ø": "o", "ı": "i", "ħ": "h"})


def _digit(char: str) -> str:
    value = unicodedata.decimal(char, None) if char.isdecimal() else None
    return char if value is None else str(value)


def _units(raw: str, tables: Tables) -> Iterator[_Unit]:
    for at, char in enumerate(raw):
        folded = None if is_flag_letter(char) else tables.fold.get(ord(char))
        if folded is None:
            folded = _plain_fold(char)
        if not folded:
            continue
        for part in folded:
            yield _Unit(part, at, at + 1, _gap_of(raw, at, part))


def _gap_of(raw: str, at: int, char: str) -> int:
    """0 for a character that is compared; otherwise how strongly it parts what stands around it."""
    if (
        char.isalnum()
        or char in KEPT_SIGNS
        or is_flag_letter(char)
        or unicodedata.category(char) in ("Mn", "Mc", "Me", "Sc", "Nl", "No")
    ):
        return 0
    if char == "." and (at + 1 == len(raw) or raw[at + 1].isspace()):
        return BREAK
    if unicodedata.category(char) in ("So", "Sk") and char not in SENTENCE_ENDS:
        return PAUSE if _stands_in_a_word(raw, at) else BREAK
    if char in SENTENCE_ENDS:
        return BREAK
    return PAUSE if char in CLAUSE_ENDS else SPACE


def _stands_in_a_word(raw: str, at: int) -> bool:
    """Whether letters of one script stand on both sides of a sign without a blank, the second no capital (pass🔥port)."""
    after = at + 1
    while after < len(raw) and raw[after] in "\ufe0e\ufe0f":
        after += 1
    before = at - 1
    while before > 0 and unicodedata.category(raw[before]) in ("Mn", "Mc"):
        before -= 1
    if before < 0 or after >= len(raw) or not (raw[before].isalpha() and raw[after].isalpha()):
        return False
    return script_of(raw[before]) == script_of(raw[after]) and not raw[after].isupper()


def _is_letter(unit: _Unit) -> bool:
    return not unit.gap and unit.char.isalpha()


def _words(units: list[_Unit]) -> Iterator[tuple[int, int]]:
    """Ranges of consecutive compared characters."""
    begin = None
    for i, unit in enumerate(units):
        if unit.gap:
            if begin is not None:
                yield begin, i
            begin = None
        elif begin is None:
            begin = i
    if begin is not None:
        yield begin, len(units)


def _unmask(units: list[_Unit], tables: Tables) -> list[_Unit]:
    """Turn look-alike letters and digits back into the Latin letters they imitate, in words that mix scripts."""
    for begin, end in _words(units):
        word = units[begin:end]
        letters = [u for u in word if u.char.isalpha()]
        latin = sum(script_of(u.char) == "Latn" for u in letters)
        if latin and latin < len(letters):
            odd = [u.char for u in letters if u.char not in tables.lookalikes and script_of(u.char) != "Latn"]
            cyrillic = odd and all(script_of(char) == "Cyrl" for char in odd)
            for unit in word:
                unit.char = (
                    _AS_CYRILLIC.get(unit.char, unit.char) if cyrillic else tables.lookalikes.get(unit.char, unit.char)
                )
        _mend_leet(units, begin, end)
        _mend_spoofed_digits(units, begin, end)
    return units


_AS_CYRILLIC = dict(zip("aceopxykmhtbi", "асеорхукмнтві", strict=True))
"""Latin letters that imitate Cyrillic ones, for words with a letter that only Cyrillic has (билeт)."""


def _mend_leet(units: list[_Unit], begin: int, end: int) -> None:
    """t1cket and p4ssport are words: a digit inside Latin letters is a letter, unless an amount stands there (rp5juta)."""
    if not any(unit.char in LEET for unit in units[begin + 1 : end - 1]):
        return
    for i in range(begin + 1, end - 1):
        if units[i].char not in LEET or not all(script_of(units[j].char) == "Latn" for j in (i - 1, i + 1)):
            continue
        before = "".join(unit.char for unit in units[begin:i]) if i - begin < MOST_AMOUNT else ""
        after = "".join(unit.char for unit in units[i + 1 : end]) if end - i <= MOST_AMOUNT else ""
        short = end - begin < 4 and i != begin + 1
        if not short and before not in AMOUNT_SIGNS and after not in AMOUNT_ENDS:
            units[i].char = LEET[units[i].char]


def _mend_spoofed_digits(units: list[_Unit], begin: int, end: int) -> None:
    """8OOO and l2OOO are numbers: letters o, l and i among nothing but digits are digits."""
    chars = [u.char for u in units[begin:end]]
    if len(chars) > 2 and sum(c.isdigit() for c in chars) and all(c.isdigit() or c in "oli" for c in chars):
        for unit in units[begin:end]:
            unit.char = {"o": "0", "l": "1", "i": "1"}.get(unit.char, unit.char)


def _join_spelled_out(units: list[_Unit]) -> list[_Unit]:
    """Join words spelt out letter by letter ("h i r i n g", "c.r.y.p.t.o"); a wider gap, or a blank among signs, parts the words."""
    drop: set[int] = set()
    for letters in _letter_runs(units, list(_words(units))):
        near: list[list[tuple[int, int]]] = [[letters[0]]]
        for word in letters[1:]:
            if word[0] - near[-1][-1][1] == 1:
                near[-1].append(word)
            else:
                near.append([word])
        spelt = [word for group in near for word in _parted_by_blanks(units, group)]
        for first, last in _whole_words(spelt):
            drop.update(i for i in range(first, last) if units[i].gap)
    return [unit for i, unit in enumerate(units) if i not in drop] if drop else units


def _parted_by_blanks(units: list[_Unit], letters: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Letters with single gaps between them, as words: where some gaps are signs, the blanks part words (p.a.y m.e)."""
    blank = [units[word[0] - 1].char.isspace() for word in letters[1:]]
    if all(blank):
        return [letters]
    words = [[letters[0]]]
    for word, parts in zip(letters[1:], blank, strict=True):
        if parts:
            words.append([word])
        else:
            words[-1].append(word)
    return words


def _letter_runs(units: list[_Unit], words: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Three or more one-letter words in a row; in scripts that write short words, only with signs between them."""
    run: list[tuple[int, int]] = []
    for begin, end in [*words, (0, 0)]:
        letter = (
            end > begin
            and units[begin].char.isalpha()
            and all(unicodedata.category(unit.char) in ("Mn", "Mc") for unit in units[begin + 1 : end])
        )
        alphabetic = letter and script_of(units[begin].char) in ("Latn", "Cyrl")
        if letter and (alphabetic or not run or not units[begin - 1].char.isspace() or _is_wide(units, run, begin)):
            run.append((begin, end))
            continue
        if len(run) >= 3:
            yield run
        run = [(begin, end)] if letter else []


def _is_wide(units: list[_Unit], run: list[tuple[int, int]], begin: int) -> bool:
    """Whether the run before goes on with signs and a blank parts two of its words."""
    return len(run) > 1 and not units[run[-1][0] - 1].char.isspace()


def _whole_words(spelt: list[list[tuple[int, int]]]) -> Iterator[tuple[int, int]]:
    """Ranges to be joined: letters close together, and neighbouring letters that stand alone."""
    lonely: list[tuple[int, int]] = []
    for letters in spelt:
        if len(letters) == 1:
            lonely += letters
            continue
        if lonely:
            yield lonely[0][0], lonely[-1][1]
        lonely = []
        yield letters[0][0], letters[-1][1]
    if lonely:
        yield lonely[0][0], lonely[-1][1]


def _mend_numbers(units: list[_Unit]) -> list[_Unit]:
    """Keep the signs inside numbers (1,000  1.5) and the hyphen of a range (800 – 1500, 15jt - 20jt) and no other sign."""
    mended: list[_Unit] = []
    i = 0
    while i < len(units):
        end = i
        while end < len(units) and units[end].gap:
            end += 1
        run = units[i:end]
        if not run:
            mended.append(units[i])
            i += 1
            continue
        before, after = mended[-1].char if mended else "", units[end].char if end < len(units) else ""
        dash = next((unit for unit in run if unit.char in DASHES), None)
        if dash and _is_amount_end(mended) and (after.isdigit() or unicodedata.category(after or "x") == "Sc"):
            mended.append(_Unit("-", dash.start, dash.end))
        elif len(run) == 1 and before.isdigit() and after.isdigit() and run[0].char in NUMBER_JOINTS:
            mended.append(_Unit(run[0].char, run[0].start, run[0].end))
        else:
            mended.extend(run)
        i = end
    return mended


def _is_amount_end(units: list[_Unit]) -> bool:
    """Whether the units end with a number, with or without a sign or a short word written onto it."""
    for unit in reversed(units[-7:]):
        if unit.char.isdigit():
            return True
        if unit.gap or not (unit.char.isalpha() or unicodedata.category(unit.char) in ("Sc", "Mn", "Mc")):
            return False
    return False


def _assemble(raw: str, units: list[_Unit]) -> Text:
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    breaks: list[int] = []
    pauses: list[int] = []
    gap, gap_start, gap_end = 0, 0, 0
    for unit in units:
        if unit.gap:
            if not gap:
                gap_start = unit.start
            gap, gap_end = max(gap, unit.gap), unit.end
            continue
        if gap and chars:
            if not (is_unspaced(chars[-1]) and is_unspaced(unit.char)):
                chars.append(" ")
                starts.append(gap_start)
                ends.append(gap_end)
            elif gap == SPACE:
                gap = PAUSE if script_of(unit.char) not in ("Hani", "Hang") else SPACE
            if gap >= PAUSE:
                (breaks if gap == BREAK else pauses).append(len(chars))
        gap = 0
        chars.append(unit.char)
        starts.append(unit.start)
        ends.append(unit.end)
    return Text(raw, "".join(chars), tuple(starts), tuple(ends), tuple(breaks), tuple(pauses))


_SPACING_MARKS = frozenset("\u0e33\u0eb3\u200c\u200d")


ASAT = "\u103a"


def joins_next(char: str) -> bool:
    """Whether a virama binds the next letter to this one. The Burmese asat has its class, but ends a syllable instead."""
    return unicodedata.combining(char) == 9 and char != ASAT


def _continues(raw: str, at: int) -> bool:
    """Whether the character at `at` belongs to the grapheme cluster of the one before it."""
    char, before = raw[at], raw[at - 1]
    if before == "\r" and char == "\n":
        return True
    if (
        char in _SPACING_MARKS
        or unicodedata.category(char) in ("Mn", "Mc", "Me")
        or "\U0001f3fb" <= char <= "\U0001f3ff"
    ):
        return True
    if char >= "\U000e0020" and char <= "\U000e007f":
        return True
    if before == "\u200d" or joins_next(before):
        return char.isalpha() or unicodedata.category(char) == "So"
    if is_flag_letter(char):
        return _flags_before(raw, at) % 2 == 1
    return script_of(char) == "Hang" and char < "\uac00" and script_of(before) == "Hang"


def _flags_before(raw: str, at: int) -> int:
    count = 0
    while at > count and is_flag_letter(raw[at - 1 - count]):
        count += 1
    return count
