"""What a person gets, whatever they do and whatever Telegram answers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.chat.accept import reduced
from bot.chat.api import Api
from bot.chat.handlers import App, Door, UnauthorisedError
from bot.core.message import Ending, Outcome, Reader, Refusal, Send, Wish, WishKind
from bot.sandbox import TOKEN, Sandbox
from bot.store.open import Store
from bot.store.people import People
from tests.fakes import NOW, Clock, FakeAnswerer, FakeSender, edited, message, press

UNKNOWN = Outcome(Ending.UNKNOWN, 7)
SHOW_1 = (("Show", "show:1"),)


class Visit:
    """A chat with the bot: what comes in goes through inbox, library and handlers, what goes out is kept."""

    def __init__(self, store: Store, clock: Clock, api: Api) -> None:
        self.store, self.clock = store, clock
        self.sender = FakeSender()
        self.answerer = FakeAnswerer()
        self.door = Door(self.answerer, self.sender, store.inbox, store.people, clock)
        self.application: App = self.door.application(api)

    async def bring(self, *updates: dict[str, Any]) -> list[str]:
        """Everything that is waiting then is one turn; returns the texts sent for it."""
        before = len(self.sender.sent)
        await self.store.inbox.add([one for update in updates if (one := reduced(update))])
        letters = await self.store.inbox.waiting(0, 10)
        await self.store.inbox.finish(await self.door.handle(self.application, letters))
        return self.sender.texts[before:]

    async def waiting(self) -> list[int]:
        return [letter.update_id for letter in await self.store.inbox.waiting(0, 10)]

    @property
    def last(self) -> Send:
        return self.sender.sent[-1]

    @property
    def buttons(self) -> tuple[tuple[str, str], ...]:
        return tuple((button.label, button.data) for row in self.last.buttons for button in row)


@pytest.fixture
async def visit(store: Store, clock: Clock) -> AsyncIterator[Visit]:
    async with Sandbox() as sandbox, Api(TOKEN, sandbox.root) as api:
        visit = Visit(store, clock, api)
        async with visit.application:
            yield visit


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


@pytest.mark.parametrize(
    ("age", "button"), [(0, None), (590, None), (610, "show:1"), (5 * 3600, "show:1"), (7 * 3600, "")], ids=str
)
async def test_a_late_answer_is_bland(visit: Visit, clock: Clock, age: float, button: str | None) -> None:
    """After ten minutes somebody else may hold the phone: silent, and the answer behind a button; later nothing."""
    clock.now += age
    texts = await visit.bring(message(1, "offer"))
    expected = ["answer[offer]"] if button is None else ["late"]
    assert (expected, button is not None) == (texts, visit.last.silent)
    assert visit.buttons == {None: (("Why", "why:1"),), "show:1": SHOW_1, "": ()}[button]
    assert (await visit.store.inbox.parked(1, 7) is not None) == (button == "show:1")
    assert await visit.waiting() == []


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        (message(1, "offer", date=NOW - 700), "answer[offer]"),
        (message(1, "/help", date=NOW - 700), "command[help|]"),
        (edited(1, 900, "offer", date=NOW - 700), "answer[offer]"),
    ],
)
async def test_the_button_shows_what_was_kept(visit: Visit, update: dict[str, Any], expected: str) -> None:
    """In full, once: then it is deleted, and a second press gets help."""
    assert await visit.bring(update) == ["late"]
    assert [expected] == await visit.bring(press(2, "show:1"))
    assert not visit.last.silent
    assert await visit.store.inbox.parked(1, 7) is None
    assert await visit.bring(press(3, "show:1")) == ["press[show:1]"]


async def test_another_chat_cannot_look_behind_the_button(visit: Visit) -> None:
    """Forged data gets help, and nothing of what was kept."""
    await visit.bring(message(1, "offer", date=NOW - 700))
    assert await visit.bring(press(2, "show:1", chat=8)) == ["press[show:1]"]
    assert await visit.store.inbox.parked(1, 7) is not None


async def test_a_parted_text_is_shown_whole(visit: Visit, clock: Clock) -> None:
    """Its parts are kept as one."""
    clock.now += 700
    await visit.bring(message(1, "a"), message(2, "b"))
    assert visit.buttons == (("Show", "show:2"),)
    assert await visit.bring(press(3, "show:2")) == ["answer[a\nb]"]


async def test_an_answer_that_may_have_arrived_is_not_repeated_in_the_open(visit: Visit) -> None:
    """The second try is silent and bland, with the answer behind the button."""
    visit.sender.endings = [UNKNOWN]
    assert await visit.bring(message(1, "offer")) == ["answer[offer]", "late"]
    assert (visit.last.silent, visit.buttons) == (True, SHOW_1)
    assert await visit.waiting() == []
    assert await visit.bring(press(2, "show:1")) == ["answer[offer]"]


async def test_an_answer_that_cannot_be_delivered_waits(visit: Visit) -> None:
    """Nobody is forgotten: the letter stays, and every further try is bland."""
    visit.sender.endings = [UNKNOWN, UNKNOWN, UNKNOWN]
    assert await visit.bring(message(1, "offer")) == ["answer[offer]", "late"]
    assert await visit.bring() == ["late"]
    assert await visit.waiting() == [1]
    assert await visit.bring() == ["late"]
    assert (await visit.waiting(), visit.buttons) == ([], SHOW_1)


async def test_what_is_shown_may_get_lost_too(visit: Visit) -> None:
    """Then it stays behind the same button."""
    await visit.bring(message(1, "offer", date=NOW - 700))
    visit.sender.endings = [UNKNOWN]
    assert await visit.bring(press(2, "show:1")) == ["answer[offer]", "late"]
    assert visit.buttons == SHOW_1
    visit.sender.endings = [UNKNOWN, UNKNOWN]
    assert await visit.bring(press(3, "show:1")) == ["answer[offer]", "late"]
    assert await visit.waiting() == [3]
    assert await visit.bring() == ["late"]
    assert await visit.bring(press(4, "show:1")) == ["answer[offer]"]


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
