"""Hostile texts: whatever is sent gets a verdict."""

from __future__ import annotations

from bot.content.tables import load_tables
from bot.core.message import Kind
from bot.core.pipeline import Engine
from tests.evasions.hostile import LENGTH, MAKERS, hostile
from tests.evasions.material import material

COUNT = 4 * len(MAKERS)
HEAD = 512
"""Of three in four texts only so many characters are judged, to keep the ordinary run short."""


def test_every_hostile_text_gets_a_verdict(rules: Engine) -> None:
    """Four of each class, one of them whole: nothing is raised, and spans lie inside the text (tests/bench takes 10,000)."""
    texts = list(hostile(COUNT, material(rules.content, load_tables())))
    assert {len(text) for _, text in texts} == {LENGTH}
    heads = [(name, text if number < len(MAKERS) else text[:HEAD]) for number, (name, text) in enumerate(texts)]
    for name, text in heads:
        verdict = rules.judge(text)
        assert isinstance(verdict.kind, Kind), name
        spans = [span for flag in verdict.flags for span in flag.spans]
        assert all(0 <= start < end <= len(text) for start, end in spans), name
