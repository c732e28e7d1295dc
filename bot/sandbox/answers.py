"""What the sandbox shows of a chat, as values for tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button: `data` for one that is pressed, `url` for one that opens."""

    label: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """A message of the bot, new or edited. `raw` is the Bot API's Message."""

    message_id: int
    text: str
    entities: tuple[dict[str, Any], ...]
    buttons: tuple[tuple[Button, ...], ...]
    is_edit: bool
    is_silent: bool
    dropped_entities: int
    raw: dict[str, Any]

    @property
    def flat_buttons(self) -> tuple[Button, ...]:
        """All buttons in reading order."""
        return tuple(button for row in self.buttons for button in row)

    def data_of(self, label: str) -> str:
        """The callback data behind the button with that label."""
        return next(button.data for button in self.flat_buttons if button.label == label)


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of a transcript as it stands. `earlier` are the texts it had before it was edited."""

    message_id: int
    by_bot: bool
    text: str
    buttons: tuple[tuple[Button, ...], ...]
    is_deleted: bool
    earlier: tuple[str, ...]
    raw: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """What a person sent, and the update it made (None when the bot did not ask for its kind)."""

    message_id: int
    update_id: int | None


@dataclass(frozen=True, slots=True)
class Call:
    """One method call. `ok` is None when it was not answered; `fault` names what was done to it."""

    n: int
    time: float
    method: str
    chat: str
    text: str
    ok: bool | None
    code: int | None
    fault: str


@dataclass(frozen=True, slots=True)
class Media:
    """A photo, voice, sticker or document a person sends. `size` is declared instead of the true one."""

    kind: str
    content: bytes | None = None
    name: str = ""
    mime_type: str = ""
    size: int | None = None
    more: dict[str, Any] = field(default_factory=dict)
    """Of width, height, duration, emoji."""


def text_of(body: dict[str, Any]) -> str:
    """The text or caption of a Message."""
    return str(body.get("text", body.get("caption", "")))


def buttons_of(body: dict[str, Any]) -> tuple[tuple[Button, ...], ...]:
    """The inline buttons of a Message."""
    rows = body.get("reply_markup", {}).get("inline_keyboard", [])
    return tuple(
        tuple(Button(each["text"], each.get("callback_data", ""), each.get("url", "")) for each in row) for row in rows
    )


def read_reply(event: dict[str, Any]) -> Reply:
    """A reply out of an event."""
    message = event["message"]
    return Reply(
        message_id=message["message_id"],
        text=text_of(message),
        entities=tuple(message.get("entities", message.get("caption_entities", ()))),
        buttons=buttons_of(message),
        is_edit=event["kind"] == "edit",
        is_silent=event["is_silent"],
        dropped_entities=event["dropped_entities"],
        raw=message,
    )


def read_shown(view: dict[str, Any]) -> Shown:
    """A message out of a transcript."""
    message = view["message"]
    return Shown(
        message_id=message["message_id"],
        by_bot=view["by_bot"],
        text=text_of(message),
        buttons=buttons_of(message),
        is_deleted=view["is_deleted"],
        earlier=tuple(text_of(body) for body in view["history"]),
        raw=message,
    )
