"""`train`: teach the learned layer from the corpus (needs the extra `train`)."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

CORPUS = Path("tests/corpus/tune")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `train`."""
    parser.add_argument("corpus", type=Path, nargs="*", default=[CORPUS], help="files or folders of labelled texts")
    parser.add_argument("--dry-run", action="store_true", help="only print the figures, write nothing")


def run(args: argparse.Namespace) -> int:
    """Print leave-one-writer-out figures of rules, model and both, and write the model file."""
    try:
        import sklearn  # noqa: F401
    except ImportError:
        print("train needs scikit-learn. Install it with: pip install '.[train]'", file=sys.stderr)
        return 2
    from bot.cli.engine import engine, intents_dir
    from bot.content import read_lexicon
    from bot.content.learned_file import PATH, save_model
    from bot.evaluation.figures import headline
    from bot.evaluation.rows import RowError, read_rows
    from bot.learning import train as learning
    from bot.learning.examples import examples
    from bot.learning.thresholds import thresholds
    from bot.learning.verdicts import judged_both, judged_by_model, judged_by_rules

    try:
        rows = list(read_rows(args.corpus))
    except (RowError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    core = engine()
    lexicon = read_lexicon(intents_dir())
    data = examples(rows, core, lexicon)
    print(f"{len(rows)} texts by {len(data.writers())} writers, {len(data.ways)} ways of asking, {len(data.names)} facts")
    learned, leads = learning.left_out(data, core.emergencies)
    limits = thresholds(rows, learned)
    print("thresholds", limits)
    for title, judged in (
        ("rules alone", judged_by_rules(rows, core)),
        ("model alone", judged_by_model(rows, learned, limits)),
        ("both", judged_both(rows, core, learned, limits)),
    ):
        print(title)
        for figure in headline(judged):
            print(f"  {figure.name:34s} {figure.value:6.3f}   target {figure.target}  of {figure.total}")
    if not args.dry_run:
        files = [file for path in args.corpus for file in (path.rglob("*.jsonl") if path.is_dir() else [path])]
        stamp = learning.stamp_of(files, core.content.version)
        save_model(learning.train(data, leads, limits, lexicon, stamp))
        print(f"wrote {PATH} ({PATH.stat().st_size} bytes)")
    return 0
