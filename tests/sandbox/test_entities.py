"""Texts are cleaned, measured and marked as Telegram does it."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.entities import formatted, units
from bot.sandbox.errors import Refused


def marked(kind: str, offset: int, length: int, **more: str) -> dict[str, Any]:
    return {"text": "x", "entities": [{"type": kind, "offset": offset, "length": length, **more}]}


REFUSED = [
    ({"text": ""}, "message text is empty"),
    ({"text": " \n "}, "text must be non-empty"),
    ({"text": "<b> </b>", "parse_mode": "HTML"}, "text must be non-empty"),
    ({"text": "x" * 4097}, "message is too long"),
    ({"text": "😀" * 2049}, "message is too long"),
    ({"text": "x</i>", "parse_mode": "html"}, "can't parse entities: Unexpected end tag at byte offset 1"),
    ({"text": "*x*", "parse_mode": "MarkdownV2"}, "unsupported parse_mode: the sandbox reads HTML, not MarkdownV2"),
    ({"text": "x", "parse_mode": "BBCode"}, "unsupported parse_mode"),
    ({"text": "x", "entities": {}}, "expected an Array of MessageEntity"),
    (
        {"text": "x", "entities": [{"type": "bold"}]},
        'can\'t parse MessageEntity: Field "offset" must be of type Number',
    ),
    (marked("shout", 0, 1), "can't parse MessageEntity: Unsupported type specified"),
    (marked("text_link", 0, 1), "can't parse MessageEntity: Can't find field \"url\""),
    (marked("text_link", 0, 1, url="no"), "entity URL 'no' is invalid: Wrong HTTP URL"),
    (marked("bold", -1, 1), "receive an entity with incorrect offset -1"),
    (marked("bold", 0, -1), "receive an entity with incorrect length -1"),
    (marked("bold", 9, 1), "entity begins after the end of the text at UTF-16 offset 9"),
    (
        marked("bold", 0, 9),
        "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 9",
    ),
]

FOUND = [
    ("/start now", [("bot_command", "/start")]),
    ("see /help@sandbox_bot", [("bot_command", "/help@sandbox_bot")]),
    ("either/or 1/2", []),
    ("write to me@a.example or @recruiter", [("email", "me@a.example"), ("mention", "@recruiter")]),
    ("https://a.example/x?y=1. Also www.a.com!", [("url", "https://a.example/x?y=1"), ("url", "www.a.com")]),
    ("#kerja di Kamboja, +855 12 345 678", [("hashtag", "#kerja"), ("phone_number", "+855 12 345 678")]),
    ("😀 /start", [("bot_command", "/start")]),
]


@pytest.mark.parametrize(("given_", "description"), REFUSED, ids=lambda value: str(value)[:50])
def test_bad_texts_are_refused(given_: dict[str, Any], description: str) -> None:
    """Empty, too long, badly marked: refused with a 400 in Telegram's words."""
    with pytest.raises(Refused) as caught:
        formatted(**given_)
    assert (400, f"Bad Request: {description}") == (caught.value.code, caught.value.description)


@pytest.mark.parametrize("text", ["x" * 4096, "😀" * 2048, "&lt;" * 4096, "<b>" + "x" * 4096 + "</b>"])
def test_length_counts_after_the_markup_is_read(text: str) -> None:
    """4,096 UTF-16 units pass, however long the markup is."""
    assert units(formatted(text, parse_mode="HTML").text) == 4096


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_telegram_finds_commands_addresses_and_numbers(text: str, expected: list[tuple[str, str]]) -> None:
    """Entities nobody asked for are found, at their UTF-16 offsets."""
    wide = text.encode("utf-16-le")
    found = formatted(text).entities
    cut = [wide[2 * each["offset"] : 2 * (each["offset"] + each["length"])].decode("utf-16-le") for each in found]
    assert expected == list(zip((each["type"] for each in found), cut, strict=True))


def test_code_and_links_hide_what_is_in_them() -> None:
    """Nothing is found inside code or a link."""
    html = '<code>/start</code> <a href="https://a.example">a@b.example</a>'
    assert [each["type"] for each in formatted(html, parse_mode="HTML").entities] == ["code", "text_link"]


def test_a_hundred_entities_are_kept_and_the_rest_counted() -> None:
    """Telegram ignores entities beyond the hundredth without a word; the sandbox says how many."""
    made = formatted("<b>x</b> " * 130, parse_mode="HTML")
    assert (len(made.entities), made.dropped) == (100, 30)


def test_unseen_characters_are_cleaned_and_entities_follow() -> None:
    """\\r, bidi overrides and line separators go, other controls become spaces."""
    made = formatted("\u202ea\r\n\u2028b\tc <b>d</b>", parse_mode="HTML")
    assert (made.text, list(made.entities)) == ("a\nb c d", [{"type": "bold", "offset": 6, "length": 1}])


def test_white_space_around_the_text_goes() -> None:
    """Leading and trailing white space is cut, and entities with it."""
    made = formatted("\n  a <i>b  </i>\n", parse_mode="HTML")
    assert (made.text, list(made.entities)) == ("a b", [{"type": "italic", "offset": 2, "length": 1}])


@settings(deadline=None)
@given(st.text(max_size=200))
def test_every_text_is_kept_or_refused(text: str) -> None:
    """No text breaks it, and entities never leave the text."""
    try:
        made = formatted(text)
    except Refused:
        return
    assert made.text == made.text.rstrip()
    assert all(each["offset"] + each["length"] <= units(made.text) for each in made.entities)
