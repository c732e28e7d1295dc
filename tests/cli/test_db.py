"""`db upgrade` and `db backup`, as an operator types them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from bot.cli.parser import dispatch


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder, and no other settings."""
    for key in ("DATABASE_URL", "TELEGRAM_TOKEN", "TELEGRAM_API_URL"):
        monkeypatch.delenv(key, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


def test_a_database_is_made_and_copied(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Twice brought up to date is once; the copy has the tables."""
    assert [dispatch(["db", "upgrade"]), dispatch(["db", "upgrade"])] == [0, 0]
    assert dispatch(["db", "backup", str(tmp_path / "copy")]) == 0
    connection = sqlite3.connect(tmp_path / "copy")
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    connection.close()
    assert {"inbox", "seen", "people", "messages", "meta"} <= tables
    out = capsys.readouterr().out.splitlines()
    assert out[0] == out[1] == f"up to date: sqlite+aiosqlite:///{folder}/bot.sqlite3"
    assert out[2] == f"copied to {tmp_path / 'copy'}"


@pytest.mark.parametrize(
    ("key", "value", "arguments", "status", "expected"),
    [
        ("DATA_DIR", "/proc/nothing", ["upgrade"], 1, "/proc/nothing/bot.sqlite3 cannot be written"),
        ("DATA_DIR", "/proc/nothing", ["backup", "/tmp/x"], 1, "/proc/nothing/bot.sqlite3 does not exist"),
        ("DATABASE_URL", "sqlite://", ["upgrade"], 1, "DATABASE_URL names a database in memory"),
        ("LISTEN", "nowhere", ["upgrade"], 2, "LISTEN=nowhere: this is no address"),
    ],
)
def test_trouble_is_one_line(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    key: str,
    value: str,
    arguments: list[str],
    status: int,
    expected: str,
) -> None:
    """On standard error, with the status that says whether a setting is wrong."""
    monkeypatch.setenv(key, value)
    assert dispatch(["db", *arguments]) == status
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(expected)
