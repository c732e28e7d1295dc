"""Text -> languages by byte n-grams: py3langid's naive Bayes over our languages, in plain Python."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

MOST_CHARACTERS = 600
"""Only so much of a text is read: more does not change the ranking, and every byte costs about half a microsecond."""


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """Byte n-grams and how strongly each speaks for each language; the empty model ranks nothing."""

    labels: tuple[str, ...] = ()
    prior: tuple[float, ...] = ()
    """Log probability of each label before anything was read."""
    features: Mapping[bytes, int] = field(default_factory=dict)
    """N-gram -> its row in `weights`."""
    weights: bytes = b""
    """Row by row, one byte for each label: log probability in units of `step`, above a floor all share."""
    step: float = 1.0
    lengths: tuple[int, ...] = ()
    """Lengths of the n-grams in bytes, longest first."""


def rank(text: str, model: LanguageModel) -> tuple[tuple[str, float], ...]:
    """Languages with probabilities that add up to 1, likeliest first; empty when the model knows nothing of the text."""
    data = _encoded(text)
    counts = _counts(data, model)
    if not counts:
        return ()
    scores = _scores(counts, model)
    scale = 1 / math.sqrt(len(data))  # py3langid's temperature: keeps short texts unsure
    best = max(scores)
    likelihoods = [math.exp((score - best) * scale) for score in scores]
    total = sum(likelihoods)
    ranked = sorted(zip(model.labels, likelihoods, strict=True), key=lambda pair: -pair[1])
    return tuple((label, likelihood / total) for label, likelihood in ranked)


def _encoded(text: str) -> bytes:
    text = text[:MOST_CHARACTERS]
    if text.isupper():
        text = text.lower()
    return unicodedata.normalize("NFC", text).encode("utf-8", errors="surrogatepass")


def _counts(data: bytes, model: LanguageModel) -> Counter[int]:
    """How often each row is met: at every byte the longest n-gram that ends there."""
    rows = model.features
    found: list[int] = []
    for end in range(1, len(data) + 1):
        for length in model.lengths:
            row = rows.get(data[end - length : end]) if length <= end else None
            if row is not None:
                found.append(row)
                break
    return Counter(found)


def _scores(counts: Counter[int], model: LanguageModel) -> list[float]:
    width = len(model.labels)
    by_count: dict[int, list[bytes]] = defaultdict(list)
    for row, count in counts.items():
        by_count[count].append(model.weights[row * width : (row + 1) * width])
    scores = list(model.prior)
    for count, rows in by_count.items():
        factor = math.log1p(count) * model.step
        for i, column in enumerate(zip(*rows, strict=True)):
            scores[i] += factor * sum(column)
    return scores
