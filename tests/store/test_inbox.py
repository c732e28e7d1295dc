"""The inbox loses nothing, repeats nothing, and keeps nothing readable."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.core.ports import Answered, Ending
from bot.store.inbox import Inbox
from bot.store.open import Store
from bot.store.vault import SealedError, Vault
from tests.fakes import Clock, bytes_under, edited, message, press


async def ids(inbox: Inbox, after: int = 0) -> list[int]:
    return [letter.update_id for letter in await inbox.waiting(after, 100)]


async def test_a_letter_comes_out_as_it_went_in(store: Store, clock: Clock) -> None:
    """Body, chat and time of arrival survive the disk."""
    await store.inbox.add([message(5, "halo")])
    (letter,) = await store.inbox.waiting(0, 10)
    assert (5, message(5, "halo"), clock.now, 0) == (letter.update_id, letter.body, letter.received, letter.tries)
    assert letter.chat == store.vault.hash("chat", 7)


@pytest.mark.parametrize(
    "batches",
    [
        pytest.param([[1, 2, 3], [1, 2, 3], [3, 4]], id="the same batch again"),
        pytest.param([[900], [12], [4], [1, 2]], id="ids that jump back"),
        pytest.param([[1, 1, 1]], id="one id twice in a batch"),
    ],
)
async def test_every_id_is_taken_once(store: Store, batches: list[list[int]]) -> None:
    """De-duplication is by the set of ids, never by greater than last; order is that of arrival."""
    for batch in batches:
        await store.inbox.add([message(one) for one in batch])
    assert list(dict.fromkeys(one for batch in batches for one in batch)) == await ids(store.inbox)


async def test_an_answered_letter_does_not_come_back(store: Store) -> None:
    """Deleted once answered, and its id still known: a repeated delivery after a crash has no second effect."""
    assert await store.inbox.add([message(1), message(2)]) == 2
    await store.inbox.finish(Ending(done=(1,)))
    assert await store.inbox.add([message(1), message(2)]) == 0
    assert await ids(store.inbox) == [2]


async def test_endings_of_many_workers_are_written_together(store: Store) -> None:
    """Each worker's ending is on disk when it goes on, whoever wrote it."""
    await store.inbox.add([message(one, chat=one) for one in range(1, 41)])
    await asyncio.gather(*(store.inbox.finish(Ending(done=(one,))) for one in range(1, 41)))
    assert await ids(store.inbox) == []


async def test_a_deferred_letter_waits_with_its_tries_counted(store: Store) -> None:
    """So that the next try is bland even after a restart."""
    await store.inbox.add([message(1)])
    await store.inbox.finish(Ending(deferred=(1,)))
    assert [letter.tries for letter in await store.inbox.waiting(0, 10)] == [1]


async def test_a_parked_letter_opens_for_its_own_chat_only(store: Store) -> None:
    """A forged button of another chat shows nothing."""
    await store.inbox.add([message(1, "part one"), message(2, "part two")])
    await store.inbox.finish(Ending(done=(1,), parked=(2, message(2, "part one\npart two"))))
    assert await ids(store.inbox) == []
    assert await store.inbox.parked(2, 7) == message(2, "part one\npart two")
    assert await store.inbox.parked(2, 8) is None
    assert await store.inbox.parked(1, 7) is None


async def test_replies_are_found_for_47_hours(store: Store, clock: Clock) -> None:
    """Later an edit could not be undone within Telegram's 48 hours."""
    await store.inbox.finish(Ending(answered=Answered(7, 1001, (50, 51))))
    assert await store.inbox.replies(7, 1001) == (50, 51)
    assert await store.inbox.replies(8, 1001) == ()
    await store.inbox.finish(Ending(answered=Answered(7, 1001, (52,))))
    assert await store.inbox.replies(7, 1001) == (52,)
    clock.now += 47 * 3600 + 1
    assert await store.inbox.replies(7, 1001) == ()


async def test_forget_leaves_nothing_behind_a_button(store: Store) -> None:
    """Neither parked letters nor message ids of that chat; other chats keep theirs."""
    await store.inbox.add([message(1), message(2, chat=8)])
    for update_id, chat in ((1, 7), (2, 8)):
        body = message(update_id, chat=chat)
        await store.inbox.finish(Ending(parked=(update_id, body), answered=Answered(chat, 1, (2,))))
    await store.inbox.forget(7)
    assert await store.inbox.parked(1, 7) is None
    assert await store.inbox.replies(7, 1) == ()
    assert await store.inbox.parked(2, 8) is not None
    assert await store.inbox.replies(8, 1) == (2,)


@pytest.mark.parametrize("update", [message(1), edited(1, 9, "x"), press(1, "why:1")])
async def test_every_kind_of_update_has_its_chat(store: Store, update: dict[str, object]) -> None:
    """Order and parking go by chat whatever the update is."""
    await store.inbox.add([update])
    assert [store.vault.hash("chat", 7)] == [letter.chat for letter in await store.inbox.waiting(0, 1)]


async def test_a_foreign_key_opens_nothing(store: Store) -> None:
    """And says so instead of dropping the letter."""
    await store.inbox.add([message(1)])
    with pytest.raises(SealedError):
        await Inbox(store.database, Vault(bytes(32))).waiting(0, 1)


async def test_nothing_readable_is_in_the_files(store: Store, tmp_path: Path) -> None:
    """Text, name, chat id: none stands in the database or its side files, before or after the answer."""
    await store.inbox.add([message(1, "canary-sentence", chat=987654321987)])
    await store.inbox.finish(Ending(answered=Answered(987654321987, 1001, (424242424,))))
    content = bytes_under(tmp_path)
    canaries = (b"canary-sentence", b"Canary Name", b"987654321987", b"424242424")
    assert [canary for canary in canaries if canary in content] == []
