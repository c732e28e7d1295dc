"""An alert file (YAML, read as strictly as all content) -> plain values, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot.content.tree import Listing, Node, Table
from bot.content.yaml_text import read_yaml
from bot.core.compose import Fault
from bot.core.content import Problem


def read_alert(path: Path) -> tuple[dict[str, Any] | None, Node | None, list[Problem]]:
    """The values of an alert file and its tree, or what keeps it from being read."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        return None, None, [Problem(str(path), 1, f"it cannot be read ({error.strerror})", "Name a file")]
    tree, problems = read_yaml(str(path), raw)
    if tree is None or problems:
        return None, None, problems
    if not isinstance(tree, Table):
        return None, None, [Problem(str(path), 1, "it holds no entries", "Begin with text: and a language under it")]
    plain: dict[str, Any] = _plain(tree)
    return plain, tree, []


def located(path: Path, tree: Node | None, faults: Iterable[Fault]) -> list[Problem]:
    """The mistakes with the lines they stand in."""
    return [
        Problem(str(path), _line(tree, fault.key.split(".")), f"{fault.key} {fault.what}", fault.remedy)
        for fault in faults
    ]


def _plain(node: Node) -> Any:
    if isinstance(node, Table):
        return {str(key): _plain(value) for key, value in node.entries.items()}
    if isinstance(node, Listing):
        return [_plain(item) for item in node.items]
    return str(node)


def _line(node: Node | None, keys: list[str]) -> int:
    line = 1
    for name in keys:
        if not isinstance(node, Table):
            break
        found = next(((key, value) for key, value in node.entries.items() if str(key) == name), None)
        if found is None:
            break
        line, node = found[0].line or line, found[1]
    return line
