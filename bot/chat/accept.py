"""Which updates concern the bot, and which of their fields: the rest is never stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Json = Mapping[str, Any]

SERVICE = frozenset(
    {
        "pinned_message",
        "message_auto_delete_timer_changed",
        "successful_payment",
        "refunded_payment",
        "users_shared",
        "chat_shared",
        "gift",
        "gift_upgrade_sent",
        "unique_gift",
        "connected_website",
        "write_access_allowed",
        "passport_data",
        "proximity_alert_triggered",
        "boost_added",
        "chat_background_set",
        "checklist_tasks_done",
        "checklist_tasks_added",
        "web_app_data",
        "giveaway_created",
        "giveaway_completed",
        "paid_message_price_changed",
        "direct_message_price_changed",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
    }
)
"""Fields of messages that Telegram writes, not the person."""
NOWHERE = {"latitude": 0.0, "longitude": 0.0}
"""Says that a location was sent, not where."""


def reduced(update: Json) -> dict[str, Any] | None:
    """The update with the fields the bot uses: no names, no files, no coordinates; None where the bot stays silent."""
    for kind, reduce in KINDS.items():
        content = update.get(kind)
        if content is None:
            continue
        kept = reduce(content)
        return None if kept is None else {"update_id": int(update["update_id"]), kind: kept}
    return None


def _message(message: Json) -> dict[str, Any] | None:
    if not _is_private(message) or SERVICE & message.keys():
        return None
    kept = {**_head(message), "from": _person(message.get("from") or message["chat"])}
    text = message.get("text") or message.get("caption")
    if text and text.strip():
        kept["text"] = text
    elif message.get("location") or message.get("venue"):
        kept["location"] = NOWHERE
    return kept


def _edited(message: Json) -> dict[str, Any] | None:
    kept = _message(message)
    return kept if kept and "text" in kept else None  # a location that moves is edited every few seconds


def _press(query: Json) -> dict[str, Any] | None:
    message, data = query.get("message"), query.get("data")
    if message is None or data is None or not _is_private(message):
        return None
    return {
        "id": str(query["id"]),
        "from": _person(query["from"]),
        "chat_instance": "",
        "data": data,
        "message": _head(message),
    }


def _membership(change: Json) -> dict[str, Any] | None:
    if change["chat"]["type"] != "private" or change["new_chat_member"]["status"] != "kicked":
        return None
    parts = ("date", "old_chat_member", "new_chat_member")
    return {"chat": _chat(change["chat"]), "from": _person(change["from"]), **{part: change[part] for part in parts}}


def _is_private(message: Json) -> bool:
    return bool(message["chat"]["type"] == "private")


def _head(message: Json) -> dict[str, Any]:
    kept = {part: message[part] for part in ("message_id", "date", "edit_date") if part in message}
    return {**kept, "chat": _chat(message["chat"])}


def _chat(chat: Json) -> dict[str, Any]:
    return {"id": chat["id"], "type": chat["type"]}


def _person(person: Json) -> dict[str, Any]:
    language = {"language_code": person["language_code"]} if person.get("language_code") else {}
    return {"id": person["id"], "is_bot": False, "first_name": "", **language}


KINDS: Mapping[str, Callable[[Json], dict[str, Any] | None]] = {
    "message": _message,
    "edited_message": _edited,
    "callback_query": _press,
    "my_chat_member": _membership,
}
