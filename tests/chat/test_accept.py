"""What is stored of an update: nothing that the answer does not need."""

from __future__ import annotations

from typing import Any

import pytest

from bot.chat.accept import reduced
from tests.fakes import NOW, edited, message, press

PERSON = {"id": 7, "is_bot": False, "first_name": "", "language_code": "id"}
CHAT = {"id": 7, "type": "private"}
KEPT = {"message_id": 1001, "date": int(NOW), "chat": CHAT, "from": PERSON}


def member(status: str, chat_type: str = "private") -> dict[str, Any]:
    bot = {"user": {"id": 1, "is_bot": True, "first_name": "b"}}
    change = {"chat": {"id": 7, "type": chat_type, "username": "canary"}, "from": message(1)["message"]["from"]}
    ends = {"old_chat_member": {**bot, "status": "member"}, "new_chat_member": {**bot, "status": status}}
    return {"update_id": 1, "my_chat_member": {**change, "date": 5, **ends}}


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        (message(1, "halo"), {"text": "halo"}),
        (message(1, None, caption="offer", photo=[{"file_id": "x"}]), {"text": "offer"}),
        (message(1, "fwd", forward_origin={"type": "hidden_user", "sender_user_name": "canary"}), {"text": "fwd"}),
        (message(1, "x", reply_to_message={"text": "canary"}, entities=[{"type": "url"}]), {"text": "x"}),
        (message(1, None, voice={"file_id": "x"}), {}),
        (message(1, None, something_new={}), {}),
        (message(1, "  \n "), {}),
        (
            message(1, None, location={"latitude": 11.5, "longitude": 104.9}),
            {"location": {"latitude": 0.0, "longitude": 0.0}},
        ),
        (message(1, None, venue={"title": "canary"}), {"location": {"latitude": 0.0, "longitude": 0.0}}),
    ],
)
def test_a_message_keeps_its_words(update: dict[str, Any], expected: dict[str, Any]) -> None:
    """Captions are words; names, forwards, quotes, files and coordinates are left behind."""
    assert reduced(update) == {"update_id": 1, "message": {**KEPT, **expected}}


@pytest.mark.parametrize(
    "update",
    [
        message(1, "hello all", chat=-100),
        {"update_id": 1, "channel_post": message(1, chat=-100)["message"]},
        message(1, None, pinned_message={}),
        message(1, None, message_auto_delete_timer_changed={"message_auto_delete_time": 86400}),
        press(1, "x", chat=-100),
        {"update_id": 1, "callback_query": {"id": "1", "data": "x", "inline_message_id": "1"}},
        {"update_id": 1, "callback_query": {**press(1, "x")["callback_query"], "data": None}},
        {
            "update_id": 1,
            "edited_message": {**message(1, None)["message"], "location": {"latitude": 1, "longitude": 1}},
        },
        member("member"),
        member("kicked", "group"),
        {"update_id": 1, "poll": {}},
        {"update_id": 1},
    ],
)
def test_where_the_bot_stays_silent(update: dict[str, Any]) -> None:
    """Groups, channels, what Telegram writes itself, and whatever is not for us."""
    assert reduced(update) is None


def test_other_kinds_keep_what_they_need() -> None:
    """An edit its moment, a press its data, a block its chat; nothing else."""
    changed = edited(3, 1001, "new")
    assert reduced(changed) == {"update_id": 3, "edited_message": {**KEPT, "edit_date": int(NOW), "text": "new"}}
    assert reduced(press(4, "why:1")) == {
        "update_id": 4,
        "callback_query": {
            "id": "q4",
            "from": PERSON,
            "chat_instance": "",
            "data": "why:1",
            "message": {"message_id": 50, "date": int(NOW), "chat": CHAT},
        },
    }
    blocked = reduced(member("kicked"))
    assert blocked is not None
    assert "canary" not in repr(blocked)
    assert blocked["my_chat_member"]["chat"] == CHAT
