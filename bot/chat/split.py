"""One HTML text into pieces that Telegram takes: cut at line borders, never inside a tag or an entity."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from bot.core.message import Reply, Send

LIMIT = 4096  # UTF-16 code units
TOKENS = re.compile(r"<[^>]*>|&(?:[A-Za-z]+|#\d+|#x[0-9A-Fa-f]+);|.", re.DOTALL)
TAG_NAME = re.compile(r"</?([A-Za-z0-9-]+)")


def units(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, limit: int) -> str:
    """The longest beginning that fits."""
    while units(text) > limit:
        text = text[: len(text) - max(1, (units(text) - limit) // 2)]
    return text


def pieces(text: str, limit: int = LIMIT) -> tuple[str, ...]:
    """The text in pieces of at most `limit` units, with tags closed at the end of one and opened again in the next."""
    if units(text) <= limit:
        return (text,)
    found: list[str] = []
    tokens: list[str] = TOKENS.findall(text)
    open_tags: list[str] = []
    while tokens:
        count, after = _fitting(tokens, open_tags, limit)
        found.append("".join(open_tags) + "".join(tokens[:count]).rstrip() + _closing(after))
        tokens, open_tags = tokens[count:], after
        while tokens and tokens[0].isspace():
            tokens.pop(0)
    return tuple(found)


def outgoing(chat_id: int, reply: Reply, edit: tuple[int, ...] = ()) -> tuple[Send, ...]:
    """The reply as messages: the first ones replace those to `edit`, the buttons stand under the last."""
    texts = [piece for text in reply.texts for piece in pieces(text) if piece]
    sends = [
        Send(chat_id, text, silent=reply.silent, edit=edit[at] if at < len(edit) else None)
        for at, text in enumerate(texts)
    ]
    return (*sends[:-1], replace(sends[-1], buttons=reply.buttons)) if sends else ()


def _fitting(tokens: list[str], open_tags: list[str], limit: int) -> tuple[int, list[str]]:
    """How many tokens fit into one piece, and the tags that are open behind them."""
    size, stack = units("".join(open_tags)), list(open_tags)
    line: tuple[int, list[str]] | None = None
    word: tuple[int, list[str]] | None = None
    grapheme = (1, stack)
    for at, part in enumerate(tokens):
        if at and not unicodedata.category(part[0]).startswith("M"):
            grapheme = (at, stack)
        stack = _after(part, stack)
        size += units(part)
        if size + units(_closing(stack)) > limit:
            return line or word or grapheme
        if part == "\n":
            line = (at + 1, stack)
        elif part == " ":
            word = (at + 1, stack)
    return len(tokens), stack


def _after(part: str, stack: list[str]) -> list[str]:
    if len(part) == 1 or part[0] != "<":
        return stack
    if not part.startswith("</"):
        return [*stack, part]
    return stack[:-1]


def _closing(stack: list[str]) -> str:
    names = [match.group(1) for tag in reversed(stack) if (match := TAG_NAME.match(tag))]
    return "".join(f"</{name}>" for name in names)
