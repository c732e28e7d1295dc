"""Answers to pressed buttons and inline queries."""

from __future__ import annotations

from bot.sandbox.entities import formatted, units
from bot.sandbox.errors import bad_request
from bot.sandbox.parameters import Parameters
from bot.sandbox.state import Json
from bot.sandbox.telegram import Telegram

MOST_ANSWER_UNITS = 200
MOST_RESULTS = 50
MOST_ID_BYTES = 64


async def answer_callback_query(telegram: Telegram, given: Parameters) -> bool:
    """Answer a press, with a short text on the screen or without."""
    text = given.text("text")
    if units(text) > MOST_ANSWER_UNITS:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = {"text": text, "show_alert": given.flag("show_alert"), "url": given.text("url")}
    telegram.answer(given.text("callback_query_id"), answer)
    return True


async def answer_inline_query(telegram: Telegram, given: Parameters) -> bool:
    """Answer an inline query with up to fifty results."""
    results = given.json("results", "inline query results")
    if not isinstance(results, list):
        raise bad_request("expected an Array of inline query results")
    if len(results) > MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    for result in results:
        check_result(result)
    if len({result["id"] for result in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    telegram.answer(given.text("inline_query_id"), {"results": results, "is_personal": given.flag("is_personal")})
    return True


def check_result(result: Json) -> None:
    """Refuse a result without a proper id or with a text that could not be sent."""
    if not isinstance(result, dict) or not result.get("type"):
        raise bad_request("can't parse inline query result: Can't find field \"type\"")
    if not 0 < len(str(result.get("id", "")).encode()) <= MOST_ID_BYTES:
        raise bad_request("RESULT_ID_INVALID")
    content = result.get("input_message_content") or {}
    if "message_text" in content:
        formatted(content["message_text"], parse_mode=content.get("parse_mode") or "", entities=content.get("entities"))


METHODS = {"answerCallbackQuery": answer_callback_query, "answerInlineQuery": answer_inline_query}
