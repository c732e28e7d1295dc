"""Messages arrive as they were sent."""

import json
from io import BytesIO

import aiohttp
import pytest

from bot.sandbox import Media, Sandbox
from bot.sandbox.files import MOST_PHOTO, plain_picture
from tests.sandbox.conftest import CHAT, Bot

TOO_HEAVY = "file of the photo is too big for a photo; the maximum size is 10485760 bytes"
GROUP = -1001234567890
BUTTONS = {"inline_keyboard": [[{"text": "a", "callback_data": "x"}]]}


async def test_a_message_arrives_as_it_was_sent(telegram: Sandbox, bot: Bot) -> None:
    """Text, entities, buttons, reply and silence are in the chat, and in the answer."""
    said = await telegram.say(CHAT, "question")
    sent = await bot.ok(
        "sendMessage",
        chat_id=CHAT,
        text="<b>answer</b>",
        parse_mode="HTML",
        reply_markup=BUTTONS,
        reply_parameters={"message_id": said.message_id},
        link_preview_options={"is_disabled": True},
        disable_notification=True,
        protect_content=True,
    )
    (reply,) = await telegram.replies(CHAT)
    assert sent == reply.raw
    assert (reply.text, reply.is_silent, reply.data_of("a")) == ("answer", True, "x")
    assert reply.entities == ({"type": "bold", "offset": 0, "length": 6},)
    assert sent["reply_to_message"]["text"] == "question"
    assert sent["link_preview_options"] == {"is_disabled": True}
    assert sent["has_protected_content"] is True
    assert sent["from"] == {"id": 123456, "is_bot": True, "first_name": "Sandbox bot", "username": "sandbox_bot"}


async def test_every_body_and_verb_is_understood(bot: Bot) -> None:
    """Query, form, multipart and JSON say the same; method names ignore case."""
    given = {"chat_id": str(CHAT), "text": "ខ្មែរ & ü", "reply_markup": json.dumps(BUTTONS)}
    parts = aiohttp.FormData(given, default_to_multipart=True)
    requests = [
        bot.session.get(bot.address("sendMessage"), params=given),
        bot.session.get(bot.address("sendmessage"), params=given),
        bot.session.post(bot.address("SENDMESSAGE"), params=given),
        bot.session.post(bot.address("sendMessage"), data=given),
        bot.session.post(bot.address("sendMessage"), data=parts),
        bot.session.post(bot.address("sendMessage"), json={**given, "chat_id": CHAT, "reply_markup": BUTTONS}),
    ]
    for request in requests:
        async with request as response:
            result = (await response.json())["result"]
        assert (given["text"], BUTTONS) == (result["text"], result["reply_markup"])


async def test_a_photo_is_sent_and_read_back(telegram: Sandbox, bot: Bot) -> None:
    """An uploaded photo keeps its size; its last size downloads as it was sent."""
    picture = plain_picture(200, 100)
    form = aiohttp.FormData({"chat_id": str(CHAT), "caption": "<i>x</i>", "parse_mode": "HTML", "photo": "attach://p"})
    form.add_field("p", BytesIO(picture), filename="p.png", content_type="image/png")
    async with bot.session.post(bot.address("sendPhoto"), data=form) as response:
        sent = (await response.json())["result"]
    assert (sent["caption"], (sent["photo"][-1]["width"], sent["photo"][-1]["height"])) == ("x", (200, 100))
    file = await bot.ok("getFile", file_id=sent["photo"][-1]["file_id"])
    async with bot.session.get(f"{bot.root}/file/bot{bot.token}/{file['file_path']}") as response:
        assert picture == await response.read()
    small = await bot.ok("getFile", file_id=sent["photo"][0]["file_id"])
    async with bot.session.get(f"{bot.root}/file/bot{bot.token}/{small['file_path']}") as response:
        assert picture != await response.read()


@pytest.mark.parametrize(
    ("content", "description"),
    [
        (b"not a picture", "Bad Request: IMAGE_PROCESS_FAILED"),
        (b"", "Bad Request: file must be non-empty"),
        (plain_picture(2100, 100), "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        (plain_picture(6000, 4001), "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        (plain_picture(9, 9) + bytes(MOST_PHOTO), f"Bad Request: {TOO_HEAVY}"),
    ],
    ids=["text", "empty", "too narrow", "too large", "too heavy"],
)
async def test_bad_photos_are_refused(bot: Bot, content: bytes, description: str) -> None:
    """Photos have limits of weight, size and shape."""
    form = aiohttp.FormData({"chat_id": str(CHAT)})
    form.add_field("photo", BytesIO(content), filename="p.png")
    async with bot.session.post(bot.address("sendPhoto"), data=form) as response:
        assert description == (await response.json())["description"]


async def test_a_document_is_sent(telegram: Sandbox, bot: Bot) -> None:
    """A file keeps its name."""
    form = aiohttp.FormData({"chat_id": str(CHAT)})
    form.add_field("document", BytesIO(b"a,b"), filename="report.csv", content_type="text/csv")
    async with bot.session.post(bot.address("sendDocument"), data=form) as response:
        document = (await response.json())["result"]["document"]
    assert (document["file_name"], document["mime_type"], document["file_size"]) == ("report.csv", "text/csv", 3)


async def test_large_files_are_not_given_to_bots(telegram: Sandbox, bot: Bot) -> None:
    """Above 20 MB, as declared, there is no download."""
    await telegram.say(CHAT, media=Media("document", size=21 * 1024 * 1024))
    file_id = (await telegram.transcript(CHAT))[-1].raw["document"]["file_id"]
    assert await bot.refusal("getFile", file_id=file_id) == (400, "Bad Request: file is too big")
