"""Hits + slots + context -> the flags a text raises and how much they say together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.core.content import Content, Language, Place
from bot.core.evidence import Evidence
from bot.core.learned import Learned
from bot.core.message import Hit, Level, Money, Raised, Source, Text, Weight
from bot.core.normalise import original
from bot.core.standing import standing

MONTHS = {"hour": 176.0, "day": 26.0, "week": 4.3, "month": 1.0, "year": 1 / 12}
HUB_COUNTRIES = frozenset({"KH", "MM", "LA"})
TRANSIT_COUNTRIES = frozenset({"TH", "PH", "VN", "AE", "MY"})
EXEMPT_COUNTRIES = frozenset(
    {
        "KR",
        "JP",
        "SG",
        "AU",
        "NZ",
        "SA",
        "QA",
        "KW",
        "OM",
        "BH",
        "IL",
        "DE",
        "PL",
        "RO",
        "IT",
        "HR",
        "GB",
        "US",
        "CA",
        "TW",
        "HK",
        "MO",
        "FR",
        "ES",
        "PT",
        "CZ",
        "HU",
        "GR",
        "CY",
        "MT",
        "NL",
        "BE",
        "AT",
        "CH",
        "NO",
        "SE",
        "DK",
        "FI",
    }
)
"""Destinations whose ordinary pay is several times home pay: `pay_too_high` says nothing there (facts/patterns.md, 3.3)."""
ASSURANCES = ("visa_first", "licensed", "keeps_passport", "free_to_leave", "local_office", "no_fee", "contract_first")
"""Cues for facts that a person can check outside the chat; each kind lowers the score once."""
RANK = {Weight.WEAK: 1, Weight.MEDIUM: 2, Weight.STRONG: 3}


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the flags of a text come to."""

    flags: tuple[Raised, ...]
    combinations: tuple[str, ...]
    level: Level
    score: int


def weigh(evidence: Evidence, content: Content) -> Weighed:
    """Raise the flags, let combinations and assurances speak, and give the level an offer with them would have."""
    context = contexts(evidence, content)
    raised = raise_flags(evidence, content, context)
    names = {flag.flag for flag in raised} | context
    raised = [strengthen(flag, names, content) for flag in raised]
    met = [c for c in content.combinations if all(any(a in names for a in need) for need in c.needs)]
    assured = evidence.cues() & frozenset(ASSURANCES)
    score = score_of(raised, [c.level for c in met], len(assured), content)
    level = level_of(score, raised, met_high=any(c.level is Level.HIGH for c in met), content=content)
    ordered = sorted(raised, key=lambda flag: (-RANK[flag.weight], flag.spans[0]))
    return Weighed(tuple(ordered), tuple(c.id for c in met), level, score)


def contexts(evidence: Evidence, content: Content) -> frozenset[str]:
    """Which of @abroad @hub @transit @travel hold for the text."""
    cues = evidence.cues()
    found: set[str] = set()
    for place, _, _ in evidence.places:
        away = not _is_home(place, evidence.languages, content)
        if away and place.weight is not None:
            found.add("@abroad")
        if place.role in ("hub", "compound") or (away and place.country in HUB_COUNTRIES):
            found.add("@hub")
        if place.role in ("transit", "crossing") or (away and place.country in TRANSIT_COUNTRIES):
            found |= {"@transit", "@abroad"} if away else {"@transit"}
    if "abroad" in cues:
        found.add("@abroad")
    if "travel" in cues:
        found.add("@travel")
    return frozenset(found)


def _is_home(place: Place, languages: Sequence[tuple[str, float]], content: Content) -> bool:
    code = languages[0][0].removesuffix("-Latn") if languages else ""
    language: Language | None = content.languages.get(code)
    return language is not None and place.country in language.home


def raise_flags(evidence: Evidence, content: Content, context: frozenset[str]) -> list[Raised]:
    """Every flag that words, a place or an amount of the text raise, once each with all its spans."""
    found: dict[str, list[tuple[Hit, Source]]] = {}
    for hit in standing(evidence):
        found.setdefault(hit.id, []).append((hit, Source.PHRASE))
    raised = {
        flag: _raised(evidence.text, flag, hits, content) for flag, hits in found.items() if flag in content.flags
    }
    hub = hub_flag(evidence, content)
    if hub is not None:
        raised["known_hub"] = hub if "known_hub" not in raised else _stronger(hub, raised["known_hub"])
    pay = pay_flag(evidence, content, context)
    if pay is not None and "pay_too_high" not in raised:
        raised["pay_too_high"] = pay
    return list(raised.values())


def _raised(text: Text, flag: str, hits: list[tuple[Hit, Source]], content: Content) -> Raised:
    best = max((hit for hit, _ in hits), key=lambda hit: (hit.score, hit.end - hit.start))
    spans = sorted({original(text, *part) for hit, _ in hits for part in hit.parts})
    return Raised(flag, content.flags[flag].weight, merged(spans), Source.PHRASE, best.phrase, best.score)


def merged(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Sorted spans without overlaps."""
    result: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return tuple(result)


def _stronger(one: Raised, other: Raised) -> Raised:
    return one if RANK[one.weight] >= RANK[other.weight] else other


def hub_flag(evidence: Evidence, content: Content) -> Raised | None:
    """`known_hub` from the heaviest place named; a place at home counts only when it is a hub, and one step less."""
    best: tuple[Weight, Place] | None = None
    spans = []
    for place, start, end in evidence.places:
        weight = place.weight
        if weight is None or "known_hub" not in content.flags:
            continue
        if _is_home(place, evidence.languages, content):
            if place.role not in ("hub", "compound"):
                continue
            weight = Weight.STRONG if place.role == "compound" else Weight.MEDIUM
        spans.append(original(evidence.text, start, end))
        if best is None or RANK[weight] > RANK[best[0]]:
            best = (weight, place)
    return None if best is None else Raised("known_hub", best[0], merged(spans), Source.PLACE, None, 100.0)


def pay_flag(evidence: Evidence, content: Content, context: frozenset[str]) -> Raised | None:
    """`pay_too_high` when a monthly amount reaches its currency's threshold for work abroad (pay.yaml)."""
    if "@abroad" not in context or "pay_too_high" not in content.flags:
        return None
    if any(place.country in EXEMPT_COUNTRIES for place, _, _ in evidence.places) and "@hub" not in context:
        return None
    spans = [original(evidence.text, m.start, m.end) for m in evidence.slots.money if _is_high(m, evidence, content)]
    return (
        Raised("pay_too_high", content.flags["pay_too_high"].weight, merged(spans), Source.MONEY, None, 100.0)
        if spans
        else None
    )


def _is_high(money: Money, evidence: Evidence, content: Content) -> bool:
    currency = money.currency or _home_currency(evidence.languages, content)
    pay = content.pay.get(currency or "")
    if pay is None or pay.high_from is None:
        return False
    return money.high * MONTHS.get(money.period or "month", 1.0) >= pay.high_from


def _home_currency(languages: Sequence[tuple[str, float]], content: Content) -> str | None:
    for code, _ in languages[:1]:
        language = content.languages.get(code.removesuffix("-Latn"))
        for country in language.home if language else ():
            for pay in content.pay.values():
                if country in pay.countries:
                    return pay.currency
    return None


def strengthen(raised: Raised, names: frozenset[str] | set[str], content: Content) -> Raised:
    """A flag is strong when one of what makes it strong is there too."""
    if not any(name in names for name in content.flags[raised.flag].strong_with):
        return raised
    return Raised(raised.flag, Weight.STRONG, raised.spans, raised.by, raised.phrase, raised.score)


def score_of(raised: Sequence[Raised], met: Sequence[Level], assured: int, content: Content) -> int:
    """0..100. Of one group the heaviest flag counts whole, further ones a quarter, so that no list of one kind adds up."""
    points = content.levels.points
    groups: dict[str, list[int]] = {}
    for flag in raised:
        groups.setdefault(content.flags[flag.flag].group, []).append(points[flag.weight.value])
    total = 0.0
    for weights in groups.values():
        weights.sort(reverse=True)
        total += weights[0] + sum(w if w >= points["strong"] else w / 4 for w in weights[1:])
    total += sum(points["combination"] if level is Level.HIGH else points["combination"] / 3 for level in met[:2])
    total -= min(assured, 4) * points["assurance"]
    return max(0, min(100, round(total)))


def level_of(score: int, raised: Sequence[Raised], *, met_high: bool, content: Content) -> Level:
    """The level of an offer with that score: "high" also needs a combination, a strong flag beside another group, or three groups."""
    groups = {content.flags[flag.flag].group for flag in raised}
    is_strong = any(flag.weight is Weight.STRONG for flag in raised)
    grave = met_high or len(groups) >= 3 or (is_strong and len(groups) == 2)
    if score >= content.levels.high_from and grave:
        return Level.HIGH
    return Level.CAUTION if score >= content.levels.caution_from else Level.NONE


def settle(weighed: Weighed, learned: Learned | None, thresholds: Mapping[str, float] | None) -> tuple[Level, int]:
    """The level and score of an offer, from the rules and the learned layer together.

    The learned layer can raise "none" to "caution", and "caution" to "high" where a flag can be shown; it can quiet a
    caution that rests on no strong flag and no combination. It never makes "high" by itself.
    """
    if learned is None or thresholds is None:
        return weighed.level, weighed.score
    firm = bool(weighed.combinations) or any(flag.weight is Weight.STRONG for flag in weighed.flags)
    shown = firm or len(weighed.flags) >= 2 or any(flag.weight is Weight.MEDIUM for flag in weighed.flags)
    level = weighed.level
    if learned.scam >= thresholds["high"] and shown:
        level = Level.HIGH
    elif level is Level.HIGH and learned.scam < thresholds["doubt"]:
        level = Level.CAUTION
    if level is Level.NONE and learned.scam >= thresholds["caution"]:
        level = Level.CAUTION
    elif level is Level.CAUTION and learned.scam < thresholds["clear" if not firm else "clear_firm"]:
        level = Level.NONE
    return level, round(100 * learned.scam)
