"""Labelled texts and ways of asking -> matrices the trainer learns from, made with the very features the bot uses."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from bot.core.content import Case, Content
from bot.core.evidence import Evidence
from bot.core.ideas import Lexicon
from bot.core.model import bucket_counts, idea_facts
from bot.core.pipeline import Engine
from bot.evaluation.figures import EMERGENCIES
from bot.evaluation.rows import HONEST, OTHER, QUESTION, SCAM, Row

BUCKETS = 1 << 17
LEAST_TEXTS = 3
"""A bucket or a fact seen in fewer texts says nothing about others."""
SPELLINGS = 3
"""So many ways of writing out each way of asking are learned from."""
SEED = 7
CASES = "cases"
"""The writer of the operators' cases."""
_SLOTS = {"<money>": "1000", "<place>": "", "<contact>": "", "<date>": "", "...": ""}
SORTS = ("emergency", "honest", "other", "question", "scam")
"""What the letters of a text tell apart."""
TOLD = (
    *(f"margin {name}" for name in ("emergency", "question", "urgent", "nothing")),
    *(f"letters {sort}" for sort in SORTS),
)
"""The facts that the heads over n-grams tell the others; they stand last."""


@dataclass(frozen=True, slots=True)
class Examples:
    """One row of features per text: `grams` are raw counts, `facts` what the rules and the lexicon found, by `names`."""

    rows: tuple[Row, ...]
    evidence: tuple[Evidence, ...]
    """What the rules found in each text."""
    grams: csr_matrix
    facts: csr_matrix
    names: Mapping[str, int]
    ways: tuple[str, ...]
    """The question of each way of asking; their features follow those of the texts."""
    way_grams: csr_matrix
    way_facts: csr_matrix

    def writers(self) -> list[str]:
        """Who wrote the texts, each once."""
        return sorted({row.writer for row in self.rows})


def examples(rows: Sequence[Row], engine: Engine, lexicon: Lexicon) -> Examples:
    """Read every text and every way of asking once, with the rules of `engine` and the words of `lexicon`."""
    read, counts, found = [], [], []
    for row in rows:
        evidence, told = engine.observe(row.text)
        read.append(evidence)
        counts.append(bucket_counts(evidence.text.folded, BUCKETS))
        found.append(dict.fromkeys(told, 1.0) | idea_facts(evidence, lexicon))
    ways, way_counts, way_found = [], [], []
    for question, text in spelled_out(engine.content):
        evidence = engine.read(text)
        ways.append(question)
        way_counts.append(bucket_counts(evidence.text.folded, BUCKETS))
        way_found.append(idea_facts(evidence, lexicon))
    seen = Counter(name for facts in found for name in facts)
    names = {name: row for row, name in enumerate(sorted(n for n, count in seen.items() if count >= LEAST_TEXTS))}
    names |= {name: len(names) + at for at, name in enumerate(TOLD)}
    return Examples(
        tuple(rows), tuple(read), _counts(counts), _facts(found, names), names, tuple(ways), _counts(way_counts),
        _facts(way_found, names),
    )  # fmt: skip


def rows_of(cases: Sequence[Case]) -> list[Row]:
    """The operators' cases as labelled texts: they teach, but no figure is taken from them, for the phrases were mended by them."""
    return [
        Row(
            id=f"{case.path}:{case.line}",
            kind={"question": QUESTION, "emergency": QUESTION, "other": OTHER}.get(case.kind, _offer(case)),
            lang=case.language,
            text=case.text,
            intent=case.question,
            writer=CASES,
        )
        for case in cases
        if case.kind and (case.kind != "offer" or case.level)
    ]


def _offer(case: Case) -> str:
    return HONEST if "none" in case.level else SCAM


def spelled_out(content: Content) -> Iterator[tuple[str, str]]:
    """Every way of asking, written out in a few of the spellings it stands for; the same ones every time."""
    chance = random.Random(SEED)
    for answer in content.answers:
        for way in answer.ways:
            for text in sorted({_spelled(way, chance) for _ in range(SPELLINGS)}):
                yield answer.question, text


def _spelled(way: str, chance: random.Random) -> str:
    text = re.sub(r"\(([^)]*)\)", lambda group: chance.choice(group[1].split("|")), way)
    text = re.sub(r"\[([^\]]*)\]", lambda group: chance.choice(["", *group[1].split("|")]), text)
    for slot, words in _SLOTS.items():
        text = text.replace(slot, words)
    return " ".join(text.split())


def _counts(table: Sequence[Mapping[int, int]]) -> csr_matrix:
    return _matrix(table, BUCKETS)


def _facts(table: Sequence[Mapping[str, float]], names: Mapping[str, int]) -> csr_matrix:
    return _matrix([{names[n]: value for n, value in row.items() if n in names} for row in table], len(names))


def _matrix(table: Sequence[Mapping[int, float]], width: int) -> csr_matrix:
    pointers = np.cumsum([0, *map(len, table)])
    columns = np.fromiter((at for row in table for at in row), dtype=np.int32, count=int(pointers[-1]))
    values = np.fromiter((value for row in table for value in row.values()), dtype=np.float64, count=int(pointers[-1]))
    return csr_matrix((values, columns, pointers), shape=(len(table), width))


def inverse_frequency(grams: csr_matrix) -> np.ndarray:
    """How telling each bucket is, as whole 255ths of the largest; 0 for buckets seen in too few texts."""
    seen = np.bincount(grams.indices, minlength=BUCKETS)
    idf = np.log((1 + grams.shape[0]) / (1 + seen)) + 1
    idf[seen < LEAST_TEXTS] = 0
    whole: np.ndarray = np.rint(idf / idf.max() * 255).astype(np.uint8)
    return whole


def weighted(grams: csr_matrix, idf: np.ndarray) -> csr_matrix:
    """The n-grams as `bot.core.model.Model.grams` weighs them, for every text at once."""
    made = grams.copy()
    made.data = (1 + np.log(made.data)) * idf[made.indices]
    lengths = np.sqrt(np.asarray(made.multiply(made).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1.0
    scale = csr_matrix((1 / lengths, (range(len(lengths)), range(len(lengths)))))
    return (scale @ made).tocsr()


def kind_of(row: Row) -> str:
    """What the reply to a text should lead with."""
    if row.kind in (SCAM, HONEST):
        return "offer"
    if row.kind == QUESTION:
        return "emergency" if row.intent in EMERGENCIES else "question"
    return "other"


def sort_of(row: Row) -> str:
    """What the letters of a text are taught to tell."""
    return {SCAM: "scam", HONEST: "honest"}.get(row.kind, kind_of(row))
