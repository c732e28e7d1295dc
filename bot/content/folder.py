"""The files of an intents folder: which are read, and the hash that names their version."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.content.findings import Findings, did_you_mean
from bot.content.tree import Node

MOST_BYTES = 256 * 1024
SHARED = (
    "languages",
    "flags",
    "sources",
    "combinations",
    "questions",
    "places",
    "pay",
    "helplines",
    "verify",
    "levels",
)
OPTIONAL = ("ideas",)
"""Read by `train` and `lint` only: the bot takes what was learned from it."""
PER_LANGUAGE = ("flags", "questions", "replies", "words", "cases", *OPTIONAL)
UNREAD = ("cases.yaml", "ideas.yaml")


@dataclass(frozen=True, slots=True)
class Folder:
    """The bytes of every YAML file, by its path inside the folder (`en/flags.yaml`); larger files are cut off."""

    root: Path
    files: dict[str, bytes] = field(default_factory=dict)

    def path(self, name: str) -> str:
        """How a file is named to people."""
        return (self.root / name).as_posix()

    @property
    def languages(self) -> list[str]:
        """The languages that have a folder."""
        return sorted({name.split("/")[0] for name in self.files if "/" in name})

    @property
    def version(self) -> str:
        """The hash of everything the content is made from; cases only test it, ideas only teach the learned layer."""
        digest = hashlib.sha256()
        for name, raw in sorted(self.files.items()):
            if not name.endswith(UNREAD):
                digest.update(f"{name}\0{len(raw)}\0".encode())
                digest.update(raw)
        return digest.hexdigest()

    def tree(self, name: str, findings: Findings) -> Node | None:
        """The tree of one file; None when there is none, nothing can be made of it, or a language left it blank."""
        if name not in self.files or ("/" in name and _is_blank(self.files[name])):
            return None
        from bot.content.yaml_text import read_yaml  # importing PyYAML takes longer than reading the cache

        node, problems = read_yaml(self.path(name), self.files[name])
        findings.faults += problems
        return node


def _is_blank(raw: bytes) -> bool:
    """Whether a file holds nothing but comments, as `add-language` makes them."""
    return all(not line.strip() or line.lstrip().startswith(b"#") for line in raw.splitlines())


def read_folder(root: Path) -> Folder:
    """Every YAML file of the folder and of the folders directly in it."""
    return Folder(root, {path.relative_to(root).as_posix(): _head(path) for path in _paths(root)})


def _paths(root: Path) -> Iterator[Path]:
    for pattern in ("*.y*ml", "*/*.y*ml"):
        yield from (path for path in sorted(root.glob(pattern)) if path.is_file() and not path.name.startswith("."))


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def check_names(folder: Folder, known_languages: set[str], findings: Findings) -> None:
    """Note files and folders that nobody reads, and shared files that are missing."""
    for name in folder.files:
        language, _, kind = name.rpartition("/")
        known = PER_LANGUAGE if language else (*SHARED, *OPTIONAL)
        stem, _, ending = kind.rpartition(".")
        if stem not in known or ending != "yaml":
            remedy = did_you_mean(stem, known) if stem not in known else f"Rename it to {stem}.yaml"
            findings.remark(folder.path(name), 1, f"no file of the name '{kind}' is read here", remedy)
    for language in set(folder.languages) - known_languages:
        what = f"'{language}' is not in languages.yaml, so nothing in its folder is read"
        findings.remark(
            folder.path(f"{language}/flags.yaml"), 1, what, "Add it to languages.yaml, with status off at first"
        )
    for kind in SHARED:
        if f"{kind}.yaml" not in folder.files:
            findings.fault(folder.path(f"{kind}.yaml"), 1, "the file is missing", "Restore it from version control")
