"""Corpus -> Model: logistic regressions, with leave-one-writer-out predictions for every figure that is reported."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bot.core.model import Head, Model
from bot.evaluation.rows import QUESTION, SCAM, Row
from bot.learning.examples import BUCKETS, Examples, inverse_frequency, kind_of, weighted

STRENGTH = {"scam": 6.0, "kind": 8.0, "question": 12.0}
"""C of each regression, chosen by leave-one-writer-out log loss."""
LEAST_TEXTS_OF_A_QUESTION = 4


@dataclass(frozen=True, slots=True)
class Task:
    """One head: which texts teach it and what they are."""

    name: str
    chosen: np.ndarray
    labels: np.ndarray


def tasks(rows: Sequence[Row]) -> Iterator[Task]:
    """scam: is it a scam offer; kind: what the reply leads with; question: which question is asked."""
    everything = np.arange(len(rows))
    yield Task("scam", everything, np.array(["scam" if row.kind == SCAM else "no" for row in rows]))
    yield Task("kind", everything, np.array([kind_of(row) for row in rows]))
    asked = [i for i, row in enumerate(rows) if row.intent and row.kind in (QUESTION, SCAM)]
    names = [str(rows[i].intent) for i in asked]
    kept = [i for i, name in zip(asked, names, strict=True) if names.count(name) >= LEAST_TEXTS_OF_A_QUESTION]
    yield Task("question", np.array(kept), np.array([str(rows[i].intent) for i in kept]))


def fit(task: Task, features: csr_matrix, among: np.ndarray) -> LogisticRegression:
    """A regression over those texts of the task that are `among`."""
    inside = np.isin(task.chosen, among)
    regression = LogisticRegression(C=STRENGTH[task.name], max_iter=400)
    return regression.fit(features[task.chosen[inside]], task.labels[inside])


def left_out(data: Examples) -> dict[str, tuple[list[str], np.ndarray]]:
    """For every head its classes and the probabilities of every text, by a model that never saw its writer."""
    writers = np.array([row.writer for row in data.rows])
    result: dict[str, tuple[list[str], np.ndarray]] = {}
    for task in tasks(data.rows):
        classes = sorted(set(task.labels))
        table = np.zeros((len(data.rows), len(classes)))
        for writer in data.writers():
            others, own = np.flatnonzero(writers != writer), np.flatnonzero(writers == writer)
            part = Examples(tuple(data.rows[i] for i in others), data.ngrams[others], data.facts[others])
            features = weighted(data, inverse_frequency(part.ngrams))
            regression = fit(task, features, others)
            columns = np.array([classes.index(name) for name in regression.classes_])
            table[np.ix_(own, columns)] = regression.predict_proba(features[own])
        result[task.name] = (classes, table)
    return result


def train(data: Examples, thresholds: dict[str, float], stamp: str) -> Model:
    """The model of all texts."""
    idf = inverse_frequency(data.ngrams)
    features = weighted(data, idf)
    heads = {}
    for task in tasks(data.rows):
        regression = fit(task, features, np.arange(len(data.rows)))
        heads[task.name] = _head(regression)
    return Model(BUCKETS, idf.tobytes(), heads, thresholds, stamp)


def _head(regression: LogisticRegression) -> Head:
    weights = regression.coef_
    scale = float(np.abs(weights).max()) / 127
    rows = np.rint(weights / scale).astype(np.int8)
    classes = tuple(str(name) for name in regression.classes_)
    return Head(
        classes=classes if len(classes) > 2 else (classes[1],),
        bias=tuple(float(bias) for bias in regression.intercept_),
        scale=scale,
        rows=rows.T.copy().tobytes(),
    )


def stamp_of(paths: Sequence[Path], version: str) -> str:
    """Hash of the corpus, the content and the settings."""
    digest = hashlib.sha256(repr((BUCKETS, sorted(STRENGTH.items()), version)).encode())
    for path in sorted(paths):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def column(prediction: tuple[list[str], np.ndarray], name: str) -> np.ndarray:
    """The probabilities of one class."""
    classes, table = prediction
    probabilities: np.ndarray = table[:, classes.index(name)]
    return probabilities
