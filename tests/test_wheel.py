"""The wheel carries everything the bot knows."""

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_an_installed_wheel_knows_what_the_checkout_knows(tmp_path: Path) -> None:
    """Every content file and table is in it, and it answers from there."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    carried = {
        path.relative_to(tmp_path / "site/bot/intents") for path in (tmp_path / "site/bot/intents").rglob("*.yaml")
    }
    assert carried == {path.relative_to(ROOT / "intents") for path in (ROOT / "intents").rglob("*.yaml")}
    answer = subprocess.run(
        [sys.executable, "-m", "bot", "check", "--json", "i am locked in, please help"],
        cwd=tmp_path / "site",
        capture_output=True,
        text=True,
        check=True,
    )
    assert '"kind": "emergency"' in answer.stdout
