"""How a person asks for alerts and ends them: one message with the choices, one tap each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.chat.hear import Command, Heard, Press
from bot.core.alerts import TOPICS, Subscriber, mask, topics_of
from bot.core.content import Content
from bot.core.message import Button, Reader, Reply, Wish, WishKind
from bot.core.ports import Subscribers
from bot.core.voice import Voice, reader_language

CHOICE = re.compile(r"subscribe(?::(t|on):(\d{1,3}))?")
CHOSEN = "✓ "
UNSAID = "–"


@dataclass(frozen=True, slots=True)
class Subscribing:
    """Answers /subscribe, /stop and their buttons; nothing else."""

    subscribers: Subscribers
    content: Content

    async def answer(self, heard: Heard, user_id: int, chat_id: int, reader: Reader) -> Reply | None:
        """The reply, or None when this is not about alerts."""
        voice = Voice(self.content, reader_language(reader, self.content))
        match heard:
            case Command("subscribe"):
                known = await self.subscribers.find(chat_id)
                return self._menu(voice, reader, mask(known.topics) if known else 0)
            case Command("stop"):
                return Reply((voice.say("stop_done"),), voice.language, wish=Wish(WishKind.STOP_ALERTS))
            case Press(data) if choice := CHOICE.fullmatch(data):
                bits = min(int(choice[2] or 0), (1 << len(TOPICS)) - 1)
                if choice[1] != "on":
                    return self._menu(voice, reader, bits)
                return await self._subscribed(chat_id, reader, voice, bits)
        return None

    def _menu(self, voice: Voice, reader: Reader, bits: int) -> Reply:
        """What would be sent, to whom, and about what; no topic chosen means all of them."""
        text = voice.say(
            "subscribe_ask",
            language=self.content.languages[voice.language].name,
            place=voice.country(reader.place) if reader.place else UNSAID,
            origin=voice.country(reader.origin) if reader.origin else UNSAID,
        )
        rows: list[tuple[Button, ...]] = []
        for at, topic in enumerate(TOPICS):
            mark = CHOSEN if bits >> at & 1 else ""
            rows.append((Button(mark + voice.label(f"button_topic_{topic}"), f"subscribe:t:{bits ^ 1 << at}"),))
        rows.append((Button(voice.label("button_subscribe"), f"subscribe:on:{bits}"),))
        rows.append(
            (Button(voice.label("button_language"), "language"), Button(voice.label("button_country"), "country"))
        )
        return Reply((text,), voice.language, tuple(rows))

    async def _subscribed(self, chat_id: int, reader: Reader, voice: Voice, bits: int) -> Reply:
        wanted = Subscriber(voice.language, reader.origin or "", reader.place or "", topics_of(bits))
        await self.subscribers.put(chat_id, wanted)
        row = (Button(voice.label("button_stop"), "stop"),)
        return Reply((voice.say("subscribe_done"),), voice.language, (row,))
