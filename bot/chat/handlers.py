"""Update -> reply: what the person wrote is heard, answered by the core, and delivered with its three ends in mind."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from telegram import Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.chat.api import Api
from bot.chat.hear import Heard, hear, reply_to
from bot.chat.split import outgoing
from bot.chat.turn import Turn
from bot.core.message import Ending as SendEnding
from bot.core.message import Reader, Refusal, Reply, WishKind
from bot.core.ports import Answerer, Ending, Inbox, Letter, People, Sender

logger = logging.getLogger(__name__)

LATE = 600.0  # seconds: by then somebody else may hold the phone
TOO_LATE = 6 * 3600.0
SHOW = re.compile(r"show:(\d{1,19})")
MENU = re.compile(r"(?:language|place|origin|subscribe):")  # a choice in a menu: the menu makes room for what follows
GONE = (Refusal.BAD_REQUEST, Refusal.NOT_FOUND)

Context = ContextTypes.DEFAULT_TYPE
App = Application[Any, Any, Any, Any, Any, Any]


class UnauthorisedError(Exception):
    """Telegram does not accept the token any more."""


class RejectedError(Exception):
    """Telegram calls our reply malformed: a bug of ours."""


class Counter(Protocol):
    """Whoever answers some things in place of the answerer."""

    async def answer(self, heard: Heard, user_id: int, chat_id: int, reader: Reader) -> Reply | None:
        """The reply, or None when it is no matter of this counter."""
        ...


@dataclass(frozen=True, slots=True)
class Door:
    """Where every update is answered; errors of our own end in `broken`."""

    answerer: Answerer
    sender: Sender
    inbox: Inbox
    people: People
    clock: Callable[[], float] = time.time
    counters: Sequence[Counter] = ()
    """Who is asked before the answerer: subscriptions, and the commands of staff."""

    def application(self, api: Api) -> App:
        """The library's Application with our handlers, without its own way of receiving."""
        application = ApplicationBuilder().bot(api).updater(None).job_queue(None).build()
        application.add_handler(CallbackQueryHandler(self.pressed))
        application.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE, self.edited))
        application.add_handler(MessageHandler(filters.UpdateType.MESSAGE, self.written))
        application.add_handler(ChatMemberHandler(self.left, ChatMemberHandler.MY_CHAT_MEMBER))
        application.add_error_handler(self.broken)
        return application

    async def handle(self, application: App, letters: Sequence[Letter]) -> Ending:
        """The letters were answered as far as possible; raises UnauthorisedError when the token is dead."""
        try:
            turn = Turn.of(letters, application.bot)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            await application.process_error(None, error)
            return Ending(done=tuple(letter.update_id for letter in letters))
        await application.process_update(turn)
        if turn.is_unauthorised:
            raise UnauthorisedError
        return turn.ending()

    async def written(self, update: Update, _: Context) -> None:
        """A message: answered, and the answer remembered so that an edit can change it."""
        turn = _turn(update)
        if await self._is_bland(turn):
            return
        reply, sent = await self._answer(turn)
        if sent and not turn.is_joined and not _forgets(reply):
            turn.answered(_message_id(turn), sent)

    async def edited(self, update: Update, _: Context) -> None:
        """A changed message: judged again, and the old answer changed; a new one is sent when there is none any more."""
        turn = _turn(update)
        if await self._is_bland(turn):
            return
        old = await self.inbox.replies(turn.chat_id, _message_id(turn))
        reply, sent = await self._answer(turn, edit=old, is_edited=True)
        if sent and not _forgets(reply):
            turn.answered(_message_id(turn), sent)
            for surplus in old[len(sent) :]:
                await self.sender.delete(turn.chat_id, surplus)

    async def pressed(self, update: Update, _: Context) -> None:
        """A button: a choice in a menu changes the menu, everything else gets a message of its own."""
        turn = _turn(update)
        query = update.callback_query
        assert query is not None
        await self.sender.acknowledge(query.id)
        data = query.data or ""
        shown = SHOW.fullmatch(data)
        if shown:
            await self._show(turn, int(shown.group(1)))
        elif not await self._is_bland(turn):
            menu = (query.message.message_id,) if query.message and MENU.match(data) else ()
            await self._answer(turn, edit=menu)

    async def left(self, update: Update, _: Context) -> None:
        """The person blocked the bot: what waited behind buttons will not be asked for."""
        await self.inbox.forget(_turn(update).chat_id)

    async def broken(self, update: object, context: Context) -> None:
        """Our own bug: the event is logged, and the person is told who helps instead."""
        logger.error("handler_failed", exc_info=context.error)
        if isinstance(update, Turn) and update.my_chat_member is None:
            reader = Reader(telegram_language=update.language)
            for message in outgoing(update.chat_id, self.answerer.notice("trouble", reader)):
                await self.sender.send(message)

    async def _answer(
        self, turn: Turn, *, edit: Sequence[int] = (), is_edited: bool = False
    ) -> tuple[Reply, Sequence[int]]:
        reader = await self._reader(turn)
        reply = await self._at_counter(turn, reader) or reply_to(hear(turn), reader, self.answerer)
        if reply.wish:
            await self.people.grant(turn.chat_id, reply.wish)
        return reply, await self._deliver(turn, reply, edit=edit, is_edited=is_edited)

    async def _at_counter(self, turn: Turn, reader: Reader) -> Reply | None:
        user = turn.effective_user.id if turn.effective_user else 0
        for counter in self.counters:
            if reply := await counter.answer(hear(turn), user, turn.chat_id, reader):
                return reply
        return None

    async def _deliver(
        self, turn: Turn, reply: Reply, *, edit: Sequence[int] = (), is_edited: bool = False, behind: int | None = None
    ) -> Sequence[int]:
        """The ids of the messages sent; none when the turn ended otherwise, which it then knows."""
        if is_edited and not edit:
            line = self.answerer.notice("edited", await self._reader(turn)).texts[0]
            reply = replace(reply, texts=(f"{line}\n\n{reply.texts[0]}", *reply.texts[1:]))
        sent: list[int] = []
        for message in outgoing(turn.chat_id, reply, tuple(edit)):
            outcome = await self.sender.send(message)
            if outcome.ending is SendEnding.UNKNOWN:
                await self._send_bland(turn, behind)
                return ()
            if outcome.refusal in GONE and message.edit is not None:
                return await self._deliver(turn, reply, is_edited=is_edited, behind=behind)
            if outcome.refusal is Refusal.BAD_REQUEST:
                raise RejectedError
            if outcome.refusal:
                logger.info("reply_refused", extra={"code": outcome.refusal.value})
                turn.refused(outcome)
                return ()
            sent += [outcome.message_id] if outcome.message_id else []
        return sent

    async def _show(self, turn: Turn, update_id: int) -> None:
        """What lay behind a button is answered now, unless this press comes late or again itself."""
        if self._age(turn) > LATE or turn.tries:
            await self._send_bland(turn, update_id)
            return
        body = await self.inbox.parked(update_id, turn.chat_id)
        if body is None:
            await self._answer(turn)
            return
        update = Update.de_json(dict(body), turn.get_bot())
        reply = reply_to(hear(update), await self._reader(turn), self.answerer)
        if reply.wish:
            await self.people.grant(turn.chat_id, reply.wish)
        sent = await self._deliver(turn, reply, behind=update_id)
        if sent:
            turn.release(update_id)
            if update.message and not _forgets(reply):
                turn.answered(update.message.message_id, sent)

    async def _is_bland(self, turn: Turn) -> bool:
        """Whether the turn got the bland line: it comes late, or its answer may have arrived before."""
        if self._age(turn) <= LATE and not turn.tries:
            return False
        await self._send_bland(turn, None)
        return True

    async def _send_bland(self, turn: Turn, behind: int | None) -> None:
        """Silent, saying nothing, the answer behind its button; after six hours there is none."""
        is_lost = self._age(turn) > TOO_LATE
        data = "" if is_lost else f"show:{behind or turn.update_id}"
        for message in outgoing(turn.chat_id, self.answerer.late(await self._reader(turn), data)):
            outcome = await self.sender.send(message)
            if outcome.ending is SendEnding.UNKNOWN:
                turn.defer()
            elif outcome.refusal:
                turn.refused(outcome)
            elif behind is None and not is_lost:
                turn.park()

    async def _reader(self, turn: Turn) -> Reader:
        return replace(await self.people.reader(turn.chat_id), telegram_language=turn.language)

    def _age(self, turn: Turn) -> float:
        return self.clock() - turn.sent


def _turn(update: Update) -> Turn:
    assert isinstance(update, Turn)
    return update


def _message_id(turn: Turn) -> int:
    message = turn.edited_message or turn.message
    assert message is not None
    return message.message_id


def _forgets(reply: Reply) -> bool:
    return reply.wish is not None and reply.wish.kind is WishKind.FORGET
