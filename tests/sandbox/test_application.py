"""python-telegram-bot, as it comes, works against the sandbox."""

import asyncio

import pytest
from telegram import BotCommand
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut

from bot.sandbox import Fault, Media, Sandbox
from bot.sandbox.files import plain_picture
from tests.sandbox.conftest import CHAT
from tests.sandbox.echo import MORE, application, running


@pytest.fixture(autouse=True)
def _timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let RetryAfter carry a timedelta, without the library's warning."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


async def test_a_whole_conversation(telegram: Sandbox) -> None:
    """Commands, texts, edits, photos and buttons go to and fro."""
    async with running(telegram.root, telegram.token):
        await telegram.say(CHAT, "/start")
        (hello,) = await telegram.replies(CHAT)
        assert (hello.text, hello.entities[0]["type"]) == ("Hello you", "bold")
        pressed = await telegram.press(CHAT, hello.data_of("More"))
        assert (await telegram.answer(pressed))["text"] == "Here"
        (more,) = await telegram.replies(CHAT)
        assert (more.text, more.is_edit, more.message_id) == ("More of it", True, hello.message_id)
        said = await telegram.say(CHAT, "ខ្មែរ 😀")
        assert (await telegram.replies(CHAT))[0].text == "en: ខ្មែរ 😀"
        await telegram.edit(CHAT, said.message_id, "again")
        assert (await telegram.replies(CHAT))[0].text == "edited en: again"
        picture = plain_picture(300, 200)
        await telegram.say(CHAT, media=Media("photo", picture))
        assert (await telegram.replies(CHAT))[0].text == f"{len(picture)} bytes"


async def test_nothing_is_confirmed_by_a_bot_that_stops_in_between(telegram: Sandbox) -> None:
    """What waits while no bot runs is answered by the next one."""
    await telegram.say(CHAT, "waited")
    async with running(telegram.root, telegram.token):
        assert (await telegram.replies(CHAT))[0].text == "en: waited"
        await telegram.confirmed()


async def test_the_rest_of_the_library_understands_the_answers(telegram: Sandbox) -> None:
    """What a bot asks at its start and now and then is parsed."""
    group = -1001234567890
    await telegram.say(group, "hello", user=7, title="Jobs")
    await telegram.membership(group, "administrator")
    async with application(telegram.root, telegram.token) as app:
        bot = app.bot
        assert await bot.set_my_commands([BotCommand("start", "Begin")], language_code="en")
        assert [each.command for each in await bot.get_my_commands(language_code="en")] == ["start"]
        assert await bot.set_my_description("x")
        assert (await bot.get_chat(group)).title == "Jobs"
        assert (await bot.get_chat_member(group, 7)).status == "member"
        assert [each.status for each in await bot.get_chat_administrators(group)] == ["administrator"]
        assert (await bot.get_webhook_info()).pending_update_count == 2
        assert await bot.send_chat_action(CHAT, "typing")
        sent = await bot.send_message(CHAT, "x", reply_markup=MORE, disable_notification=True)
        assert (await bot.edit_message_reply_markup(CHAT, sent.message_id)) is not None
        assert await bot.delete_messages(CHAT, [sent.message_id])
        updates = await bot.get_updates()
        assert [update.my_chat_member is not None for update in updates] == [False, True]


ERRORS = [
    (Fault("error", retry_after=3), RetryAfter),
    (Fault("error", code=403, description="Forbidden: bot was blocked by the user"), Forbidden),
    (Fault("error", code=400, description="Bad Request: chat not found"), BadRequest),
    (Fault("error", code=401), InvalidToken),
    (Fault("error", code=409), Conflict),
    (Fault("error", code=502), NetworkError),
    (Fault("garbled", code=502), NetworkError),
    (Fault("truncated"), NetworkError),
    (Fault("reset"), NetworkError),
    (Fault("silence"), TimedOut),
]


@pytest.mark.parametrize(("fault", "error"), ERRORS, ids=lambda value: str(value)[:40])
async def test_trouble_becomes_the_librarys_errors(telegram: Sandbox, fault: Fault, error: type[Exception]) -> None:
    """Every fault is seen by the library as what it is."""
    async with application(telegram.root, telegram.token) as app:
        await telegram.misbehave(fault)
        with pytest.raises(error):
            await app.bot.send_message(CHAT, "x")


async def test_many_people_are_answered_each_in_their_chat(telegram: Sandbox) -> None:
    """A hundred and twenty people at once, more than one batch, each get their own answer."""
    await telegram.say_all({"chat": chat, "text": f"I am {chat}"} for chat in range(1, 121))
    async with running(telegram.root, telegram.token):
        answers = await asyncio.gather(*(telegram.replies(chat, timeout=30) for chat in range(1, 121)))
    assert [f"en: I am {chat}" for chat in range(1, 121)] == [replies[0].text for replies in answers]
