"""Corpus and ways of asking -> Model, with leave-one-writer-out predictions for every figure that is reported."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.multiclass import OneVsRestClassifier

from bot.core.ideas import Lexicon
from bot.core.learned import Learned
from bot.core.model import DANGER, FACTS_BESIDE_GRAMS, NO_QUESTION, Grams, Head, Model, leanings, margins, probabilities
from bot.evaluation.rows import HONEST, QUESTION, SCAM, Row
from bot.learning.examples import BUCKETS, SORTS, TOLD, Examples, inverse_frequency, kind_of, sort_of, weighted

STRENGTH = {"scam": 0.3, "kind": 0.3}
"""C of the regressions over facts, chosen by leave-one-writer-out figures."""
LETTERS_STRENGTH = 10.0
"""C of the regressions over n-grams alone."""
BALANCE = {"kind": {"emergency": 3.0, "offer": 0.7, "other": 2.0, "question": 1.5}}
"""What a text of each kind counts: emergencies are few, and missing one is worst."""
ALPHA, ROUNDS, SEED = 1e-5, 12, 7
"""The question head: regularisation and passes of stochastic gradient descent, averaged."""
TEXT_WEIGHT = 3.0
"""How much a text of the corpus counts beside a way of asking."""
HEAVIEST = 12
"""So many weights are kept for every bucket of n-grams."""
FOLDS = 6
"""In so many rounds some writers are left out and all others learned from."""
Told = tuple[dict[str, float], list[float]]


@dataclass(frozen=True, slots=True)
class Readers:
    """The heads over n-grams as trained: how telling the n-grams are, the question head, and what the letters tell."""

    idf: np.ndarray
    regression: SGDClassifier
    letters: OneVsRestClassifier

    def told(self, data: Examples, chosen: np.ndarray, emergencies: Collection[str]) -> Iterator[Told]:
        """The scores of the questions for some texts, and what the facts heads are told: the values of TOLD."""
        sorts = self.letters.decision_function(weighted(data.grams[chosen], self.idf))
        for scores, leaning in zip(self.scores(data, chosen), sorts, strict=True):
            asked = dict(zip(map(str, self.regression.classes_), map(float, scores), strict=True))
            facts = margins(asked, emergencies) | leanings(dict(zip(SORTS, map(float, leaning), strict=True)))
            yield asked, [facts[name] for name in TOLD]

    def scores(self, data: Examples, chosen: np.ndarray) -> np.ndarray:
        """The linear scores of every question for some texts."""
        features = hstack([weighted(data.grams[chosen], self.idf), FACTS_BESIDE_GRAMS * data.facts[chosen]])
        scores: np.ndarray = self.regression.decision_function(features.tocsr())
        return scores


def fit_readers(data: Examples, among: np.ndarray) -> Readers:
    """The question head from some of the texts and all ways of asking; the letters head from the texts."""
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
    one = LogisticRegression(
        C=LETTERS_STRENGTH, max_iter=200, solver="liblinear", dual=True, class_weight="balanced", random_state=SEED
    )
    sorts = np.array([sort_of(data.rows[at]) for at in among])
    letters = OneVsRestClassifier(one).fit(weighted(data.grams[among], idf), sorts)
    return Readers(idf, regression, letters)


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
    """What models that never saw its writer say of every text, and what the heads over facts are told of it."""
    parts = folds(data.rows)
    asked: list[dict[str, float]] = [{} for _ in data.rows]
    told = np.zeros((len(data.rows), len(TOLD)))
    for part in np.unique(parts):
        readers, own = fit_readers(data, np.flatnonzero(parts != part)), np.flatnonzero(parts == part)
        for at, (scores, facts) in zip(own, readers.told(data, own, emergencies), strict=True):
            asked[at], told[at] = scores, facts
    facts = with_told(data, told)
    scam, kinds = np.zeros(len(data.rows)), np.zeros((len(data.rows), 4))
    for part in np.unique(parts):
        others, own = np.flatnonzero(parts != part), np.flatnonzero(parts == part)
        for head in STRENGTH:
            regression = fit_facts(data, facts, others, head)
            likely = regression.predict_proba(facts[own])
            if head == "scam":
                scam[own] = likely[:, list(regression.classes_).index("scam")]
            else:
                kinds[own] = likely
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
    return learned, told


def folds(rows: Sequence[Row]) -> np.ndarray:
    """The fold of every text: all texts of a writer are in one, and writers of the same languages apart where that can be."""
    wrote: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        wrote[row.writer][row.language] += 1
    held: list[Counter[str]] = [Counter() for _ in range(FOLDS)]
    of: dict[str, int] = {}
    for writer in sorted(wrote, key=lambda name: (-wrote[name].total(), name)):
        shared = [(wrote[writer] & there).total() for there in held]
        of[writer] = min(range(FOLDS), key=lambda fold: (shared[fold], held[fold].total(), fold))
        held[of[writer]] += wrote[writer]
    return np.array([of[row.writer] for row in rows])


def with_told(data: Examples, told: np.ndarray) -> csr_matrix:
    """The facts with what the heads over n-grams say in their last columns."""
    return hstack([data.facts[:, : -len(TOLD)], csr_matrix(told)]).tocsr()


def train(data: Examples, told: np.ndarray, thresholds: dict[str, float], lexicon: Lexicon, stamp: str) -> Model:
    """The model of all texts. The heads over facts learn from what heads over n-grams say that never saw the writer."""
    readers = fit_readers(data, np.arange(len(data.rows)))
    facts = with_told(data, told)
    heads = {"question": _question_head(readers, len(data.names)), "letters": _letters_head(readers)}
    for name in STRENGTH:
        heads[name] = _fact_head(fit_facts(data, facts, np.arange(len(data.rows)), name))
    return Model(data.names, BUCKETS, readers.idf.tobytes(), heads, thresholds, lexicon, stamp, tuple(data.writers()))


def _fact_head(regression: LogisticRegression) -> Head:
    weights, classes = regression.coef_, tuple(map(str, regression.classes_))
    scale = float(np.abs(weights).max()) / 127
    return Head(
        classes=classes if len(classes) > 2 else (classes[1],),
        bias=tuple(map(float, regression.intercept_)),
        scale=scale,
        facts=np.rint(weights / scale).astype(np.int8).T.copy().tobytes(),
    )


def _question_head(readers: Readers, facts: int) -> Head:
    weights = readers.regression.coef_.T
    over_grams, over_facts = weights[:BUCKETS], weights[BUCKETS : BUCKETS + facts]
    scale = float(np.abs(over_facts).max()) / 127
    return Head(
        classes=tuple(map(str, readers.regression.classes_)),
        bias=tuple(map(float, readers.regression.intercept_)),
        scale=scale,
        facts=np.rint(over_facts / scale).astype(np.int8).copy().tobytes(),
        grams=_grams(over_grams * (readers.idf > 0)[:, None]),
    )


def _letters_head(readers: Readers) -> Head:
    ones = readers.letters.estimators_
    weights = np.hstack([one.coef_.T for one in ones])
    bias = tuple(float(one.intercept_[0]) for one in ones)
    return Head(SORTS, bias, 1.0, b"", _grams(weights * (readers.idf > 0)[:, None]))


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
    digest = hashlib.sha256(
        repr((BUCKETS, sorted(STRENGTH.items()), LETTERS_STRENGTH, ALPHA, ROUNDS, FOLDS, HEAVIEST, version)).encode()
    )
    for path in sorted(paths):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
