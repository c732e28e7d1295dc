"""HTML as the Bot API reads it: the same tags, the same tolerance and the same refusals as TDLib's parse_html."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.sandbox.links import BadLinkError, checked_link, mentioned_user
from bot.sandbox.scan import SPACES, TYPES, MarkupError, find, read_reference, read_start, skip

Entity = dict[str, Any]

SURROGATES = (
    "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units"
)


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag that is still open, with its one argument and where its text began (UTF-16 units, bytes of output)."""

    name: str
    argument: str
    offset: int
    begin: int


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """The text without its tags, and its entities in UTF-16 units, outer before inner. Raises MarkupError."""
    data = source.encode() + b"\0"
    out = bytearray()
    entities: list[Entity] = []
    tags: list[Tag] = []
    units = at = 0
    while at < len(data) - 1:
        byte = data[at]
        if byte == 0x26:
            character, after = read_reference(data, at)
            if character:
                out += character.encode("utf-8", "surrogatepass")
                units += 1 + (ord(character) > 0xFFFF)
                at = after
                continue
        if byte != 0x3C:
            out.append(byte)
            units += ((byte & 0xC0) != 0x80) + (byte >= 0xF0)
            at += 1
        elif data[at + 1] != 0x2F:
            name, argument, at = read_start(data, at)
            tags.append(Tag(name, argument, units, len(out)))
        else:
            at = read_end(data, at, tags)
            close(tags.pop(), out, units, entities)
    if tags:
        raise MarkupError(f'Can\'t find end tag corresponding to start tag "{tags[-1].name}"')
    try:
        text = out.decode()
    except UnicodeDecodeError:
        raise MarkupError(SURROGATES) from None
    for entity in entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    return text, sorted(entities, key=lambda entity: (entity["offset"], -entity["length"], rank(entity)))


def rank(entity: Entity) -> int:
    """TDLib's order of entities that cover the same text."""
    order = ("blockquote", "expandable_blockquote", "pre", "code", "text_link", "text_mention", "bold", "italic")
    return order.index(entity["type"]) if entity["type"] in order else len(order)


def read_end(data: bytes, begin: int, tags: list[Tag]) -> int:
    """The position after the end tag at `begin`, which must close the last of `tags`."""
    if not tags:
        raise MarkupError(f"Unexpected end tag at byte offset {begin}")
    at = find(data, begin, SPACES + b">")
    name = data[begin + 2 : at].decode(errors="replace").lower()
    at = skip(data, at, SPACES)
    if data[at] != 0x3E:
        raise MarkupError(f"Unclosed end tag at byte offset {begin}")
    if name and name != tags[-1].name:
        expected = tags[-1].name
        raise MarkupError(f'Unmatched end tag at byte offset {begin}, expected "</{expected}>", found "</{name}>"')
    return at + 1


def close(tag: Tag, out: bytearray, units: int, entities: list[Entity]) -> None:
    """Add the entity of a closed tag; an empty one adds nothing, code inside pre makes one entity with a language."""
    if units == tag.offset:
        return
    entity: Entity = {"type": TYPES[tag.name], "offset": tag.offset, "length": units - tag.offset}
    if tag.name == "a":
        address = tag.argument or out[tag.begin :].decode(errors="replace")
        if (linked := link_of(address)) is not None:
            entities.append(entity | linked)
        return
    if tag.name == "tg-emoji":
        if not tag.argument.isascii() or not tag.argument.isdigit() or not 0 < int(tag.argument) < 2**63:
            raise MarkupError("Invalid custom emoji identifier specified")
        entity["custom_emoji_id"] = tag.argument
    elif tag.name == "blockquote" and tag.argument:
        entity["type"] = "expandable_blockquote"
    elif tag.name == "code" and tag.argument:
        entity["language"] = tag.argument
    if tag.name in {"code", "pre"} and entities and joins(entities[-1], entity):
        entities[-1] |= {"type": "pre", "language": entities[-1].get("language") or entity["language"]}
        return
    entities.append(entity)


def joins(inner: Entity, outer: Entity) -> bool:
    """Whether code and pre cover the same text and the code names a language."""
    same = (inner["offset"], inner["length"]) == (outer["offset"], outer["length"])
    pair = {inner["type"], outer["type"]} == {"code", "pre"}
    code = inner if inner["type"] == "code" else outer
    return same and pair and bool(code.get("language"))


def link_of(address: str) -> Entity | None:
    """What a link adds to its entity; None for an address Telegram drops without a word."""
    if (user := mentioned_user(address)) is not None:
        return {"type": "text_mention", "user": {"id": user, "is_bot": False, "first_name": ""}}
    try:
        return {"url": checked_link(address)}
    except BadLinkError:
        return None
