"""Buttons under a message, checked as Telegram checks them."""

from __future__ import annotations

from typing import Any

from bot.sandbox.entities import units
from bot.sandbox.errors import bad_request
from bot.sandbox.links import BadLinkError, checked_link

Markup = dict[str, Any]

MOST_BUTTONS = 100
MOST_DATA_BYTES = 64
MOST_COPY_UNITS = 256
ACTIONS = (
    "url", "login_url", "callback_data", "web_app", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text",
)  # fmt: skip
ELSEWHERE = ("callback_game", "pay")
REPLY_FIELDS = ("resize_keyboard", "one_time_keyboard", "is_persistent", "selective")


def reply_markup(raw: Any) -> Markup | None:
    """The markup to keep with a message: an inline keyboard, a reply keyboard, its removal, a forced reply, or None."""
    if raw is None:
        return None
    if not isinstance(raw, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in raw:
        rows = [[inline_button(button) for button in row] for row in rows_of(raw, "inline_keyboard", "Inline")]
        rows = [row for row in rows if row]
        if sum(map(len, rows)) > MOST_BUTTONS:
            raise bad_request("reply markup is too long")
        return {"inline_keyboard": rows} if rows else None
    if "keyboard" in raw:
        check_booleans(raw, *REPLY_FIELDS)
        rows = [[reply_button(button) for button in row] for row in rows_of(raw, "keyboard", "Reply")]
        return {**raw, "keyboard": rows} if any(rows) else None
    check_booleans(raw, "remove_keyboard", "force_reply", "selective")
    return raw if raw.get("remove_keyboard") or raw.get("force_reply") else None


def rows_of(raw: Markup, field: str, kind: str) -> list[list[Any]]:
    """The rows of a keyboard."""
    rows = raw[field]
    if not isinstance(rows, list):
        raise bad_request(f'field "{field}" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{field}" of the {kind}KeyboardMarkup must be an Array of Arrays')
    return rows


def check_booleans(raw: Markup, *fields: str) -> None:
    """Refuse a field that is there and not true or false."""
    for field in fields:
        if field in raw and not isinstance(raw[field], bool):
            raise bad_request(f'field "{field}" must be of type Boolean')


def label_of(button: Any, kind: str) -> str:
    """The text on a button."""
    if not isinstance(button, dict):
        raise bad_request(f"can't parse {kind}: Object expected")
    if "text" not in button:
        raise bad_request(f"can't parse {kind}: Can't find field \"text\"")
    if not isinstance(button["text"], str):
        raise bad_request(f'can\'t parse {kind}: Field "text" must be of type String')
    return button["text"].strip()


def reply_button(raw: Any) -> Markup:
    """A button of a reply keyboard."""
    button = {"text": raw} if isinstance(raw, str) else raw
    if not label_of(button, "keyboard button"):
        raise bad_request("keyboard button text must be non-empty")
    return dict(button)


def inline_button(button: Any) -> Markup:
    """An inline button: a label and exactly one thing it does."""
    label = label_of(button, "inline keyboard button")
    if not label:
        raise bad_request("inline keyboard button text must be non-empty")
    if any(button.get(field) is not None for field in ELSEWHERE):
        raise bad_request("BUTTON_TYPE_INVALID")
    does = [field for field in ACTIONS if button.get(field) not in (None, "") or is_empty_switch(button, field)]
    if not does:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(does) > 1:
        raise bad_request("can't parse inline keyboard button: Exactly one optional field must be used")
    return {"text": label, does[0]: checked_action(does[0], button[does[0]])}


def is_empty_switch(button: Markup, field: str) -> bool:
    """Whether the field switches to inline mode with an empty query, which is allowed."""
    return field.startswith("switch_inline_query") and button.get(field) == ""


def checked_action(field: str, value: Any) -> Any:
    """What a button does, refused when Telegram's server would refuse it."""
    if field == "callback_data" and not (isinstance(value, str) and len(value.encode()) <= MOST_DATA_BYTES):
        raise bad_request("BUTTON_DATA_INVALID")
    if field == "url":
        try:
            return checked_link(str(value))
        except BadLinkError as error:
            raise bad_request(f"inline keyboard button URL '{value}' is invalid: {error}") from None
    if field == "copy_text":
        text = value.get("text") if isinstance(value, dict) else None
        if not isinstance(text, str) or not 0 < units(text) <= MOST_COPY_UNITS:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if field == "web_app":
        address = value.get("url") if isinstance(value, dict) else None
        if not str(address).startswith("https://"):
            reason = "Only HTTPS links are allowed"
            raise bad_request(f"inline keyboard button Web App URL '{address}' is invalid: {reason}")
    return value
