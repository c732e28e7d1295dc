"""A content file is read as text with lines, or refused in words an operator understands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.folder import MOST_BYTES
from bot.content.tree import Listing, Node, Scalar, Table
from bot.content.yaml_text import read_yaml

AS_TEXT = ["no", "yes", "on", "0116", "12:30", "1_000", "1e3", "~", "null", "2025-10", "0x1F", ".5", "true", "=", "010"]

REFUSED = [
    (b"", 1, "the file is empty"),
    (b"\n \n", 1, "the file is empty"),
    (b"# only this\n", 1, "the file holds nothing but comments"),
    (b"\xff\xfea\x00", 1, "the file is saved as UTF-16"),
    (b"a: b\nc: \xe0\xb8", 2, "the file is not UTF-8 here"),
    (b"a: b\nc: \xff\n", 2, "the file is not UTF-8 here"),
    (b"a: b\nc: d\x00e\n", 2, "an invisible sign (U+0000) stands here"),
    (b"a: b\x07\n", 1, "an invisible sign (U+0007) stands here"),
    ("a: b\nc: \ufeffd\n".encode(), 2, "an invisible sign (U+FEFF) stands here"),
    (b"a:\n\t- b\n", 2, "a tab stands where YAML wants spaces"),
    (b"\ta: b\n", 1, "a tab stands where YAML wants spaces"),
    (b"a: b: c\n", 1, "a second ': ' stands in this line, or the line is indented too far"),
    (b"a: b\n  c: d\n", 2, "a second ': ' stands in this line, or the line is indented too far"),
    (b"a: b\nfoo\nc: d\n", 2, "a line here has no ': ' after its name"),
    (b"a:\n  - x\n - y\n", 3, "the line does not fit under the lines above it"),
    (b"- a\n- b: c\n d: e\n", 3, "the line does not fit into the list above it"),
    (b"a: 'half of a text\nb: c\n", 1, "a quoted text is never closed"),
    (b"x: y\na: 'it's'\n", 2, "the text goes on after its closing '"),
    (b"- [your] passport\n", 1, "a text that begins with [ is read as a list"),
    (b"- a\n- [your\n", 2, "a text that begins with [ is read as a list"),
    (b"a: {b\n", 1, "a text that begins with { is read as a list"),
    (b'a: "\\d"\n', 1, "a backslash in double quotes is read as a command"),
    (b"a: @hub\n", 1, "the text begins with a sign that YAML keeps for itself"),
    (b"a: %\n", 1, "the text begins with a sign that YAML keeps for itself"),
    (b"a: b\n  - c\n", 2, "a list item stands under a text"),
    (b"a: b\n---\nc: d\n", 2, "'---' begins a second document"),
    (b"a: &x b\nc: *x\n", 1, "'&x' would repeat another place of the file"),
    (b"a: *x\n", 1, "'*x' would repeat another place of the file"),
    (b"a: !!python/object:os.system b\n", 1, "'tag:yaml.org,2002:python/object:os.syste' is a YAML tag"),
    (b"<<: {a: b}\n", 1, "'<<' would copy another place of the file"),
    (b"[a, b]: c\n", 1, "a list or a table stands where a name is expected"),
    (
        b"a:\n b:\n  c:\n   d:\n    e:\n     f:\n      g:\n       h:\n        i: j\n",
        9,
        "more than 8 levels stand inside each other",
    ),
    (b"[" * 100_000, 1, "more than 8 levels stand inside each other"),
    (b"- a\n" * 20_001, 20_000, "the file has more than 20000 entries"),
    (b"a: " + b"x" * MOST_BYTES, 1, "the file has more than the 256 KB a content file may have"),
]


@pytest.mark.parametrize("written", AS_TEXT)
def test_a_plain_value_stays_the_text_it_is(written: str) -> None:
    """As a value and as a key, whatever YAML makes of it."""
    node, problems = read_yaml("f", f"{written}: {written}\n".encode())
    assert ({written: written}, []) == (plain(node), problems)


def test_a_text_knows_its_line_and_column() -> None:
    """Keys and values, counted from 1."""
    node, _ = read_yaml("f", b"# comment\na:\n  - one\n  - 'two'\nb: |-\n  three\n")
    assert isinstance(node, Table)
    (a, items), (b, three) = node.entries.items()
    assert isinstance(items, Listing)
    assert isinstance(three, Scalar)
    places = [(s.line, s.column) for s in (a, *items.items, b, three) if isinstance(s, Scalar)]
    assert places == [(2, 1), (3, 5), (4, 5), (5, 1), (5, 4)]
    assert (items.items[0], three) == ("one", "three")


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    """As the Windows editor writes them."""
    node, problems = read_yaml("f", "\ufeffa: b\r\nno: c\r\n".encode())
    assert (plain(node), problems) == ({"a": "b", "no": "c"}, [])


def test_every_repeated_key_is_told_with_both_lines() -> None:
    """The rest of the file is read all the same."""
    node, problems = read_yaml("f", b"a: b\nc: d\na: e\nc: f\n")
    assert plain(node) == {"a": "b", "c": "d"}
    told = [str(problem) for problem in problems]
    assert told == [
        "f:3  'a' stands here again, first in line 1. Keep one of the two",
        "f:4  'c' stands here again, first in line 2. Keep one of the two",
    ]


@pytest.mark.parametrize(("raw", "line", "what"), REFUSED)
def test_what_cannot_be_read_is_told_with_line_and_remedy(raw: bytes, line: int, what: str) -> None:
    """Never in the parser's words, and always with something to do."""
    node, problems = read_yaml("f", raw)
    assert node is None
    assert [("f", line, what)] == [(p.path, p.line, p.what) for p in problems]
    assert all(p.remedy for p in problems)


@given(st.binary(max_size=200) | st.text(alphabet="ab:-[]{}'\"#&*!|> \n\t", max_size=60).map(str.encode))
def test_any_bytes_give_a_tree_or_a_problem_inside_the_file(raw: bytes) -> None:
    """Nothing is ever raised."""
    node, problems = read_yaml("f", raw)
    assert (node is None) <= bool(problems)
    assert all(1 <= p.line <= raw.count(b"\n") + raw.count(b"\r") + 2 + raw.count(b"\xc2\x85") for p in problems)


def plain(node: Node | None) -> object:
    """The tree as plain lists and dictionaries."""
    if isinstance(node, Table):
        return {str(key): plain(value) for key, value in node.entries.items()}
    if isinstance(node, Listing):
        return [plain(item) for item in node.items]
    return None if node is None else str(node)
