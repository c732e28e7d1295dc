"""`eval`: how well the engine judges labelled texts."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `eval`."""
    parser.add_argument("path", type=Path, nargs="+", help="files of JSON lines, or folders of them")
    parser.add_argument("--html", type=Path, metavar="OUT", help="also write one self-contained page")
    parser.add_argument("--baseline", type=Path, metavar="FILE", help="say what changed since these figures")
    parser.add_argument("--save", type=Path, metavar="FILE", help="write the figures, to be a baseline later")
    parser.add_argument("--worst", type=int, default=10, help="how many of the worst misses of each kind to print")


def run(args: argparse.Namespace) -> int:
    """Judge every text and print the figures; 2 when a file is no corpus."""
    from bot.cli.engine import engine
    from bot.evaluation import page, report
    from bot.evaluation.rows import RowError, read_rows

    try:
        rows = list(read_rows(args.path))
        then = json.loads(args.baseline.read_text(encoding="utf-8")) if args.baseline else None
    except (RowError, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    core = engine()
    judged = [(row, core.judge(row.text)) for row in rows]
    for line in report.lines(judged, worst=args.worst):
        print(line)
    figures = report.summary(judged)
    if then is not None:
        print("since the baseline")
        for line in report.compared(figures, then):
            print(line)
    if args.save:
        args.save.write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    if args.html:
        args.html.write_text(page.page(judged, "BeforeYouGo: how well it judges"), encoding="utf-8")
    return 0
