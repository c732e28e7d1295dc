"""Labelled texts -> matrices the trainer learns from, made with the very features the bot uses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from scipy.sparse import csr_matrix

from bot.core.model import FACT_WEIGHT, bucket_counts
from bot.core.pipeline import Engine
from bot.evaluation.figures import EMERGENCIES
from bot.evaluation.rows import HONEST, QUESTION, SCAM, Row

BUCKETS = 1 << 17
LEAST_TEXTS = 3
"""A bucket seen in fewer texts says nothing about others."""


@dataclass(frozen=True, slots=True)
class Examples:
    """One row of features per text: `ngrams` are raw counts, `facts` what the rules found."""

    rows: tuple[Row, ...]
    ngrams: csr_matrix
    facts: csr_matrix

    def writers(self) -> list[str]:
        """Who wrote the texts, each once."""
        return sorted({row.writer for row in self.rows})


def examples(rows: Sequence[Row], engine: Engine) -> Examples:
    """Read every text once with the rules of `engine`."""
    counts, found = [], []
    for row in rows:
        evidence, names = engine.observe(row.text)
        counts.append(bucket_counts(evidence.text.folded, BUCKETS))
        found.append(dict.fromkeys((crc32(name.encode()) % BUCKETS for name in names), 1))
    return Examples(tuple(rows), _matrix(counts), _matrix(found))


def _matrix(table: Sequence[dict[int, int]]) -> csr_matrix:
    pointers = np.cumsum([0, *map(len, table)])
    columns = np.fromiter((bucket for row in table for bucket in row), dtype=np.int32, count=int(pointers[-1]))
    values = np.fromiter((value for row in table for value in row.values()), dtype=np.float64, count=int(pointers[-1]))
    return csr_matrix((values, columns, pointers), shape=(len(table), BUCKETS))


def inverse_frequency(ngrams: csr_matrix) -> np.ndarray:
    """How telling each bucket is, as whole 255ths of the largest; 0 for buckets seen in too few texts."""
    seen = np.bincount(ngrams.indices, minlength=BUCKETS)
    idf = np.log((1 + ngrams.shape[0]) / (1 + seen)) + 1
    idf[seen < LEAST_TEXTS] = 0
    whole: np.ndarray = np.rint(idf / idf.max() * 255).astype(np.uint8)
    return whole


def weighted(data: Examples, idf: np.ndarray) -> csr_matrix:
    """The features of bot.core.model.Model.features for every text at once."""
    grams = data.ngrams.copy()
    grams.data = (1 + np.log(grams.data)) * idf[grams.indices]
    lengths = np.sqrt(np.asarray(grams.multiply(grams).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1.0
    scale = csr_matrix((1 / lengths, (range(len(lengths)), range(len(lengths)))))
    return (scale @ grams + data.facts * FACT_WEIGHT).tocsr()


def kind_of(row: Row) -> str:
    """What the reply to a text should lead with."""
    if row.kind in (SCAM, HONEST):
        return "offer"
    if row.kind == QUESTION:
        return "emergency" if row.intent in EMERGENCIES else "question"
    return "other"
