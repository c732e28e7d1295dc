"""Telegram itself, in memory: chats, messages, files, the queue of updates, and what was asked to go wrong."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable, Iterable
from typing import Any

from bot.sandbox.calls import CallLog
from bot.sandbox.errors import Refused, bad_request, forbidden
from bot.sandbox.faults import Faults
from bot.sandbox.files import FileStore
from bot.sandbox.state import GONE, Chat, Event, Json, Message, Person, Query
from bot.sandbox.updates import UpdateQueue
from bot.sandbox.webhook import Webhook

BOT_NAME = "Sandbox bot"
BOT_USERNAME = "sandbox_bot"


class Telegram:
    """Everything one bot can see, and what people do to it. Nothing here waits, but for events."""

    def __init__(self, token: str, *, clock: Callable[[], float] = time.time) -> None:
        self.token = token
        self.clock = clock
        self.updates = UpdateQueue(clock=clock)
        self.calls = CallLog()
        self.faults = Faults()
        self.files = FileStore()
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}
        self.events: dict[int, list[Event]] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.webhook = Webhook()
        self._message_ids = itertools.count(1)
        self._event_numbers = itertools.count(int(clock() * 1000))  # a restarted sandbox counts on from higher up
        self._query_ids = itertools.count(4_000_000_001)
        self._watchers: dict[int, set[asyncio.Event]] = {}

    def me(self) -> Json:
        """The bot as a User."""
        bot_id = int(self.token.partition(":")[0])
        return {"id": bot_id, "is_bot": True, "first_name": BOT_NAME, "username": BOT_USERNAME}

    def now(self) -> int:
        """Unix time in whole seconds."""
        return int(self.clock())

    def person(self, user_id: int, **known: str) -> Person:
        """The person of that id, made on first sight; what is `known` (first_name, language …) replaces what was."""
        person = self.people.setdefault(user_id, Person(user_id))
        for field, value in known.items():
            setattr(person, field, value)
        return person

    def chat(self, chat_id: int, *, title: str = "") -> Chat:
        """The chat of that id, made on first sight; a positive id is the private chat of that person."""
        if chat_id not in self.chats:
            person = self.person(chat_id) if chat_id > 0 else None
            self.chats[chat_id] = Chat(chat_id, person=person)
        chat = self.chats[chat_id]
        chat.title = title or chat.title
        return chat

    def writable(self, chat_id: str) -> Chat:
        """The chat a bot may write to; raises Refused for every other."""
        chat = self.known(chat_id)
        if chat.moved_to is not None:
            raise Refused(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=chat.moved_to,
            )
        if chat.status in GONE:
            if chat.kind == "private":
                raise forbidden("bot was blocked by the user")
            how = "was kicked from" if chat.status == "kicked" else "is not a member of"
            raise forbidden(f"bot {how} the {chat.kind} chat")
        return chat

    def known(self, chat_id: str) -> Chat:
        """The chat of a chat_id parameter."""
        if not chat_id:
            raise bad_request("chat_id is empty")
        try:
            return self.chats[int(chat_id)]
        except (KeyError, ValueError):
            raise bad_request("chat not found") from None

    def new_message_id(self, chat: Chat) -> int:
        """The next id: supergroups count for themselves, all other chats share one count."""
        if chat.kind == "supergroup":
            chat.last_message_id += 1
            return chat.last_message_id
        return next(self._message_ids)

    def post(self, chat: Chat, body: Json, *, by_bot: bool, date: int | None = None, **seen: Any) -> Message:
        """Add a message to a chat and tell whoever watches."""
        when = self.now() if date is None else date
        message = Message(self.new_message_id(chat), chat, when, by_bot, body, **seen)
        chat.messages[message.id] = message
        self.tell("message", chat.id, message.view(), by_bot=by_bot)
        return message

    def revise(self, message: Message, body: Json) -> None:
        """Give a message another body and tell whoever watches."""
        message.history.append(message.body)
        message.body = body
        message.edited_on = self.now()
        self.tell("edit", message.chat.id, message.view(), by_bot=message.by_bot)

    def erase(self, message: Message) -> None:
        """Delete a message on both sides."""
        message.is_deleted = True
        self.tell("delete", message.chat.id, {"message_id": message.id}, by_bot=True)

    def ask(self, person: Person, chat_id: int) -> Query:
        """A question that waits for the bot's answer."""
        query = Query(str(next(self._query_ids)), person, chat_id)
        self.queries[query.id] = query
        return query

    def answer(self, query_id: str, answer: Json) -> None:
        """Keep the bot's answer to a press or an inline query."""
        query = self.queries.get(query_id)
        if query is None:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        query.answer = answer
        self.tell("answer", query.chat, {"query_id": query_id, "answer": answer}, by_bot=True)

    def tell(self, kind: str, chat_id: int, content: Json, *, by_bot: bool) -> None:
        """Note an event and wake whoever waits for one."""
        event = Event(next(self._event_numbers), kind, chat_id, by_bot, content)
        self.events.setdefault(chat_id, []).append(event)
        self.wake_watchers(chat_id)

    def wake_watchers(self, *chat_ids: int) -> None:
        """Let whoever waits for an event in these chats, or in any, look again."""
        for chat_id in chat_ids or self._watchers:
            for watcher in self._watchers.get(chat_id, ()):
                watcher.set()

    def events_since(self, chat_id: int, n: int) -> list[Event]:
        """The events of a chat after the n-th."""
        events = self.events.get(chat_id, [])
        first = next((i for i in range(len(events), 0, -1) if events[i - 1].n <= n), 0)
        return events[first:]

    async def news(self, chat_id: int, look: Callable[[], Iterable[Any]], *, count: int, timeout_s: float) -> list[Any]:
        """What `look` finds in a chat, as soon as there are `count` of it, or whatever there is after `timeout_s`."""
        watcher = asyncio.Event()
        self._watchers.setdefault(chat_id, set()).add(watcher)
        try:
            async with asyncio.timeout(timeout_s):
                while len(found := list(look())) < count:
                    watcher.clear()
                    await watcher.wait()
                return found
        except TimeoutError:
            return list(look())
        finally:
            self._watchers[chat_id].discard(watcher)
