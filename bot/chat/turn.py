"""The letters that are answered together, as one Update, and what becomes of them."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import Bot, Update

from bot.chat.join import joined
from bot.core.message import Outcome, Refusal
from bot.core.ports import Answered, Ending, Letter


class Turn(Update):
    """An Update that handlers answer; what they leave unsaid counts as done."""

    __slots__ = ("_also_done", "_answered", "_is_deferred", "_is_parked", "_letters", "_refusal")

    _letters: Sequence[Letter]
    _also_done: list[int]
    _answered: Answered | None
    _is_parked: bool
    _is_deferred: bool
    _refusal: Refusal | None

    @classmethod
    def of(cls, letters: Sequence[Letter], bot: Bot) -> Turn:
        """One turn from the letters of one text, or from a single letter of another kind."""
        turn = cls.de_json(joined(letters), bot)
        assert isinstance(turn, Turn)
        turn._letters = letters
        turn._also_done = []
        turn._answered = None
        turn._is_parked = turn._is_deferred = False
        turn._refusal = None
        return turn

    @property
    def chat_id(self) -> int:
        """The private chat it came from."""
        assert self.effective_chat is not None
        return self.effective_chat.id

    @property
    def language(self) -> str | None:
        """The language code of the person's app."""
        return self.effective_user.language_code if self.effective_user else None

    @property
    def sent(self) -> float:
        """When the person sent it, in Unix seconds; for a press, when it came to us."""
        message = self.edited_message or self.message
        if message is None:
            return self._letters[0].received
        return (message.edit_date or message.date).timestamp()

    @property
    def tries(self) -> int:
        """How often its answer could not be delivered."""
        return max(letter.tries for letter in self._letters)

    @property
    def is_joined(self) -> bool:
        """Whether it stands for several messages."""
        return len(self._letters) > 1

    @property
    def is_unauthorised(self) -> bool:
        """Whether Telegram refused the token: then nothing was answered."""
        return self._refusal is Refusal.UNAUTHORISED

    def answered(self, message_id: int, replies: Sequence[int]) -> None:
        """Our messages that answer one of the person's are to be remembered."""
        self._answered = Answered(self.chat_id, message_id, tuple(replies))

    def refused(self, outcome: Outcome) -> None:
        """Telegram will not deliver; there is nothing more to be done for this turn."""
        self._refusal = outcome.refusal

    def park(self) -> None:
        """Keep it: its answer lies behind a button."""
        self._is_parked = True

    def defer(self) -> None:
        """Keep it: its answer could not be delivered."""
        self._is_deferred = True

    def release(self, update_id: int) -> None:
        """A letter that was parked has been answered too."""
        self._also_done.append(update_id)

    def ending(self) -> Ending:
        """What the inbox is to write."""
        ids = tuple(letter.update_id for letter in self._letters)
        if self._is_deferred:
            return Ending(deferred=ids)
        if self._is_parked:
            done = tuple(one for one in ids if one != self.update_id)
            return Ending(done=done, parked=(self.update_id, joined(self._letters)))
        return Ending(done=(*ids, *self._also_done), answered=self._answered)
