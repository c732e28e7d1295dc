"""What a bot may ask about a chat, its members and its files."""

from __future__ import annotations

from bot.sandbox.errors import bad_request
from bot.sandbox.files import MOST_DOWNLOAD
from bot.sandbox.members import ADMINISTRATORS, chat_member
from bot.sandbox.parameters import Parameters
from bot.sandbox.state import GONE, Json
from bot.sandbox.telegram import Telegram

GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


async def get_chat(telegram: Telegram, given: Parameters) -> Json:
    """The chat in full."""
    chat = telegram.known(given.text("chat_id"))
    gifts = dict.fromkeys(GIFTS, False)
    return chat.json() | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}


async def get_chat_member(telegram: Telegram, given: Parameters) -> Json:
    """The membership of one user."""
    chat = telegram.writable(given.text("chat_id"))
    user_id = given.integer("user_id")
    if user_id == telegram.me()["id"]:
        return chat_member(telegram.me(), chat.status)
    if user_id not in telegram.people:
        raise bad_request("user not found")
    status = "member" if user_id == chat.id else chat.members.get(user_id, "left")
    return chat_member(telegram.people[user_id].json(), status)


async def get_chat_administrators(telegram: Telegram, given: Parameters) -> list[Json]:
    """The administrators of a group."""
    chat = telegram.writable(given.text("chat_id"))
    if chat.kind == "private":
        raise bad_request("there are no administrators in the private chat")
    found = [
        chat_member(telegram.person(user_id).json(), status)
        for user_id, status in chat.members.items()
        if status in ADMINISTRATORS
    ]
    return found + ([chat_member(telegram.me(), chat.status)] if chat.status in ADMINISTRATORS else [])


async def get_chat_member_count(telegram: Telegram, given: Parameters) -> int:
    """How many there are, the bot among them."""
    chat = telegram.writable(given.text("chat_id"))
    return 2 if chat.kind == "private" else 1 + sum(status not in GONE for status in chat.members.values())


async def leave_chat(telegram: Telegram, given: Parameters) -> bool:
    """The bot leaves a group."""
    chat = telegram.writable(given.text("chat_id"))
    if chat.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.status = "left"
    return True


async def get_file(telegram: Telegram, given: Parameters) -> Json:
    """Where a file can be downloaded; Telegram gives bots at most 20 MB."""
    if not given.text("file_id"):
        raise bad_request("file_id not specified")
    file = telegram.files.of(given.text("file_id"))
    if file.size > MOST_DOWNLOAD:
        raise bad_request("file is too big")
    return file.json() | {"file_path": file.path}


METHODS = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
    "getFile": get_file,
}
