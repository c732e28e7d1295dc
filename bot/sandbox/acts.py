"""What people do in their app, and the updates it makes."""

from __future__ import annotations

import base64
from typing import Any

from bot.sandbox.entities import CAPTION_LIMIT, TEXT_LIMIT, formatted
from bot.sandbox.files import picture_size, plain_picture
from bot.sandbox.members import chat_member
from bot.sandbox.state import GONE, Chat, Json, Message, Person, Query
from bot.sandbox.telegram import Telegram

ANY_PICTURE = (720, 1280)


def say(telegram: Telegram, act: Json) -> tuple[Message, int | None]:
    """Somebody sends a message: text, media or both. Returns it and the id of its update.

    `chat`, and any of `text`, `entities`, `media`, `location`, `person` {id, first_name, last_name, username,
    language}, `title` of the group, `reply_to`, `forward`, `date`, `extra` fields of the Bot API's Message.
    """
    chat, person = who(telegram, act)
    if chat.kind == "private" and chat.status in GONE:
        raise ValueError("this person blocked the bot: unblock first")
    body: Json = {"from": person.json()}
    if act.get("reply_to") is not None:
        body["reply_to_message"] = message_of(chat, act["reply_to"]).json()
    if act.get("forward"):
        body["forward_origin"] = forward_origin(telegram, act["forward"])
    if act.get("media"):
        body |= media_body(telegram, act["media"])
    if act.get("location"):
        body["location"] = act["location"]
    body |= words(act, is_caption=bool(act.get("media"))) | act.get("extra", {})
    if body.keys() <= {"from", "reply_to_message", "forward_origin"}:
        raise ValueError("a message needs text, media, a location or extra fields")
    message = telegram.post(chat, body, by_bot=False, date=act.get("date"))
    return message, telegram.updates.put("message", message.json())


def words(act: Json, *, is_caption: bool) -> Json:
    """The text of a message, or its caption, with the entities Telegram finds in it."""
    if not act.get("text"):
        return {}
    text, entities = ("caption", "caption_entities") if is_caption else ("text", "entities")
    limit = CAPTION_LIMIT if is_caption else TEXT_LIMIT
    written = formatted(act["text"], entities=act.get("entities"), limit=limit)
    return {text: written.text} | ({entities: list(written.entities)} if written.entities else {})


def who(telegram: Telegram, act: Json) -> tuple[Chat, Person]:
    """The chat of an act and the person who acts, known to be in it from now on."""
    chat_id = int(act["chat"])
    known = dict(act.get("person") or {})
    user_id = int(known.pop("id", None) or (chat_id if chat_id > 0 else 1))
    person = telegram.person(user_id, **{field: str(value) for field, value in known.items() if value is not None})
    chat = telegram.chat(chat_id, title=act.get("title") or "")
    if chat.kind != "private":
        chat.members.setdefault(user_id, "member")
    return chat, person


def message_of(chat: Chat, message_id: int) -> Message:
    """A message that is still there."""
    message = chat.live(int(message_id))
    if message is None:
        raise ValueError(f"there is no message {message_id} in chat {chat.id}")
    return message


def forward_origin(telegram: Telegram, forward: Any) -> Json:
    """Where a forwarded message came from: a name makes a hidden user, an object is taken as it is."""
    if isinstance(forward, dict):
        return {"date": telegram.now(), **forward}
    return {"type": "hidden_user", "sender_user_name": str(forward), "date": telegram.now()}


def media_body(telegram: Telegram, media: Json) -> Json:
    """The field of a Message for a photo, voice, sticker or document.

    `kind`, and any of `content` (base64), `name`, `mime_type`, `size` (as declared), `width`, `height`, `duration`,
    `emoji`.
    """
    kind, size, name = media["kind"], media.get("size"), media.get("name", "")
    content = base64.b64decode(media["content"], validate=True) if media.get("content") else None
    if kind == "photo":
        content = plain_picture(*ANY_PICTURE) if content is None else content
        width, height = picture_size(content)
        side = {"width": media.get("width") or width or 1, "height": media.get("height") or height or 1}
        return {"photo": telegram.files.photo(content, size=size, **side)}
    file = telegram.files.add(kind, content or b"", name=name, size=size)
    if kind == "voice":
        return {"voice": file.json() | {"duration": media.get("duration", 3), "mime_type": "audio/ogg"}}
    if kind == "sticker":
        shape = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return {"sticker": file.json() | shape | {"emoji": media.get("emoji", "👍")}}
    if kind == "document":
        mime_type = media.get("mime_type", "application/octet-stream")
        return {"document": file.json() | {"file_name": name or "file", "mime_type": mime_type}}
    raise ValueError("media kind must be photo, voice, sticker or document")


def edit(telegram: Telegram, act: Json) -> tuple[Message, int | None]:
    """Somebody edits a message of theirs: `chat`, `message_id`, `text`."""
    chat, _ = who(telegram, act)
    message = message_of(chat, act["message_id"])
    if message.by_bot:
        raise ValueError("people cannot edit the bot's messages")
    is_caption = "text" not in message.body
    kept = {key: value for key, value in message.body.items() if not key.endswith(("text", "caption", "entities"))}
    telegram.revise(message, kept | words(act, is_caption=is_caption))
    return message, telegram.updates.put("edited_message", message.json())


def press(telegram: Telegram, act: Json) -> Query:
    """Somebody presses a button: `chat`, `data`, and any of `message_id`, `person`, `forged` (no such button)."""
    chat, person = who(telegram, act)
    data = str(act["data"])
    wanted = [message_of(chat, act["message_id"])] if act.get("message_id") else reversed(chat.messages.values())
    message = next((each for each in wanted if is_pressable(each, data, is_forged=bool(act.get("forged")))), None)
    if message is None:
        raise ValueError(f"no message of the bot in chat {chat.id} has a button with the data {data!r}")
    query = telegram.ask(person, chat.id)
    callback = {
        "id": query.id,
        "from": person.json(),
        "message": message.json(),
        "chat_instance": str(7_000_000_000_000 + chat.id),
        "data": data,
    }
    telegram.updates.put("callback_query", callback)
    return query


def is_pressable(message: Message, data: str, *, is_forged: bool) -> bool:
    """Whether a message is the bot's and has a button with that data, or is to be pressed anyway."""
    if message.is_deleted or not message.by_bot:
        return False
    rows = message.body.get("reply_markup", {}).get("inline_keyboard", [])
    return is_forged or any(button.get("callback_data") == data for row in rows for button in row)


def look_up(telegram: Telegram, act: Json) -> Query:
    """Somebody types @bot and `text` in another chat, as `person`."""
    chat, person = who(telegram, {"chat": act["person"]["id"], **act})
    query = telegram.ask(person, chat.id)
    inline = {"id": query.id, "from": person.json(), "query": act.get("text", ""), "offset": act.get("offset", "")}
    telegram.updates.put("inline_query", inline | {"chat_type": "sender"})
    return query


def change_membership(telegram: Telegram, act: Json) -> int | None:
    """Membership changes to `status`: of the bot, or of `user` in a group. "kicked" in a private chat is a block."""
    chat, person = who(telegram, act)
    status, user_id = act["status"], act.get("user")
    if user_id is not None:
        member = telegram.person(int(user_id))
        old, new = (chat_member(member.json(), each) for each in (chat.members.get(member.id, "left"), status))
        chat.members[member.id] = status
        return telegram.updates.put("chat_member", changed(telegram, chat, person, old, new))
    old, new = chat_member(telegram.me(), chat.status), chat_member(telegram.me(), status)
    chat.status = status
    return telegram.updates.put("my_chat_member", changed(telegram, chat, person, old, new))


def changed(telegram: Telegram, chat: Chat, person: Person, old: Json, new: Json) -> Json:
    """The Bot API's ChatMemberUpdated."""
    head = {"chat": chat.json(), "from": person.json(), "date": telegram.now()}
    return head | {"old_chat_member": old, "new_chat_member": new}


def migrate(telegram: Telegram, act: Json) -> None:
    """The group `chat` becomes the supergroup `to`; writing to the old id is refused with the new one."""
    chat, person = who(telegram, act)
    upgraded = telegram.chat(int(act["to"]), title=chat.title)
    upgraded.members, upgraded.status, chat.moved_to = dict(chat.members), chat.status, upgraded.id
    sender = {"from": person.json()}
    left = telegram.post(chat, sender | {"migrate_to_chat_id": upgraded.id}, by_bot=False)
    came = telegram.post(upgraded, sender | {"migrate_from_chat_id": chat.id}, by_bot=False)
    for message in (left, came):
        telegram.updates.put("message", message.json())
