"""Buttons are checked as Telegram checks them."""

from typing import Any

import pytest

from bot.sandbox.errors import Refused
from bot.sandbox.keyboard import reply_markup


def inline(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[button]]}


KEPT: list[tuple[Any, Any]] = [
    (None, None),
    ({"inline_keyboard": []}, None),
    ({"inline_keyboard": [[]]}, None),
    (inline(text=" a ", callback_data="x"), inline(text="a", callback_data="x")),
    (inline(text="a", callback_data="x" * 64), inline(text="a", callback_data="x" * 64)),
    (inline(text="a", url="a.example"), inline(text="a", url="http://a.example/")),
    (inline(text="a", switch_inline_query=""), inline(text="a", switch_inline_query="")),
    (inline(text="a", copy_text={"text": "117"}), inline(text="a", copy_text={"text": "117"})),
    ({"keyboard": [["a"]], "resize_keyboard": True}, {"keyboard": [[{"text": "a"}]], "resize_keyboard": True}),
    ({"remove_keyboard": True}, {"remove_keyboard": True}),
    ({"force_reply": True}, {"force_reply": True}),
]

REFUSED = [
    ([], "object expected as reply markup"),
    ({"inline_keyboard": "x"}, 'field "inline_keyboard" must be of type Array'),
    ({"inline_keyboard": ["x"]}, 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'),
    ({"inline_keyboard": [["x"]]}, "can't parse inline keyboard button: Object expected"),
    (inline(callback_data="x"), "can't parse inline keyboard button: Can't find field \"text\""),
    (inline(text=5, callback_data="x"), 'can\'t parse inline keyboard button: Field "text" must be of type String'),
    (inline(text=" ", callback_data="x"), "inline keyboard button text must be non-empty"),
    (inline(text="a"), "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
    (
        inline(text="a", callback_data=""),
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (inline(text="a", callback_data="x" * 65), "BUTTON_DATA_INVALID"),
    (inline(text="a", callback_data="ខ" * 22), "BUTTON_DATA_INVALID"),
    (
        inline(text="a", callback_data="x", url="a.example"),
        "can't parse inline keyboard button: Exactly one optional field must be used",
    ),
    (inline(text="a", url="no"), "inline keyboard button URL 'no' is invalid: Wrong HTTP URL"),
    (
        inline(text="a", url="ftp://a.example"),
        "inline keyboard button URL 'ftp://a.example' is invalid: Unsupported URL protocol",
    ),
    (inline(text="a", pay=True), "BUTTON_TYPE_INVALID"),
    (inline(text="a", copy_text={"text": ""}), "BUTTON_COPY_TEXT_INVALID"),
    (
        inline(text="a", web_app={"url": "http://a.example"}),
        "inline keyboard button Web App URL 'http://a.example' is invalid: Only HTTPS links are allowed",
    ),
    ({"inline_keyboard": [[{"text": "a", "callback_data": "x"}]] * 101}, "reply markup is too long"),
    ({"keyboard": "x"}, 'field "keyboard" must be of type Array'),
    ({"keyboard": [[""]]}, "keyboard button text must be non-empty"),
    ({"keyboard": [["a"]], "resize_keyboard": "yes"}, 'field "resize_keyboard" must be of type Boolean'),
    ({"force_reply": "yes"}, 'field "force_reply" must be of type Boolean'),
]


@pytest.mark.parametrize(("raw", "expected"), KEPT, ids=str)
def test_good_markup_is_kept(raw: Any, expected: Any) -> None:
    """What Telegram accepts comes out as Telegram keeps it."""
    assert expected == reply_markup(raw)


@pytest.mark.parametrize(("raw", "description"), REFUSED, ids=lambda value: str(value)[:50])
def test_bad_markup_is_refused(raw: Any, description: str) -> None:
    """What Telegram refuses is refused in its words."""
    with pytest.raises(Refused) as caught:
        reply_markup(raw)
    assert f"Bad Request: {description}" == caught.value.description
