"""ideas.yaml -> the words of every idea by language: what the learned layer is taught with, and lint checks."""

from __future__ import annotations

from bot.content.entry import Entry
from bot.content.findings import Findings, did_you_mean
from bot.content.folder import Folder
from bot.content.tree import Node, Scalar, Table
from bot.core.ideas import ANY
from bot.core.scripts import UNSPACED, script_of

SHORTEST, SHORTEST_UNSPACED = 2, 1
"""Fewest letters of an entry: shorter ones stand in every text."""
Ideas = dict[str, dict[str, tuple[str, ...]]]


def read_ideas(folder: Folder, findings: Findings) -> Ideas:
    """language -> idea -> entries, of every language that has a file; what is wrong is noted. An idea may have no words in a language."""
    glosses = _table(folder, "ideas.yaml", findings)
    known = list(glosses.keys() if glosses else ())
    read: Ideas = {}
    for language in folder.languages:
        name = f"{language}/ideas.yaml"
        table = _table(folder, name, findings) if name in folder.files else None
        if table is None:
            continue
        path = folder.path(name)
        entry = Entry(path, name, Table(1, table), findings)
        read[language] = {idea: entry.texts(idea) for idea in table}
        for idea in table:
            if idea not in known:
                findings.fault(path, idea, f"'{idea}' is no idea of ideas.yaml", did_you_mean(idea, known))
            for text in read[language][idea]:
                if _is_short(text):
                    findings.fault(path, text, f"'{text}' is too short: it stands in every text", "Delete it")
    return read


def _table(folder: Folder, name: str, findings: Findings) -> dict[Scalar, Node] | None:
    node = folder.tree(name, findings)
    if node is None:
        return None
    if not isinstance(node, Table):
        findings.fault(folder.path(name), 1, "the file is not a table", "Every line begins with 'name: …'")
        return None
    return node.entries


def _is_short(text: str) -> bool:
    letters = [char for char in text.strip(ANY) if not char.isspace()]
    unspaced = bool(letters) and script_of(letters[0]) in UNSPACED
    return len(letters) < (SHORTEST_UNSPACED if unspaced else SHORTEST)
