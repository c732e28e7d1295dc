"""Everything the bot knows and says, as types: made from intents/ by `bot.content`, read by the rest of the core."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.core.message import Level, Weight

Status = Literal["live", "trial"]
State = Literal["draft", "checked"]


@dataclass(frozen=True, slots=True)
class Problem:
    """A person's mistake in a content file, told so that the person can mend it."""

    path: str
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}  {self.what}. {self.remedy}"


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the bot. `home` lists the countries where it is at home: a place there is not "abroad" for its texts."""

    code: str
    name: str
    script: str
    direction: Literal["ltr", "rtl"]
    falls_back_to: str
    status: Literal["live", "off"]
    home: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flag:
    """A red flag, language-free. `strong_with` names the flags or contexts (@abroad, @hub, @travel) that make it strong."""

    id: str
    number: int
    title: str
    why: str
    source: tuple[str, ...]
    group: str
    weight: Weight
    strong_with: tuple[str, ...]
    status: Status
    rev: int
    false_alarms: str


@dataclass(frozen=True, slots=True)
class Combination:
    """Flags that together weigh more. Each item of `needs` is met by any one of its alternatives: a flag id or a context."""

    id: str
    needs: tuple[tuple[str, ...], ...]
    level: Level
    why: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question or an emergency, language-free. `leads_to` names the buttons under its answer."""

    id: str
    topic: str
    emergency: bool
    leads_to: tuple[str, ...]
    rev: int


@dataclass(frozen=True, slots=True)
class Helpline:
    """A way to reach somebody who helps, with the source that showed it. Nobody has dialled a line whose `dialled_on` is empty."""

    id: str
    name: str
    kind: str
    """embassy, consulate, foreign_ministry, labour_ministry, trafficking_line, child_line, police, tourist_police, ambulance, ngo."""
    number: str
    """What to dial or open, as shown: +E.164, a short code, or an address."""
    channel: str
    """phone, whatsapp, telegram, wechat, line, email, web or app."""
    country: str
    """Where the line is (for a mission: the country it is accredited in)."""
    serves: tuple[str, ...]
    """Origins it serves; empty means anyone."""
    only_inside: bool
    """True when the number works only inside `country`."""
    hours: str
    tongues: tuple[str, ...]
    seen_on: str
    """Year, year-month or date of the newest source; "" for an undated page of the body itself."""
    dialled_on: str
    caveat: str
    """Key of a sentence in replies.yaml shown with the line; "" when none is needed."""
    order_note: str
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """How a recruiter is checked from one country of origin."""

    origin: str
    address: str
    """Official page, as text; "" when none is known."""
    phone: str
    """Id of the helpline that checks recruiters; "" when none is known."""
    holds: tuple[str, ...]
    """Keys of the sentences in replies.yaml that say what a legal worker holds before flying."""
    seen_on: str
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer. `names` are all spellings in any script; `role` decides how much naming it says."""

    id: str
    country: str
    role: Literal["country", "town", "hub", "compound", "transit", "crossing"]
    weight: Weight | None
    """What naming it as a workplace says by itself; None for a place that says nothing."""
    names: tuple[str, ...]
    source: tuple[str, ...]
    retired_on: str = ""


@dataclass(frozen=True, slots=True)
class Pay:
    """One currency: how it is written and from what monthly amount an unskilled office job abroad is suspicious."""

    currency: str
    names: tuple[str, ...]
    """Words and signs that stand for the currency, folded when compiled."""
    high_from: float | None
    """Per month; None when amounts in it are judged in US dollars only."""
    ordinary: str
    source: tuple[str, ...]
    countries: tuple[str, ...] = ()
    """Where it is the money of everyday life: an amount without a sign in a text of theirs is in it."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One flag in one language."""

    flag: str
    language: str
    phrases: tuple[str, ...]
    unless: tuple[str, ...]
    warn: str
    ask: str
    rev: int
    state: State


@dataclass(frozen=True, slots=True)
class Answer:
    """One question in one language: the ways of asking it, and the answer."""

    question: str
    language: str
    ways: tuple[str, ...]
    answer: str
    rev: int
    state: State


@dataclass(frozen=True, slots=True)
class Words:
    """The small words of one language."""

    language: str
    negations_before: tuple[str, ...] = ()
    negations_after: tuple[str, ...] = ()
    numbers: Mapping[str, float] = field(default_factory=dict)
    multipliers: Mapping[str, float] = field(default_factory=dict)
    periods: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cues: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Words that say what kind of text this is: offer, asking, news, own_story, abroad, travel, and the assurances."""
    common: tuple[str, ...] = ()
    common_latin: tuple[str, ...] = ()
    """Frequent words of the romanised form."""
    telling: tuple[str, ...] = ()
    """Words that must not stand in the first line of a reply."""


@dataclass(frozen=True, slots=True)
class Case:
    """A whole message and what must come of it: the operators' tests."""

    path: str
    line: int
    language: str
    text: str
    kind: str | None = None
    level: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    not_flags: tuple[str, ...] = ()
    question: str | None = None


@dataclass(frozen=True, slots=True)
class Levels:
    """The measured thresholds of judgement, read from levels.yaml with their origin."""

    points: Mapping[str, int]
    high_from: int
    caution_from: int
    origin: str


@dataclass(frozen=True, slots=True)
class Content:
    """All content of one version; `version` is the hash of the files it was made from."""

    version: str
    languages: Mapping[str, Language]
    flags: Mapping[str, Flag]
    combinations: tuple[Combination, ...]
    questions: Mapping[str, Question]
    helplines: tuple[Helpline, ...]
    registers: Mapping[str, Register]
    places: Mapping[str, Place]
    pay: Mapping[str, Pay]
    levels: Levels
    wordings: tuple[Wording, ...]
    answers: tuple[Answer, ...]
    replies: Mapping[str, Mapping[str, str]]
    """language -> key -> sentence."""
    words: Mapping[str, Words]
    countries: Mapping[str, Mapping[str, str]]
    """language -> ISO code -> name of the country."""
