"""Text -> Slots: the money, places, contacts and dates it names, as people write them in chats."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.core.atoms import Compiled, Phrase
from bot.core.content import Content, Place
from bot.core.match import Index
from bot.core.message import Money, PlaceSlot, Slots, Target, Text
from bot.core.normalise import Tables, fold

_CONTACT = re.compile(
    r"""(?:https?://|www\.)\S+ | (?:t|wa|line|zalo|m)\.me/\S+ | @[A-Za-z][\w.]{3,} | [\w.+-]+@[\w-]+\.[\w.]+
      | \+\d[\d\s().-]{7,16}\d | (?<![\d.,])0\d(?:[\s.-]?\d){7,10}(?![\d.,])""",
    re.VERBOSE,
)
_DATE = re.compile(r"(?<!\d)(?:\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?|\d{4}-\d{2}-\d{2})(?!\d)")
_NUMBER = r"\d{1,2}(?:,\d{2})+,\d{3}|\d+(?:[.,' ]\d{3})+(?:[.,]\d{1,2})?(?![\d])|\d+(?:[.,]\d+)?"
_TO = r"\s?(?:-|to|sampai|hingga|den|ถึง|ដល់|ຫາ|到|至|से|থেকে|a|à|до|hadi|bis)\s?"
_AFTER = 26
"""How many characters behind an amount its period may stand ("15jt bersih per bulan")."""


@dataclass(frozen=True, slots=True)
class Extractor:
    """Everything slots are read with, compiled once from the content."""

    places: Index
    money: re.Pattern[str]
    currencies: Mapping[str, str]
    multipliers: Mapping[str, tuple[float, str]]
    """folded word -> (factor, language that writes it so, "" when several do)."""
    periods: re.Pattern[str] | None
    period_names: Mapping[str, str]

    def read(self, text: Text) -> Slots:
        """The slots of a text, in the order of the text."""
        return Slots(
            tuple(self._money(text)), tuple(self._places(text)), _matches(_CONTACT, text), _matches(_DATE, text)
        )

    def _places(self, text: Text) -> Iterable[PlaceSlot]:
        taken = 0
        for hit in self.places.find(text, Slots()):
            if hit.start >= taken:
                taken = hit.end
                yield PlaceSlot(hit.start, hit.end, hit.id)

    def _money(self, text: Text) -> Iterable[Money]:
        for match in self.money.finditer(text.folded):
            parsed = self._amount(match)
            if parsed is not None:
                low, high, currency = parsed
                period = self._period(text.folded[match.end() : match.end() + _AFTER], text.folded[: match.start()])
                end = match.start() + len(match.group().rstrip())
                yield Money(match.start(), end, low, high, currency, period)

    def _amount(self, match: re.Match[str]) -> tuple[float, float, str | None] | None:
        group = match.groupdict()
        signs = [self.currencies[sign] for key in ("c1", "c2", "c3", "c4") if (sign := group[key])]
        first, last = group["m1"], group["m2"]
        if not signs and not first and not last:
            return None
        factor = self.multipliers.get(last or first or "", (1.0, ""))
        before = self.multipliers[first][0] if first else factor[0]
        low = number(group["n1"]) * before
        high = number(group["n2"]) * factor[0] if group["n2"] else low
        if group["half"] and first:
            low = high = (number(group["n1"]) + number(group["half"]) / 10 ** len(group["half"])) * before
        if high < low:
            low = number(group["n1"]) * factor[0] if not first else low
        return min(low, high), max(low, high), signs[0] if signs else None

    def _period(self, after: str, before: str) -> str | None:
        if self.periods is None:
            return None
        match = self.periods.search(after) or self.periods.search(before[-14:])
        return self.period_names[match.group()] if match else None


def number(written: str) -> float:
    """The value of a number written with either kind of thousands mark: 1,000  1.000,50  1 500  1.5."""
    plain = written.replace(" ", "").replace("'", "")
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{2})*[.,]\d{3}", plain) or re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", plain):
        return float(re.sub(r"[.,]", "", plain))
    mixed = re.fullmatch(r"(\d{1,3}(?:[.,]\d{3})+)[.,](\d{1,2})", plain)
    if mixed:
        return float(re.sub(r"[.,]", "", mixed.group(1)) + "." + mixed.group(2))
    whole, _, rest = plain.replace(",", ".").rpartition(".")
    return float(f"{whole.replace('.', '')}.{rest}" if whole else rest)


def extractor(content: Content, tables: Tables, places: Compiled) -> Extractor:
    """Compile what slots are read with."""
    currencies = {fold(name, tables) or name: pay.currency for pay in content.pay.values() for name in pay.names}
    multipliers = _multipliers(content, tables)
    periods = {
        fold(word, tables): period
        for words in content.words.values()
        for period, names in words.periods.items()
        for word in names
    }
    periods.pop("", None)
    return Extractor(
        places=Index(places, forgives_words=False),
        money=_money_pattern(currencies, multipliers),
        currencies=currencies,
        multipliers=multipliers,
        periods=re.compile(_any_of(periods, borders=True)) if periods else None,
        period_names=periods,
    )


def place_phrases(places: Iterable[Place]) -> Iterable[Phrase]:
    """The names of places as phrases; signs of the phrase syntax in them mean nothing."""
    for place in places:
        names = place.names if place.role != "country" else (*place.names, flag_emoji(place.country))
        for name in names:
            yield Phrase(Target.PLACE, place.id, "", re.sub(r"[()\[\]|<>]", " ", name.replace("...", " ")))


def flag_emoji(country: str) -> str:
    """The flag emoji of an ISO 3166 alpha-2 code."""
    return "".join(chr(0x1F1E6 + ord(letter) - ord("A")) for letter in country)


def _multipliers(content: Content, tables: Tables) -> dict[str, tuple[float, str]]:
    table: dict[str, tuple[float, str]] = {}
    for language, words in content.words.items():
        for word, factor in words.multipliers.items():
            folded = fold(word, tables)
            if folded:
                shared = folded in table and table[folded][1] != language
                table[folded] = (factor, "" if shared else language)
    return table


def _any_of(words: Iterable[str], *, borders: bool = False) -> str:
    parts = []
    for word in sorted(filter(None, words), key=len, reverse=True):
        escaped = re.escape(word)
        latin = word[-1].isascii() and word[-1].isalpha()
        first = borders and word[0].isascii() and word[0].isalpha()
        parts.append((r"(?<![a-z])" if first else "") + escaped + (r"(?![a-z])" if latin else ""))
    return "(?:" + "|".join(parts) + ")" if parts else r"(?!)"


def _money_pattern(currencies: Iterable[str], multipliers: Iterable[str]) -> re.Pattern[str]:
    sign = _any_of(currencies, borders=True)
    times = _any_of(multipliers)
    return re.compile(
        rf"(?:(?P<c1>{sign})\s?)?(?<![\d.,])(?P<n1>{_NUMBER})\s?(?P<m1>{times})?(?P<half>\d{{1,2}}(?!\d))?\s?(?P<c2>{sign})?"
        rf"(?:{_TO}(?P<c3>{sign})?\s?(?P<n2>{_NUMBER})\s?(?P<m2>{times})?\s?(?P<c4>{sign})?)?"
    )


def _matches(pattern: re.Pattern[str], text: Text) -> tuple[tuple[int, int], ...]:
    """Ranges in the folded text of what a pattern finds in the original."""
    found = []
    for match in pattern.finditer(text.raw):
        start, end = bisect_left(text.starts, match.start()), bisect_left(text.starts, match.end())
        if start < end:
            found.append((start, end))
    return tuple(found)
