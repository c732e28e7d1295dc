"""Membership in a chat as the Bot API shows it."""

from __future__ import annotations

from bot.sandbox.state import Json

RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members", "can_promote_members",
    "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
    "can_pin_messages",
)  # fmt: skip
STATUSES = frozenset({"creator", "administrator", "member", "left", "kicked"})
ADMINISTRATORS = frozenset({"creator", "administrator"})


def chat_member(user: Json, status: str) -> Json:
    """The Bot API's ChatMember of that status."""
    if status not in STATUSES:
        raise ValueError(f"status must be one of {', '.join(sorted(STATUSES))}")
    member: Json = {"user": user, "status": status}
    if status in ADMINISTRATORS:
        member["is_anonymous"] = False
    if status == "administrator":
        member |= {"can_be_edited": False, **dict.fromkeys(RIGHTS, True)}
    if status == "kicked":
        member["until_date"] = 0
    return member
