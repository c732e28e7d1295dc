"""An alert as somebody writes it -> Draft, or what is wrong with it; and what an approver has to be warned of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from bot.core.alerts import LONGEST, TOPICS, Audience, Draft, Schedule, length, rendered
from bot.core.content import Content
from bot.core.language import canonical
from bot.core.schedule import REPEATS, zone
from bot.core.voice import is_live

KEYS = ("audience", "urgency", "schedule", "text", "silent", "first_line")
AUDIENCE = ("languages", "origins", "places", "topics")
SCHEDULE = ("at", "timezone", "repeat")
CHOICES = {"urgency": ("normal", "imminent"), "silent": ("yes", "no"), "first_line": ("neutral", "own")}
AT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}")
NUMBER = re.compile(r"\+?\d(?:[ \u00a0().-]{0,2}\d){2,}")
ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|(?<![\w@])[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/\S*)?|(?<!\w)@[a-z]\w{3,}", re.I
)
BLOCK = re.compile(r"\[([A-Za-z]{2,3}(?:-[A-Za-z]+)?)\]\s*")
ENDING = ".,;:!?)]}»”’\"'។။"


class Fault(NamedTuple):
    """A mistake of the author: under which key it stands, what it is, what to do."""

    key: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.key}: {self.what}. {self.remedy}"


def read_form(written: str) -> dict[str, Any]:
    """What stands in a message: lines `key: value`, then each text under a line with its language, such as [en]."""
    plain: dict[str, Any] = {"audience": {}, "schedule": {}, "text": {}}
    texts: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in written.strip().splitlines():
        if block := BLOCK.fullmatch(line.strip()):
            current = texts.setdefault(block[1], [])
        elif current is not None:
            current.append(line)
        elif line.strip():
            key, _, value = line.partition(":")
            _put(plain, key.strip().lower(), value.strip())
    plain["text"] = {language: "\n".join(lines).strip() for language, lines in texts.items()}
    return {key: value for key, value in plain.items() if value}


def _put(plain: dict[str, Any], key: str, value: str) -> None:
    if key in AUDIENCE:
        plain["audience"][key] = [part for part in re.split(r"[,\s]+", value) if part]
    elif key in SCHEDULE:
        plain["schedule"][key] = value
    else:
        plain[key] = value


def draft_of(plain: Mapping[str, Any], content: Content) -> tuple[Draft | None, list[Fault]]:
    """The draft, or everything that keeps it from being one."""
    faults = [*_unknown("", plain, KEYS)]
    for key, known in (("audience", AUDIENCE), ("schedule", SCHEDULE), ("text", None)):
        if key in plain and not isinstance(plain[key], Mapping):
            return None, [*faults, Fault(key, "holds no entries", "Indent them under it, one a line")]
        faults += _unknown(f"{key}.", plain.get(key, {}), known or plain.get(key, {}))
    draft = Draft(
        text=_texts(plain.get("text", {}), content, faults),
        audience=_audience(plain.get("audience", {}), content, faults),
        imminent=_choice(plain, "urgency", faults) == "imminent",
        schedule=_schedule(plain["schedule"], faults) if plain.get("schedule") else None,
        silent=_choice(plain, "silent", faults) == "yes",
        own_first_line=_choice(plain, "first_line", faults) == "own",
    )
    if not draft.text and not any(fault.key.startswith("text") for fault in faults):
        faults.append(Fault("text", "there is none", "Write it under text: once for each language, at least in en"))
    for language, text in rendered(draft, content).items():
        if length(text) > LONGEST:
            faults.append(Fault(f"text.{language}", f"has {length(text)} characters", f"Shorten it to {LONGEST}"))
    return (None, faults) if faults else (draft, [])


def merged(draft: Draft, plain: Mapping[str, Any]) -> dict[str, Any]:
    """A draft with what a later message adds or replaces."""
    before: dict[str, Any] = {
        "audience": {key: list(getattr(draft.audience, key)) for key in AUDIENCE},
        "urgency": "imminent" if draft.imminent else "normal",
        "silent": "yes" if draft.silent else "no",
        "first_line": "own" if draft.own_first_line else "neutral",
        "schedule": {key: getattr(draft.schedule, key) for key in SCHEDULE} if draft.schedule else {},
        "text": dict(draft.text),
    }
    tables = {key: {**before[key], **plain.get(key, {})} for key in ("audience", "schedule", "text")}
    return {**before, **plain, **tables}


def _unknown(prefix: str, given: Mapping[str, Any], known: Iterable[str]) -> Iterator[Fault]:
    for key in given:
        if key not in known:
            yield Fault(f"{prefix}{key}", "is no key of an alert", f"Use one of: {', '.join(known)}")


def _choice(plain: Mapping[str, Any], key: str, faults: list[Fault]) -> str:
    value = str(plain.get(key, CHOICES[key][0]))
    if value not in CHOICES[key]:
        faults.append(Fault(key, f"'{value}' is unknown", f"Use {' or '.join(CHOICES[key])}"))
    return value


def _texts(plain: Mapping[str, Any], content: Content, faults: list[Fault]) -> dict[str, str]:
    found = {}
    for code, text in plain.items():
        language = canonical(code, content)
        if language is None:
            faults.append(Fault(f"text.{code}", "is no language of this bot", f"Use one of: {_live(content)}"))
        elif not isinstance(text, str) or not text.strip():
            faults.append(Fault(f"text.{code}", "is empty", "Write the text, or delete the line"))
        else:
            found[language] = unicodedata.normalize("NFC", text.strip())
    return found


def _audience(plain: Mapping[str, Any], content: Content, faults: list[Fault]) -> Audience:
    values = {key: _listed(plain, key, faults) for key in AUDIENCE}
    languages = []
    for code in values["languages"]:
        language = canonical(code, content)
        if not is_live(language, content):
            faults.append(Fault("audience.languages", f"'{code}' is not answered", f"Use: {_live(content)}"))
        languages.append(language or code)
    countries = content.countries.get("en", {})
    for key in ("origins", "places"):
        values[key] = [code.upper() for code in values[key]]
        for code in values[key]:
            if code not in countries:
                faults.append(Fault(f"audience.{key}", f"'{code}' is no country here", "Use its two letters: KH, ID"))
    for topic in values["topics"]:
        if topic not in TOPICS:
            faults.append(Fault("audience.topics", f"'{topic}' is unknown", f"Use: {', '.join(TOPICS)}"))
    named = {**values, "languages": languages}
    return Audience(**{key: tuple(dict.fromkeys(named[key])) for key in AUDIENCE})


def _listed(plain: Mapping[str, Any], key: str, faults: list[Fault]) -> list[str]:
    value = plain.get(key, [])
    if isinstance(value, str):
        return [value] if value else []
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        faults.append(Fault(f"audience.{key}", "is no list", "Write it as [a, b]"))
        return []
    return [str(one) for one in value]


def _schedule(plain: Mapping[str, Any], faults: list[Fault]) -> Schedule | None:
    at, timezone = str(plain.get("at", "")).replace(" ", "T"), str(plain.get("timezone", ""))
    repeat = str(plain.get("repeat", "") or "")
    repeat = "" if repeat == "no" else repeat
    if not AT.fullmatch(at) or _date(at) is None:
        faults.append(Fault("schedule.at", f"'{at}' is no date and time", "Write it as 2026-12-01T09:00"))
    if zone(timezone) is None:
        faults.append(Fault("schedule.timezone", f"'{timezone}' is no time zone", "Write it as Asia/Bangkok"))
    if repeat not in ("", *REPEATS):
        faults.append(Fault("schedule.repeat", f"'{repeat}' is unknown", f"Use: {', '.join(REPEATS)}"))
    return Schedule(at, timezone, repeat)


def _date(at: str) -> datetime | None:
    try:
        return datetime.fromisoformat(at)
    except ValueError:
        return None


def _live(content: Content) -> str:
    return " ".join(code for code in content.languages if is_live(code, content))


def strange(texts: Mapping[str, str], content: Content) -> tuple[str, ...]:
    """Numbers and addresses of the texts that stand nowhere in intents/, each once, as they are to be typed."""
    known = _known(content)
    found: dict[str, str] = {}
    for text in texts.values():
        for one in telling_parts(text):
            if comparable(one) not in known:
                found.setdefault(comparable(one), one)
    return tuple(found.values())


def telling_parts(text: str) -> list[str]:
    """Numbers of three digits and more, and addresses."""
    text = "".join(str(unicodedata.digit(char)) if char.isdigit() else char for char in text)
    addresses = [match[0].rstrip(ENDING) for match in ADDRESS.finditer(text)]
    rest = ADDRESS.sub(" ", text)
    return [*addresses, *(match[0].strip() for match in NUMBER.finditer(rest))]


def comparable(part: str) -> str:
    """A number as its digits, an address without protocol and capitals."""
    if NUMBER.fullmatch(part):
        return re.sub(r"\D", "", part)
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", part.casefold()).rstrip("/")


def _known(content: Content) -> frozenset[str]:
    texts = [line.number for line in content.helplines]
    texts += [register.address for register in content.registers.values()]
    texts += [source for line in content.helplines for source in line.source]
    texts += [answer.answer for answer in content.answers]
    texts += [wording.warn for wording in content.wordings]
    found = {comparable(part) for text in texts for part in telling_parts(text)}
    return frozenset(found | {comparable(text) for text in texts[: len(content.helplines) + len(content.registers)]})


def told_by_first_line(draft: Draft, content: Content) -> list[tuple[str, str]]:
    """(language, word) for words in the first line that tell whoever looks over the shoulder what this is about."""
    found = []
    for language, text in draft.text.items():
        words = content.words.get(language)
        first = text.splitlines()[0].casefold() if text else ""
        found += [(language, word) for word in (words.telling if words else ()) if _stands_in(word.casefold(), first)]
    return found


def _stands_in(word: str, text: str) -> bool:
    if word.isascii():
        return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None
    return word in text
