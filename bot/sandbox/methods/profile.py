"""Who the bot is and which commands its menu shows."""

from __future__ import annotations

import json
import re
from typing import Any

from bot.sandbox.entities import units
from bot.sandbox.errors import bad_request
from bot.sandbox.parameters import Parameters
from bot.sandbox.state import Json
from bot.sandbox.telegram import Telegram

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"(?:[a-z]{2})?")
MOST_COMMANDS = 100
MOST_DESCRIPTION = 256
LIMITS = {"name": 64, "description": 512, "short_description": 120}


async def get_me(telegram: Telegram, given: Parameters) -> Json:
    """The bot itself."""
    can = {"can_join_groups": True, "can_read_all_group_messages": True, "supports_inline_queries": True}
    return telegram.me() | can | {"can_connect_to_business": False, "has_main_web_app": False}


async def set_my_commands(telegram: Telegram, given: Parameters) -> bool:
    """Set the menu of one scope and language."""
    commands = given.json("commands", "commands")
    if not isinstance(commands, list):
        raise bad_request("expected an Array of BotCommand")
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    telegram.commands[menu_of(given)] = [checked_command(command) for command in commands]
    return True


def checked_command(command: Any) -> Json:
    """One entry of the menu."""
    if not isinstance(command, dict) or "command" not in command or "description" not in command:
        raise bad_request("can't parse BotCommand: Can't find field \"command\"")
    name, description = str(command["command"]).removeprefix("/"), str(command["description"]).strip()
    if not COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 0 < units(description) <= MOST_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


async def get_my_commands(telegram: Telegram, given: Parameters) -> list[Json]:
    """The menu of one scope and language, exactly as it was set."""
    return telegram.commands.get(menu_of(given), [])


async def delete_my_commands(telegram: Telegram, given: Parameters) -> bool:
    """Forget the menu of one scope and language."""
    telegram.commands.pop(menu_of(given), None)
    return True


def menu_of(given: Parameters) -> tuple[str, str]:
    """Scope and language of a menu, as its key."""
    scope = given.json("scope", "BotCommandScope") or {"type": "default"}
    if not isinstance(scope, dict) or "type" not in scope:
        raise bad_request("can't parse BotCommandScope: Can't find field \"type\"")
    return json.dumps(scope, sort_keys=True), language_of(given)


def language_of(given: Parameters) -> str:
    """The two-letter language of a call; "" for everybody else."""
    language = given.text("language_code")
    if not LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return language


def menu_for(telegram: Telegram, language: str) -> list[Json]:
    """The menu a person with that language sees in a private chat."""
    scopes = [json.dumps({"type": "all_private_chats"}), json.dumps({"type": "default"})]
    keys = [(scope, code) for scope in scopes for code in (language[:2].lower(), "")]
    return next((telegram.commands[key] for key in keys if telegram.commands.get(key)), [])


async def set_name(telegram: Telegram, given: Parameters) -> bool:
    """Set the bot's name in one language."""
    return keep(telegram, given, "name")


async def set_description(telegram: Telegram, given: Parameters) -> bool:
    """Set what an empty chat shows."""
    return keep(telegram, given, "description")


async def set_short_description(telegram: Telegram, given: Parameters) -> bool:
    """Set what the bot's profile shows."""
    return keep(telegram, given, "short_description")


def keep(telegram: Telegram, given: Parameters, field: str) -> bool:
    """Keep one text of the profile in one language."""
    text = given.text(field)
    if units(text) > LIMITS[field]:
        raise bad_request(f"bot {field.replace('_', ' ')} is too long")
    telegram.profile[field, language_of(given)] = text
    return True


async def get_name(telegram: Telegram, given: Parameters) -> Json:
    """The bot's name in one language."""
    own = str(telegram.me()["first_name"])
    return {"name": telegram.profile.get(("name", language_of(given)), own)}


async def get_description(telegram: Telegram, given: Parameters) -> Json:
    """What an empty chat shows."""
    return {"description": telegram.profile.get(("description", language_of(given)), "")}


async def get_short_description(telegram: Telegram, given: Parameters) -> Json:
    """What the bot's profile shows."""
    return {"short_description": telegram.profile.get(("short_description", language_of(given)), "")}


METHODS = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": set_name,
    "getMyName": get_name,
    "setMyDescription": set_description,
    "getMyDescription": get_description,
    "setMyShortDescription": set_short_description,
    "getMyShortDescription": get_short_description,
}
