"""`eval`: how well the engine judges labelled texts."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.core.pipeline import Engine
    from bot.evaluation.figures import Judged
    from bot.evaluation.rows import Row

HOLDOUT = Path("tests/corpus/holdout")
USES = "USES.md"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `eval`."""
    parser.add_argument("path", type=Path, nargs="*", help="files of JSON lines, or folders of them")
    parser.add_argument(
        "--final", action="store_true", help=f"read the hold-out, {HOLDOUT}, and note the use in {USES}"
    )
    parser.add_argument("--html", type=Path, metavar="OUT", help="also write one self-contained page")
    parser.add_argument(
        "--baseline", type=Path, metavar="FILE", help="say what changed; exit 1 after a fall of a point"
    )
    parser.add_argument("--save", type=Path, metavar="FILE", help="write the figures, to be a baseline later")
    parser.add_argument("--worst", type=int, default=10, help="how many of the worst misses of each kind to print")
    parser.epilog = (
        "Texts of writers the learned layer was trained on are judged by the rules alone: `train` has their figures."
    )


def run(args: argparse.Namespace) -> int:
    """Judge every text and print the figures; 2 when a file is no corpus, 1 when a figure fell more than a point."""
    from bot.cli.baseline import conclude, read_figures
    from bot.cli.engine import engine
    from bot.evaluation import page, report
    from bot.evaluation.figures import headline
    from bot.evaluation.rows import RowError, read_rows

    refused = _refused(args.path, final=args.final)
    if refused:
        print(refused, file=sys.stderr)
        return 2
    try:
        rows = list(read_rows([HOLDOUT] if args.final else args.path))
        then = read_figures(args.baseline)
    except (RowError, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    core = engine()
    judged = judge(rows, core)
    for line in report.lines(judged, worst=0 if args.final else args.worst):
        print(line)
    figures = report.summary(judged)
    if args.final:
        note_use(HOLDOUT / USES, core.content.version, [f"{f.name} {f.value:.3f}" for f in headline(judged)])
    if args.html:
        args.html.write_text(page.page(judged, "BeforeYouGo: how well it judges"), encoding="utf-8")
    return conclude(figures, then, args.save)


def _refused(paths: Sequence[Path], *, final: bool) -> str:
    """Why these texts are not read; "" when they are."""
    if final:
        return "--final reads the hold-out and nothing else: leave the paths out." if paths else ""
    if not paths:
        return "Which texts? Name files or folders, for example tests/corpus/tune."
    if any(HOLDOUT.resolve() in (path.resolve(), *path.resolve().parents) for path in paths) or any(
        path.resolve() in HOLDOUT.resolve().parents for path in paths
    ):
        return f"{HOLDOUT} is read by `eval --final` only, which notes every use: looking at it wears it out."
    return ""


def judge(rows: Sequence[Row], core: Engine) -> list[Judged]:
    """Every text with its verdict; those of writers the learned layer knows are judged by the rules alone."""
    known = core.trained_on
    return [
        (row, core.conclude(core.gather(row.text), None) if row.writer in known else core.judge(row.text))
        for row in rows
    ]


def note_use(path: Path, version: str, figures: Sequence[str]) -> None:
    """One line in the list of uses of the hold-out."""
    begun = (
        path.read_text(encoding="utf-8")
        if path.exists()
        else "# Uses of the hold-out\n\nWritten by `python -m bot eval --final`.\n\n"
    )
    path.write_text(f"{begun}- {date.today()} content {version[:12]}: {', '.join(figures)}\n", encoding="utf-8")
