"""How Telegram says no: the error a method answers with, as an exception."""

from __future__ import annotations

from typing import Any

PHRASES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    413: "Request Entity Too Large",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


class Refused(Exception):  # noqa: N818  (a refusal is an answer of the Bot API, not a failure of the sandbox)
    """A method was refused: HTTP status and error_code are `code`; `parameters` is Telegram's ResponseParameters."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def answer(self) -> dict[str, Any]:
        """The body Telegram sends."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(what: str) -> Refused:
    """A 400 in Telegram's wording: the first letter is lowered, except in constants such as BUTTON_DATA_INVALID."""
    is_constant = len(what) > 1 and (what[1] == "_" or what[1].isupper())
    return Refused(400, "Bad Request: " + (what if is_constant else what[:1].lower() + what[1:]))


def forbidden(what: str) -> Refused:
    """A 403: the chat cannot be written to."""
    return Refused(403, f"Forbidden: {what}")


def conflict(what: str) -> Refused:
    """A 409: somebody else receives the updates."""
    return Refused(409, f"Conflict: {what}")


def too_many_requests(retry_after: int) -> Refused:
    """A 429 with the seconds to wait."""
    return Refused(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)
