"""Alerts as values: who writes what to whom, the texts as they will stand on the phone, their hash and their counts."""

from __future__ import annotations

import hashlib
import html
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from math import ceil
from typing import Any

from bot.core.content import Content
from bot.core.voice import Voice

CANARY_LEAST, CANARY_SHARE = 20, 0.01
CANARY_WORST = 0.2
"""Share of failures (blocks aside) in the canary above which an alert stops by itself (facts/reliability.md 6.5)."""
APPROVAL_LASTS = 30 * 60.0  # seconds
COOL_OFF = 15 * 60.0  # seconds: replaces the second person where there is none
MISSED_AFTER = 10 * 60.0  # seconds a scheduled alert may be late before people are asked
MOST_A_DAY = 3
REACHABLE = 47 * 3600.0  # seconds a sent alert can be corrected or deleted; Telegram deletes for 48 hours
OUTCOMES_KEPT = 30 * 24 * 3600.0  # seconds
LONGEST = 4096  # UTF-16 units
TOPICS = ("offers", "routes", "rules", "help")
"""What alerts are about: new fake offers; places and routes; visas and law; who helps."""


class DeniedError(Exception):
    """What a member of staff asked for is not done: one line that says why, and the remedy."""


class Role(StrEnum):
    """What a member of staff may do. Anybody of them may pause and stop."""

    AUTHOR = "author"
    APPROVER = "approver"
    OPERATOR = "operator"
    AUDITOR = "auditor"


class AlertState(StrEnum):
    """Where an alert stands."""

    AWAITING_APPROVAL = "awaiting_approval"
    COOLING = "cooling"
    SCHEDULED = "scheduled"
    CANARY = "canary"
    HOLDING = "holding"
    SENDING = "sending"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"
    EXPIRED = "expired"


WAITING = (AlertState.COOLING, AlertState.SCHEDULED)
"""Approved, and nothing sent yet."""
RUNNING = (AlertState.CANARY, AlertState.HOLDING, AlertState.SENDING)
OVER = (AlertState.STOPPED, AlertState.DONE, AlertState.EXPIRED)


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is meant; an empty field means everybody."""

    languages: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Schedule:
    """When: a local date and time in a time zone, once or again and again."""

    at: str
    """As 2026-12-01T09:00."""
    timezone: str
    repeat: str = ""
    """daily, weekly, monthly or nothing."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An alert as its author wrote it."""

    text: Mapping[str, str]
    """language -> plain text"""
    audience: Audience = field(default_factory=Audience)
    imminent: bool = False
    schedule: Schedule | None = None
    silent: bool = True
    own_first_line: bool = False
    """Without the neutral line above the text."""

    def json(self) -> dict[str, Any]:
        """The draft as plain values."""
        return asdict(self)


def draft_from(plain: Mapping[str, Any]) -> Draft:
    """The draft out of plain values."""
    audience = Audience(**{key: tuple(value) for key, value in plain["audience"].items()})
    schedule = Schedule(**plain["schedule"]) if plain["schedule"] else None
    return Draft(**{**plain, "audience": audience, "schedule": schedule})


@dataclass(frozen=True, slots=True)
class Written:
    """A draft as it will stand on phones."""

    draft: Draft
    texts: Mapping[str, str]
    """language -> HTML as it is sent"""
    labels: Mapping[str, str]
    """language -> label of the button that ends all alerts"""
    spoken: Mapping[str, str]
    """language of a subscriber -> language in which they get it"""


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Somebody who asked for alerts. `origin` and `place` are "" when they were not said; no topics mean all."""

    language: str
    origin: str = ""
    place: str = ""
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of an audience ended how; the six always add up to it."""

    sent: int = 0
    blocked: int = 0
    failed: int = 0
    unknown: int = 0
    cancelled: int = 0
    pending: int = 0

    @property
    def audience(self) -> int:
        """All of them."""
        return sum(asdict(self).values())

    @property
    def ended(self) -> int:
        """Those of whom the end is known, or known to be unknowable."""
        return self.audience - self.pending


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert as it stands in the store."""

    id: int
    state: AlertState
    since: float
    author: int
    approver: int | None
    draft: Draft
    texts: Mapping[str, str]
    """language -> HTML as it is sent"""
    labels: Mapping[str, str]
    audience: int
    hash: str
    approved_hash: str | None
    reason: str | None
    """Why it may be sent in quiet hours, in the approver's words."""
    why: str
    """What brought it into this state, if that was no person's wish: missed, failures, restored …"""
    resumes: AlertState | None
    due: float | None
    canary: int
    """How many get it before anybody else does."""
    created: float
    started: float | None
    parent: int | None
    via: str
    """shell or telegram: where it was approved."""
    is_weak: bool
    """Approved after a cool-off by the only person there is."""
    fix: Mapping[str, Any] | None
    """A correction or deletion under way: kind, texts, by."""

    @property
    def ends(self) -> bool:
        """Whether nothing more will be sent."""
        return self.state in OVER


def rendered(draft: Draft, content: Content) -> dict[str, str]:
    """language -> the message as it will stand on the phone, HTML."""
    found = {}
    for language, text in draft.text.items():
        first = "" if draft.own_first_line else Voice(content, language).say("alert_first_line") + "\n\n"
        found[language] = first + html.escape(text.strip(), quote=False)
    return found


def stop_labels(languages: Iterable[str], content: Content) -> dict[str, str]:
    """language -> the label of the button that ends all alerts."""
    return {language: Voice(content, language).label("button_stop") for language in languages}


def length(text: str) -> int:
    """UTF-16 units of the text, its entities resolved, as Telegram counts them."""
    return len(html.unescape(text).encode("utf-16-le", "surrogatepass")) // 2


def written(draft: Draft, content: Content) -> Written:
    """The draft as it will stand on phones."""
    texts = rendered(draft, content)
    return Written(draft, texts, stop_labels(texts, content), text_languages(texts, content))


def hash_of(written: Written | Alert, audience: int, *, parent: int | None = None) -> str:
    """What an approval is bound to: the texts as they will stand, audience and schedule. Any change gives another."""
    plain = {"texts": dict(written.texts), "labels": dict(written.labels), "count": audience, "parent": parent}
    bound = {**written.draft.json(), **plain}
    return hashlib.sha256(json.dumps(bound, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def text_languages(written: Iterable[str], content: Content) -> dict[str, str]:
    """language of a subscriber -> the language in which they get the alert, along the fallbacks; absent: nothing usable."""
    texts = set(written)
    found = {}
    for code in content.languages:
        text = next((one for one in Voice(content, code).chain() if one in texts), None)
        if text:
            found[code] = text
    return found


def is_meant(subscriber: Subscriber, audience: Audience) -> bool:
    """Whether the alert is for this subscriber; who did not say origin or place is meant only when neither is asked."""
    return (
        subscriber.language in (audience.languages or (subscriber.language,))
        and subscriber.origin in (audience.origins or (subscriber.origin,))
        and subscriber.place in (audience.places or (subscriber.place,))
        and (not audience.topics or not subscriber.topics or bool({*audience.topics} & {*subscriber.topics}))
    )


def mask(topics: Iterable[str]) -> int:
    """Topics as bits."""
    return sum(1 << TOPICS.index(topic) for topic in set(topics))


def topics_of(bits: int) -> tuple[str, ...]:
    """Bits as topics."""
    return tuple(topic for at, topic in enumerate(TOPICS) if bits >> at & 1)


def canary_size(audience: int) -> int:
    """How many get an alert before anybody else does."""
    return min(audience, max(CANARY_LEAST, ceil(audience * CANARY_SHARE)))


def eta(pending: int, rate: float, *, hold: float = 0.0) -> int:
    """Seconds until the last of them is reached."""
    return ceil(pending / rate + hold)


def is_canary_bad(counts: Counts) -> bool:
    """Whether more of the canary failed than may, those who blocked the bot aside."""
    tried = counts.sent + counts.failed + counts.unknown
    return tried > 0 and (counts.failed + counts.unknown) / tried > CANARY_WORST


MAY: Mapping[str, tuple[Role, ...]] = {
    "new": (Role.AUTHOR,),
    "change": (Role.AUTHOR,),
    "test": (Role.AUTHOR, Role.APPROVER),
    "approve": (Role.APPROVER,),
    "pause": tuple(Role),
    "stop": tuple(Role),
    "resume": (Role.AUTHOR, Role.APPROVER, Role.OPERATOR),
    "correct": (Role.AUTHOR, Role.APPROVER, Role.OPERATOR),
    "delete": (Role.AUTHOR, Role.APPROVER, Role.OPERATOR),
    "look": tuple(Role),
}
"""act -> the roles of which one is needed"""


def may(roles: Iterable[Role], act: str) -> bool:
    """Whether somebody with these roles may do that."""
    return bool(set(roles) & set(MAY[act]))


@dataclass(frozen=True, slots=True)
class Row:
    """One subscriber of a running alert, taken to be sent to."""

    seq: int
    chat_id: int
    language: str
    is_retry: bool
    tries: int
    message_id: int | None = None
    """For a correction or deletion: the message meant."""


@dataclass(frozen=True, slots=True)
class Result:
    """How a row ended, or that it waits again: `due` seconds from now."""

    seq: int
    state: str
    """sent, blocked, failed, unknown or pending"""
    reason: str = ""
    message_id: int | None = None
    due: float = 0.0
    moved_to: int | None = None
    """The new id of a chat that Telegram moved."""
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a report: so many in a language ended so, for that reason."""

    language: str
    end: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What an author and an approver see of an alert before it is sent."""

    id: int
    audience: int
    hash: str
    eta_s: int
    warnings: tuple[str, ...]
    accept: tuple[str, ...]
    """Numbers and addresses that stand nowhere in intents/: the approver types them."""
    texts: Mapping[str, str]
    lengths: Mapping[str, int]
    fallbacks: Sequence[tuple[str, str, int]] = ()
    """language of subscribers, language they get, how many"""


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did, for the audit log: no recipient stands in it."""

    actor: int
    """Telegram user id; 0 for the bot itself."""
    via: str
    """telegram, shell (which cannot prove who types) or bot"""
    name: str
    alert: int | None = None
    hash: str = ""
    counts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the audit log."""

    seq: int
    at: float
    act: Act
    digest: str


def as_csv(lines: Sequence[Line]) -> str:
    """A report as a table; no recipient stands in it, and nothing that would need quotes."""
    rows = (f"{line.language},{line.end},{line.reason},{line.count}" for line in lines)
    return "\n".join(["language,end,reason,count", *rows]) + "\n"


def report_notes(alert: Alert) -> list[str]:
    """What a report has to admit about how the alert was approved."""
    notes = []
    if alert.is_weak:
        notes.append("Approved by its author alone, after 15 minutes: there was nobody else.")
    if alert.via == "shell":
        notes.append("Approved in the shell, which cannot prove who typed.")
    return notes
