"""Everything wrong with a set of content files, collected so that it can be told at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.content.tree import Scalar
from bot.core.content import Problem


@dataclass(slots=True)
class Findings:
    """Faults stop the bot: no content can be made. Remarks do not, but `lint` fails on both."""

    faults: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)

    def fault(self, path: str, at: str | int, what: str, remedy: str) -> None:
        """Note what makes the content unusable; `at` is a line or a text that knows its line."""
        self.faults.append(Problem(path, line_of(at), what, remedy))

    def remark(self, path: str, at: str | int, what: str, remedy: str) -> None:
        """Note what is wrong but leaves the content usable."""
        self.remarks.append(Problem(path, line_of(at), what, remedy))

    @property
    def problems(self) -> list[Problem]:
        """All of them, in the order of files and lines, each once."""
        return sorted(set(self.faults + self.remarks), key=lambda p: (p.path, p.line, p.what))


def line_of(at: str | int) -> int:
    """The line a text was read from; 1 when it was not read from a file."""
    if isinstance(at, int):
        return at
    return at.line if isinstance(at, Scalar) and at.line else 1


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A remedy that names the nearest known word, or all of them when none is near and they are few."""
    from difflib import get_close_matches

    listed = list(known)
    folded = {str(name).casefold(): name for name in listed}
    near = get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    if near:
        return f"Did you mean '{folded[near[0]]}'"
    return f"Use one of: {', '.join(listed)}" if 0 < len(listed) <= 12 else "Check the spelling, or add it first"
