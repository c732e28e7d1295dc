"""The command line: only the module of the command that runs is imported, so that `check` answers quickly."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import NamedTuple

PROGRAM = "python -m bot"
INTERRUPTED = 130  # what a shell reports for Ctrl-C


class Command(NamedTuple):
    """Where a command is written, and what it does in one line."""

    module: str
    help: str


COMMANDS = {
    "run": Command("bot.cli.run", "run the bot: with TELEGRAM_TOKEN against Telegram, without it in the sandbox"),
    "check": Command("bot.cli.check", "answer one offer or question as a reader would see it"),
    "lint": Command("bot.cli.content", "find mistakes in the content files"),
    "test": Command("bot.cli.content", "run the operators' cases against all content"),
    "show": Command("bot.cli.content", "show one flag or question in all languages side by side"),
    "status": Command("bot.cli.content", "write STATUS.md: what is present, missing, stale or draft"),
    "add-language": Command("bot.cli.content", "make the files of a new language"),
    "eval": Command("bot.cli.eval", "measure precision, recall and false alarms on labelled texts"),
    "train": Command("bot.cli.train", "teach the learned layer from labelled texts (needs the extra `train`)"),
    "sandbox": Command("bot.cli.sandbox", "run only the loopback Telegram: a Bot API and a chat page"),
    "alert": Command("bot.cli.alert", "write, approve, watch and stop broadcasts to subscribers"),
    "staff": Command("bot.cli.staff", "who may write, approve and stop alerts"),
    "health": Command("bot.cli.health", "say whether the bot that serves from DATA_DIR hears Telegram"),
    "db": Command("bot.cli.db", "bring the database to this version, or copy it while it is in use"),
}


def dispatch(arguments: Sequence[str]) -> int:
    """Run the command named by the arguments; its exit status. A closed pipe or Ctrl-C ends without a traceback."""
    name = arguments[0] if arguments else ""
    if name not in COMMANDS:
        overview().parse_args(arguments or ["--help"])
        return 0
    module = importlib.import_module(COMMANDS[name].module)
    parser = argparse.ArgumentParser(prog=f"{PROGRAM} {name}", description=module.__doc__)
    parser.set_defaults(command=name)
    module.add_arguments(parser)
    args = parser.parse_args(arguments[1:])
    try:
        status = int(module.run(args) or 0)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the interpreter complains when it ends
        return 1
    return status


def overview() -> argparse.ArgumentParser:
    """A parser that knows the commands by name, for --help and for names that do not exist."""
    parser = argparse.ArgumentParser(prog=PROGRAM, description="A Telegram bot that is asked whether an offer is real.")
    commands = parser.add_subparsers(metavar="command", required=True)
    for name, command in COMMANDS.items():
        commands.add_parser(name, help=command.help, add_help=False)
    return parser
