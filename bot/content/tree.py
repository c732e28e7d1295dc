"""A content file as a tree of texts, each with where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field


class Scalar(str):
    """Text as written, whatever YAML would make of it, with where it stands (both counted from 1)."""

    __slots__ = ("column", "line")
    line: int
    column: int

    def __new__(cls, value: str, line: int = 0, column: int = 0) -> Scalar:
        scalar = super().__new__(cls, value)
        scalar.line, scalar.column = line, column
        return scalar


@dataclass(slots=True)
class Listing:
    """A YAML sequence."""

    line: int
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """A YAML mapping; its keys are Scalars."""

    line: int
    entries: dict[Scalar, Node] = field(default_factory=dict)


Node = Scalar | Listing | Table
