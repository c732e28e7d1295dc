"""A store opens only when everything in it can be read, and says in one line why not."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.message import Wish, WishKind
from bot.store.database import database_url
from bot.store.errors import StoreError
from bot.store.meta import claim
from bot.store.open import KeyFile, open_store
from tests.fakes import message, open_to_others


async def visit(url: str, key: KeyFile, *, letter: bool = False, choice: bool = False) -> None:
    """Open the store, put something in, close it."""
    async with open_store(database_url(url), key) as store:
        if letter:
            await store.inbox.add([message(1)])
        if choice:
            await store.people.grant(7, Wish(WishKind.LANGUAGE, "km"))


async def test_the_first_start_makes_files_for_this_user_only(url: str, key_file: KeyFile, tmp_path: Path) -> None:
    """Database, side files and key; the second start makes nothing anew."""
    await visit(url, key_file, letter=True)
    secret = key_file.path.read_text()
    await visit(url, key_file)
    assert secret == key_file.path.read_text()
    assert open_to_others(tmp_path) == []


@pytest.mark.parametrize(("letter", "choice"), [(True, False), (False, True)])
async def test_rows_sealed_with_another_key_stop_the_start(
    url: str, key_file: KeyFile, tmp_path: Path, letter: bool, choice: bool
) -> None:
    """Letters are never dropped, and choices never orphaned, because a key is missing or wrong."""
    await visit(url, key_file, letter=letter, choice=choice)
    other = tmp_path / "other"
    other.write_text("00" * 32)
    other.chmod(0o400)
    with pytest.raises(StoreError, match=rf"KEY_FILE={other} is not the key"):
        await visit(url, KeyFile(other, "KEY_FILE", may_make=False))
    key_file.path.unlink()
    with pytest.raises(StoreError, match=r"DATA_DIR/key=.* is missing.*Put the key back"):
        await visit(url, key_file)
    assert not key_file.path.exists()


async def test_an_empty_database_takes_a_new_key(url: str, key_file: KeyFile) -> None:
    """Nothing is lost by it."""
    await visit(url, key_file)
    key_file.path.unlink()
    await visit(url, key_file)
    assert key_file.path.exists()


async def test_a_letter_that_cannot_be_read_stops_the_start(url: str, key_file: KeyFile) -> None:
    """One spoilt row is told, not skipped."""
    async with open_store(database_url(url), key_file) as store:
        await store.inbox.add([message(1)])
        async with store.database.writing() as connection:
            await connection.exec_driver_sql("UPDATE inbox SET body = zeroblob(40)")
    with pytest.raises(StoreError, match="letter in the inbox cannot be opened"):
        await visit(url, key_file)


async def test_a_named_key_is_never_made(url: str, key_file: KeyFile) -> None:
    """KEY_FILE must exist: a typing error must not become a new key."""
    with pytest.raises(StoreError, match="cannot be read"):
        await visit(url, replace(key_file, may_make=False))


@pytest.mark.parametrize("spoil", ["not a database at all, but long enough to look at" * 40, "flip"])
async def test_a_damaged_database_stops_the_start(url: str, key_file: KeyFile, tmp_path: Path, spoil: str) -> None:
    """One line that says damaged, and what to do."""
    path = tmp_path / "bot.sqlite3"
    await visit(url, key_file, letter=True)
    content = path.read_bytes()
    path.write_bytes(content[:4096] + os.urandom(len(content) - 4096) if spoil == "flip" else spoil.encode())
    with pytest.raises(StoreError, match=r"bot\.sqlite3 is damaged .*db backup"):
        await visit(url, key_file)


async def test_a_database_of_a_newer_version_stops_the_start(url: str, key_file: KeyFile) -> None:
    """Going back a version must not write into tables it does not know."""
    async with open_store(database_url(url), key_file) as store, store.database.writing() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="newer version"):
        await visit(url, key_file)


async def test_a_folder_that_cannot_be_written_stops_the_start(tmp_path: Path, key_file: KeyFile) -> None:
    """The path and the remedy, no traceback."""
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"file/bot\.sqlite3 cannot be written .*Name one this user may write to"):
        await visit(f"sqlite:///{tmp_path}/file/bot.sqlite3", key_file)


async def test_a_database_belongs_to_one_bot(url: str, key_file: KeyFile) -> None:
    """Two bots on one database would answer each other's people."""
    async with open_store(database_url(url), key_file) as store:
        await claim(store.database, 42, "data")
        await claim(store.database, 42, "data")
        with pytest.raises(StoreError, match="data belongs to the bot 42, and the token is that of 43"):
            await claim(store.database, 43, "data")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("sqlite://", "in memory"),
        ("sqlite:///:memory:", "in memory"),
        ("no address", "no database address"),
        ("nosuch://x/y", "no database address"),
    ],
)
def test_an_address_that_is_refused(given: str, expected: str) -> None:
    """Before anything is opened."""
    with pytest.raises(StoreError, match=f"DATABASE_URL .*{expected}"):
        database_url(given)
