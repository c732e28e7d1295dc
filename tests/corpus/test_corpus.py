"""The labelled texts: well-formed, each its own, and the hold-out apart from what teaches."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import yaml
from scipy.sparse import csr_matrix

from bot.content.contract import FLAGS
from bot.evaluation.rows import HONEST, KINDS, Row, read_rows

CORPUS = Path(__file__).parent
QUESTIONS = yaml.safe_load((CORPUS.parents[1] / "intents/questions.yaml").read_text(encoding="utf-8"))
TUNE, HOLDOUT = list(read_rows([CORPUS / "tune"])), list(read_rows([CORPUS / "holdout"]))
ROWS = [*TUNE, *HOLDOUT]
GRAM, ALIKE = 5, 0.6
"""Two texts that share more of their character 5-grams than this (Jaccard) are near-copies."""


def test_ids_are_unique_and_labels_are_known() -> None:
    """Every text can be named, and counts for something the bot knows."""
    assert [name for name, count in Counter(row.id for row in ROWS).items() if count > 1] == []
    assert {row.kind for row in ROWS} <= set(KINDS)
    assert [row.id for row in ROWS if not set(row.flags) <= set(FLAGS)] == []
    assert [row.id for row in ROWS if row.kind == HONEST and row.intent] == []
    assert {row.intent for row in ROWS} - {None} <= set(QUESTIONS)


def test_nobody_wrote_for_both_parts() -> None:
    """The hold-out is by writers nothing was learned from."""
    assert {row.writer for row in TUNE} & {row.writer for row in HOLDOUT} == set()


def test_no_text_is_a_near_copy_of_another() -> None:
    """Within a language, across writers and parts."""
    by_language: dict[str, list[Row]] = defaultdict(list)
    for row in ROWS:
        by_language[row.language].append(row)
    assert [pair for rows in by_language.values() for pair in near_copies(rows)] == []


def near_copies(rows: list[Row]) -> Iterator[tuple[str, str]]:
    """Pairs of ids whose texts share too much."""
    names: dict[str, int] = {}
    columns, pointers = [], [0]
    for row in rows:
        text = " ".join(row.text.casefold().split())
        grams = {text[at : at + GRAM] for at in range(max(1, len(text) - GRAM + 1))}
        columns += [names.setdefault(gram, len(names)) for gram in sorted(grams)]
        pointers.append(len(columns))
    table = csr_matrix((np.ones(len(columns)), columns, pointers), shape=(len(rows), len(names)))
    shared, sizes = (table @ table.T).toarray(), np.diff(pointers)
    union = sizes[:, None] + sizes[None, :] - shared
    for one, other in np.argwhere(np.triu(shared / union, 1) > ALIKE):
        yield rows[one].id, rows[other].id
