"""Everything that was found in one text, before it is weighed, and which finds may count in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.content import Place
from bot.core.message import Hit, Slots, Target, Text
from bot.core.scripts import script_of

LONG_ENOUGH, EXACT = 10, 100.0
"""From so many characters on a phrase of a language the text is not in is no false friend; the score of a find without a typo."""
SURE, WORD = 0.6, 5
"""From this share on the likeliest language of a text is its language; below it, words of so many letters may be of another."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything found in one text, before it is weighed."""

    text: Text
    languages: tuple[tuple[str, float], ...]
    hits: tuple[Hit, ...]
    slots: Slots
    places: tuple[tuple[Place, int, int], ...]

    def of(self, target: Target) -> list[Hit]:
        """The hits that stand for one kind of thing."""
        return [hit for hit in self.hits if hit.target is target]

    def cues(self) -> frozenset[str]:
        """The kinds of cue the text holds."""
        return frozenset(hit.id for hit in self.hits if hit.target is Target.CUE)


def belongs(hit: Hit, text: Text, languages: Sequence[tuple[str, float]]) -> bool:
    """Whether a find may count in a text of these languages.

    English is mixed into all of them. Words of another language that are short are false friends, and so are cues that are
    spelt otherwise than listed; where the language is sure, cues of others say nothing.
    """
    own = {code.partition("-")[0] for code, _ in languages[:3]} | {"en"}
    if not languages or hit.language.partition("-")[0] in own:
        return True
    found = text.folded[hit.start : hit.end]
    sure = languages[0][1] >= SURE
    if script_of(found[0]) == "Latn" and len(found) < (LONG_ENOUGH if sure or hit.target is Target.FLAG else WORD):
        return False
    if hit.target is Target.FLAG:
        return True
    return hit.score == EXACT and (hit.target is Target.QUESTION or not sure)
