"""An Update as what the person did, and the core's reply to it."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Update

from bot.chat.join import COMMAND
from bot.core.message import Inbound, Reader, Reply
from bot.core.ports import Answerer


@dataclass(frozen=True, slots=True)
class Words:
    """A text."""

    text: str


@dataclass(frozen=True, slots=True)
class Command:
    """A command, lower case, without slash and bot name."""

    name: str
    argument: str


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button."""

    data: str


@dataclass(frozen=True, slots=True)
class Wordless:
    """Something without words: the name of the notice that answers it."""

    notice: str


Heard = Words | Command | Press | Wordless


def hear(update: Update) -> Heard:
    """What the person did; the payload of a /start link is never looked at."""
    if update.callback_query:
        return Press(update.callback_query.data or "")
    message = update.message or update.edited_message
    if message is None or not message.text:
        return Wordless("only_text_location" if message and message.location else "only_text")
    command = COMMAND.fullmatch(message.text)
    if command is None:
        return Words(message.text)
    name = command.group(1).lower()
    return Command(name, "" if name == "start" else (command.group(2) or "").strip())


def reply_to(heard: Heard, reader: Reader, answerer: Answerer) -> Reply:
    """The reply; words behind a command count when they are what /check asks for, or an emergency."""
    match heard:
        case Words(text):
            return answerer.answer(Inbound(text, reader))
        case Command(name, argument) if argument and (name == "check" or answerer.is_urgent(argument)):
            return answerer.answer(Inbound(argument, reader))
        case Command(name, argument):
            return answerer.command(name, argument, reader)
        case Press(data):
            return answerer.press(data, reader)
        case Wordless(notice):
            return answerer.notice(notice, reader)
