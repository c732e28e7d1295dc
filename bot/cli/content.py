"""For operators: check, try and survey the content files."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from bot import content
from bot.cli.engine import READ
from bot.content.draft import Draft
from bot.content.folder import read_folder
from bot.core.content import Problem
from bot.settings import SettingsError, read_settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command the parser is for."""
    parser.add_argument("--intents", type=Path, metavar="DIR", help="folder of the content files (default INTENTS_DIR)")
    command = parser.get_default("command")
    parser.description = DESCRIPTIONS[command]
    if command == "test":
        parser.add_argument("languages", nargs="*", metavar="LANGUAGE", help="only the cases of these languages")
    if command == "show":
        parser.add_argument("id", help="a flag or a question")
    if command == "status":
        parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when STATUS.md is stale")
    if command == "add-language":
        parser.add_argument("code", help="language code, for example ja")
        parser.add_argument("--name", help="the language's own name, when CLDR's does not fit")


def run(args: argparse.Namespace) -> int:
    """Run the command; 1 when something is wrong with the content or with what was asked."""
    try:
        folder: Path = args.intents or _intents_dir()
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    if not folder.is_dir():
        return _fail(f"{folder} is no folder. Set INTENTS_DIR, or run the command where intents/ is.")
    return COMMANDS[args.command](args, _near(folder))


def lint(_: argparse.Namespace, folder: Path) -> int:
    """Print every problem as `file:line  what. remedy`; 1 when there is any."""
    found, problems, cases = content.read(folder)
    if problems or found is None:
        return _tell(problems)
    phrases = sum(len(wording.phrases) for wording in found.wordings) + sum(len(a.ways) for a in found.answers)
    live = sum(language.status == "live" for language in found.languages.values())
    print(
        f"{live} live languages, {phrases} phrases, {len(cases)} cases, {len(found.helplines)} helplines: no problems"
    )
    return 0


def test(args: argparse.Namespace, folder: Path) -> int:
    """Try every case against all content and print what did not come true; 1 then. The rules alone: words are what operators mend."""
    from bot.content.try_cases import run_cases

    found, problems, cases = content.read(folder)
    if found is None:
        return _tell(problems)
    wanted = [case for case in cases if not args.languages or case.language in args.languages]
    engine = content.engine_of(found, learned=False)
    failed: dict[str, int] = {}
    for case, lines in run_cases(wanted, engine.judge):
        for line in lines:
            print(f"{case.path}:{case.line}  {line}")
        if lines:
            failed[case.language] = failed.get(case.language, 0) + 1
    where = ", ".join(f"{language} {count}" for language, count in failed.items())
    print(f"{len(wanted)} cases, {sum(failed.values())} failed" + (f" ({where})" if where else ""))
    return 1 if failed else 0


def show(args: argparse.Namespace, folder: Path) -> int:
    """Print one flag or question in all languages."""
    from bot.content.side_by_side import UnknownIdError, side_by_side

    try:
        for line in side_by_side(_draft(folder), args.id):
            print(line)
    except UnknownIdError as error:
        return _fail(f"{error}.")
    return 0


def status(args: argparse.Namespace, folder: Path) -> int:
    """Write STATUS.md, or say with --check whether it is stale."""
    from bot.content.status import status_text

    path, text = folder / "STATUS.md", status_text(_draft(folder))
    is_stale = not path.exists() or path.read_text("utf-8") != text
    if not args.check and is_stale:
        path.write_text(text, "utf-8")
        print(f"{path} written")
    elif is_stale:
        return _fail(f"{path} is stale. Run `python -m bot status` and commit it.")
    else:
        print(f"{path} is up to date")
    return 0


def add_language(args: argparse.Namespace, folder: Path) -> int:
    """Make the files of a new language, with status off."""
    from bot.content.scaffold import ScaffoldError
    from bot.content.scaffold import add_language as add

    try:
        written = add(_draft(folder), args.code, args.name)
    except ScaffoldError as error:
        return _fail(f"{error}.")
    for path in written:
        print(path)
    print("Translate the files, run `python -m bot lint`, then set its status to live in languages.yaml.")
    return 0


def _draft(folder: Path) -> Draft:
    return content.draft_of(read_folder(folder), with_cases=True)


def _intents_dir() -> Path:
    return read_settings({key: value for key, value in os.environ.items() if key in READ}).intents_dir


def _near(folder: Path) -> Path:
    """The folder as seen from here, so that paths in messages are short."""
    return folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder


def _tell(problems: list[Problem]) -> int:
    for problem in problems:
        print(problem)
    files = len({problem.path for problem in problems})
    return _fail(f"{len(problems)} problems in {files} files")


def _fail(said: str) -> int:
    print(said, file=sys.stderr)
    return 1


DESCRIPTIONS = {
    "lint": "Find mistakes in the content files; each is told as file:line, what is wrong, and what mends it.",
    "test": "Try every case of cases.yaml against all flags and questions of all languages.",
    "show": "Show one flag or question in all languages side by side.",
    "status": "Write STATUS.md: what each language has, lacks, and has not yet been checked by a native speaker.",
    "add-language": "Make the files of a new language, to be translated in place; it stays off until you set it live.",
}
COMMANDS: dict[str, Callable[[argparse.Namespace, Path], int]] = {
    "lint": lint,
    "test": test,
    "show": show,
    "status": status,
    "add-language": add_language,
}
