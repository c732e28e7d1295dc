"""Who may be written to, and who is in a chat."""

import pytest

from bot.sandbox import Sandbox
from tests.sandbox.conftest import CHAT, Bot

STRANGER = 404
GROUP = -1001234567890
BUTTONS = {"inline_keyboard": [[{"text": "a", "callback_data": "x"}]]}


async def test_a_blocked_bot_is_told(telegram: Sandbox, bot: Bot) -> None:
    """After a block sending is refused 403 and the bot is told; after an unblock it works again."""
    await telegram.block(CHAT)
    assert await bot.refusal("sendMessage", chat_id=CHAT, text="x") == (403, "Forbidden: bot was blocked by the user")
    await telegram.unblock(CHAT)
    await bot.ok("sendMessage", chat_id=CHAT, text="x")
    changes = [update["my_chat_member"] for update in await bot.ok("getUpdates")]
    assert [change["new_chat_member"]["status"] for change in changes] == ["kicked", "member"]


@pytest.mark.parametrize(
    ("status", "chat", "description"),
    [
        ("kicked", GROUP, "Forbidden: bot was kicked from the supergroup chat"),
        ("left", GROUP, "Forbidden: bot is not a member of the supergroup chat"),
        ("kicked", -5, "Forbidden: bot was kicked from the group chat"),
    ],
)
async def test_a_group_without_the_bot_is_closed(
    telegram: Sandbox, bot: Bot, status: str, chat: int, description: str
) -> None:
    """A bot that was thrown out cannot write."""
    await telegram.membership(chat, status)
    assert (403, description) == await bot.refusal("sendMessage", chat_id=chat, text="x")


async def test_an_upgraded_group_has_a_new_id(telegram: Sandbox, bot: Bot) -> None:
    """Writing to the old id is refused with the new one, which works."""
    await telegram.say(-5, "hello", user=7)
    await telegram.migrate(-5, GROUP)
    answer = await bot("sendMessage", chat_id=-5, text="x")
    assert (answer["error_code"], answer["parameters"]) == (400, {"migrate_to_chat_id": GROUP})
    await bot.ok("sendMessage", chat_id=GROUP, text="x")


async def test_members_of_a_group_are_known(telegram: Sandbox, bot: Bot) -> None:
    """Whoever wrote is a member; administrators are listed; a bot may leave."""
    await telegram.meet(2)
    await telegram.say(GROUP, "hello", user=7, title="Jobs")
    await telegram.membership(GROUP, "creator", user=8)
    assert (await bot.ok("getChat", chat_id=GROUP))["title"] == "Jobs"
    assert (await bot.ok("getChatMember", chat_id=GROUP, user_id=7))["status"] == "member"
    assert (await bot.ok("getChatMember", chat_id=GROUP, user_id=2))["status"] == "left"
    assert (await bot.ok("getChatMember", chat_id=GROUP, user_id=123456))["status"] == "member"
    assert [each["user"]["id"] for each in await bot.ok("getChatAdministrators", chat_id=GROUP)] == [8]
    assert await bot.ok("getChatMemberCount", chat_id=GROUP) == 4
    assert await bot.ok("leaveChat", chat_id=GROUP)
    assert (await bot.refusal("sendMessage", chat_id=GROUP, text="x"))[0] == 403
