"""The files of one language -> their dataclasses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from bot.content.entry import Entry, entries
from bot.content.findings import Findings
from bot.content.folder import Folder
from bot.content.tree import Listing, Scalar, Table
from bot.core.content import Answer, Case, State, Wording, Words

STATES = ("draft", "checked")


def wordings(folder: Folder, language: str, findings: Findings) -> Iterator[Wording]:
    """flags.yaml of one language."""
    for flag, entry in _entries(folder, language, "flags", findings):
        yield Wording(
            flag=flag,
            language=language,
            phrases=entry.texts("phrases"),
            unless=entry.texts("unless"),
            warn=entry.text("warn"),
            ask=entry.text("ask", default=""),
            rev=int(entry.number("rev")),
            state=cast(State, entry.choice("state", STATES)),
        )
        entry.close()


def answers(folder: Folder, language: str, findings: Findings) -> Iterator[Answer]:
    """questions.yaml of one language."""
    for question, entry in _entries(folder, language, "questions", findings):
        yield Answer(
            question=question,
            language=language,
            ways=entry.texts("ways"),
            answer=entry.text("answer"),
            rev=int(entry.number("rev")),
            state=cast(State, entry.choice("state", STATES)),
        )
        entry.close()


def replies(folder: Folder, language: str, findings: Findings) -> dict[str, str]:
    """replies.yaml of one language: its keys keep the lines they stand in."""
    name = f"{language}/replies.yaml"
    node = folder.tree(name, findings)
    entry = _whole(folder, name, node, findings)
    return {key: entry.text(key) for key in (node.entries if isinstance(node, Table) else ())}


def words(folder: Folder, language: str, findings: Findings) -> Words:
    """words.yaml of one language, which is one entry."""
    name = f"{language}/words.yaml"
    entry = _whole(folder, name, folder.tree(name, findings), findings)
    made = Words(
        language=language,
        negations_before=entry.texts("negations_before"),
        negations_after=entry.texts("negations_after"),
        numbers=entry.numbers("numbers"),
        multipliers=entry.numbers("multipliers"),
        periods=entry.lists("periods"),
        cues=entry.lists("cues"),
        common=entry.texts("common"),
        common_latin=entry.texts("common_latin"),
        telling=entry.texts("telling"),
    )
    entry.close()
    return made


def cases(folder: Folder, language: str, findings: Findings) -> Iterator[Case]:
    """cases.yaml of one language: a list of entries."""
    name = f"{language}/cases.yaml"
    path, node = folder.path(name), folder.tree(name, findings)
    if node is not None and not isinstance(node, Listing):
        findings.fault(
            path,
            node.line if not isinstance(node, Scalar) else node,
            "the file is not a list of cases",
            "Begin every case with '- text: …'",
        )
    for item in node.items if isinstance(node, Listing) else ():
        if not isinstance(item, Table):
            findings.fault(path, item.line, "a case is only a text", "Write '- text: …' and under it '  kind: …'")
            continue
        entry = Entry(path, "the case", item, findings)
        yield Case(
            path=path,
            line=item.line,
            language=language,
            text=entry.text("text"),
            kind=entry.choice("kind", ("emergency", "offer", "question", "other")),
            level=entry.texts("level"),
            flags=entry.texts("flags"),
            not_flags=entry.texts("not_flags"),
            question=entry.text("question", default="") or None,
        )
        entry.close()


def _entries(folder: Folder, language: str, kind: str, findings: Findings) -> Iterator[tuple[str, Entry]]:
    name = f"{language}/{kind}.yaml"
    return entries(folder.path(name), folder.tree(name, findings), findings)


def _whole(folder: Folder, name: str, node: object, findings: Findings) -> Entry:
    if node is not None and not isinstance(node, Table):
        findings.fault(folder.path(name), 1, "the file is not a table", "Every line begins with 'name: …'")
    return Entry(folder.path(name), name, node if isinstance(node, Table) else Table(1), findings)
