"""The image: small, not root, read-only friendly, healthy only when the bot is."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def instructions() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile in order, continuation lines joined."""
    text = re.sub(r"\\\n\s*", " ", (ROOT / "Dockerfile").read_text())
    return [tuple(line.split(maxsplit=1)) for line in text.splitlines() if line and not line.startswith("#")]  # type: ignore[misc]


STEPS = instructions()


def test_two_stages_and_only_the_first_has_the_tools() -> None:
    """pip runs in the build stage; the image copies what it made."""
    starts = [i for i, (name, _) in enumerate(STEPS) if name == "FROM"]
    assert len(starts) == 2
    assert [i for i, (name, rest) in enumerate(STEPS) if name == "RUN" and "pip" in rest] < [starts[1]]
    assert any(name == "COPY" and "--from=build" in rest for name, rest in STEPS[starts[1] :])


def test_it_does_not_run_as_root() -> None:
    """The last USER is a number other than 0, so that Kubernetes can check it."""
    users = [rest for name, rest in STEPS if name == "USER"]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", users[-1])
    assert STEPS.index(("USER", users[-1])) < next(i for i, (name, _) in enumerate(STEPS) if name == "ENTRYPOINT")


def test_everything_written_goes_to_the_volume() -> None:
    """DATA_DIR is the volume; bytecode is compiled when the image is built."""
    environment = " ".join(rest for name, rest in STEPS if name == "ENV")
    assert "DATA_DIR=/data" in environment
    assert "PYTHONDONTWRITEBYTECODE=1" in environment
    assert ("VOLUME", "/data") in STEPS


def test_it_stops_by_sigterm_and_has_a_healthcheck() -> None:
    """What an orchestrator needs to know."""
    assert ("STOPSIGNAL", "SIGTERM") in STEPS
    assert any(name == "HEALTHCHECK" and '"health"' in rest for name, rest in STEPS)


def test_packages_are_hashed_and_nothing_secret_is_copied() -> None:
    """Every package is the one that was locked; the build context holds only what the image needs."""
    assert any("--require-hashes -r requirements.lock" in rest for name, rest in STEPS if name == "RUN")
    assert (ROOT / ".dockerignore").read_text().splitlines()[:4] == ["*", "!requirements.lock", "!bot", "!intents"]
    copied = {source for name, rest in STEPS if name == "COPY" and "--from" not in rest for source in rest.split()[:-1]}
    assert copied == {"requirements.lock", "bot", "intents"}


@pytest.mark.timeout(600)
def test_the_steps_make_a_bot_that_answers(tmp_path: Path) -> None:
    """The RUN and COPY lines of the build stage, tried in a scratch root: the tree they leave answers an offer."""
    venv, source = tmp_path / "opt" / "beforeyougo", tmp_path / "src"
    source.mkdir(parents=True)
    for name, rest in STEPS[: [i for i, (n, _) in enumerate(STEPS) if n == "FROM"][1]]:
        if name == "COPY":
            subprocess.run(["cp", "-r", *rest.split()[:-1], str(source)], cwd=ROOT, check=True)
        if name == "RUN":
            command = rest.replace("/opt/beforeyougo", str(venv)).replace("python -m venv", f"{sys.executable} -m venv")
            subprocess.run(["bash", "-euo", "pipefail", "-c", command], cwd=source, check=True)
    answer = subprocess.run(
        [venv / "bin" / "python", "-m", "bot", "check", "--json", "help me, i am locked in and they took my passport"],
        cwd=venv, capture_output=True, text=True, check=True, env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
    )  # fmt: skip
    assert '"kind": "emergency"' in answer.stdout
