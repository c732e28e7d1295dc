"""Changing and deleting messages."""

from __future__ import annotations

from bot.sandbox.errors import bad_request
from bot.sandbox.keyboard import Markup, reply_markup
from bot.sandbox.members import ADMINISTRATORS
from bot.sandbox.methods.messages import preview_body, text_body, written_text
from bot.sandbox.parameters import Parameters
from bot.sandbox.state import Chat, Json, Message
from bot.sandbox.telegram import Telegram

DELETABLE_FOR_S = 48 * 60 * 60
MOST_DELETED = 100
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)


async def edit_message_text(telegram: Telegram, given: Parameters) -> Json:
    """Give a message another text; without buttons in the call it loses them."""
    written = written_text(given)
    message = editable(telegram, given)
    if "text" not in message.body:
        raise bad_request("there is no text in the message to edit")
    kept = {"from", "reply_to_message", "has_protected_content"}
    body = {key: value for key, value in message.body.items() if key in kept}
    return revise(telegram, message, body | text_body(written) | preview_body(given) | markup_body(given))


async def edit_message_reply_markup(telegram: Telegram, given: Parameters) -> Json:
    """Give a message other buttons, or none."""
    message = editable(telegram, given)
    body = {key: value for key, value in message.body.items() if key != "reply_markup"}
    return revise(telegram, message, body | markup_body(given))


def revise(telegram: Telegram, message: Message, body: Json) -> Json:
    """The changed message; refused when nothing changes."""
    if body == message.body:
        raise bad_request(NOT_MODIFIED)
    telegram.revise(message, body)
    return message.json()


def markup_body(given: Parameters) -> Json:
    """The inline keyboard of an edit."""
    markup: Markup | None = reply_markup(given.json("reply_markup", "reply keyboard markup"))
    if markup is None:
        return {}
    if "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    return {"reply_markup": markup}


def editable(telegram: Telegram, given: Parameters) -> Message:
    """The message of an edit: the bot's own, and there."""
    chat = telegram.writable(given.text("chat_id"))
    if not (message_id := given.integer("message_id")):
        raise bad_request("message identifier is not specified")
    message = chat.live(message_id)
    if message is None:
        raise bad_request("message to edit not found")
    if not message.by_bot:
        raise bad_request("message can't be edited")
    return message


async def delete_message(telegram: Telegram, given: Parameters) -> bool:
    """Delete one message, the bot's or, in a private chat or as administrator, anybody's."""
    chat = telegram.writable(given.text("chat_id"))
    if not (message_id := given.integer("message_id")):
        raise bad_request("message identifier is not specified")
    message = chat.live(message_id)
    if message is None:
        raise bad_request("message to delete not found")
    check_deletable(telegram, chat, message)
    telegram.erase(message)
    return True


async def delete_messages(telegram: Telegram, given: Parameters) -> bool:
    """Delete up to a hundred messages; those that are not there are passed over."""
    ids = given.json("message_ids")
    if ids is not None and not isinstance(ids, list):
        raise bad_request("expected an Array of message identifiers")
    if not ids:
        raise bad_request("message identifiers are not specified")
    if len(ids) > MOST_DELETED:
        raise bad_request("too many message identifiers specified")
    if not all(isinstance(each, int) and each > 0 for each in ids):
        raise bad_request("invalid message identifier specified")
    chat = telegram.writable(given.text("chat_id"))
    messages = [message for message in map(chat.live, ids) if message is not None]
    for message in messages:
        check_deletable(telegram, chat, message)
    for message in messages:
        telegram.erase(message)
    return True


def check_deletable(telegram: Telegram, chat: Chat, message: Message) -> None:
    """Refuse what is too old, and in groups what others wrote unless the bot is an administrator."""
    if not message.by_bot and chat.kind != "private" and chat.status not in ADMINISTRATORS:
        raise bad_request("message can't be deleted")
    if telegram.now() - message.date > DELETABLE_FOR_S:
        raise bad_request("message can't be deleted for everyone")


METHODS = {
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}
