"""The values that travel the road from a person's message to the reply: nothing here acts, everything is frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a reply leads with."""

    EMERGENCY = "emergency"
    OFFER = "offer"
    QUESTION = "question"
    OTHER = "other"


class Level(StrEnum):
    """How much an offer looks like the offers that lead into scam compounds. There is no "safe"."""

    HIGH = "high"
    CAUTION = "caution"
    NONE = "none"


class Weight(StrEnum):
    """How much one flag says by itself (facts/patterns.md, 1.0)."""

    WEAK = "weak"
    MEDIUM = "medium"
    STRONG = "strong"


class Target(StrEnum):
    """What a phrase found in a text stands for."""

    FLAG = "flag"
    UNLESS = "unless"
    QUESTION = "question"
    CUE = "cue"
    PLACE = "place"


class Source(StrEnum):
    """How a flag was raised."""

    PHRASE = "phrase"
    MONEY = "money"
    PLACE = "place"


Span = tuple[int, int]
"""Half-open, in code points of the original text, aligned to grapheme clusters."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the answer. Every field was chosen or sent by the person, never inferred from the language of a text."""

    language: str | None = None
    """The language the person chose, canonical code."""
    telegram_language: str | None = None
    """The language code Telegram sends with an update, as sent."""
    origin: str | None = None
    """ISO 3166 alpha-2 code of the country whose embassy and register serve the person."""
    place: str | None = None
    """ISO 3166 alpha-2 code of the country the person is in."""


@dataclass(frozen=True, slots=True)
class Inbound:
    """One message to be answered; several messages of one chat may have been joined into `text`."""

    text: str
    reader: Reader = field(default_factory=Reader)


@dataclass(frozen=True, slots=True)
class Text:
    """A text as typed and as compared.

    `folded` has case, look-alikes and Latin diacritics folded and separators collapsed; what stands behind
    `folded[i]` is `raw[starts[i]:ends[i]]`. Positions in `breaks` (a sentence ends before them) and `pauses`
    (a clause ends before them) are sorted and refer to `folded`.
    """

    raw: str
    folded: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    breaks: tuple[int, ...] = ()
    pauses: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of money as written: `low` and `high` are equal unless a range was written."""

    start: int
    end: int
    low: float
    high: float
    currency: str | None
    period: str | None
    """hour, day, week, month or year; None when not written."""


@dataclass(frozen=True, slots=True)
class PlaceSlot:
    """A place named in the text; positions are in the folded text."""

    start: int
    end: int
    place: str
    """The id of the place in places.yaml."""


@dataclass(frozen=True, slots=True)
class Slots:
    """What was read from a text besides phrases. All positions are in the folded text."""

    money: tuple[Money, ...] = ()
    places: tuple[PlaceSlot, ...] = ()
    contacts: tuple[tuple[int, int], ...] = ()
    dates: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One phrase found in a text. `parts` are positions in the folded text, sorted; gaps lie between them."""

    target: Target
    id: str
    language: str
    phrase: str
    """The phrase as the operator wrote it."""
    parts: tuple[tuple[int, int], ...]
    score: float
    """0..100: share of the phrase's characters found as written."""

    @property
    def start(self) -> int:
        return self.parts[0][0]

    @property
    def end(self) -> int:
        return self.parts[-1][1]


@dataclass(frozen=True, slots=True)
class Raised:
    """One flag raised by the words of a text."""

    flag: str
    weight: Weight
    spans: tuple[Span, ...]
    by: Source
    phrase: str | None
    score: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the core makes of a text."""

    kind: Kind
    level: Level | None
    score: int | None
    language: str
    """Of the text: a live code, a romanised form such as `hi-Latn`, or `und`."""
    flags: tuple[Raised, ...] = ()
    combinations: tuple[str, ...] = ()
    question: str | None = None
    places: tuple[str, ...] = ()
    """Ids of the places the text names."""
    marks: tuple[Span, ...] = ()
    """When only the learned layer is worried: the words that weigh most."""


class WishKind(StrEnum):
    """What a press or a command asks the edge to store or erase."""

    LANGUAGE = "language"
    ORIGIN = "origin"
    PLACE = "place"
    FORGET = "forget"
    STOP_ALERTS = "stop_alerts"


@dataclass(frozen=True, slots=True)
class Wish:
    """Something the person chose that has to be stored (or erased) for the reply to be true. `value` "" means "rather not say"."""

    kind: WishKind
    value: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button: a label in the reader's language and at most 64 bytes of callback data."""

    label: str
    data: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What is sent back: HTML texts of at most 4,096 UTF-16 units each; the buttons stand under the last one."""

    texts: tuple[str, ...]
    language: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    wish: Wish | None = None
    silent: bool = False


class Ending(StrEnum):
    """How a send ended. UNKNOWN: it may have arrived."""

    SENT = "sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class Refusal(StrEnum):
    """Why Telegram refused a send for good."""

    BLOCKED = "blocked"
    NOT_FOUND = "not_found"
    BAD_REQUEST = "bad_request"
    UNAUTHORISED = "unauthorised"


@dataclass(frozen=True, slots=True)
class Send:
    """One message to be sent or, with `edit`, to replace the message of that id."""

    chat_id: int
    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    silent: bool = False
    edit: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of a Send. `chat_id` differs from the Send's when Telegram moved the chat."""

    ending: Ending
    chat_id: int
    message_id: int | None = None
    refusal: Refusal | None = None
