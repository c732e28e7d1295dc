"""Corpus and ways of asking -> Model, with leave-one-writer-out predictions for every figure that is reported."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.linear_model import LogisticRegression, SGDClassifier

from bot.core.ideas import Lexicon
from bot.core.learned import Learned
from bot.core.model import DANGER, FACTS_BESIDE_GRAMS, NO_QUESTION, Grams, Head, Model, margins, probabilities
from bot.evaluation.rows import HONEST, QUESTION, SCAM
from bot.learning.examples import BUCKETS, MARGINS, Examples, inverse_frequency, kind_of, weighted

STRENGTH = {"scam": 0.3, "kind": 0.3}
"""C of the regressions over facts, chosen by leave-one-writer-out figures."""
BALANCE = {"kind": {"emergency": 3.0, "offer": 0.7, "other": 2.0, "question": 1.5}}
"""What a text of each kind counts: emergencies are few, and missing one is worst."""
ALPHA, ROUNDS, SEED = 1e-6, 12, 7
"""The question head: regularisation and passes of stochastic gradient descent, averaged."""
TEXT_WEIGHT = 3.0
"""How much a text of the corpus counts beside a way of asking."""
HEAVIEST = 12
"""So many weights are kept for every bucket of n-grams."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The question head as trained: how telling the n-grams are, and the regression over n-grams and facts."""

    idf: np.ndarray
    regression: SGDClassifier

    def scores(self, data: Examples, chosen: np.ndarray) -> np.ndarray:
        """The linear scores of every class for some texts."""
        features = hstack([weighted(data.grams[chosen], self.idf), FACTS_BESIDE_GRAMS * data.facts[chosen]])
        scores: np.ndarray = self.regression.decision_function(features.tocsr())
        return scores


def fit_asked(data: Examples, among: np.ndarray) -> Asked:
    """The question head from some of the texts and all ways of asking."""
    labels = np.array([_asked(data, at) for at in range(len(data.rows))])
    texts = np.array([at for at in among if labels[at]])
    grams = vstack([data.grams[texts], data.way_grams]).tocsr()
    idf = inverse_frequency(grams)
    facts = FACTS_BESIDE_GRAMS * vstack([data.facts[texts], data.way_facts])
    features = hstack([weighted(grams, idf), facts]).tocsr()
    weights = np.concatenate([np.full(len(texts), TEXT_WEIGHT), np.ones(len(data.ways))])
    regression = SGDClassifier(
        loss="log_loss", alpha=ALPHA, max_iter=ROUNDS, tol=None, average=True, random_state=SEED, n_jobs=-1
    )
    regression.fit(features, np.concatenate([labels[texts], np.array(data.ways)]), sample_weight=weights)
    return Asked(idf, regression)


def _asked(data: Examples, at: int) -> str:
    row = data.rows[at]
    if row.kind == QUESTION:
        return row.intent or ""
    return "" if row.intent else NO_QUESTION


def fit_facts(data: Examples, facts: csr_matrix, among: np.ndarray, head: str) -> LogisticRegression:
    """A regression over the facts of some texts. scam: an offer of a scam recruiter or an honest one; kind: what the reply leads with."""
    if head == "scam":
        among = np.array([at for at in among if data.rows[at].kind in (SCAM, HONEST)])
        labels = np.array(["scam" if data.rows[at].kind == SCAM else "no" for at in among])
    else:
        labels = np.array([kind_of(data.rows[at]) for at in among])
    regression = LogisticRegression(C=STRENGTH[head], max_iter=1000, class_weight=BALANCE.get(head))
    return regression.fit(facts[among], labels)


def left_out(data: Examples, emergencies: Collection[str]) -> tuple[list[Learned], np.ndarray]:
    """What models that never saw its writer say of every text, and the margins the other heads are told."""
    writers = np.array([row.writer for row in data.rows])
    asked: list[dict[str, float]] = [{} for _ in data.rows]
    for writer in data.writers():
        question, own = fit_asked(data, np.flatnonzero(writers != writer)), np.flatnonzero(writers == writer)
        for at, scores in zip(own, question.scores(data, own), strict=True):
            asked[at] = dict(zip(map(str, question.regression.classes_), map(float, scores), strict=True))
    leads = np.array([list(margins(scores, emergencies).values()) for scores in asked])
    facts = with_margins(data, leads)
    scam, kinds = np.zeros(len(data.rows)), np.zeros((len(data.rows), 4))
    for writer in data.writers():
        others, own = np.flatnonzero(writers != writer), np.flatnonzero(writers == writer)
        for head in STRENGTH:
            regression = fit_facts(data, facts, others, head)
            told = regression.predict_proba(facts[own])
            if head == "scam":
                scam[own] = told[:, list(regression.classes_).index("scam")]
            else:
                kinds[own] = told
    classes = sorted(BALANCE["kind"])
    danger = data.facts[:, [row for name, row in data.names.items() if name in DANGER]].sum(axis=1)
    learned = [
        Learned(
            float(scam[at]),
            dict(zip(classes, map(float, kinds[at]), strict=True)),
            probabilities(asked[at]),
            bool(danger[at]),
        )
        for at in range(len(data.rows))
    ]
    return learned, leads


def with_margins(data: Examples, leads: np.ndarray) -> csr_matrix:
    """The facts with what the question head says in their last columns."""
    return hstack([data.facts[:, : -len(MARGINS)], csr_matrix(leads)]).tocsr()


def train(data: Examples, leads: np.ndarray, thresholds: dict[str, float], lexicon: Lexicon, stamp: str) -> Model:
    """The model of all texts. The heads over facts learn from margins of question heads that never saw the writer."""
    asked = fit_asked(data, np.arange(len(data.rows)))
    facts = with_margins(data, leads)
    heads = {"question": _question_head(asked, len(data.names))}
    for name in STRENGTH:
        heads[name] = _fact_head(fit_facts(data, facts, np.arange(len(data.rows)), name))
    return Model(data.names, BUCKETS, asked.idf.tobytes(), heads, thresholds, lexicon, stamp, tuple(data.writers()))


def _fact_head(regression: LogisticRegression) -> Head:
    weights, classes = regression.coef_, tuple(map(str, regression.classes_))
    scale = float(np.abs(weights).max()) / 127
    return Head(
        classes=classes if len(classes) > 2 else (classes[1],),
        bias=tuple(map(float, regression.intercept_)),
        scale=scale,
        facts=np.rint(weights / scale).astype(np.int8).T.copy().tobytes(),
    )


def _question_head(asked: Asked, facts: int) -> Head:
    weights = asked.regression.coef_.T
    over_grams, over_facts = weights[:BUCKETS], weights[BUCKETS : BUCKETS + facts]
    scale = float(np.abs(over_facts).max()) / 127
    return Head(
        classes=tuple(map(str, asked.regression.classes_)),
        bias=tuple(map(float, asked.regression.intercept_)),
        scale=scale,
        facts=np.rint(over_facts / scale).astype(np.int8).copy().tobytes(),
        grams=_grams(over_grams * (asked.idf > 0)[:, None]),
    )


def _grams(weights: np.ndarray) -> Grams:
    scale = float(np.abs(weights).max()) / 127
    whole = np.rint(weights / scale).astype(np.int8)
    starts, classes, kept = [0], [], []
    for row in whole:
        heaviest = np.argsort(-np.abs(row.astype(np.int16)), kind="stable")[:HEAVIEST]
        heaviest = np.sort(heaviest[row[heaviest] != 0])
        classes.append(heaviest.astype(np.uint8))
        kept.append(row[heaviest])
        starts.append(starts[-1] + len(heaviest))
    return Grams(
        np.array(starts, dtype=np.uint32).tobytes(),
        np.concatenate(classes).tobytes(),
        np.concatenate(kept).tobytes(),
        scale,
    )


def stamp_of(paths: Sequence[Path], version: str) -> str:
    """Hash of the corpus, the content and the settings."""
    digest = hashlib.sha256(repr((BUCKETS, sorted(STRENGTH.items()), ALPHA, ROUNDS, HEAVIEST, version)).encode())
    for path in sorted(paths):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
