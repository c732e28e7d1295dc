"""Messages change and go as Telegram lets them."""

from bot.sandbox import Media, Sandbox
from tests.sandbox.conftest import CHAT, Bot

STRANGER = 404
GROUP = -1001234567890
BUTTONS = {"inline_keyboard": [[{"text": "a", "callback_data": "x"}]]}


async def test_a_message_is_edited(telegram: Sandbox, bot: Bot) -> None:
    """An edit replaces text and buttons, is seen as an edit, and is refused when nothing changes."""
    sent = await bot.ok("sendMessage", chat_id=CHAT, text="one", reply_markup=BUTTONS)
    where = {"chat_id": CHAT, "message_id": sent["message_id"]}
    edited = await bot.ok("editMessageText", text="two", **where)
    assert (edited["text"], edited.get("reply_markup")) == ("two", None)
    code, description = await bot.refusal("editMessageText", text="two", **where)
    assert (code, description.startswith("Bad Request: message is not modified")) == (400, True)
    await bot.ok("editMessageReplyMarkup", reply_markup=BUTTONS, **where)
    refused = await bot.refusal("editMessageReplyMarkup", reply_markup=BUTTONS, **where)
    assert refused == (code, description)
    assert [reply.is_edit for reply in await telegram.replies(CHAT, 3)] == [False, True, True]
    (shown,) = await telegram.transcript(CHAT)
    assert (shown.earlier, shown.text, shown.buttons[0][0].data) == (("one", "two"), "two", "x")


async def test_only_the_bots_own_text_is_edited(telegram: Sandbox, bot: Bot) -> None:
    """People's messages, photos and reply keyboards cannot be edited in."""
    said = await telegram.say(CHAT, "mine")
    where = {"chat_id": CHAT, "message_id": said.message_id}
    assert await bot.refusal("editMessageText", text="x", **where) == (400, "Bad Request: message can't be edited")
    photo = (await telegram.say(CHAT, media=Media("photo"))).message_id
    file_id = (await telegram.transcript(CHAT))[-1].raw["photo"][-1]["file_id"]
    sent = await bot.ok("sendPhoto", chat_id=CHAT, photo=file_id)
    refused = await bot.refusal("editMessageText", text="x", chat_id=CHAT, message_id=sent["message_id"])
    assert refused == (400, "Bad Request: there is no text in the message to edit")
    own = await bot.ok("sendMessage", chat_id=CHAT, text="x")
    markup = {"keyboard": [["a"]]}
    refused = await bot.refusal(
        "editMessageReplyMarkup", chat_id=CHAT, message_id=own["message_id"], reply_markup=markup
    )
    assert refused == (400, "Bad Request: inline keyboard expected")
    assert photo != sent["message_id"]


async def test_both_sides_of_a_private_chat_are_deleted(telegram: Sandbox, bot: Bot) -> None:
    """Unknown ids are passed over; deleted messages are gone for edits and deletions."""
    said = await telegram.say(CHAT, "mine")
    sent = await bot.ok("sendMessage", chat_id=CHAT, text="yours")
    assert await bot.ok("deleteMessages", chat_id=CHAT, message_ids=[said.message_id, sent["message_id"], 99])
    assert [shown.is_deleted for shown in await telegram.transcript(CHAT)] == [True, True]
    refused = await bot.refusal("deleteMessage", chat_id=CHAT, message_id=said.message_id)
    assert refused == (400, "Bad Request: message to delete not found")


async def test_old_and_foreign_messages_stay(telegram: Sandbox, bot: Bot) -> None:
    """After 48 hours nothing is deleted, in groups only an administrator deletes what others wrote."""
    old = await telegram.say(CHAT, "old", date=1)
    refused = await bot.refusal("deleteMessage", chat_id=CHAT, message_id=old.message_id)
    assert refused == (400, "Bad Request: message can't be deleted for everyone")
    said = await telegram.say(GROUP, "theirs", user=7)
    where = {"chat_id": GROUP, "message_ids": [said.message_id]}
    assert await bot.refusal("deleteMessages", **where) == (400, "Bad Request: message can't be deleted")
    await telegram.membership(GROUP, "administrator")
    assert await bot.ok("deleteMessages", **where)
