"""The bytes of HTML, tag by tag: what TDLib's parser takes, and the offsets its refusals name."""

from __future__ import annotations

TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "blockquote": "blockquote",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "tg-emoji": "custom_emoji",
}
NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
SPACES = b" \t\r\n\0\v"
ALPHA = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = b"0123456789"
HEX = DIGITS + b"abcdefABCDEF"
TOKEN = ALPHA + DIGITS + b".-"


class MarkupError(ValueError):
    """The text is refused; the message is TDLib's, with its byte offset."""


def skip(data: bytes, at: int, among: bytes) -> int:
    """The first position from `at` on whose byte is not one of `among`, stopping at the end."""
    while at < len(data) - 1 and data[at] in among:
        at += 1
    return at


def find(data: bytes, at: int, among: bytes) -> int:
    """The first position from `at` on whose byte is one of `among`, or the end."""
    while at < len(data) - 1 and data[at] not in among:
        at += 1
    return at


def read_reference(data: bytes, at: int) -> tuple[str, int]:
    """The character of the reference at `at` and the position after it; "" where it is not one and stays as text."""
    if data[at + 1] == 0x23:
        is_hex = data[at + 2 : at + 3] == b"x"
        begin = at + 3 if is_hex else at + 2
        end = skip(data, begin, HEX if is_hex else DIGITS)
        code = int(data[begin:end] or b"0", 16 if is_hex else 10) if end - at < 10 else 0
        if not 0 < code < 0x10FFFF:
            return "", at
        character = chr(code)
    else:
        end = skip(data, at + 1, ALPHA)
        character = NAMED.get(data[at + 1 : end], "")
        if not character:
            return "", at
    return character, end + (data[end] == 0x3B)


def read_start(data: bytes, begin: int) -> tuple[str, str, int]:
    """Name and argument of the start tag at `begin`, and the position after it."""
    at = find(data, begin + 1, SPACES + b">")
    if at == len(data) - 1:
        raise MarkupError(f"Unclosed start tag at byte offset {begin}")
    name = data[begin + 1 : at].decode(errors="replace").lower()
    if name not in TYPES:
        raise MarkupError(f'Unsupported start tag "{name}" at byte offset {begin}')
    argument = ""
    while data[at] != 0x3E:
        at = skip(data, at, SPACES)
        if data[at] == 0x3E:
            break
        if at == len(data) - 1:
            raise MarkupError(f'Unclosed start tag "{name}" at byte offset {begin}')
        key, value, at = read_attribute(data, at, name, begin)
        argument = argument_of(name, key, value, argument)
    if name == "span" and argument != "spoiler":
        raise MarkupError(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
    return name, argument, at + 1


def read_attribute(data: bytes, at: int, tag: str, begin: int) -> tuple[str, str | None, int]:
    """Name, value (None when there is none) and end of the attribute at `at`."""
    end = find(data, at, SPACES + b"=>/\"'")
    if end == at:
        raise MarkupError(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
    key = data[at:end].decode(errors="replace")
    at = skip(data, end, SPACES)
    if data[at] != 0x3D:
        if at == len(data) - 1:
            raise MarkupError(f'Unclosed start tag "{tag}" at byte offset {begin}')
        return key, None, at
    at = skip(data, at + 1, SPACES)
    if at == len(data) - 1:
        raise MarkupError(f'Unclosed start tag "{tag}" at byte offset {begin}')
    if data[at] in b"\"'":
        return key, *read_quoted(data, at, begin)
    end = skip(data, at, TOKEN)
    if data[end] not in SPACES + b">":
        raise MarkupError(f"Unexpected end of name token at byte offset {at}")
    if end == len(data) - 1:
        raise MarkupError(f"Unclosed start tag at byte offset {begin}")
    return key, data[at:end].decode().lower(), end


def read_quoted(data: bytes, at: int, begin: int) -> tuple[str, int]:
    """The value of the quoted string at `at`, its references resolved, and the position after it."""
    quote, value = data[at], bytearray()
    at += 1
    while at < len(data) - 1 and data[at] != quote:
        character, after = read_reference(data, at) if data[at] == 0x26 else ("", at)
        if character:
            value += character.encode("utf-8", "surrogatepass")
            at = after
        else:
            value.append(data[at])
            at += 1
    if at >= len(data) - 2:
        raise MarkupError(f"Unclosed start tag at byte offset {begin}")
    return value.decode(errors="replace"), at + 1


def argument_of(tag: str, key: str, value: str | None, before: str) -> str:
    """What an attribute adds to its tag; attributes that mean nothing leave the argument as it was."""
    if tag == "blockquote" and key == "expandable":
        return "expandable"
    if value is None:
        return before
    if (tag, key) in {("a", "href"), ("tg-emoji", "emoji-id")}:
        return value
    if (tag, key) == ("code", "class") and value.startswith("language-"):
        return value.removeprefix("language-")
    if (tag, key) == ("span", "class") and value.startswith("tg-"):
        return value.removeprefix("tg-")
    return before
