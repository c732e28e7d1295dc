"""Chats side by side, one chat in order, nobody dropped."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.chat.dispatch import Dispatcher
from bot.chat.join import Pause, joined
from bot.core.ports import Ending, Letter
from tests.fakes import NOW, Clock, FakeAnswerer, FakeInbox, message, until

SHORT = Pause(quiet=0.4, longest=2.0)
NONE = Pause(quiet=0.0, longest=0.0)


class Hand:
    """Notes what it is handed, and ends it as told."""

    def __init__(self, work: Callable[[Sequence[Letter]], Ending | None] = lambda _: None, takes: float = 0) -> None:
        self.texts: list[str] = []
        self.begun = 0
        self._work = work
        self._takes = takes

    async def __call__(self, letters: Sequence[Letter]) -> Ending:
        self.begun += 1
        await asyncio.sleep(self._takes)
        self.texts.append(joined(letters)["message"].get("text"))
        return self._work(letters) or Ending(done=tuple(letter.update_id for letter in letters))


@asynccontextmanager
async def dispatching(inbox: FakeInbox, hand: Hand, **more: Any) -> AsyncIterator[Dispatcher]:
    """A dispatcher at work until the block ends, which it drains."""
    more = {"pause": NONE, "clock": inbox.clock, **more}
    dispatcher = Dispatcher(inbox, hand, FakeAnswerer().is_urgent, **more)
    task = asyncio.create_task(dispatcher.run())
    yield dispatcher
    dispatcher.stop()
    await task


async def test_what_waits_at_the_start_is_answered() -> None:
    """In order of arrival within a chat, page after page, with less room than letters."""
    inbox = FakeInbox()
    updates = [message(one, f"{one}", chat=1 + one % 7, date=NOW + one * 60) for one in range(1, 500)]
    await inbox.add(updates)
    hand = Hand()
    async with dispatching(inbox, hand, room=50, workers=8):
        await until(lambda: not inbox.letters)
    by_chat = {chat: [int(text) for text in hand.texts if int(text) % 7 == chat] for chat in range(7)}
    assert {chat: sorted(found) for chat, found in by_chat.items()} == by_chat
    assert sorted(map(int, hand.texts)) == list(range(1, 500))


async def test_one_chat_is_never_in_two_hands() -> None:
    """Even with handlers of all lengths and letters that come meanwhile."""
    inbox, dice, busy = FakeInbox(), random.Random(7), set()
    overlaps = []

    async def handle(letters: Sequence[Letter]) -> Ending:
        chat = letters[0].chat
        overlaps.append(chat in busy)
        busy.add(chat)
        await asyncio.sleep(dice.random() / 200)
        busy.discard(chat)
        return Ending(done=tuple(letter.update_id for letter in letters))

    dispatcher = Dispatcher(inbox, handle, lambda _: False, pause=NONE, workers=8, clock=inbox.clock)
    task = asyncio.create_task(dispatcher.run())
    for one in range(1, 301):
        await inbox.add([message(one, chat=1 + one % 5, date=NOW + one * 60)])
        dispatcher.wake()
        if one % 10 == 0:
            await asyncio.sleep(0)
    await until(lambda: not inbox.letters)
    dispatcher.stop()
    await task
    assert not any(overlaps)
    assert len(overlaps) == 300


async def test_parts_of_one_text_are_handed_over_together() -> None:
    """The wait starts again with each part; other chats do not wait for it."""
    inbox, hand = FakeInbox(clock=asyncio.get_running_loop().time), Hand()
    async with dispatching(inbox, hand, pause=SHORT) as dispatcher:
        for one, text in enumerate(["we hire", "in Poipet", "no experience"], start=1):
            await inbox.add([message(one, text), message(10 + one, f"/help {one}", chat=8)])
            dispatcher.wake()
            await asyncio.sleep(0.01)
        assert [text for text in hand.texts if text[0] == "/"] == ["/help 1", "/help 2", "/help 3"]
        await until(lambda: not inbox.letters)
    assert "we hire\nin Poipet\nno experience" in hand.texts


async def test_an_emergency_does_not_wait() -> None:
    """As soon as the words so far are one, they are answered; what follows is a text of its own."""
    inbox, hand = FakeInbox(clock=asyncio.get_running_loop().time), Hand()
    async with dispatching(inbox, hand, pause=Pause(quiet=60, longest=60)) as dispatcher:
        await inbox.add([message(1, "please")])
        dispatcher.wake()
        await asyncio.sleep(0.02)
        assert hand.texts == []
        await inbox.add([message(2, "sos")])
        dispatcher.wake()
        await until(lambda: hand.texts)
    assert hand.texts == ["please\nsos"]


async def test_letters_from_before_a_restart_do_not_wait_again() -> None:
    """Their three seconds are over."""
    clock = Clock()
    inbox, hand = FakeInbox(clock=clock), Hand()
    await inbox.add([message(1, "a"), message(2, "b")])
    clock.now += 5
    async with dispatching(inbox, hand, pause=Pause(quiet=3, longest=10)):
        await until(lambda: hand.texts)
    assert hand.texts == ["a\nb"]


async def test_a_deferred_letter_comes_back_with_its_tries_counted() -> None:
    """At once when the person writes again, else later; the order of the chat stays."""
    inbox = FakeInbox()
    tries: list[int] = []

    def work(letters: Sequence[Letter]) -> Ending | None:
        tries.append(letters[0].tries)
        return Ending(deferred=(letters[0].update_id,)) if len(tries) == 1 else None

    await inbox.add([message(1, "/a")])
    hand = Hand(work)
    async with dispatching(inbox, hand) as dispatcher:
        await until(lambda: inbox.endings)
        await inbox.add([message(2, "/b")])
        dispatcher.wake()
        await until(lambda: not inbox.letters)
    assert (hand.texts, tries) == (["/a", "/a", "/b"], [0, 1, 0])


async def test_stopping_finishes_what_is_in_hand_and_begins_nothing() -> None:
    """The rest stays in the inbox for the next start."""
    inbox, hand = FakeInbox(), Hand(takes=0.05)
    await inbox.add([message(one, "x", chat=one) for one in range(1, 21)])
    async with dispatching(inbox, hand, workers=4):
        await until(lambda: hand.begun)
    assert len(hand.texts) == hand.begun == 20 - len(inbox.letters)
    assert inbox.letters


async def test_what_takes_too_long_at_the_end_is_left_in_the_inbox() -> None:
    """The next start answers it."""
    inbox, hand = FakeInbox(), Hand(takes=60)
    await inbox.add([message(1)])
    async with dispatching(inbox, hand, grace=0.01):
        await until(lambda: hand.begun)
    assert (hand.texts, len(inbox.letters)) == ([], 1)


async def test_a_worker_that_breaks_ends_the_dispatcher() -> None:
    """A deaf bot that looks alive is worse than one that is restarted."""
    inbox = FakeInbox()
    await inbox.add([message(1)])

    async def handle(_: Sequence[Letter]) -> Ending:
        raise OSError

    with pytest.raises(ExceptionGroup):
        await Dispatcher(inbox, handle, lambda _: False, pause=NONE, clock=inbox.clock).run()
