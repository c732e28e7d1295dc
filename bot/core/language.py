"""Text -> ranked languages: by script where a script has one language, by frequent words and byte n-grams elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.core.content import Content
from bot.core.langid import LanguageModel, rank
from bot.core.message import Text
from bot.core.normalise import Tables, fold
from bot.core.scripts import LETTERS, script_of

ONE_LANGUAGE = {
    "Thai": "th", "Laoo": "lo", "Khmr": "km", "Mymr": "my", "Hang": "ko", "Taml": "ta", "Sinh": "si",
    "Ethi": "am", "Beng": "bn", "Cyrl": "ru",
}  # fmt: skip
DENSITY = {"Hani": 3.0, "Hang": 2.0, "Ethi": 1.6}
"""How many Latin letters one letter of the script stands for: a Chinese advert with many loan words is still Chinese."""
URDU_LETTERS = frozenset("ٹڈڑںےھہگچپژ")
ENOUGH_LETTERS = 12
"""Below this a text in Latin letters says nothing sure about its language (facts/stack.md, 4)."""
ALIASES = {
    "fil": "tl", "in": "id", "iw": "he", "cmn": "zh", "yue": "zh-Hant", "zh-hans": "zh", "zh-cn": "zh", "zh-sg": "zh",
    "zh-hant": "zh-Hant", "zh-tw": "zh-Hant", "zh-hk": "zh-Hant", "zh-mo": "zh-Hant",
}  # fmt: skip
_WORD = re.compile(rf"{LETTERS}(?:'{LETTERS})?")


@dataclass(frozen=True, slots=True)
class Recogniser:
    """What languages are told apart by, compiled once."""

    common: Mapping[str, frozenset[str]]
    """Code (or romanised form, `hi-Latn`) -> frequent words, folded."""
    model: LanguageModel
    traditional: frozenset[str] = field(default_factory=frozenset)
    """Characters only Traditional Chinese uses."""

    def languages(self, text: Text) -> tuple[tuple[str, float], ...]:
        """Languages of the text with shares that add up to 1, likeliest first; empty when nothing can be said."""
        scripts = self._scripts(text.raw)
        if not scripts:
            return ()
        script = max(scripts, key=lambda name: scripts[name])
        if script in ("Hani", "Kana"):
            return (("zh-Hant" if self._is_traditional(text.raw) else "zh", 1.0),)
        if script == "Arab":
            return (("ur" if any(c in URDU_LETTERS for c in text.raw) else "ar", 1.0),)
        if script in ONE_LANGUAGE:
            return ((ONE_LANGUAGE[script], 1.0),)
        if script not in ("Latn", "Deva"):
            return ()
        return self._by_words(text, script, sum(c.isalpha() for c in text.raw))

    def _scripts(self, raw: str) -> dict[str, float]:
        counts = Counter(script_of(char) for char in raw)
        counts.pop("", None)
        weighed = {name: count * DENSITY.get(name, 1.0) for name, count in counts.items()}
        others = {name: 3 * weight for name, weight in weighed.items() if name != "Latn"}
        return {**weighed, **others}

    def _is_traditional(self, raw: str) -> bool:
        return sum(char in self.traditional for char in raw) >= max(1, sum(script_of(c) == "Hani" for c in raw) // 25)

    def _by_words(self, text: Text, script: str, letters: int) -> tuple[tuple[str, float], ...]:
        words = _WORD.findall(text.folded)
        candidates = ("hi", "ne") if script == "Deva" else None
        shares: dict[str, float] = {}
        for code, common in self.common.items():
            latin = code.endswith("-Latn") or code not in ("hi", "ne")
            if (candidates and code in candidates) or (not candidates and latin):
                shares[code] = sum(word in common for word in words) / max(1, len(words))
        ranked = dict(rank(text.raw, self.model)) if letters >= ENOUGH_LETTERS or script == "Deva" else {}
        scores = {code: share + 0.6 * ranked.get(code, 0.0) for code, share in shares.items()}
        for code, share in ranked.items():
            if (candidates is None or code in candidates) and code not in scores:
                scores[code] = 0.6 * share
        total = sum(scores.values())
        if total < 0.12:
            return ()
        return tuple(sorted(((code, s / total) for code, s in scores.items() if s > 0), key=lambda pair: -pair[1]))


def recogniser(content: Content, tables: Tables, model: LanguageModel) -> Recogniser:
    """Compile what languages are recognised by."""
    common: dict[str, frozenset[str]] = {}
    for code, words in content.words.items():
        script = content.languages[code].script
        if script in ("Latn", "Deva") and words.common:
            common[code] = frozenset(fold(word, tables) for word in words.common)
        if words.common_latin:
            common[f"{code}-Latn"] = frozenset(fold(word, tables) for word in words.common_latin)
    traditional = frozenset(chr(c) for c, to in tables.fold.items() if script_of(chr(c)) == "Hani" and to != chr(c))
    return Recogniser(common, model, traditional)


def base(code: str) -> str:
    """The live language of a romanised form: hi-Latn -> hi."""
    return code.removesuffix("-Latn")


def canonical(code: str | None, content: Content) -> str | None:
    """The language of the bot that a foreign code means (fil -> tl, zh-TW -> zh-Hant, pt-BR -> pt); None when there is none."""
    if not code:
        return None
    lower = code.replace("_", "-").casefold()
    for known in content.languages:
        if known.casefold() == lower:
            return known
    if lower in ALIASES:
        return canonical(ALIASES[lower], content) if ALIASES[lower].casefold() != lower else ALIASES[lower]
    head, _, rest = lower.partition("-")
    return canonical(head, content) if rest else None
