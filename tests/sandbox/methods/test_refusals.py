"""Every method refuses what Telegram refuses, in its words."""

from typing import Any

import pytest

from tests.sandbox.conftest import CHAT, Bot

STRANGER = 404
GROUP = -1001234567890
BUTTONS = {"inline_keyboard": [[{"text": "a", "callback_data": "x"}]]}


REFUSED = [
    ("sendMessage", {"chat_id": CHAT}, 400, "message text is empty"),
    ("sendMessage", {"text": "x"}, 400, "chat_id is empty"),
    ("sendMessage", {"chat_id": STRANGER, "text": "x"}, 400, "chat not found"),
    ("sendMessage", {"chat_id": "@nobody", "text": "x"}, 400, "chat not found"),
    ("sendMessage", {"chat_id": CHAT, "text": "x" * 4097}, 400, "message is too long"),
    (
        "sendMessage",
        {"chat_id": CHAT, "text": "x", "reply_markup": "{"},
        400,
        "can't parse reply keyboard markup JSON object",
    ),
    ("sendMessage", {"chat_id": CHAT, "text": "x", "reply_markup": []}, 400, "object expected as reply markup"),
    (
        "sendMessage",
        {"chat_id": CHAT, "text": "x", "reply_parameters": {"message_id": 99}},
        400,
        "message to be replied not found",
    ),
    (
        "sendMessage",
        {"chat_id": CHAT, "text": "x", "reply_parameters": {"quote": "x"}},
        400,
        'can\'t find field "message_id"',
    ),
    (
        "sendMessage",
        {"chat_id": CHAT, "text": "x", "link_preview_options": {"is_disabled": "yes"}},
        400,
        'field "is_disabled" must be of type Boolean',
    ),
    ("sendMessage", {"chat_id": CHAT, "text": "\ud800"}, 400, "strings must be encoded in UTF-8"),
    ("sendPhoto", {"chat_id": CHAT}, 400, "there is no photo in the request"),
    ("sendPhoto", {"chat_id": CHAT, "photo": "nothing"}, 400, "wrong file identifier/HTTP URL specified"),
    ("sendPhoto", {"chat_id": CHAT, "photo": "https://a.example/x.png"}, 400, "failed to get HTTP URL content"),
    ("sendPhoto", {"chat_id": CHAT, "caption": "x" * 1025}, 400, "message caption is too long"),
    ("sendChatAction", {"chat_id": CHAT, "action": "dance"}, 400, "wrong parameter action in request"),
    ("editMessageText", {"chat_id": CHAT, "text": "x"}, 400, "message identifier is not specified"),
    ("editMessageText", {"chat_id": CHAT, "text": "x", "message_id": 99}, 400, "message to edit not found"),
    ("deleteMessage", {"chat_id": CHAT, "message_id": 99}, 400, "message to delete not found"),
    ("deleteMessages", {"chat_id": CHAT}, 400, "message identifiers are not specified"),
    (
        "deleteMessages",
        {"chat_id": CHAT, "message_ids": list(range(1, 102))},
        400,
        "too many message identifiers specified",
    ),
    ("deleteMessages", {"chat_id": CHAT, "message_ids": [0]}, 400, "invalid message identifier specified"),
    (
        "answerCallbackQuery",
        {"callback_query_id": "1"},
        400,
        "query is too old and response timeout expired or query ID is invalid",
    ),
    ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, 400, "MESSAGE_TOO_LONG"),
    ("getFile", {}, 400, "file_id not specified"),
    ("getFile", {"file_id": "x"}, 400, "wrong file_id or the file is temporarily unavailable"),
    ("getChat", {"chat_id": STRANGER}, 400, "chat not found"),
    ("getChatMember", {"chat_id": CHAT, "user_id": STRANGER}, 400, "user not found"),
    ("getChatAdministrators", {"chat_id": CHAT}, 400, "there are no administrators in the private chat"),
    ("leaveChat", {"chat_id": CHAT}, 400, "chat member status can't be changed in private chats"),
    ("setMyCommands", {}, 400, "expected an Array of BotCommand"),
    ("setMyCommands", {"commands": [{"command": "Start", "description": "x"}]}, 400, "BOT_COMMAND_INVALID"),
    ("setMyCommands", {"commands": [{"command": "start", "description": ""}]}, 400, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ("setMyCommands", {"commands": [], "language_code": "zh-Hant"}, 400, "invalid language code specified"),
    ("setMyDescription", {"description": "x" * 513}, 400, "bot description is too long"),
    ("setWebhook", {"url": "ftp://127.0.0.1"}, 400, "bad webhook: An HTTPS URL must be provided for webhook"),
    ("setWebhook", {"url": "https://a.example"}, 400, "bad webhook: the sandbox delivers to loopback addresses only"),
    (
        "setWebhook",
        {"url": "http://127.0.0.1:1", "secret_token": "ä"},
        400,
        "secret token contains unallowed characters",
    ),
    ("answerInlineQuery", {"inline_query_id": "1"}, 400, "expected an Array of inline query results"),
    (
        "answerInlineQuery",
        {"inline_query_id": "1", "results": [{"type": "article", "id": ""}]},
        400,
        "RESULT_ID_INVALID",
    ),
    ("sendDance", {"chat_id": CHAT}, 404, "Not Found"),
]


@pytest.mark.parametrize(("method", "given", "code", "description"), REFUSED, ids=lambda value: str(value)[:60])
async def test_bad_calls_are_refused(bot: Bot, method: str, given: dict[str, Any], code: int, description: str) -> None:
    """Code and wording are Telegram's."""
    expected = f"Bad Request: {description}" if code == 400 else description
    assert (code, expected) == await bot.refusal(method, **given)
