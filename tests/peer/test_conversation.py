"""A bot says the same through our sandbox and through an emulator that others wrote."""

import asyncio
from pathlib import Path

from tests.peer.conversation import Conversation, Line
from tests.peer.emulators import Emulator, peer, sandbox
from tests.sandbox.echo import running

CHAT = 7
EXPECTED = [
    Line("Hello you", ((("More", "more"),),), is_edit=False),
    Line("More of it", (), is_edit=True),
    Line("km: ការងារ <b> & 😀", (), is_edit=False),
    Line("id: two", (), is_edit=False),
    Line("id: three", (), is_edit=False),
]


async def talk(person: Conversation) -> list[Line]:
    """Start, press a button, write in two languages, twice without waiting."""
    await person.say("/start")
    heard = await person.replies()
    await person.press(heard[0].data_of("More"))
    heard += await person.replies()
    await person.say("ការងារ <b> & 😀", language="km")
    heard += await person.replies()
    await person.say("two", language="id")
    await person.say("three", language="id")
    return heard + await person.replies(2)


async def hold(emulator: Emulator) -> list[Line]:
    """The conversation, with the tiny bot connected to that emulator."""
    async with running(emulator.root, emulator.token):
        return await talk(emulator.talk(CHAT))


async def test_both_emulators_hear_the_same(peer_folder: Path) -> None:
    """Texts, buttons, edits and languages agree, and are what the bot said."""
    async with sandbox() as ours:
        here = await hold(ours)
    async with peer(peer_folder) as theirs:
        there = await hold(theirs)
    assert here == EXPECTED
    assert there == EXPECTED


async def test_silence_is_a_time_out_in_both(peer_folder: Path) -> None:
    """Without a bot both say that nothing came."""
    async with sandbox() as ours, peer(peer_folder) as theirs:
        for emulator in (ours, theirs):
            person = emulator.talk(CHAT)
            await person.say("anybody there?")
            results = await asyncio.gather(person.replies(limit_s=0.1), return_exceptions=True)
            assert [type(result) for result in results] == [TimeoutError]
