"""What holds for every text and every file, with all languages loaded; tests/fuzz looks for counterexamples for longer."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.pipeline import Engine
from tests.evasions.hostile import EMOJI, MARKS, SCRIPTS, SIGNS
from tests.evasions.material import written
from tests.evasions.sentences import SENTENCES
from tests.fuzz.claims import answers, counts, file_names, finds, folds, reads

SHORT = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PIECES = st.sampled_from([sentence.text for sentence in SENTENCES]) | st.text(
    st.sampled_from(SCRIPTS + EMOJI + MARKS + SIGNS) | st.characters(exclude_categories=["Cs"]), max_size=12
)
AMOUNTS = st.text(st.sampled_from("0123456789٣၁.,-:/' kKjtmM$€₫RpUSD万千lakh triệu ล้าน"), max_size=40)
LINES = st.lists(
    st.sampled_from(
        [
            "a:",
            "- b",
            "  - c",
            "flags:",
            "en:",
            "urgency:",
            "  phrases: [x]",
            "  rev: 2",
            "  rev: x",
            "  weight: strong",
            "  weight: []",
            "'",
            '"',
            "[",
            "{",
            "? x",
            "- (a",
            "b...",
            "<money>",
            ": ",
            "# c",
            "  state: live",
            "  warn: ~",
            "1: 2",
            "\t",
            "🔥",
            "C1:",
            "  needs: [urgency]",
            "  level: high",
            "trapped_need_help:",
            "  answer: {x}",
            "  - text: hello",
        ]
    )
    | st.text(max_size=10),
    max_size=12,
).map(lambda lines: "\n".join(lines).encode())


@SHORT
@given(pieces=st.lists(PIECES, max_size=6))
def test_any_text_is_answered_with_whole_spans(pieces: list[str], rules: Engine) -> None:
    """Half-open, sorted, inside the text, between grapheme clusters; parts of a hit one after the other."""
    text = "".join(pieces)
    finds(text, rules)
    answers(text, rules)


@SHORT
@given(data=st.data())
def test_pieces_of_phrases_are_answered_with_whole_spans(data: st.DataObject, rules: Engine) -> None:
    """The same for texts that are nearly phrases."""
    phrases = data.draw(st.lists(st.sampled_from(written(rules.content)), min_size=1, max_size=4))
    cut = data.draw(st.integers(0, 6))
    answers("".join(phrase[cut:] for phrase in phrases), rules)


@SHORT
@given(raw=AMOUNTS)
def test_any_amount_is_a_number(raw: str, rules: Engine) -> None:
    """Finite, the lower one first."""
    counts(raw, rules)


def test_a_long_number_with_unlike_signs_is_a_number(rules: Engine) -> None:
    """Found by tests/bench/test_hostile.py: more than three digits before the first of two signs that differ."""
    counts("1988.125,18 usd", rules)


def test_single_letters_of_two_scripts_fold_once() -> None:
    """Found by tests/fuzz/fuzz_normalise.py: Cyrillic and Latin letters spelt apart make a word that mixes scripts."""
    folds("а b с")


@pytest.mark.parametrize("name", file_names())
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(raw=LINES | st.binary(max_size=120))
def test_any_bytes_in_a_content_file_give_content_or_problems(name: str, raw: bytes) -> None:
    """Nothing is raised by any of the checks, and every problem has a line and a remedy."""
    reads(name, raw)
