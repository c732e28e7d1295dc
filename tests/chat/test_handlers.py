"""What a person gets, whatever they do and whatever Telegram answers."""

from __future__ import annotations

from typing import Any

import pytest

from bot.chat.handlers import UnauthorisedError
from bot.core.message import Ending, Outcome, Reader, Refusal, Wish, WishKind
from bot.store.people import People
from tests.chat.visit import Visit
from tests.fakes import NOW, edited, message, press


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        (message(1, "an offer"), "answer[an offer]"),
        (message(1, None, caption="an offer", photo=[]), "answer[an offer]"),
        (message(1, "/help"), "command[help|]"),
        (message(1, "/start abc"), "command[start|]"),
        (message(1, None, sticker={}), "notice[only_text]"),
        (message(1, " "), "notice[only_text]"),
        (message(1, None, location={"latitude": 1, "longitude": 1}), "notice[only_text_location]"),
        (press(1, "why:1"), "press[why:1]"),
        (press(1, "show:99"), "press[show:99]"),
        (edited(1, 500, "an offer"), "notice[edited]\n\nanswer[an offer]"),
    ],
)
async def test_everything_is_answered_and_leaves_the_inbox(visit: Visit, update: dict[str, Any], expected: str) -> None:
    """Words, captions, commands, presses, edits of something unknown, and what has no words."""
    assert [expected] == await visit.bring(update)
    assert await visit.waiting() == []
    assert not visit.last.silent
    assert visit.sender.acknowledged == (["q1"] if "callback_query" in update else [])


async def test_several_letters_get_one_answer(visit: Visit) -> None:
    """And all of them leave the inbox with it."""
    assert await visit.bring(message(1, "a"), message(2, None, photo=[]), message(3, "b")) == ["answer[a\nb]"]
    assert await visit.waiting() == []


async def test_the_reader_is_what_was_chosen_and_what_telegram_says(visit: Visit) -> None:
    """Chosen first; the app's language is passed on, not stored."""
    await visit.bring(message(1, None))
    await visit.store.people.grant(7, Wish(WishKind.PLACE, "KH"))
    await visit.bring(message(2, None))
    assert visit.answerer.readers == [Reader(telegram_language="id"), Reader(telegram_language="id", place="KH")]


async def test_a_choice_is_stored_before_it_is_confirmed(visit: Visit) -> None:
    """A reply that says "kept" or "forgotten" must be true when it is read."""
    stored: list[Reader] = []

    async def look() -> None:
        stored.append(await People(visit.store.database, visit.store.vault).reader(7))

    visit.sender.before = look
    await visit.bring(press(1, "language:km"))
    await visit.bring(message(2, "/forget"))
    assert stored == [Reader(language="km"), Reader()]


@pytest.mark.parametrize(
    ("data", "edit"),
    [("language:km", 50), ("place:KH", 50), ("origin:", 50), ("language", None), ("why:1", None), ("call", None)],
)
async def test_menus_change_in_place_and_answers_come_below(visit: Visit, data: str, edit: int | None) -> None:
    """An answer must stay readable when a menu is opened under it."""
    await visit.bring(press(1, data))
    assert visit.last.edit == edit


async def test_a_menu_that_is_gone_is_answered_below(visit: Visit) -> None:
    """Deleted or too old to be edited."""
    visit.sender.endings = [Outcome(Ending.REFUSED, 7, refusal=Refusal.BAD_REQUEST)]
    await visit.bring(press(1, "place:KH"))
    assert [one.edit for one in visit.sender.sent] == [50, None]


async def test_an_edited_message_changes_its_answer(visit: Visit) -> None:
    """Judged again, in place, again and again; also when words come to a picture."""
    await visit.bring(message(1, "one"))
    for update_id, text in ((2, "two"), (3, "three")):
        assert await visit.bring(edited(update_id, 1001, text)) == [f"answer[{text}]"]
        assert visit.last.edit == 1
    await visit.bring(message(4, None, photo=[]))
    await visit.bring(edited(5, 1004, "caption"))
    assert (visit.last.text, visit.last.edit) == ("answer[caption]", 2)


@pytest.mark.parametrize("refusal", [Refusal.BAD_REQUEST, Refusal.NOT_FOUND])
async def test_an_answer_that_cannot_be_changed_is_given_anew(visit: Visit, refusal: Refusal) -> None:
    """With the line that says why, and the new answer is the one to change next."""
    await visit.bring(message(1, "one"))
    visit.sender.endings = [Outcome(Ending.REFUSED, 7, refusal=refusal)]
    assert (await visit.bring(edited(2, 1001, "two")))[1:] == ["notice[edited]\n\nanswer[two]"]
    await visit.bring(edited(3, 1001, "three"))
    assert visit.last.edit == 2


async def test_the_answer_to_several_messages_is_not_changed_by_an_edit_of_one(visit: Visit) -> None:
    """Its part alone may look harmless: the old answer stays and a new one follows."""
    await visit.bring(message(1, "a"), message(2, "b"))
    assert await visit.bring(edited(3, 1002, "c")) == ["notice[edited]\n\nanswer[c]"]


async def test_a_shorter_answer_removes_what_is_left_over(visit: Visit) -> None:
    """No half of the old answer stays behind."""
    long = "x" * 4096 + "\n" + "y"
    await visit.bring(message(1, long))
    await visit.bring(edited(2, 1001, "short"))
    assert (visit.last.edit, visit.sender.deleted) == (1, [(7, 2)])


@pytest.mark.parametrize("refusal", [Refusal.BLOCKED, Refusal.NOT_FOUND])
async def test_who_cannot_be_reached_is_let_go(visit: Visit, refusal: Refusal) -> None:
    """No second try, nothing kept."""
    visit.sender.endings = [Outcome(Ending.REFUSED, 7, refusal=refusal)]
    assert await visit.bring(message(1, "offer")) == ["answer[offer]"]
    assert await visit.waiting() == []


async def test_a_reply_that_telegram_rejects_is_our_bug(visit: Visit) -> None:
    """The person hears who helps instead of nothing."""
    visit.sender.endings = [Outcome(Ending.REFUSED, 7, refusal=Refusal.BAD_REQUEST)]
    assert await visit.bring(message(1, "offer")) == ["answer[offer]", "notice[trouble]"]
    assert await visit.waiting() == []


async def test_a_dead_token_leaves_the_letter_where_it_is(visit: Visit) -> None:
    """The next start, with a new token, answers it."""
    visit.sender.endings = [Outcome(Ending.REFUSED, 7, refusal=Refusal.UNAUTHORISED)]
    with pytest.raises(UnauthorisedError):
        await visit.bring(message(1, "offer"))
    assert await visit.waiting() == [1]


async def test_our_own_bug_still_gets_an_answer(visit: Visit, caplog: pytest.LogCaptureFixture) -> None:
    """One event with the exception's class; the letter counts as answered, or it would break the next start too."""
    assert await visit.bring(message(1, "bug")) == ["notice[trouble]"]
    assert await visit.waiting() == []
    (record,) = [one for one in caplog.records if one.name.startswith("bot")]
    assert record.getMessage() == "handler_failed"
    assert record.exc_info
    assert record.exc_info[0] is LookupError


async def test_a_letter_that_cannot_be_read_does_not_stop_the_others(
    visit: Visit, caplog: pytest.LogCaptureFixture
) -> None:
    """It is logged by name and let go."""
    await visit.store.inbox.add([{"update_id": 1, "message": {"chat": {"id": 7}}}])
    assert await visit.bring() == []
    assert await visit.waiting() == []
    assert "handler_failed" in caplog.messages


async def test_blocking_the_bot_erases_what_waited_behind_buttons(visit: Visit) -> None:
    """Nobody will press them."""
    await visit.bring(message(1, "offer", date=NOW - 700))
    user = {"id": 1, "is_bot": True, "first_name": "b"}
    ends = {
        "old_chat_member": {"user": user, "status": "member"},
        "new_chat_member": {"user": user, "status": "kicked", "until_date": 0},
    }
    change = {"chat": {"id": 7, "type": "private"}, "from": message(1)["message"]["from"], "date": int(NOW), **ends}
    assert await visit.bring({"update_id": 2, "my_chat_member": change}) == []
    assert await visit.store.inbox.parked(1, 7) is None


async def test_forget_forgets(visit: Visit) -> None:
    """Neither the choice nor the answer's ids survive it, nor does the answer to /forget leave any."""
    await visit.bring(message(1, "offer"))
    await visit.bring(press(2, "language:km"))
    await visit.bring(message(3, "/forget"))
    assert await visit.store.inbox.replies(7, 1001) == ()
    assert await visit.store.inbox.replies(7, 1003) == ()
    assert await visit.store.people.reader(7) == Reader()
