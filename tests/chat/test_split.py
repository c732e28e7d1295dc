"""A reply of any length arrives whole, in pieces that Telegram takes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.split import LIMIT, cut, outgoing, pieces, units
from bot.core.message import Button, Reply, Send

PARTS = st.sampled_from(
    ["word ", "line\n", "&amp;", "&lt;", "🙂", "ខ្មែរ", "<b>bold</b>", "<i>x\ny</i>", "a<b>c\n<i>d</i></b>"]
)


def opened(text: str) -> list[str]:
    """Tags that a piece leaves open, or closes without having opened them."""
    stack: list[str] = []
    for slash, name in re.findall(r"<(/?)(\w+)>", text):
        if not slash:
            stack.append(name)
        elif not stack or stack.pop() != name:
            return ["closed too early"]
    return stack


@given(st.lists(PARTS, max_size=60).map("".join), st.integers(40, 120))
def test_pieces_fit_and_lose_nothing(text: str, limit: int) -> None:
    """Each fits, closes what it opens and tears no entity; together they say the same, borders aside."""
    found = pieces(text, limit)
    assert all(units(piece) <= limit for piece in found)
    assert [opened(piece) for piece in found] == [[] for _ in found]
    assert all(re.fullmatch(r"(?:[^&]|&\w+;)*", piece) for piece in found)
    bare = [re.sub(r"<[^>]*>|\s", "", one) for one in ("".join(found), text)]
    assert bare[0] == bare[1]


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("short", 10, ("short",)),
        ("one two\nthree four", 12, ("one two", "three four")),
        ("one two three", 8, ("one two", "three")),
        ("abcdefghij", 4, ("abcd", "efgh", "ij")),
        ("<b>one\ntwo</b>", 11, ("<b>one</b>", "<b>two</b>")),
        ("ab&amp;cd", 6, ("ab", "&amp;c", "d")),
        ("🙂🙂🙂", 4, ("🙂🙂", "🙂")),
        ("กี่กี่", 4, ("กี่", "กี่")),
    ],
)
def test_where_a_text_is_cut(text: str, limit: int, expected: tuple[str, ...]) -> None:
    """Lines first, then words, then letters with their marks; emoji count twice."""
    assert expected == pieces(text, limit)


def test_a_cut_text_keeps_its_beginning() -> None:
    """As plain text it must fit, whatever it costs."""
    assert cut("🙂" * 3000, LIMIT) == "🙂" * 2048
    assert cut("abc", LIMIT) == "abc"


def test_a_reply_becomes_messages() -> None:
    """Buttons under the last, edits first, silence on all, empty texts left out."""
    rows = ((Button("Why", "why:1"),),)
    reply = Reply(("one", "", "two"), "en", rows, silent=True)
    expected = (Send(7, "one", silent=True, edit=50), Send(7, "two", rows, silent=True))
    assert expected == outgoing(7, reply, edit=(50,))
    assert outgoing(7, Reply((), "en")) == ()
