"""One named entry of a content file, read key by key; what is missing, unknown or of the wrong form is noted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.content.findings import Findings, did_you_mean
from bot.content.tree import Listing, Node, Scalar, Table

YES = {"yes": True, "true": True, "no": False, "false": False}


class Entry:
    """A table of a content file. Reading a key marks it as known; `close` notes the others."""

    def __init__(self, path: str, name: str, table: Table, findings: Findings) -> None:
        self.path = path
        self.name = name
        self.line = table.line
        self._entries = table.entries
        self._known: dict[str, None] = {}
        self._findings = findings

    def text(self, key: str, *, default: str | None = None) -> str:
        """The text of a key; without a default it may not be missing or empty."""
        node = self._node(key, required=default is None)
        if node is None:
            return default or ""
        if not isinstance(node, Scalar):
            self._wrong(
                node.line, key, "a text", "Write it in one line after the name, or after '|-' on indented lines"
            )
            return default or ""
        if not node.strip() and default is None:
            self._findings.fault(self.path, node, f"'{key}' of {self.name} is empty", "Fill it in")
        return node

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """The texts of a list; a missing list is empty."""
        node = self._node(key, required=required)
        if node is None or (isinstance(node, Scalar) and not node):
            return ()
        if not isinstance(node, Listing):
            line = node.line
            self._wrong(line, key, "a list", f"Write '{key}: [a, b]', or one '- …' line for each item")
            return ()
        return tuple(self._items(key, node))

    def _items(self, key: str, listing: Listing) -> Iterator[str]:
        for item in listing.items:
            if not isinstance(item, Scalar):
                what = f"an item of '{key}' of {self.name} is not read as a text"
                self._findings.fault(
                    self.path, item.line, what, "Put it in single quotes: it begins with [ or holds ': '"
                )
            elif not item.strip():
                self._findings.fault(self.path, item, f"an item of '{key}' of {self.name} is empty", "Delete the line")
            else:
                yield item

    def number(self, key: str, *, default: float | None = None) -> float:
        """A number of a key."""
        text = self.text(key, default=None if default is None else str(default))
        return _number(self, text, self._findings)

    def numbers(self, key: str) -> dict[str, float]:
        """The numbers of a table of a key."""
        return {name: _number(self, text, self._findings) for name, text in self.table(key).items()}

    def choice(self, key: str, allowed: Sequence[str], *, default: str | None = None) -> str:
        """One of the allowed words; the first of them when something else stands there."""
        text = self.text(key, default=default)
        if text and text not in allowed:
            self._findings.fault(self.path, text, f"'{text}' is no {key} ({self.name})", did_you_mean(text, allowed))
        return text if text in allowed else allowed[0]

    def yes(self, key: str, *, default: bool | None = None) -> bool:
        """Whether yes or no stands there."""
        text = self.text(key, default=None if default is None else ("yes" if default else "no"))
        if text and text.lower() not in YES:
            self._findings.fault(self.path, text, f"'{text}' is no {key} ({self.name})", "Write yes or no")
        return YES.get(text.lower(), False)

    def table(self, key: str) -> dict[str, str]:
        """The texts of a table of a key; a missing table is empty."""
        node = self._node(key, required=False)
        if node is None or (isinstance(node, Scalar) and not node):
            return {}
        if not isinstance(node, Table):
            self._wrong(node.line, key, "a table", f"Write '{key}:' and under it indented lines 'name: …'")
            return {}
        texts: dict[str, str] = {}
        for name, value in node.entries.items():
            if isinstance(value, Scalar):
                texts[name] = value
            else:
                self._wrong(name.line, f"{key}: {name}", "a text", "Write it after the name")
        return texts

    def lists(self, key: str) -> dict[str, tuple[str, ...]]:
        """The lists of a table of a key; a missing table is empty."""
        node = self._node(key, required=False)
        if node is None or (isinstance(node, Scalar) and not node):
            return {}
        if not isinstance(node, Table):
            self._wrong(node.line, key, "a table", f"Write '{key}:' and under it indented lines 'name: [a, b]'")
            return {}
        inner = Entry(self.path, f"{key} of {self.name}", node, self._findings)
        return {name: inner.texts(name) for name in node.entries}

    def close(self) -> None:
        """Note every key that nobody read."""
        for key in self._entries:
            if key not in self._known:
                what = f"'{key}' is not known here ({self.name})"
                self._findings.fault(self.path, key, what, did_you_mean(key, self._known))

    def _node(self, key: str, *, required: bool) -> Node | None:
        self._known[key] = None
        node = self._entries.get(Scalar(key))
        if node is None and required:
            self._findings.fault(self.path, self.line, f"{self.name} has no '{key}'", f"Add a line '{key}: …'")
        return node

    def _wrong(self, line: int, key: str, wanted: str, remedy: str) -> None:
        self._findings.fault(self.path, line, f"'{key}' of {self.name} is not {wanted}", remedy)


def entries(path: str, node: Node | None, findings: Findings) -> Iterator[tuple[str, Entry]]:
    """The entries of a file that is one table of tables, each named by its key."""
    if node is None:
        return
    if not isinstance(node, Table):
        findings.fault(
            path, node.line, "the file is not a table of entries", "Every entry begins with 'name:' in the first column"
        )
        return
    for key, value in node.entries.items():
        if isinstance(value, Table):
            value.line = key.line
            yield key, Entry(path, key, value, findings)
        else:
            findings.fault(path, key, f"'{key}' has no entries of its own", "Indent what belongs to it with two spaces")


def _number(entry: Entry, text: str, findings: Findings) -> float:
    try:
        return float(text)
    except ValueError:
        findings.fault(
            entry.path, text, f"'{text}' is not a number ({entry.name})", "Write digits only, with '.' for a fraction"
        )
        return 0.0
