"""The language-free files of intents/ -> their dataclasses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, TypeVar, cast

from bot.content import contract
from bot.content.entry import Entry, entries
from bot.content.findings import Findings
from bot.content.folder import Folder
from bot.content.tree import Table
from bot.core.content import (
    Combination,
    Flag,
    Helpline,
    Language,
    Levels,
    Pay,
    Place,
    Question,
    Register,
    Status,
)
from bot.core.message import Level, Weight

T = TypeVar("T")
Direction = Literal["ltr", "rtl"]
Role = Literal["country", "town", "hub", "compound", "transit", "crossing"]


def read_all(kind: str, make: Callable[[str, Entry], T], folder: Folder, findings: Findings) -> dict[str, T]:
    """Every entry of one shared file, by its name."""
    name = f"{kind}.yaml"
    made: dict[str, T] = {}
    for key, entry in entries(folder.path(name), folder.tree(name, findings), findings):
        made[key] = make(key, entry)
        entry.close()
    return made


def language(code: str, entry: Entry) -> Language:
    """One entry of languages.yaml."""
    return Language(
        code=code,
        name=entry.text("name"),
        script=entry.text("script"),
        direction=cast(Direction, entry.choice("direction", ("ltr", "rtl"))),
        falls_back_to=entry.text("falls_back_to", default=""),
        status=cast(Literal["live", "off"], entry.choice("status", ("live", "off"))),
        home=entry.texts("home"),
    )


def flag(name: str, entry: Entry) -> Flag:
    """One entry of flags.yaml."""
    return Flag(
        id=name,
        number=int(entry.number("number")),
        title=entry.text("title"),
        why=entry.text("why"),
        source=entry.texts("source", required=True),
        group=entry.choice("group", contract.GROUPS),
        weight=Weight(entry.choice("weight", contract.WEIGHTS)),
        strong_with=entry.texts("strong_with"),
        status=cast(Status, entry.choice("status", ("live", "trial"))),
        rev=int(entry.number("rev")),
        false_alarms=entry.text("false_alarms", default=""),
    )


def source(name: str, entry: Entry) -> tuple[str, str, str]:
    """One entry of sources.yaml: title, address and date."""
    return entry.text("title"), entry.text("address", default=""), entry.text("date", default="")


def combination(name: str, entry: Entry) -> Combination:
    """One entry of combinations.yaml."""
    return Combination(
        id=name,
        needs=tuple(alternatives(item) for item in entry.texts("needs", required=True)),
        level=Level(entry.choice("level", ("high", "caution"))),
        why=entry.text("why"),
    )


def alternatives(item: str) -> tuple[str, ...]:
    """`a|b` as its parts."""
    return tuple(part.strip() for part in item.split("|"))


def question(name: str, entry: Entry) -> Question:
    """One entry of questions.yaml."""
    return Question(
        id=name,
        topic=entry.choice("topic", contract.TOPICS),
        emergency=entry.yes("emergency", default=False),
        leads_to=entry.texts("leads_to"),
        rev=int(entry.number("rev")),
    )


def place(name: str, entry: Entry) -> Place:
    """One entry of places.yaml."""
    weight = entry.choice("weight", ("none", *contract.WEIGHTS))
    return Place(
        id=name,
        country=entry.text("country"),
        role=cast(Role, entry.choice("role", contract.ROLES)),
        weight=None if weight == "none" else Weight(weight),
        names=entry.texts("names", required=True),
        source=entry.texts("source"),
        retired_on=entry.text("retired_on", default=""),
    )


def pay(name: str, entry: Entry) -> Pay:
    """One entry of pay.yaml."""
    high_from = entry.text("high_from")
    return Pay(
        currency=name,
        names=entry.texts("names", required=True),
        high_from=None if high_from == "usd" else entry.number("high_from"),
        ordinary=entry.text("ordinary", default=""),
        source=entry.texts("source"),
        countries=entry.texts("countries"),
    )


def helpline(name: str, entry: Entry) -> Helpline:
    """One entry of helplines.yaml."""
    return Helpline(
        id=name,
        name=entry.text("name"),
        kind=entry.choice("kind", contract.KINDS),
        number=entry.text("number"),
        channel=entry.choice("channel", contract.CHANNELS),
        country=entry.text("country"),
        serves=entry.texts("serves"),
        only_inside=entry.yes("only_inside"),
        hours=entry.text("hours", default=""),
        tongues=entry.texts("tongues"),
        seen_on=entry.text("seen_on", default=""),
        dialled_on=entry.text("dialled_on", default=""),
        caveat=entry.text("caveat", default=""),
        order_note=entry.text("order_note", default=""),
        source=entry.texts("source", required=True),
    )


def register(name: str, entry: Entry) -> Register:
    """One entry of verify.yaml."""
    return Register(
        origin=name,
        address=entry.text("address", default=""),
        phone=entry.text("phone", default=""),
        holds=entry.texts("holds"),
        seen_on=entry.text("seen_on", default=""),
        source=entry.texts("source"),
    )


def levels(folder: Folder, findings: Findings) -> Levels:
    """levels.yaml, which is one entry."""
    node = folder.tree("levels.yaml", findings)
    entry = Entry(folder.path("levels.yaml"), "levels.yaml", node if isinstance(node, Table) else Table(1), findings)
    made = Levels(
        points={name: int(value) for name, value in entry.numbers("points").items()},
        high_from=int(entry.number("high_from")),
        caution_from=int(entry.number("caution_from")),
        origin=entry.text("origin"),
    )
    entry.close()
    return made


def keys_of(folder: Folder, kind: str, findings: Findings) -> Iterator[str]:
    """The names of the entries of a shared file."""
    node = folder.tree(f"{kind}.yaml", findings)
    yield from node.entries if isinstance(node, Table) else ()
