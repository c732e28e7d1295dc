"""The methods of the Bot API the sandbox knows, by their name in lower case, as Telegram looks them up."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot.sandbox.methods import chats, edits, messages, profile, queries, updates
from bot.sandbox.parameters import Parameters
from bot.sandbox.telegram import Telegram

Method = Callable[[Telegram, Parameters], Awaitable[Any]]

METHODS: dict[str, tuple[str, Method]] = {
    name.lower(): (name, method)
    for methods in (chats, edits, messages, profile, queries, updates)
    for name, method in methods.METHODS.items()
}
