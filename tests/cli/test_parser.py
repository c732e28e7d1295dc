"""The command line finds its commands without importing all of them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.cli.parser import COMMANDS, dispatch

HEAVY = ("telegram", "sqlalchemy", "alembic", "aiohttp", "cryptography")


def python(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("arguments", [[], ["--help"], *([name, "--help"] for name in COMMANDS)], ids=" ".join)
def test_help_is_quick(arguments: list[str]) -> None:
    """Neither the overview nor a command's own help imports what only running needs."""
    program = (
        "import sys\n"
        "from bot.cli.parser import dispatch\n"
        "try:\n"
        f"    dispatch({arguments!r})\n"
        "except SystemExit as end:\n"
        "    assert not end.code, end.code\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    done = python(program)
    assert done.stderr == ""
    assert "usage: python -m bot" in done.stdout
    assert done.stdout.endswith("[]\n")


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["db"], ["db", "nonsense"], ["run", "now"], ["--nonsense"]], ids=" ".join
)
def test_what_cannot_be_meant_is_a_usage_error(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Status 2, and the usage on standard error."""
    with pytest.raises(SystemExit) as end:
        dispatch(arguments)
    assert end.value.code == 2
    assert "usage: python -m bot" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("failing", "status"), [("raise KeyboardInterrupt", 130), ("print('x' * 100_000); sys.stdout.flush()", 1)]
)
def test_it_ends_without_a_traceback(failing: str, status: int) -> None:
    """After Ctrl-C, and when the reader of a pipe has gone."""
    program = (
        "import sys, types\n"
        "from bot.cli import parser\n"
        "module = types.ModuleType('failing')\n"
        "module.add_arguments = lambda parser: None\n"
        f"exec('def run(args):\\n  import sys\\n  ' + {failing!r}, module.__dict__)\n"
        "sys.modules['failing'] = module\n"
        "parser.COMMANDS['failing'] = parser.Command('failing', '')\n"
        "sys.exit(parser.dispatch(['failing']))\n"
    )
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    with process.stderr:
        assert process.stderr.read() == b""
    assert process.wait() == status
