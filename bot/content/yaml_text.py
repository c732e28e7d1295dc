"""The bytes of one content file -> a tree whose every scalar is text with its line and column, or Problems."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from bot.content.folder import MOST_BYTES
from bot.content.tree import Listing, Node, Scalar, Table
from bot.content.yaml_words import explain
from bot.core.content import Problem

MOST_NODES = 20_000
MOST_DEPTH = 8
UTF8_BOM, UTF16_BOMS = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")


class _RefusedError(Exception):
    """What the file holds and must not, told to the operator."""

    def __init__(self, line: int, what: str, remedy: str) -> None:
        super().__init__(what)
        self.line, self.what, self.remedy = line, what, remedy


def read_yaml(path: str, raw: bytes) -> tuple[Node | None, list[Problem]]:
    """The tree of one file and what is wrong with it; without a tree when nothing can be made of the file."""
    try:
        text = _decode(raw)
        builder = _Builder(path)
        return builder.build(text), builder.problems
    except _RefusedError as refused:
        return None, [Problem(path, refused.line, refused.what, refused.remedy)]


def _decode(raw: bytes) -> str:
    if len(raw) > MOST_BYTES:
        size = f"more than the {MOST_BYTES // 1024} KB a content file may have"
        raise _RefusedError(1, f"the file has {size}", "Delete what is not needed, or ask a developer to split it")
    if raw.startswith(UTF16_BOMS):
        raise _RefusedError(1, "the file is saved as UTF-16", "Save it as UTF-8")
    try:
        text = raw.removeprefix(UTF8_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise _RefusedError(
            line, "the file is not UTF-8 here", "Save it as UTF-8; perhaps only half of it was copied"
        ) from None
    if found := _UNSEEN.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise _RefusedError(
            line, f"an invisible sign (U+{ord(found[0]):04X}) stands here", "Delete it, or type the line again"
        )
    if not text.strip():
        raise _RefusedError(1, "the file is empty", "Fill it in, or delete it")
    return text


class _Builder:
    """Builds the tree event by event, so that a bomb is refused before it has grown."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._nodes = 0
        self._lines: list[str] = []
        self._top: Node | None = None
        self._open: list[tuple[Listing | Table, Scalar | None]] = []
        self.problems: list[Problem] = []

    def build(self, text: str) -> Node:
        self._lines = text.splitlines()
        documents = 0
        for event in self._events(text):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _RefusedError(
                        _line(event), "'---' begins a second document", "Delete the line; a file holds one document"
                    )
            elif isinstance(event, yaml.NodeEvent):
                self._node(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._open.pop()
        if self._top is None:
            raise _RefusedError(1, "the file holds nothing but comments", "Fill it in, or delete it")
        return self._top

    def _events(self, text: str) -> Iterator[yaml.Event]:
        try:
            yield from yaml.parse(text, Loader=LOADER)
        except yaml.YAMLError as error:
            raise _RefusedError(*explain(error, text)) from None

    def _node(self, event: yaml.NodeEvent) -> None:
        line = _line(event)
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise _RefusedError(
                line, f"the file has more than {MOST_NODES} entries", "Split it or delete what is not needed"
            )
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            raise _RefusedError(
                line,
                f"'{sign}{str(event.anchor)[:40]}' would repeat another place of the file",
                f"Write the text out; put it in quotes if it begins with {sign}",
            )
        if tag := getattr(event, "tag", None):
            raise _RefusedError(
                line, f"'{tag[:40]}' is a YAML tag", "Delete it; put the text in quotes if it begins with !"
            )
        if isinstance(event, yaml.ScalarEvent):
            self._check_lines(event)
            self._add(Scalar(event.value, *_place(event)))
            return
        node: Listing | Table = Listing(line) if isinstance(event, yaml.SequenceStartEvent) else Table(line)
        self._add(node)
        if len(self._open) >= MOST_DEPTH:
            raise _RefusedError(line, f"more than {MOST_DEPTH} levels stand inside each other", "Check the indentation")
        self._open.append((node, None))

    def _check_lines(self, event: yaml.ScalarEvent) -> None:
        """A text without quotes may go on in the next line, but a list item there was meant as one."""
        start, end = (mark.line + 1 if mark else 0 for mark in (event.start_mark, event.end_mark))
        for line in range(start, min(end, len(self._lines)) if not event.style else 0):
            if self._lines[line].lstrip().startswith("- "):
                raise _RefusedError(line + 1, "a list item stands under a text", "Delete the text above it or the '- '")

    def _add(self, node: Node) -> None:
        if not self._open:
            self._top = node
            return
        parent, key = self._open[-1]
        if isinstance(parent, Listing):
            parent.items.append(node)
        elif key is None:
            self._open[-1] = (parent, self._key(parent, node))
        else:
            parent.entries.setdefault(key, node)
            self._open[-1] = (parent, None)

    def _key(self, parent: Table, node: Node) -> Scalar:
        if not isinstance(node, Scalar):
            raise _RefusedError(
                node.line,
                "a list or a table stands where a name is expected",
                "Put the name in quotes if it begins with [ or {",
            )
        if node == "<<":
            raise _RefusedError(node.line, "'<<' would copy another place of the file", "Write the entries out")
        if node in parent.entries:
            first = next(key for key in parent.entries if key == node)
            self.problems.append(
                Problem(
                    self._path,
                    node.line,
                    f"'{node}' stands here again, first in line {first.line}",
                    "Keep one of the two",
                )
            )
        return node


def _line(event: yaml.Event) -> int:
    return _place(event)[0]


def _place(event: yaml.Event) -> tuple[int, int]:
    """Line and column of an event, counted from 1."""
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)
