"""`health`: what a container's healthcheck is told."""

import os
import time
from pathlib import Path

import pytest

from bot.cli.parser import dispatch


@pytest.mark.parametrize(
    ("age", "status", "said"), [(None, 1, "no bot has served"), (5, 0, ""), (600, 1, "last heard 600 s ago")]
)
def test_health(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    age: int | None,
    status: int,
    said: str,
) -> None:
    """Healthy is who heard Telegram lately; anything else is one line."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("TELEGRAM_TOKEN", "1:abc")
    if age is not None:
        path = tmp_path / "alive"
        path.touch()
        os.utime(path, (time.time() - age,) * 2)
    assert dispatch(["health"]) == status
    assert said in capsys.readouterr().err
