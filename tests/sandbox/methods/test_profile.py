"""The bot's name, texts and menu."""

import pytest

from tests.sandbox.conftest import Bot

STRANGER = 404
GROUP = -1001234567890
BUTTONS = {"inline_keyboard": [[{"text": "a", "callback_data": "x"}]]}


async def test_the_menu_is_kept_per_scope_and_language(bot: Bot) -> None:
    """Commands come back for the scope and language they were set for, and only there."""
    commands = [{"command": "start", "description": "Mulai"}]
    await bot.ok("setMyCommands", commands=commands, language_code="id")
    assert commands == await bot.ok("getMyCommands", language_code="id")
    assert await bot.ok("getMyCommands") == []
    await bot.ok("deleteMyCommands", language_code="id")
    assert await bot.ok("getMyCommands", language_code="id") == []


@pytest.mark.parametrize(
    ("name", "field"), [("Name", "name"), ("Description", "description"), ("ShortDescription", "short_description")]
)
async def test_the_profile_is_kept_per_language(bot: Bot, name: str, field: str) -> None:
    """Texts of the profile come back in the language they were set in."""
    await bot.ok(f"setMy{name}", language_code="id", **{field: "Halo"})
    assert await bot.ok(f"getMy{name}", language_code="id") == {field: "Halo"}
    assert (await bot.ok(f"getMy{name}"))[field] != "Halo"


async def test_the_bot_knows_itself(bot: Bot) -> None:
    """getMe gives the id in the token."""
    me = await bot.ok("getMe")
    assert (me["id"], me["is_bot"]) == (123456, True)
