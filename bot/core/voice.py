"""The bot's own sentences in a reader's language, with the fallbacks of languages.yaml."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.content import Answer, Content, Wording
from bot.core.language import base, canonical
from bot.core.message import Inbound, Kind, Reader, Verdict

DEFAULT = "en"
CONFIDENT = 0.6
"""From this share of the evidence the language of a person's own words decides the language of the reply."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Speaks one language out of one content; what is missing there is said in the language it falls back to."""

    content: Content
    language: str

    def chain(self) -> Iterator[str]:
        """The language, what it falls back to, and English."""
        seen: set[str] = set()
        code = self.language
        while code and code not in seen:
            seen.add(code)
            yield code
            known = self.content.languages.get(code)
            code = known.falls_back_to if known else ""
        if DEFAULT not in seen:
            yield DEFAULT

    def say(self, key: str, **values: str) -> str:
        """The sentence of that key, HTML-escaped, placeholders filled with escaped values; "" when nobody wrote it."""
        sentence = next((s for code in self.chain() if (s := self.content.replies.get(code, {}).get(key))), "")
        sentence = html.escape(sentence, quote=False)
        for name, value in values.items():
            sentence = sentence.replace("{" + name + "}", html.escape(value, quote=False))
        return sentence

    def label(self, key: str) -> str:
        """The sentence as plain text, for a button."""
        return html.unescape(self.say(key))

    def wording(self, flag: str) -> Wording | None:
        """What the bot says about a flag."""
        found = {w.language: w for w in self.content.wordings if w.flag == flag and w.warn}
        return next((found[code] for code in self.chain() if code in found), None)

    def answer(self, question: str) -> Answer | None:
        """The answer to a question."""
        found = {a.language: a for a in self.content.answers if a.question == question and a.answer}
        return next((found[code] for code in self.chain() if code in found), None)

    def country(self, code: str) -> str:
        """The name of a country."""
        names = (self.content.countries.get(language, {}).get(code) for language in self.chain())
        return next((name for name in names if name), code)


def is_live(code: str | None, content: Content) -> bool:
    """Whether the bot answers in the language."""
    return code is not None and code in content.languages and content.languages[code].status == "live"


def spoken(code: str | None, content: Content) -> str | None:
    """The live language that a code stands for, through its fallbacks; None when there is none."""
    known = canonical(code, content)
    seen: set[str] = set()
    while known and known not in seen:
        if is_live(known, content):
            return known
        seen.add(known)
        known = content.languages[known].falls_back_to or None
    return None


def reply_language(
    inbound: Inbound,
    verdict: Verdict,
    languages: tuple[tuple[str, float], ...],
    cue_language: str | None,
    content: Content,
) -> str:
    """Chosen; else the person's own words when confident; else Telegram's code; else the offer's; else English."""
    reader = inbound.reader
    chosen = spoken(reader.language, content)
    if chosen:
        return chosen
    sure = languages[0][0] if languages and languages[0][1] >= CONFIDENT else None
    own = cue_language if verdict.kind is Kind.OFFER else sure
    first = base(languages[0][0]) if languages else None
    candidates = (base(own) if own else None, reader.telegram_language, first)
    return next((code for c in candidates if (code := spoken(c, content))), DEFAULT)


def reader_language(reader: Reader, content: Content) -> str:
    """The language of replies that answer no text: chosen, else Telegram's, else English."""
    return spoken(reader.language, content) or spoken(reader.telegram_language, content) or DEFAULT
