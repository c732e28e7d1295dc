"""Addresses as Telegram accepts them in text links and buttons."""

from __future__ import annotations

import re

PLAIN = re.compile(r"(?P<host>[^/?#\s@:]+)(?P<port>:\d+)?(?P<path>[/?#]\S*)?")
SCHEME = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?P<rest>.*)", re.DOTALL)
MENTION = re.compile(r"tg://user\?id=(\d+)")


class BadLinkError(ValueError):
    """The address is refused; the text says why, in TDLib's words."""


def checked_link(address: str) -> str:
    """The address as Telegram stores it: with a scheme, and a slash after a bare host. Raises BadLinkError."""
    if address.lower().startswith(("tg://", "ton://")):
        return address
    scheme, rest = "http", address
    if found := SCHEME.fullmatch(address):
        scheme, rest = found["scheme"].lower(), found["rest"]
    if scheme not in {"http", "https"}:
        raise BadLinkError("Unsupported URL protocol")
    if not rest:
        raise BadLinkError("URL host is empty")
    parts = PLAIN.fullmatch(rest)
    if parts is None or not is_host(parts["host"]):
        raise BadLinkError("Wrong HTTP URL")
    path = parts["path"] or "/"
    return f"{scheme}://{parts['host'].lower()}{parts['port'] or ''}{path if path.startswith('/') else '/' + path}"


def is_host(name: str) -> bool:
    """Whether the name has a dot and a last part of two or more characters, as TDLib asks."""
    head, _, tail = name.rpartition(".")
    return bool(head) and len(tail) >= 2


def mentioned_user(address: str) -> int | None:
    """The user id of a tg://user?id=… link."""
    found = MENTION.fullmatch(address)
    return int(found[1]) if found else None
