"""What a person did, as the core is asked about it."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Bot, Update

from bot.chat.hear import Command, Heard, Press, Wordless, Words, hear, reply_to
from bot.core.message import Reader
from tests.fakes import FakeAnswerer, edited, message, press

BOT = Bot("1:x")


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        (message(1, "is it real?"), Words("is it real?")),
        (edited(1, 5, "is it real?"), Words("is it real?")),
        (message(1, "/help"), Command("help", "")),
        (message(1, "/Help@AnyBot  me "), Command("help", "me")),
        (message(1, "/check line one\nline two"), Command("check", "line one\nline two")),
        (message(1, "/start campaign-7"), Command("start", "")),
        (message(1, "/ hello"), Words("/ hello")),
        (message(1, "15/20 jt"), Words("15/20 jt")),
        (press(1, "why:1"), Press("why:1")),
        (message(1, None), Wordless("only_text")),
        (message(1, None, location={"latitude": 0, "longitude": 0}), Wordless("only_text_location")),
    ],
)
def test_what_was_done(update: dict[str, Any], expected: Heard) -> None:
    """A command by its slash, whatever Telegram marked; the payload of a link is dropped."""
    assert expected == hear(Update.de_json(update, BOT))


@pytest.mark.parametrize(
    ("heard", "expected"),
    [
        (Words("offer"), "answer[offer]"),
        (Command("help", ""), "command[help|]"),
        (Command("check", ""), "command[check|]"),
        (Command("check", "offer"), "answer[offer]"),
        (Command("help", "with this"), "command[help|with this]"),
        (Command("help", "sos"), "answer[sos]"),
        (Press("why:1"), "press[why:1]"),
        (Wordless("only_text"), "notice[only_text]"),
    ],
)
def test_whom_it_goes_to(heard: Heard, expected: str) -> None:
    """An emergency behind a command is an emergency."""
    assert (expected,) == reply_to(heard, Reader(), FakeAnswerer()).texts
