"""Every answer of Telegram becomes one of three ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.chat.budget import Budget
from bot.chat.sender import TelegramSender, values_of
from bot.chat.transport import NotSentError, UnansweredError
from bot.core.message import Button, Ending, Outcome, Refusal, Send
from tests.chat.test_budget import Time

SENT = Outcome(Ending.SENT, 7, 50)
UNKNOWN = Outcome(Ending.UNKNOWN, 7)


def refused(refusal: Refusal) -> Outcome:
    return Outcome(Ending.REFUSED, 7, refusal=refusal)


class FakeApi:
    """Answers with what it was given, errors raised, then always the same message."""

    def __init__(self, *answers: object) -> None:
        self.answers = list(answers)
        self.calls: list[tuple[str, Mapping[str, Any]]] = []

    async def call(self, method: str, values: Mapping[str, Any], *, wait: float | None = None) -> Any:
        self.calls.append((method, values))
        answer = self.answers.pop(0) if self.answers else {"message_id": 50}
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def time() -> Time:
    return Time()


def sender(api: FakeApi, time: Time) -> TelegramSender:
    return TelegramSender(api, Budget(clock=time, sleep=time.sleep), clock=time, sleep=time.sleep)


@pytest.mark.parametrize(
    ("answers", "expected", "calls", "waited"),
    [
        ([], SENT, 1, 0),
        ([Forbidden("bot was blocked by the user")], refused(Refusal.BLOCKED), 1, 0),
        ([BadRequest("Chat not found")], refused(Refusal.NOT_FOUND), 1, 0),
        ([BadRequest("Button_data_invalid")], refused(Refusal.BAD_REQUEST), 1, 0),
        ([BadRequest("Can't parse entities: x")], SENT, 2, 0),
        ([BadRequest("Message is too long")] * 2, refused(Refusal.BAD_REQUEST), 2, 0),
        ([InvalidToken("Unauthorized")], refused(Refusal.UNAUTHORISED), 1, 0),
        ([ChatMigrated(-1009)], Outcome(Ending.SENT, -1009, 50), 2, 0),
        ([ChatMigrated(-1009)] * 2, Outcome(Ending.REFUSED, -1009, refusal=Refusal.NOT_FOUND), 2, 0),
        ([TimedOut()], UNKNOWN, 1, 0),
        ([UnansweredError("x")], UNKNOWN, 1, 0),
        ([TelegramError("Invalid server response")], UNKNOWN, 1, 0),
        ([Conflict("x")], UNKNOWN, 1, 0),
        ([RetryAfter(3)], SENT, 2, 3.5),
        ([RetryAfter(10072)], UNKNOWN, 1, 0),
        ([NetworkError("Bad Gateway")], SENT, 2, 1),
        ([NetworkError("Bad Gateway")] * 3, SENT, 4, 7),
        ([NetworkError("Bad Gateway")] * 9, UNKNOWN, 6, 31),
        ([NotSentError("x")] * 4, SENT, 5, 15),
        ([None], Outcome(Ending.SENT, 7, None), 1, 0),
        ([True], Outcome(Ending.SENT, 7, None), 1, 0),
    ],
    ids=lambda value: value.__class__.__name__ if isinstance(value, list) and not value else None,
)
async def test_how_a_reply_ends(
    time: Time, answers: list[object], expected: Outcome, calls: int, waited: float
) -> None:
    """Refusals are final, what may have arrived is not repeated here, what did not arrive is tried for a minute."""
    api = FakeApi(*answers)
    assert expected == await sender(api, time).send(Send(7, "text"))
    assert calls == len(api.calls)
    assert time.now - 100 == pytest.approx(waited, rel=0.21)


async def test_an_edit_that_changes_nothing_is_done(time: Time) -> None:
    """Telegram calls it a bad request; servers that answer null to an edit are understood too."""
    for answer in (BadRequest("Bad Request: message is not modified: …"), None, True):
        api = FakeApi(answer)
        assert await sender(api, time).send(Send(7, "text", edit=50)) == SENT
        assert [method for method, _ in api.calls] == ["editMessageText"]


async def test_a_retry_after_freezes_bulk_only(time: Time) -> None:
    """A broadcast waits exactly as long as asked, however long; a reply that comes meanwhile leaves at once."""
    api = FakeApi(RetryAfter(300))
    post = sender(api, time)
    assert await post.send(Send(8, "bulk"), bulk=True) == Outcome(Ending.SENT, 8, 50)
    assert time.now == pytest.approx(400.5)
    api.answers = [RetryAfter(30)]
    await post.send(Send(7, "reply"))
    thawed = time.now
    await post.send(Send(9, "reply"))
    assert time.now == thawed == pytest.approx(431.0)


async def test_plain_text_says_the_same_without_markup(time: Time) -> None:
    """A person must get the words even when our formatting is broken."""
    api = FakeApi(BadRequest("can't parse entities"))
    await sender(api, time).send(Send(7, "<b>a &amp; b</b>", ((Button("Why", "why:1"),),)))
    values = api.calls[1][1]
    assert (values["text"], values["parse_mode"]) == ("a & b", None)
    assert values["reply_markup"] == {"inline_keyboard": [[{"text": "Why", "callback_data": "why:1"}]]}


def test_links_are_never_previewed() -> None:
    """And silence, ids and markup stand where Telegram looks for them."""
    values = values_of(Send(7, "x", silent=True), is_plain=False)
    assert values["link_preview_options"] == {"is_disabled": True}
    assert (values["parse_mode"], values["disable_notification"], values["message_id"]) == ("HTML", True, None)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [(True, Ending.SENT), (BadRequest("message to delete not found"), Ending.SENT), (TimedOut(), Ending.UNKNOWN)],
)
async def test_deleting(time: Time, answer: object, expected: Ending) -> None:
    """What is gone is gone."""
    assert expected == (await sender(FakeApi(answer), time).delete(7, 50)).ending


async def test_a_press_that_is_too_old_is_let_go(time: Time) -> None:
    """The answer matters, not the waiting sign."""
    api = FakeApi(BadRequest("query is too old"))
    await sender(api, time).acknowledge("q1")
    assert api.calls == [("answerCallbackQuery", {"callback_query_id": "q1"})]
