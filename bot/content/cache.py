"""Compiled content on disk, with its hash, read only when it is whole and nobody else could have written it."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

FORMAT = 2
KEPT = 8
"""Files kept in a folder, two for every version: replicas and tests may run side by side."""
CODE = (
    "content/*.py",
    "content/tables/[cfl]o*.json",
    "core/atoms.py",
    "core/content.py",
    "core/message.py",
    "core/normalise.py",
    "core/phrase.py",
    "core/scripts.py",
)


def cache_key(version: str) -> str:
    """What the cache of one version of the files is called: it also changes with the code that compiles them."""
    return hashlib.sha256(f"{FORMAT} {version} {_code_hash()}".encode()).hexdigest()[:32]


@lru_cache(maxsize=1)
def _code_hash() -> str:
    digest, root = hashlib.sha256(), Path(__file__).parent.parent
    for pattern in CODE:
        for path in sorted(root.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def read_cache(key: str, folders: Sequence[Path]) -> bytes | None:
    """What is stored under the key in the first folder that has it whole; None when there is none."""
    return next(_whole(key, folders), None)


def _whole(key: str, folders: Sequence[Path]) -> Iterator[bytes]:
    for folder in folders:
        raw = _private(_path(folder, key))
        if raw is not None:
            head, _, payload = raw.partition(b"\n")
            if head == _head(payload):
                yield payload


def _private(path: Path) -> bytes | None:
    """The bytes of a regular file that is ours and that nobody else may read or write."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return None
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        is_ours = stat.S_ISREG(status.st_mode) and status.st_uid == os.geteuid() and not status.st_mode & 0o077
        return file.read() if is_ours else None


def write_cache(key: str, payload: bytes, folders: Sequence[Path]) -> Path | None:
    """Store the bytes under the key in the first folder that can be written; None when none can."""
    for folder in folders:
        with contextlib.suppress(OSError):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = _path(folder, key)
            _replace(path, _head(payload) + b"\n" + payload)
            _forget_old(folder)
            return path
    return None


def _replace(path: Path, raw: bytes) -> None:
    """Write beside the file and rename: nobody ever reads half of it. Temporary files are made with mode 0600."""
    import tempfile  # only needed when the cache is written, and slow to import

    descriptor, temporary = tempfile.mkstemp(prefix=".content-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(raw)
        os.replace(temporary, path)
    except OSError:
        os.unlink(temporary)
        raise


def _forget_old(folder: Path) -> None:
    files = sorted(folder.glob("content-*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in files[KEPT:]:
        path.unlink()


def _path(folder: Path, key: str) -> Path:
    return folder / f"content-{key}.json"


def _head(payload: bytes) -> bytes:
    return f"beforeyougo {FORMAT} {hashlib.sha256(payload).hexdigest()}".encode()
