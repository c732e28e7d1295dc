"""Updates are kept, served and deleted as Telegram does it."""

import asyncio
from typing import Any

import pytest

from bot.sandbox import Sandbox
from bot.sandbox.errors import Refused
from bot.sandbox.updates import MOST_AGE_S, UpdateQueue
from tests.sandbox.conftest import CHAT, Bot


def filled(*ids: int) -> UpdateQueue:
    """A queue in which updates of these ids wait."""
    queue = UpdateQueue(next_id=1)
    for update_id in ids:
        queue.inject({"update_id": update_id, "message": {}})
    return queue


async def ids(queue: UpdateQueue, *, offset: int = 0, limit: int = 100) -> list[int]:
    return [update["update_id"] for update in await queue.poll(offset=offset, limit=limit, timeout_s=0)]


OFFSETS = [
    (0, [1, 2, 3, 4], 4, "nothing is deleted without an offset"),
    (1, [1, 2, 3, 4], 4, "nothing lies below the first id"),
    (3, [3, 4], 2, "what lies below the offset is deleted"),
    (5, [], 0, "one above the last id deletes everything"),
    (6, [1, 2, 3, 4], 4, "an offset from the future falls back to the head"),
    (-1, [4], 1, "a negative offset keeps only the last ones"),
    (-9, [1, 2, 3, 4], 4, "a negative offset larger than the queue keeps it"),
]


@pytest.mark.parametrize(("offset", "served", "left", "claim"), OFFSETS, ids=str)
async def test_the_offset_decides_what_is_deleted(offset: int, served: list[int], left: int, claim: str) -> None:
    """Only an offset deletes; being served does not."""
    queue = filled(1, 2, 3, 4)
    assert served == await ids(queue, offset=offset), claim
    assert left == len(queue.waiting), claim


async def test_updates_are_served_again_until_confirmed() -> None:
    """Two polls with the same offset bring the same updates."""
    queue = filled(1, 2, 3)
    assert await ids(queue, limit=2) == await ids(queue, limit=2) == [1, 2]
    assert await ids(queue, offset=3, limit=2) == [3]


async def test_ids_may_repeat_and_jump() -> None:
    """A repeated id is served again; after a jump backwards the old offset falls back to the head."""
    queue = filled(7, 8, 8)
    assert await ids(queue) == [7, 8, 8]
    queue.confirm(9)
    queue.jump(2)
    assert queue.put("message", {}) == 2
    assert await ids(queue, offset=9) == [2]
    assert await ids(queue, offset=3) == []


async def test_a_day_old_updates_are_gone() -> None:
    """What waited for more than 24 hours is not served, nor what was already older when it came."""
    now = 0.0
    queue = UpdateQueue(next_id=1, clock=lambda: now)
    queue.put("message", {"date": -MOST_AGE_S - 1})
    queue.put("message", {"date": 0})
    assert await ids(queue) == [2]
    now = MOST_AGE_S + 1.0
    assert await ids(queue) == []


@pytest.mark.parametrize(
    ("allowed", "kind", "is_wanted"),
    [
        ((), "message", True),
        ((), "chat_member", False),
        (("chat_member",), "chat_member", True),
        (("message",), "callback_query", False),
    ],
)
def test_the_bot_gets_what_it_asked_for(allowed: tuple[str, ...], kind: str, is_wanted: bool) -> None:
    """By default everything but membership of others; else what the list says."""
    assert is_wanted == UpdateQueue(allowed=allowed).wants(kind)


async def test_a_second_poller_ends_the_first() -> None:
    """The poll that waited is answered 409, the new one gets the next update."""
    queue = UpdateQueue()
    first = asyncio.create_task(queue.poll(offset=0, limit=100, timeout_s=50))
    await asyncio.sleep(0)
    second = asyncio.create_task(queue.poll(offset=0, limit=100, timeout_s=50))
    with pytest.raises(Refused) as caught:
        await first
    assert caught.value.code == 409
    update_id = queue.put("message", {})
    assert [update["update_id"] for update in await second] == [update_id]


async def polling(telegram: Sandbox) -> None:
    """Wait until a poll has reached the sandbox."""
    while not await telegram.calls("getUpdates"):  # noqa: ASYNC110  (nothing tells us but the log of calls)
        await asyncio.sleep(0.01)


async def test_a_long_poll_ends_with_the_next_update(telegram: Sandbox, bot: Bot) -> None:
    """A poll that waits is answered as soon as somebody writes."""
    poll = asyncio.create_task(bot.ok("getUpdates", timeout=50))
    await polling(telegram)
    said = await telegram.say(CHAT, "hello")
    assert [update["update_id"] for update in await poll] == [said.update_id]


async def test_two_pollers_over_http_conflict(telegram: Sandbox, bot: Bot) -> None:
    """The first poller is told in Telegram's words."""
    poll = asyncio.create_task(bot("getUpdates", timeout=50))
    await polling(telegram)
    assert await bot.ok("getUpdates", timeout=0) == []
    answer = await poll
    assert answer["error_code"] == 409
    assert answer["description"].startswith("Conflict: terminated by other getUpdates request")


@pytest.mark.parametrize(("asked", "served"), [(0, 1), (1, 1), (30, 30), (100, 100), (1000, 100), (None, 100)])
async def test_at_most_a_hundred_are_served(telegram: Sandbox, bot: Bot, asked: int | None, served: int) -> None:
    """The limit lies between 1 and 100."""
    await telegram.say_all({"chat": CHAT, "text": str(number)} for number in range(120))
    given: dict[str, Any] = {} if asked is None else {"limit": asked}
    assert served == len(await bot.ok("getUpdates", **given))


async def test_kinds_are_remembered(telegram: Sandbox, bot: Bot) -> None:
    """A list of kinds holds for later polls that do not name any."""
    await bot.ok("getUpdates", allowed_updates=["callback_query"])
    await bot.ok("getUpdates")
    assert (await telegram.say(CHAT, "hello")).update_id is None
    await bot.ok("getUpdates", allowed_updates=[])
    assert (await telegram.say(CHAT, "hello")).update_id is not None


async def test_lost_updates_never_come(telegram: Sandbox, bot: Bot) -> None:
    """After an outage of more than a day what waited is gone, and the ids go on."""
    first = await telegram.say(CHAT, "lost")
    assert await telegram.lose_updates() == 1
    second = await telegram.say(CHAT, "kept")
    assert first.update_id is not None
    assert second.update_id == first.update_id + 1
    assert [update["message"]["text"] for update in await bot.ok("getUpdates")] == ["kept"]


async def test_raw_updates_are_served_as_they_are(telegram: Sandbox, bot: Bot) -> None:
    """An injected update keeps its id and its content; without an id it gets the next one."""
    own = await telegram.inject({"update_id": 5000, "poll": {"id": "x"}})
    given = await telegram.inject({"message": {"text": "raw"}})
    assert (own, given) == (5000, 5001)
    assert await bot.ok("getUpdates") == [
        {"update_id": 5000, "poll": {"id": "x"}},
        {"update_id": 5001, "message": {"text": "raw"}},
    ]


async def test_ids_jump_on_request(telegram: Sandbox) -> None:
    """The next update has the id that was asked for."""
    await telegram.jump(17)
    assert (await telegram.say(CHAT, "hello")).update_id == 17
