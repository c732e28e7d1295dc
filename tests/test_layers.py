"""The road has one direction: an import against it fails here."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STANDARD = {"__future__"}
ALLOWED = {
    "core": {"core"},
    "content": {"core", "content"},
    "chat": {"core", "chat"},
    "store": {"core", "store"},
    "broadcast": {"core", "broadcast"},
    "sandbox": {"sandbox"},
}
CORE_LIBRARIES = {"match.py": {"ahocorasick_rs", "rapidfuzz"}, "typos.py": {"rapidfuzz"}}
EFFECTS = {
    "asyncio",
    "socket",
    "pathlib",
    "os",
    "io",
    "sqlite3",
    "time",
    "random",
    "urllib",
    "http",
    "subprocess",
    "threading",
}


def imports(path: Path) -> set[str]:
    """Every module a file imports, wherever in the file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def part_of(module: str) -> str:
    """`bot.core.match` -> core; a module beside the parts is its own part."""
    return module.split(".")[1] if module.count(".") else ""


FILES = sorted(ROOT.glob("bot/*/**/*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_part_imports_only_what_lies_before_it(path: Path) -> None:
    """core imports itself; content imports core; chat and store meet only through core; sandbox imports nothing of bot."""
    part = path.relative_to(ROOT / "bot").parts[0]
    if part not in ALLOWED:
        return
    used = {part_of(module) for module in imports(path) if module.startswith("bot.")}
    assert used - ALLOWED[part] - {"log"} == set()


@pytest.mark.parametrize("path", sorted(ROOT.glob("bot/core/*.py")), ids=lambda p: p.name)
def test_the_core_is_pure(path: Path) -> None:
    """No library but the matcher's, no module that acts on the world, no await."""
    outside = {module.split(".")[0] for module in imports(path) if not module.startswith("bot.")}
    assert outside & EFFECTS == set()
    third_party = {
        name
        for name in outside
        if name in {"rapidfuzz", "ahocorasick_rs", "telegram", "sqlalchemy", "yaml", "pydantic"}
    }
    assert third_party <= CORE_LIBRARIES.get(path.name, set())
    assert not any(
        isinstance(node, ast.Await | ast.AsyncFunctionDef) for node in ast.walk(ast.parse(path.read_text()))
    ) or (path.name == "ports.py")


def test_only_the_command_line_knows_the_application() -> None:
    """`__main__` -> cli -> app, and nobody else imports those."""
    offenders = [
        path.relative_to(ROOT)
        for path in ROOT.glob("bot/**/*.py")
        if path.relative_to(ROOT / "bot").parts[0] not in ("cli", "__main__.py", "app.py")
        and any(module == "bot.app" or module.startswith("bot.cli") for module in imports(path))
    ]
    assert offenders == []
