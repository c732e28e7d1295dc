"""The parameters of one method call, out of a query, a form, a multipart body or JSON, all read the same way."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import content_disposition_filename, parse_content_disposition, web

from bot.sandbox.errors import bad_request


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a call."""

    content: bytes
    name: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Parameters:
    """The values of a call as text, JSON values as JSON text, and its files."""

    values: Mapping[str, str]
    uploads: Mapping[str, Upload]

    def text(self, name: str, default: str = "") -> str:
        """The value as text."""
        return self.values.get(name, default)

    def integer(self, name: str, *, default: int = 0, low: int = -(2**63), high: int = 2**63) -> int:
        """The value as a number within its bounds; what is not a number counts as the default, as in Telegram."""
        try:
            return max(low, min(high, int(self.values.get(name, ""))))
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        """Whether the value says yes."""
        return self.values.get(name, "").lower() in {"true", "1", "yes"}

    def json(self, name: str, what: str = "") -> Any:
        """The value as JSON, None when it is not there; `what` names it in the refusal."""
        raw = self.values.get(name, "")
        if not raw:
            return None
        try:
            return json.loads(raw)
        except ValueError:
            raise bad_request(f"can't parse {what or name} JSON object") from None


async def read_parameters(request: web.Request) -> Parameters:
    """Everything the call brought, the body over the query; raises Refused for a body that is not what it says."""
    values = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.can_read_body:
        body = await request.read()
        kind = request.content_type
        if kind == "application/json":
            values |= json_values(body)
        elif kind == "multipart/form-data":
            boundary = request.headers["Content-Type"].partition("boundary=")[2].strip('"')
            fields, uploads = multipart_values(body, boundary)
            values |= fields
        elif kind == "application/x-www-form-urlencoded":
            values |= parse_qsl(decoded(body), keep_blank_values=True, encoding="utf-8", errors="strict")
    for value in values.values():
        if not is_unicode(value):
            raise bad_request("strings must be encoded in UTF-8")
    return Parameters(values, uploads)


def is_unicode(text: str) -> bool:
    """Whether the text holds no half of a surrogate pair."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def decoded(body: bytes) -> str:
    """The body as UTF-8."""
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise bad_request("strings must be encoded in UTF-8") from None


def json_values(body: bytes) -> dict[str, str]:
    """The members of a JSON object, strings as they are and everything else as JSON text."""
    try:
        members = json.loads(decoded(body) or "{}")
    except ValueError:
        raise bad_request("can't parse request body as JSON") from None
    if not isinstance(members, dict):
        raise bad_request("request body must be a JSON object")
    return {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in members.items()
        if value is not None
    }


def multipart_values(body: bytes, boundary: str) -> tuple[dict[str, str], dict[str, Upload]]:
    """The fields and files of a multipart body, which must end with its closing boundary."""
    mark = b"--" + boundary.encode()
    start, *parts = (b"\r\n" + body).split(b"\r\n" + mark)
    if not boundary or start.strip() or not parts or not parts[-1].startswith(b"--"):
        raise bad_request("can't parse multipart/form-data: the body is cut off")
    values: dict[str, str] = {}
    uploads: dict[str, Upload] = {}
    for part in parts[:-1]:
        head, blank, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        headers = part_headers(head)
        _, disposition = parse_content_disposition(headers.get("content-disposition", ""))
        if not blank or "name" not in disposition:
            raise bad_request("can't parse multipart/form-data: a part has no name")
        name, file_name = disposition["name"], content_disposition_filename(disposition)
        if file_name is None:
            values[name] = decoded(content)
        else:
            uploads[name] = Upload(content, file_name, headers.get("content-type", "application/octet-stream"))
    return values, uploads


def part_headers(head: bytes) -> dict[str, str]:
    """The headers of one part, names in lower case."""
    lines = decoded(head).split("\r\n")
    return {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines) if value}
