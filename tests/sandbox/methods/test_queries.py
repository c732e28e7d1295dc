"""Presses and inline queries are answered."""

from bot.sandbox import Sandbox
from tests.sandbox.conftest import CHAT, Bot

STRANGER = 404
GROUP = -1001234567890
BUTTONS = {"inline_keyboard": [[{"text": "a", "callback_data": "x"}]]}


async def test_a_press_is_answered(telegram: Sandbox, bot: Bot) -> None:
    """The bot gets the query with its message, and the person the bot's text."""
    await bot.ok("sendMessage", chat_id=CHAT, text="menu", reply_markup=BUTTONS)
    pressed = await telegram.press(CHAT, "x")
    (update,) = await bot.ok("getUpdates")
    query = update["callback_query"]
    assert (pressed, "x", "menu") == (query["id"], query["data"], query["message"]["text"])
    await bot.ok("answerCallbackQuery", callback_query_id=pressed, text="done", show_alert=True)
    assert await telegram.answer(pressed) == {"text": "done", "show_alert": True, "url": ""}


async def test_an_inline_query_is_answered(telegram: Sandbox, bot: Bot) -> None:
    """Results come back; two with one id are refused."""
    asked = await telegram.look_up(CHAT, "117")
    results = [{"type": "article", "id": "1", "title": "a", "input_message_content": {"message_text": "x"}}]
    refused = await bot.refusal("answerInlineQuery", inline_query_id=asked, results=results * 2)
    assert refused == (400, "Bad Request: RESULT_ID_DUPLICATE")
    await bot.ok("answerInlineQuery", inline_query_id=asked, results=results)
    assert results == (await telegram.answer(asked))["results"]
