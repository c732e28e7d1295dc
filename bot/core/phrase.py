"""A phrase as an operator writes it -> the parts that have to stand in a text one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product

from bot.core.scripts import is_unspaced

SLOTS = ("money", "place", "contact", "date")
MOST_VARIANTS = 64
"""How many spellings one pair of brackets may stand for; more is a sign of two phrases written as one."""
OPENERS = {"(": ")", "[": "]"}
_TOKEN = re.compile(
    r"(?P<gap>\.{3,}|…)|<(?P<slot>[^<>]*)>|(?P<sign>[()\[\]|<>])|(?P<text>(?:[^.…<>()\[\]|]|\.(?!\.\.))+)"
)


class PhraseError(ValueError):
    """A phrase that breaks the syntax: where (column, counted from 1), what is wrong and what mends it."""

    def __init__(self, column: int, what: str, remedy: str) -> None:
        super().__init__(f"column {column}: {what}. {remedy}")
        self.column = column
        self.what = what
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Literal:
    """Words that stand together: one step after the other, each with its alternatives ("" where it may be missing)."""

    steps: tuple[tuple[str, ...], ...]

    @property
    def variants(self) -> tuple[str, ...]:
        """Ways of writing the words out, the first MOST_VARIANTS of them."""
        spelt = (" ".join(" ".join(words).split()) for words in product(*self.steps))
        return tuple(dict.fromkeys(islice(spelt, MOST_VARIANTS)))


@dataclass(frozen=True, slots=True)
class Gap:
    """A few words that do not matter."""


@dataclass(frozen=True, slots=True)
class Slot:
    """An amount of money, a place, a contact or a date."""

    name: str


Part = Literal | Gap | Slot


@dataclass(frozen=True, slots=True)
class Pattern:
    """The parts of one phrase, in order; the first and the last are never gaps."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    column: int


def parse(phrase: str) -> Pattern:
    """The parts of `phrase`; raises PhraseError when it breaks the syntax or has too many spellings."""
    return _Parser(phrase).pattern()


class _Parser:
    """One pass over the signs of a phrase."""

    def __init__(self, phrase: str) -> None:
        self._end = len(phrase) + 1
        self._tokens = list(_tokens(phrase))
        self._at = 0

    def pattern(self) -> Pattern:
        parts: list[Part] = []
        while (token := self._next()) is not None:
            if token.kind == "gap":
                _check_gap(token, parts)
                parts.append(Gap())
                self._at += 1
            elif token.kind == "slot":
                parts.append(_slot(token))
                self._at += 1
            else:
                literal = self._literal(token, is_whole=not parts)
                parts += [literal] if literal else []
        if not parts:
            raise PhraseError(1, "the phrase is empty", "Write at least one word or delete the line")
        if isinstance(parts[-1], Gap):
            raise PhraseError(self._end, "the phrase ends with a gap", "Delete the '...' at its end")
        return Pattern(tuple(parts))

    def _next(self) -> _Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _literal(self, first: _Token, *, is_whole: bool) -> Literal | None:
        """Text and brackets up to the next gap or slot; None for the blanks around those."""
        steps: list[tuple[str, ...]] = []
        glued = False
        while (token := self._next()) is not None and token.kind not in ("gap", "slot"):
            if token.kind == "text":
                choices = [token.text]
                self._at += 1
            elif token.text in OPENERS:
                choices = self._group(token, depth=1)
            else:
                raise _stray(token)
            if glued and steps and any(choice[:1].isalnum() and not is_unspaced(choice[0]) for choice in choices):
                before = steps.pop()
                choices = [first + choice for first in before for choice in choices]
            glued = token.kind == "text" and token.text[-1:].isalnum() and not is_unspaced(token.text[-1])
            step = tuple(dict.fromkeys(" ".join(choice.split()) for choice in choices))
            steps += [step] if step != ("",) else []
        if not steps:
            return None
        if all("" in step for step in steps):
            has_more = not is_whole or self._next() is not None
            raise PhraseError(
                first.column,
                "everything between two gaps or slots is optional" if has_more else "the whole phrase is optional",
                "Take the square brackets off at least one word, or write two phrases",
            )
        return Literal(tuple(steps))

    def _run(self, *, depth: int, column: int) -> list[str]:
        """Spellings of what stands inside brackets, up to the end of its alternative."""
        spellings = [""]
        while (token := self._next()) is not None:
            if token.kind == "text":
                choices = [token.text]
                self._at += 1
            elif token.kind == "sign" and token.text in OPENERS:
                choices = self._group(token, depth=depth + 1)
            elif token.kind in ("gap", "slot"):
                what = "a gap" if token.kind == "gap" else f"the slot <{token.text}>"
                raise PhraseError(token.column, f"{what} stands inside brackets", "Write two phrases instead")
            else:
                break
            if len(spellings) * len(choices) > MOST_VARIANTS:
                raise PhraseError(
                    column,
                    f"these words can be written in more than {MOST_VARIANTS} ways",
                    "Write several phrases instead",
                )
            spellings = list(dict.fromkeys(before + choice for before in spellings for choice in choices))
        return spellings

    def _group(self, opener: _Token, *, depth: int) -> list[str]:
        """Spellings of one pair of brackets, which stands at `self._at`."""
        if depth > 2:
            raise PhraseError(
                opener.column, "brackets stand inside brackets inside brackets", "Write several phrases instead"
            )
        spellings = [] if opener.text == "(" else [""]
        while True:
            self._at += 1
            column = self._column(opener)
            for spelling in self._run(depth=depth, column=column):
                if not spelling.strip():
                    raise PhraseError(
                        column,
                        "an alternative is empty",
                        "Delete the extra '|', or use [ ] for words that may be missing",
                    )
                spellings.append(spelling)
            closer = self._next()
            if closer is None:
                raise _unclosed(opener)
            if closer.text == OPENERS[opener.text]:
                self._at += 1
                return spellings
            if closer.text != "|":
                raise PhraseError(
                    closer.column,
                    f"'{opener.text}' is closed by '{closer.text}'",
                    f"Close it with '{OPENERS[opener.text]}'",
                )

    def _column(self, opener: _Token) -> int:
        token = self._next()
        if token is None:
            raise _unclosed(opener)
        return token.column


def _tokens(phrase: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(phrase):
        kind = match.lastgroup or "text"
        column = match.start() + 1
        if kind == "sign" and match.group() in "<>":
            raise PhraseError(
                column, f"'{match.group()}' does not belong to a slot", f"Delete it, or write one of {_slot_names()}"
            )
        yield _Token(kind, match.group(kind), column)


def _check_gap(token: _Token, before: list[Part]) -> None:
    if not before:
        raise PhraseError(token.column, "the phrase begins with a gap", "Delete the '...' at its beginning")
    if isinstance(before[-1], Gap):
        raise PhraseError(token.column, "two gaps stand side by side", "Delete one '...'")


def _slot(token: _Token) -> Slot:
    if token.text not in SLOTS:
        raise PhraseError(token.column, f"there is no slot <{token.text}>", f"Use one of {_slot_names()}")
    return Slot(token.text)


def _slot_names() -> str:
    return " ".join(f"<{name}>" for name in SLOTS)


def _stray(token: _Token) -> PhraseError:
    if token.text == "|":
        return PhraseError(token.column, "'|' stands outside brackets", "Put ( ) around the alternatives")
    return PhraseError(
        token.column, f"'{token.text}' closes a bracket that was never opened", "Delete it or add its opening bracket"
    )


def _unclosed(opener: _Token) -> PhraseError:
    closer = OPENERS[opener.text]
    return PhraseError(
        opener.column, f"'{opener.text}' is never closed", f"Put '{closer}' behind the last word it holds"
    )
