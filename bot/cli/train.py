"""`train`: teach the learned layer from the corpus (needs the extra `train`)."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

CORPUS = Path("tests/corpus/tune")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `train`."""
    parser.add_argument("corpus", type=Path, nargs="*", default=[CORPUS], help="files or folders of labelled texts")
    parser.add_argument("--dry-run", action="store_true", help="only print the figures, write no model")
    parser.add_argument(
        "--baseline", type=Path, metavar="FILE", help="say what changed; exit 1 after a fall of a point"
    )
    parser.add_argument("--save", type=Path, metavar="FILE", help="write the figures, to be a baseline later")


def run(args: argparse.Namespace) -> int:
    """Print figures of rules, model and both, no text judged by a model that saw its writer, and write the model file."""
    try:
        import sklearn  # noqa: F401
    except ImportError:
        print("train needs scikit-learn. Install it with: pip install '.[train]'", file=sys.stderr)
        return 2
    from bot.cli.baseline import conclude, read_figures
    from bot.cli.engine import engine, intents_dir
    from bot.content import ContentError, read, read_lexicon
    from bot.content.learned_file import PATH, save_model
    from bot.evaluation import report
    from bot.evaluation.figures import headline
    from bot.evaluation.rows import RowError, read_rows
    from bot.learning import train as learning
    from bot.learning.examples import examples, rows_of
    from bot.learning.thresholds import thresholds
    from bot.learning.verdicts import judged_both, judged_by_model, judged_by_rules

    try:
        rows = list(read_rows(args.corpus))
        then = read_figures(args.baseline)
        core, lexicon = engine(learned=False), read_lexicon(intents_dir())
    except (RowError, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    except ContentError as error:
        print(error, file=sys.stderr)
        return 1
    cases = rows_of(read(intents_dir())[2])
    data = examples([*rows, *cases], core, lexicon)
    print(f"{len(rows)} texts, {len(cases)} cases, {len(data.ways)} ways of asking, {len(data.names)} facts")
    learned, told = learning.left_out(data, core.emergencies)
    learned, found = learned[: len(rows)], data.evidence[: len(rows)]
    limits = thresholds(rows, learned)
    print("thresholds", limits)
    for title, judged in (
        ("rules alone", judged_by_rules(rows, found, core)),
        ("model alone", judged_by_model(rows, learned, limits)),
        ("both", judged_both(rows, found, core, learned, limits)),
    ):
        print(title)
        for figure in headline(judged):
            print(f"  {figure.name:34s} {figure.value:6.3f}   target {figure.target}  of {figure.total}")
    if not args.dry_run:
        files = [file for path in args.corpus for file in (path.rglob("*.jsonl") if path.is_dir() else [path])]
        stamp = learning.stamp_of(files, core.content.version)
        save_model(learning.train(data, told, limits, lexicon, stamp))
        print(f"wrote {PATH} ({PATH.stat().st_size} bytes)")
    return conclude(report.summary(judged), then, args.save)
