"""People do in the sandbox what they do in Telegram, and tests see all of it."""

import asyncio
import json
from typing import Any

import pytest

from bot.sandbox import Client, Media, Sandbox, SandboxError
from bot.sandbox.files import plain_picture
from tests.sandbox.conftest import CHAT, Bot

GROUP = -1001234567890


async def last(bot: Bot) -> dict[str, Any]:
    """The newest update."""
    update: dict[str, Any] = (await bot.ok("getUpdates", offset=-1))[-1]
    return update


async def test_a_text_comes_as_an_update(telegram: Sandbox, bot: Bot) -> None:
    """The update says who wrote what, in which language, and marks the command."""
    await telegram.say(5, "/start", language="km", name="Sok", username="sok")
    message = (await last(bot))["message"]
    person = {"id": 5, "is_bot": False, "first_name": "Sok", "username": "sok", "language_code": "km"}
    assert (message["from"], message["text"]) == (person, "/start")
    assert message["chat"] == {"id": 5, "type": "private", "first_name": "Sok", "username": "sok"}
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


async def test_a_person_may_have_no_language(telegram: Sandbox, bot: Bot) -> None:
    """Some apps send no language code."""
    await telegram.say(5, "hello", language="")
    assert "language_code" not in (await last(bot))["message"]["from"]


MEDIA = [
    (Media("photo", plain_picture(30, 20), more={}), "photo", {"width": 30, "height": 20}),
    (Media("photo", more={"width": 900, "height": 1600}), "photo", {"width": 900, "height": 1600}),
    (Media("photo", size=9_000_000), "photo", {"file_size": 9_000_000}),
    (Media("voice", b"x", more={"duration": 7}), "voice", {"duration": 7, "file_size": 1, "mime_type": "audio/ogg"}),
    (Media("sticker", more={"emoji": "🙏"}), "sticker", {"emoji": "🙏", "type": "regular"}),
    (Media("document", b"%PDF", "offer.pdf", "application/pdf"), "document", {"file_name": "offer.pdf"}),
]


@pytest.mark.parametrize(("media", "field", "expected"), MEDIA, ids=lambda value: str(value)[:40])
async def test_media_come_with_their_caption(
    telegram: Sandbox, bot: Bot, media: Media, field: str, expected: dict[str, Any]
) -> None:
    """Photo, voice, sticker and document arrive as the Bot API has them, the text as caption."""
    await telegram.say(CHAT, "https://a.example", media=media)
    message = (await last(bot))["message"]
    medium = message[field][-1] if field == "photo" else message[field]
    assert expected.items() <= medium.items()
    assert (message["caption"], message["caption_entities"][0]["type"]) == ("https://a.example", "url")


async def test_locations_forwards_replies_and_the_rest_come(telegram: Sandbox, bot: Bot) -> None:
    """Everything else a message can be comes through."""
    first = await telegram.say(CHAT, "first")
    await telegram.say(CHAT, location={"latitude": 11.5, "longitude": 104.9})
    assert (await last(bot))["message"]["location"] == {"latitude": 11.5, "longitude": 104.9}
    await telegram.say(CHAT, "offer", forward="Recruiter", reply_to=first.message_id, date=1_700_000_000)
    # more than a day old: as in Telegram, no update any more, but a message of the chat
    assert (await telegram.transcript(CHAT))[-1].raw["date"] == 1_700_000_000
    await telegram.say(CHAT, "offer", forward="Recruiter", reply_to=first.message_id)
    message = (await last(bot))["message"]
    origin = {"type": "hidden_user", "sender_user_name": "Recruiter"}
    assert origin.items() <= message["forward_origin"].items()
    assert message["reply_to_message"]["text"] == "first"
    await telegram.say(CHAT, "x", forward={"type": "user", "sender_user": {"id": 9}}, extra={"media_group_id": "1"})
    message = (await last(bot))["message"]
    assert (message["forward_origin"]["sender_user"], message["media_group_id"]) == ({"id": 9}, "1")


async def test_an_edit_comes_as_an_edited_message(telegram: Sandbox, bot: Bot) -> None:
    """Text or caption change, the rest stays."""
    said = await telegram.say(CHAT, "one", media=Media("photo"))
    await telegram.edit(CHAT, said.message_id, "two")
    message = (await last(bot))["edited_message"]
    assert (message["caption"], "photo" in message, "edit_date" in message) == ("two", True, True)
    said = await telegram.say(CHAT, "one")
    await telegram.edit(CHAT, said.message_id, "two")
    assert (await last(bot))["edited_message"]["text"] == "two"


async def test_groups_have_members(telegram: Sandbox, bot: Bot) -> None:
    """In a group somebody writes, not the group; membership of others comes only on request."""
    await telegram.say(GROUP, "hello", user=7, title="Jobs")
    message = (await last(bot))["message"]
    assert (message["from"]["id"], message["chat"]) == (7, {"id": GROUP, "type": "supergroup", "title": "Jobs"})
    await bot.ok("getUpdates", allowed_updates=["chat_member"])
    await telegram.membership(GROUP, "administrator", user=7)
    change = (await last(bot))["chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("member", "administrator")


async def test_a_button_is_pressed_where_it_is(telegram: Sandbox, bot: Bot) -> None:
    """The newest message with that button is meant; a forged press needs none."""
    markup = {"inline_keyboard": [[{"text": "a", "callback_data": "x"}]]}
    for text in ("old", "new"):
        await bot.ok("sendMessage", chat_id=CHAT, text=text, reply_markup=markup)
    await telegram.press(CHAT, "x")
    assert (await last(bot))["callback_query"]["message"]["text"] == "new"
    with pytest.raises(SandboxError, match="no message of the bot"):
        await telegram.press(CHAT, "y")
    await telegram.press(CHAT, "y", forged=True, user=9)
    query = (await last(bot))["callback_query"]
    assert (query["data"], query["from"]["id"]) == ("y", 9)


IMPOSSIBLE = [
    ("messages", {"text": "x"}, "chat is missing"),
    ("messages", {"chat": CHAT}, "a message needs text"),
    ("messages", {"chat": CHAT, "text": "x" * 4097}, "message is too long"),
    ("messages", {"chat": CHAT, "text": "x", "person": {"colour": "red"}}, "colour"),
    ("messages", {"chat": CHAT, "media": {"kind": "dance"}}, "media kind must be"),
    ("messages", {"chat": CHAT, "text": "x", "reply_to": 99}, "there is no message 99"),
    ("edits", {"chat": CHAT, "message_id": 99, "text": "x"}, "there is no message 99"),
    ("members", {"chat": CHAT, "status": "king"}, "status must be one of"),
    ("updates", {}, "update is missing"),
]


@pytest.mark.parametrize(("path", "act", "reason"), IMPOSSIBLE, ids=lambda value: str(value)[:40])
async def test_what_people_cannot_do_is_refused(
    telegram: Sandbox, bot: Bot, path: str, act: dict[str, Any], reason: str
) -> None:
    """An act that is impossible is a 400 that says why."""
    async with bot.session.post(f"{bot.root}/sandbox/{path}", json=act) as response:
        answer = await response.json()
    assert response.status == 400
    assert reason in answer["error"]


async def test_who_blocked_the_bot_cannot_write(telegram: Sandbox) -> None:
    """A person who blocked the bot has to unblock it first."""
    await telegram.block(CHAT)
    with pytest.raises(SandboxError, match="blocked"):
        await telegram.say(CHAT, "hello")


async def test_people_cannot_edit_what_the_bot_wrote(telegram: Sandbox, bot: Bot) -> None:
    """Only one's own messages can be edited."""
    sent = await bot.ok("sendMessage", chat_id=CHAT, text="x")
    with pytest.raises(SandboxError, match="cannot edit"):
        await telegram.edit(CHAT, sent["message_id"], "y")


async def test_only_pages_of_our_own_may_act(telegram: Sandbox, bot: Bot) -> None:
    """A form of another page, or another name for this machine, is turned away."""
    act = b'{"chat": 1, "text": "x"}'
    forms = {"Content-Type": "text/plain"}
    async with bot.session.post(f"{bot.root}/sandbox/messages", data=act, headers=forms) as response:
        assert response.status == 415
    async with bot.session.get(f"{bot.root}/sandbox/counters", headers={"Host": "evil.example"}) as response:
        assert response.status == 403
    assert await telegram.transcript(CHAT) == []


async def test_replies_are_waited_for_and_seen_once(telegram: Sandbox, bot: Bot) -> None:
    """A look brings what came since the last one; too few are an error that shows what there was."""
    await bot.ok("sendMessage", chat_id=CHAT, text="one")
    await bot.ok("sendMessage", chat_id=CHAT, text="two")
    assert [reply.text for reply in await telegram.replies(CHAT, 2)] == ["one", "two"]
    await bot.ok("sendMessage", chat_id=CHAT, text="three")
    with pytest.raises(TimeoutError, match="1 of 2 replies"):
        await telegram.replies(CHAT, 2, timeout=0.1)
    assert await telegram.replies_within(CHAT, 0.05) == []
    with pytest.raises(TimeoutError, match="was not answered"):
        await telegram.answer(await telegram.press(CHAT, "x", forged=True), timeout=0.05)
    with pytest.raises(TimeoutError, match="1 updates were not confirmed"):
        await telegram.confirmed(timeout=0.05)


async def test_events_stream_from_where_they_broke_off(telegram: Sandbox, bot: Bot) -> None:
    """A stream tells what happened before, and after a break only what is new."""

    async def first(**headers: str) -> dict[str, Any]:
        async with bot.session.get(f"{bot.root}/sandbox/stream", params={"chat": CHAT}, headers=headers) as response:
            async for line in response.content:
                if line.startswith(b"data: "):
                    event: dict[str, Any] = json.loads(line.removeprefix(b"data: "))
                    return event
        raise AssertionError("the stream ended")

    await telegram.say(CHAT, "one")
    await telegram.say(CHAT, "two")
    one = await first()
    two = await first(**{"Last-Event-ID": str(one["n"])})
    assert [event["message"]["text"] for event in (one, two)] == ["one", "two"]
    waiting = asyncio.create_task(first(**{"Last-Event-ID": str(two["n"])}))
    await bot.ok("sendMessage", chat_id=CHAT, text="three")
    assert (await waiting)["message"]["text"] == "three"


async def test_calls_and_counters_tell_what_happened(telegram: Sandbox, bot: Bot) -> None:
    """Every call is logged with its end, and everything is counted."""
    await telegram.say(CHAT, "hello")
    await bot.ok("getUpdates")
    await bot.ok("sendMessage", chat_id=CHAT, text="x")
    await bot.refusal("sendMessage", chat_id=CHAT, text="")
    calls = await telegram.calls("sendMessage")
    assert [(call.chat, call.text, call.ok, call.code) for call in calls] == [
        ("1", "x", True, 200),
        ("1", "", False, 400),
    ]
    assert [call.method for call in await telegram.calls(after=calls[0].n)] == ["sendMessage"]
    counters = await telegram.counters()
    assert counters["calls"] == {"getUpdates": {"ok": 1}, "sendMessage": {"ok": 1, "400": 1}}
    assert counters["updates"] == {"waiting": 1, "served": 1, "confirmed": 0}
    assert (counters["chats"], counters["messages"], counters["webhook"]) == ({"member": 1}, 2, "")


async def test_a_client_outside_its_block_says_so() -> None:
    """Forgetting `async with` is named."""
    with pytest.raises(SandboxError, match="async with"):
        await Client("http://127.0.0.1:9", "1:T").counters()
