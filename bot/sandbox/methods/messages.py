"""Sending: text, photos, documents, and the sign that the bot is busy."""

from __future__ import annotations

from typing import Any

from bot.sandbox.entities import CAPTION_LIMIT, Formatted, formatted
from bot.sandbox.errors import bad_request
from bot.sandbox.files import checked_photo
from bot.sandbox.keyboard import check_booleans, reply_markup
from bot.sandbox.parameters import Parameters
from bot.sandbox.state import Chat, Json
from bot.sandbox.telegram import Telegram

ACTIONS = frozenset(
    {
        "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "record_audio",
        "upload_audio", "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
    }
)  # fmt: skip
PREVIEW_FIELDS = ("is_disabled", "prefer_small_media", "prefer_large_media", "show_above_text")


async def send_message(telegram: Telegram, given: Parameters) -> Json:
    """Send text."""
    written = written_text(given)
    chat = telegram.writable(given.text("chat_id"))
    return post(telegram, chat, given, text_body(written) | preview_body(given), written.dropped)


async def send_photo(telegram: Telegram, given: Parameters) -> Json:
    """Send a photo, uploaded or by the id of one that Telegram has."""
    caption = written_caption(given)
    chat = telegram.writable(given.text("chat_id"))
    content = file_content(telegram, given, "photo")
    width, height = checked_photo(content)
    body = {"photo": telegram.files.photo(content, width=width, height=height)}
    return post(telegram, chat, given, body | caption_body(caption), caption.dropped)


async def send_document(telegram: Telegram, given: Parameters) -> Json:
    """Send a file."""
    caption = written_caption(given)
    chat = telegram.writable(given.text("chat_id"))
    content = file_content(telegram, given, "document")
    upload = given.uploads.get(file_field(given, "document"))
    name = upload.name if upload else "file"
    file = telegram.files.add("document", content, name=name)
    body = {"document": file.json() | {"file_name": name, "mime_type": upload.media_type if upload else ""}}
    return post(telegram, chat, given, body | caption_body(caption), caption.dropped)


async def send_chat_action(telegram: Telegram, given: Parameters) -> bool:
    """Show that the bot is busy."""
    telegram.writable(given.text("chat_id"))
    if given.text("action").lower() not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def written_text(given: Parameters) -> Formatted:
    """The `text` of a call."""
    return formatted(given.text("text"), parse_mode=given.text("parse_mode"), entities=given.json("entities"))


def written_caption(given: Parameters) -> Formatted:
    """The `caption` of a call, which may be empty."""
    if not given.text("caption").strip():
        return Formatted("", ())
    return formatted(
        given.text("caption"),
        parse_mode=given.text("parse_mode"),
        entities=given.json("caption_entities"),
        limit=CAPTION_LIMIT,
        too_long="message caption is too long",
    )


def text_body(written: Formatted) -> Json:
    """The text of a Message and its entities."""
    return {"text": written.text} | ({"entities": list(written.entities)} if written.entities else {})


def caption_body(written: Formatted) -> Json:
    """The caption of a Message and its entities."""
    body: Json = {"caption": written.text} if written.text else {}
    return body | ({"caption_entities": list(written.entities)} if written.entities else {})


def preview_body(given: Parameters) -> Json:
    """The link preview options of a Message."""
    options = given.json("link_preview_options", "link preview options")
    if options is None:
        return {}
    if not isinstance(options, dict):
        raise bad_request("object expected as link preview options")
    check_booleans(options, *PREVIEW_FIELDS)
    return {"link_preview_options": options} if options else {}


def file_field(given: Parameters, field: str) -> str:
    """The name of the part that holds the file of a field."""
    value = given.text(field)
    return value.removeprefix("attach://") if value.startswith("attach://") else field


def file_content(telegram: Telegram, given: Parameters, field: str) -> bytes:
    """The file of a field: uploaded, or known by its id. Addresses are refused: the sandbox fetches nothing."""
    if (upload := given.uploads.get(file_field(given, field))) is not None:
        if not upload.content:
            raise bad_request("file must be non-empty")
        return upload.content
    value = given.text(field)
    if not value:
        raise bad_request(f"there is no {field} in the request")
    if value.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    if value not in telegram.files.by_id:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return telegram.files.of(value).content


def replied_to(chat: Chat, given: Parameters) -> Json:
    """The message a call replies to, as the field of a Message."""
    reply: Any = given.json("reply_parameters", "reply parameters") or {}
    if not isinstance(reply, dict):
        raise bad_request("object expected as reply parameters")
    if reply and "message_id" not in reply:
        raise bad_request('can\'t find field "message_id"')
    message_id = int(reply.get("message_id") or given.integer("reply_to_message_id"))
    if not message_id:
        return {}
    message = chat.live(message_id)
    if message is not None:
        return {"reply_to_message": message.json()}
    if reply.get("allow_sending_without_reply") or given.flag("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


def post(telegram: Telegram, chat: Chat, given: Parameters, content: Json, dropped: int) -> Json:
    """Put the message into the chat and return it as the method does."""
    body: Json = {"from": telegram.me()} | replied_to(chat, given) | content
    markup = reply_markup(given.json("reply_markup", "reply keyboard markup"))
    if markup is not None:
        body["reply_markup"] = markup
    if given.flag("protect_content"):
        body["has_protected_content"] = True
    is_silent = given.flag("disable_notification")
    message = telegram.post(chat, body, by_bot=True, is_silent=is_silent, dropped_entities=dropped)
    return returned(message.json())


def returned(message: Json) -> Json:
    """The message as methods return it: of all markups only inline keyboards come back."""
    if "inline_keyboard" in message.get("reply_markup", {"inline_keyboard": ()}):
        return message
    return {key: value for key, value in message.items() if key != "reply_markup"}


METHODS = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendChatAction": send_chat_action,
}
