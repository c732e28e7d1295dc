"""The key outside the database."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.store.errors import StoreError
from bot.store.vault import SealedError, Vault, make_key, read_key


@pytest.mark.parametrize("content", [{"text": "ខ្មែរ 🙂"}, [1, 2], "x", {}])
def test_what_was_sealed_opens_again(vault: Vault, content: object) -> None:
    """Any JSON content, in any script."""
    assert content == vault.open(vault.seal(content, "inbox:1"), "inbox:1")


@pytest.mark.parametrize(
    ("secret", "label", "flip"),
    [(bytes(32), "inbox:1", 0), (bytes(range(32)), "inbox:2", 0), (bytes(range(32)), "inbox:1", 1)],
    ids=["another key", "another row", "a changed byte"],
)
def test_nothing_else_opens_it(vault: Vault, secret: bytes, label: str, flip: int) -> None:
    """A row cannot be moved to another id, nor changed."""
    sealed = bytearray(vault.seal({"text": "x"}, "inbox:1"))
    sealed[-1] ^= flip
    with pytest.raises(SealedError):
        Vault(secret).open(bytes(sealed), label)


def test_hashes_differ_by_key_kind_and_id(vault: Vault) -> None:
    """One person's rows in two tables cannot be joined, and two databases cannot be compared."""
    hashes = [vault.hash("chat", 7), vault.hash("person", 7), vault.hash("chat", 8), Vault(bytes(32)).hash("chat", 7)]
    assert len(set(hashes)) == 4
    assert vault.hash("chat", 7) == hashes[0]


def test_a_made_key_is_for_this_user_only_and_stays(tmp_path: Path) -> None:
    """Mode 0400, and a second making touches nothing."""
    path = tmp_path / "key"
    make_key(path)
    before = path.read_text()
    with pytest.raises(FileExistsError):
        make_key(path)
    assert (0o400, before) == (path.stat().st_mode & 0o777, path.read_text())
    assert isinstance(read_key(path, "KEY_FILE"), Vault)


@pytest.mark.parametrize(
    ("content", "mode", "expected"),
    [
        ("00" * 32, 0o404, "chmod 0400"),
        ("00" * 32, 0o422, "chmod 0400"),
        ("00" * 31, 0o400, "64 hex digits"),
        ("a passphrase", 0o400, "64 hex digits"),
        ("", 0o400, "64 hex digits"),
        (None, 0, "cannot be read"),
    ],
)
def test_a_key_file_that_is_refused(tmp_path: Path, content: str | None, mode: int, expected: str) -> None:
    """Readable by others, no key in it, or not there: one line with the setting, the path and the remedy."""
    path = tmp_path / "key"
    if content is not None:
        path.write_text(content)
        os.chmod(path, mode)
    with pytest.raises(StoreError, match=f"^KEY_FILE={path} .*{expected}"):
        read_key(path, "KEY_FILE")
