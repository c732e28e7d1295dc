"""The real bot says the same through our sandbox and through an emulator that others wrote."""

from pathlib import Path

from tests.e2e.processes import Process
from tests.peer.conversation import Conversation, Line
from tests.peer.emulators import Emulator, peer, sandbox

CHAT = 11
OFFER = (
    "Loker admin chat di Kamboja, gaji 15jt, tiket ditanggung, paspor dipegang kantor, langsung berangkat minggu ini"
)


async def talk(person: Conversation) -> list[Line]:
    """Start, an offer and the reason behind it, a cry for help with both taps, a wish, and an unknown command."""
    await person.say("/start", language="id")
    heard = await person.replies(limit_s=15)
    await person.say(OFFER, language="id")
    heard += await person.replies(limit_s=15)
    await person.press(heard[-1].buttons[0][0][1])
    heard += await person.replies(limit_s=15)
    await person.say("tolong saya disekap di poipet, paspor saya diambil", language="id")
    heard += await person.replies(limit_s=15)
    for data in ("country", "place:KH", "origin:ID"):
        await person.press(data)
        heard += await person.replies(limit_s=15)
    await person.say("/language", language="id")
    heard += await person.replies(limit_s=15)
    await person.press("language:en")
    heard += await person.replies(limit_s=15)
    await person.say("/nonsense", language="id")
    return heard + await person.replies(limit_s=15)


async def hold(emulator: Emulator, folder: Path) -> list[Line]:
    """The conversation, with the real bot connected to that emulator."""
    process = await Process.start("run", TELEGRAM_TOKEN=emulator.token, TELEGRAM_API_URL=emulator.root, DATA_DIR=folder)
    try:
        await process.event("started")
        heard = await talk(emulator.talk(CHAT))
    finally:
        status = await process.end()
    assert (status, [line for line in process.errors if "ERROR" in line]) == (0, [])
    return heard


async def test_the_bot_says_the_same_through_both(peer_folder: Path, tmp_path: Path) -> None:
    """Replies, buttons and edits agree; the offer is quoted, the cry for help leads to the embassy."""
    async with sandbox() as ours:
        here = await hold(ours, tmp_path / "ours")
    async with peer(peer_folder) as theirs:
        there = await hold(theirs, tmp_path / "theirs")
    assert [(line.text, line.is_edit) for line in here] == [(line.text, line.is_edit) for line in there]
    assert [line.buttons for line in here] == [line.buttons for line in there]
    assert "paspor dipegang" in here[1].text
    assert "+855" in here[6].text
    assert here[8].text.endswith("English")
