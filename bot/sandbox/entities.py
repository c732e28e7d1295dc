"""Text with entities as Telegram keeps it: cleaned, trimmed, measured in UTF-16 units, its own entities found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.links import BadLinkError, checked_link
from bot.sandbox.markup import Entity, parse_html, rank
from bot.sandbox.scan import MarkupError

MOST_ENTITIES = 100
TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
FOUND = frozenset({"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"})
GIVEN = FOUND | {
    "bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote",
    "code", "pre", "text_link", "text_mention", "custom_emoji",
}  # fmt: skip
NEEDS = {"text_link": "url", "text_mention": "user", "custom_emoji": "custom_emoji_id"}
OPAQUE = frozenset({"code", "pre", "text_link", "text_mention"})
TOP_LEVEL = "com|org|net|gov|edu|info|io|me|app|top|site|xyz|online|club|shop|link|[a-z]{2}"
AUTOMATIC = re.compile(
    rf"""(?P<email>(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)
    |(?P<url>(?<!\w)(?:https?|tg)://[^\s<>"]+[^\s<>".,;:!?)]|(?<![\w.@])(?:[a-z0-9-]+\.)+(?:{TOP_LEVEL})\b(?:[/?#][^\s<>"]*[^\s<>".,;:!?)])?)
    |(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{{1,64}}(?:@\w{{3,32}})?(?![\w/]))
    |(?P<mention>(?<![\w/])@[A-Za-z]\w{{3,31}})
    |(?P<hashtag>(?<![\w/])\#\w*[^\W\d_]\w*)
    |(?P<phone_number>(?<![\w+])\+\d[\d ()-]{{5,18}}\d)""",
    re.VERBOSE | re.IGNORECASE,
)
TRIGGER = re.compile(r"[@/#+]|\.\w")
UNCLEAN = re.compile("[\x00-\x09\x0b-\x1f\u2028-\u202e\u0333\u033f\u030a]")


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text and its entities. `dropped` counts the entities beyond the hundredth, which Telegram ignores."""

    text: str
    entities: tuple[Entity, ...]
    dropped: int = 0


def units(text: str) -> int:
    """The length of a text in UTF-16 units, in which Telegram counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def formatted(
    text: str,
    *,
    parse_mode: str = "",
    entities: Any = None,
    limit: int = TEXT_LIMIT,
    too_long: str = "message is too long",
) -> Formatted:
    """The text as it will be shown; raises Refused for what Telegram refuses."""
    if not text:
        raise bad_request("message text is empty")
    mode = parse_mode.lower()
    if mode == "html":
        try:
            text, given = parse_html(text)
        except MarkupError as error:
            raise bad_request(f"can't parse entities: {error}") from None
    elif mode in {"markdown", "markdownv2"}:
        raise bad_request(f"unsupported parse_mode: the sandbox reads HTML, not {parse_mode}")
    elif mode not in {"", "none"}:
        raise bad_request("unsupported parse_mode")
    else:
        given = checked_entities(entities, units(text))
    text, given = trimmed(*cleaned(text, given))
    if not text:
        raise bad_request("text must be non-empty")
    if units(text) > limit:
        raise bad_request(too_long)
    kept = [entity for entity in given if entity["type"] not in FOUND]
    every = ordered([*kept, *found(text, kept)])
    return Formatted(text, tuple(every[:MOST_ENTITIES]), max(0, len(every) - MOST_ENTITIES))


def ordered(entities: Iterable[Entity]) -> list[Entity]:
    """Entities by position, outer before inner."""
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"], rank(entity)))


def checked_entities(raw: Any, length: int) -> list[Entity]:
    """The `entities` parameter, checked as the Bot API checks it."""
    if raw is None:
        return []
    if not isinstance(raw, list) or not all(isinstance(entity, dict) for entity in raw):
        raise bad_request("expected an Array of MessageEntity")
    return [entity for entity in (checked_entity(dict(entity), length) for entity in raw) if entity["length"] > 0]


def checked_entity(entity: Entity, length: int) -> Entity:
    """One entity, refused when its type, its range or its argument is wrong."""
    kind, offset, size = entity.get("type"), entity.get("offset"), entity.get("length")
    if not isinstance(offset, int) or not isinstance(size, int):
        raise bad_request('can\'t parse MessageEntity: Field "offset" must be of type Number')
    if kind not in GIVEN:
        raise bad_request("can't parse MessageEntity: Unsupported type specified")
    needed = NEEDS.get(kind)
    if needed and needed not in entity:
        raise bad_request(f"can't parse MessageEntity: Can't find field \"{needed}\"")
    if offset < 0:
        raise bad_request(f"receive an entity with incorrect offset {offset}")
    if size < 0:
        raise bad_request(f"receive an entity with incorrect length {size}")
    if offset > length:
        raise bad_request(f"entity begins after the end of the text at UTF-16 offset {offset}")
    if (end := offset + size) > length:
        raise bad_request(
            f"entity beginning at UTF-16 offset {offset} ends after the end of the text at UTF-16 offset {end}"
        )
    if kind == "text_link":
        try:
            entity["url"] = checked_link(str(entity["url"]))
        except BadLinkError as error:
            raise bad_request(f"entity URL '{entity['url']}' is invalid: {error}") from None
    return entity


def cleaned(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Without the characters Telegram removes (\\r, bidi overrides, line separators), other controls as spaces."""
    if not UNCLEAN.search(text):
        return text, entities
    out: list[str] = []
    moved = [0]
    for character in text:
        kept = instead(character) if UNCLEAN.match(character) else character
        out.append(kept)
        width = 1 + (character > "\uffff")
        moved += [moved[-1]] * (width - 1) + [moved[-1] + (width if kept else 0)]
    return "".join(out), [shifted(entity, moved) for entity in entities]


def instead(character: str) -> str:
    """What stands for a character Telegram does not keep."""
    return " " if character < " " and character != "\r" else ""


def shifted(entity: Entity, moved: list[int]) -> Entity:
    """The entity with its ends looked up in a table of new positions."""
    begin, end = moved[entity["offset"]], moved[entity["offset"] + entity["length"]]
    return entity | {"offset": begin, "length": end - begin}


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Without white space around the text (in front only up to the first entity); entities left empty are gone."""
    text = text.rstrip()
    length = units(text)
    first = min((entity["offset"] for entity in entities), default=length)
    lead = min(len(text) - len(text.lstrip(" \n")), first)
    kept = []
    for entity in entities:
        begin = entity["offset"] - lead
        end = min(entity["offset"] + entity["length"], length) - lead
        if end > begin:
            kept.append(entity | {"offset": begin, "length": end - begin})
    return text[lead:], kept


def found(text: str, entities: list[Entity]) -> list[Entity]:
    """The addresses, commands, mentions, hashtags and numbers Telegram marks by itself, outside code and links."""
    hits: list[Entity] = []
    if not TRIGGER.search(text):
        return hits
    for match in AUTOMATIC.finditer(text):
        begin = units(text[: match.start()])
        hit = {"type": str(match.lastgroup), "offset": begin, "length": units(match[0])}
        if not any(entity["type"] in OPAQUE and overlaps(entity, hit) for entity in entities):
            hits.append(hit)
    return hits


def overlaps(one: Entity, other: Entity) -> bool:
    """Whether two entities share a character."""
    return bool(one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"])
