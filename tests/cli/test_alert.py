"""Alerts and staff from the shell, without a bot: files, refusals in one line, statuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli.alert import bar
from bot.cli.parser import dispatch
from bot.core.alerts import Counts
from tests.shelf import Shelf

SETTINGS = (
    "TELEGRAM_TOKEN",
    "TELEGRAM_TOKEN_FILE",
    "DATABASE_URL",
    "KEY_FILE",
    "INTENTS_DIR",
    "OWNER_IDS",
    "BROADCAST_RATE",
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A DATA_DIR in which an author (1) and an approver (2) work."""
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    for user, role in (("1", "author"), ("2", "approver")):
        assert dispatch(["staff", "add", user, role]) == 0
    return tmp_path


def file_of(folder: Path, text: str) -> str:
    path = folder / "alert.yaml"
    path.write_text(text, "utf-8")
    return str(path)


def test_staff_come_and_go(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Listed with their roles; who has none cannot be removed."""
    capsys.readouterr()
    assert dispatch(["staff", "remove", "2"]) == 0
    assert capsys.readouterr().out == "1 author\n"
    assert dispatch(["staff", "remove", "2"]) == 1
    assert "2 has no role" in capsys.readouterr().err
    assert dispatch(["staff", "add", "-100", "author"]) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("text:\n  en: A\naudience:\n  places: [Cambodia]\n", ":4  audience.places 'CAMBODIA' is no country here"),
        ("text:\n  xx: A\n", ":2  text.xx is no language of this bot"),
        ("text:\n  en: A\n  en: B\n", ":3  'en' stands here again"),
        ("text: &a\n  en: A\n", "would repeat another place"),
        ("- a\n", ":1  it holds no entries"),
    ],
)
def test_a_mistake_in_a_file_has_its_line(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str, expected: str
) -> None:
    """File, line, what, remedy; nothing is written."""
    assert dispatch(["alert", "new", file_of(folder, text), "--as", "1"]) == 1
    assert expected in capsys.readouterr().err
    assert dispatch(["alert", "list"]) == 0
    assert capsys.readouterr().out == ""


def test_an_alert_is_written_and_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The contract's object; whoever may not, is told in one line."""
    file = file_of(folder, "text:\n  en: Read this.\n")
    capsys.readouterr()
    assert dispatch(["alert", "new", file, "--as", "1", "--json"]) == 0
    new = json.loads(capsys.readouterr().out)
    assert (new["id"], new["audience"], list(new)) == (1, 0, ["id", "audience", "hash", "eta_s", "warnings"])
    for arguments, why in (
        (["alert", "new", file, "--as", "2"], "needs the role author"),
        (["alert", "new", file], "Say who acts"),
        (["alert", "new", str(folder / "none"), "--as", "1"], "cannot be read"),
        (["alert", "approve", "1", "--as", "2", "--audience", "0"], "Nobody is meant"),
        (["alert", "stop", "7", "--as", "2"], "There is no alert 7"),
        (["alert", "delete", "1", "--as", "2"], "was not sent to anybody"),
        (["alert", "send"], "SQLite serves one process"),
    ):
        assert dispatch(arguments) == 1
        assert why in capsys.readouterr().err
    assert dispatch(["alert", "stop", "1", "--as", "2"]) == 0
    assert dispatch(["alert", "status", "1", "--json"]) == 0
    status = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (status["state"], status["audience"], status["pending"]) == ("stopped", 0, 0)
    assert dispatch(["alert", "audit", "verify"]) == 0
    assert capsys.readouterr().out.startswith("4 lines, whole")


def test_a_wrong_setting_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Key, value, remedy."""
    monkeypatch.setenv("BROADCAST_RATE", "fast")
    assert dispatch(["alert", "list"]) == 2
    assert capsys.readouterr().err.startswith("BROADCAST_RATE=fast: this is no number")
    monkeypatch.delenv("BROADCAST_RATE")
    monkeypatch.setenv("OWNER_IDS", "me")
    assert dispatch(["staff", "list"]) == 2


async def test_the_bar_tells_all(shelf: Shelf) -> None:
    """State, share, rate, time left and every end that is not nothing."""
    await shelf.hire()
    await shelf.subscribe(range(1, 11))
    alert = await shelf.sending()
    line = bar(alert, Counts(sent=4, blocked=1, pending=5), eta_s=9, rate=12.34)
    assert line == "1 sending [###############...............] 50% of 10  12.3/s  9 s left  sent 4 blocked 1 pending 5"
