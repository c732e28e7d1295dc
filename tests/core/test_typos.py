"""Typos: what is forgiven and where a word stands with them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.typos import cut, nearest, shortened


@given(st.text(max_size=40), st.integers(1, 4))
def test_pieces_make_the_literal(literal: str, count: int) -> None:
    """Cutting loses nothing and offsets are right."""
    pieces = list(cut(literal, count))
    assert "".join(piece for piece, _ in pieces) == literal
    assert all(literal[at : at + len(piece)] == piece for piece, at in pieces)


@pytest.mark.parametrize(
    ("wanted", "folded", "place"),
    [
        ("passport", "your pasport now", (5, 12)),
        ("passport", "your passsport now", (5, 14)),
        ("passport", "your transport now", None),
    ],
)
def test_the_nearest_place_has_its_own_ends(wanted: str, folded: str, place: tuple[int, int] | None) -> None:
    """A letter too few or too many moves the end, not the border."""
    found = nearest(wanted, folded, 5, 1)
    assert (found and found[:2]) == place


def test_a_word_with_any_letter_left_out() -> None:
    """The word itself is among them."""
    assert shortened("abc") == {"abc", "bc", "ac", "ab"}
