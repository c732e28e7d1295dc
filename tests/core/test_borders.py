"""Where a find may begin and end."""

import pytest

from bot.core.borders import has_borders, may_stand, spans_break
from bot.core.normalise import Tables, normalise


@pytest.mark.parametrize(
    ("folded", "start", "end", "expected"),
    [
        ("abc def", 0, 3, True),
        ("abcdef", 0, 3, False),
        ("客服abc", 0, 2, True),
        ("កខ្គ", 0, 2, False),
        ("15jt", 2, 4, True),
    ],
)
def test_borders(folded: str, start: int, end: int, expected: bool) -> None:
    """Words where the script has words, clusters where it has none."""
    assert has_borders(folded, start, end) is expected


@pytest.mark.parametrize(
    ("folded", "start", "end", "expected"),
    [
        ("freeticket", 0, 4, True),
        ("carefree", 4, 8, True),
        ("unfreeze", 2, 6, False),
        ("hrd", 0, 2, False),
    ],
)
def test_longer_words_may_be_glued_to_others_at_one_end(folded: str, start: int, end: int, expected: bool) -> None:
    """freeticket is written so; two letters at the beginning of a word say nothing."""
    assert may_stand(folded, start, end) is expected


def test_a_sentence_that_ends_inside_is_seen() -> None:
    """Words of two sentences are no phrase."""
    text = normalise("Keep calm. Passport please", Tables())
    at = text.folded.index("passport")
    assert spans_break(text, 0, at + 8)
    assert not spans_break(text, at, at + 8)
