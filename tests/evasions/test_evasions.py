"""Evasive spellings: what is raised for a plain sentence is raised for the same sentence in disguise."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from bot.core.pipeline import Engine
from tests.evasions.sentences import SENTENCES
from tests.evasions.spellings import KINDS, spellings

MOST_LOST = {
    "zero-width signs": 10,
    "look-alike letters": 22,
    "bidi controls": 10,
    "spaced letters": 19,
    "dotted letters": 19,
    "emoji between letters": 90,
    "one emoji in a word": 85,
    "emoji digits": 2,
    "mathematical letters": 4,
    "blackletter": 4,
    "boxed letters": 7,
    "leet": 50,
    "full-width letters": 4,
    "combining marks": 10,
    "enclosing marks": 10,
}
"""Kind -> percentage points of recall it costs at most, measured 2026-11-24 over these sentences; the aim is 2 for each."""


def recall(engine: Engine, texts: Iterable[tuple[str, tuple[str, ...]]]) -> float:
    """Of the flags that the texts should raise, the percentage that is raised."""
    raised = total = 0
    for text, flags in texts:
        found = {flag.flag for flag in engine.judge(text).flags}
        raised += len(found & set(flags))
        total += len(flags)
    return 100 * raised / total


def test_there_are_enough_of_them() -> None:
    """At least 200 spellings of at least 40 sentences, and every kind has its bound."""
    assert len(SENTENCES) >= 40
    assert sum(len(spellings(sentence.text)) for sentence in SENTENCES) >= 200
    assert set(KINDS) == set(MOST_LOST)


def test_plain_sentences_are_found(rules: Engine) -> None:
    """The rules alone raise at least 85 of 100 flags of the plain sentences (89.7 when this was written)."""
    assert recall(rules, ((s.text, s.flags) for s in SENTENCES)) >= 85


@pytest.mark.parametrize("kind", KINDS)
def test_a_disguise_costs_no_more_recall_than_it_does_now(kind: str, rules: Engine) -> None:
    """Wanted are 2 points for every kind; what holds is MOST_LOST (all kinds together: 66 against 90 of 100)."""
    disguised = [
        (sentence, spelt) for sentence in SENTENCES if (spelt := spellings(sentence.text).get(kind)) is not None
    ]
    plain = recall(rules, ((sentence.text, sentence.flags) for sentence, _ in disguised))
    found = recall(rules, ((spelt, sentence.flags) for sentence, spelt in disguised))
    assert plain - found <= MOST_LOST[kind]
