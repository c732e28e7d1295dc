"""The learned layer: scores from a plain array of weights, over character n-grams and what the rules found."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

from bot.core.judge import Evidence, Weighed
from bot.core.learned import Learned
from bot.core.message import Text

SHORTEST, LONGEST = 2, 5
"""Lengths of the character n-grams."""
MOST_CHARACTERS = 2_000
"""Longer texts are read up to here: what an advert is shows early, and a hostile text may not cost seconds."""
_CHUNK = re.compile(r"[a-z0-9\u00c0-\u024f]+(?: [a-z0-9\u00c0-\u024f]+){0,2}|\S{2,14}")
"""Up to three words of a spaced script, or a short run of another: what is shown as one quotation."""
FACT_WEIGHT = 0.35
"""How much one fact found by the rules counts beside the n-grams, which together have length 1."""


@dataclass(frozen=True, slots=True)
class Head:
    """One decision: a linear score per class. `rows` holds `len(classes)` signed bytes for every bucket."""

    classes: tuple[str, ...]
    bias: tuple[float, ...]
    scale: float
    rows: bytes

    def scores(self, features: Mapping[int, float]) -> list[float]:
        """The linear score of every class."""
        width = len(self.classes)
        rows = memoryview(self.rows).cast("b")
        if width == 1:
            total = sum(value * rows[bucket] for bucket, value in features.items())
            return [self.bias[0] + self.scale * total]
        totals = [0.0] * width
        for bucket, value in features.items():
            at = bucket * width
            for i, weight in enumerate(rows[at : at + width].tolist()):
                if weight:
                    totals[i] += weight * value
        return [bias + self.scale * total for bias, total in zip(self.bias, totals, strict=True)]


@dataclass(frozen=True, slots=True)
class Model:
    """Heads over one set of buckets. `idf` holds how telling each bucket is, in 255ths of the most telling."""

    buckets: int
    idf: bytes
    heads: Mapping[str, Head]
    thresholds: Mapping[str, float]
    stamp: str
    """Hash of the corpus and the settings it was trained with."""

    def features(self, evidence: Evidence, facts: Iterable[str]) -> dict[int, float]:
        """The text and the facts as weighted buckets."""
        counts = bucket_counts(evidence.text.folded, self.buckets)
        weighed = {b: (1 + math.log(n)) * self.idf[b] for b, n in counts.items() if self.idf[b]}
        length = math.sqrt(sum(w * w for w in weighed.values())) or 1.0
        features = {bucket: weight / length for bucket, weight in weighed.items()}
        for fact in facts:
            bucket = crc32(fact.encode()) % self.buckets
            features[bucket] = features.get(bucket, 0.0) + FACT_WEIGHT
        return features

    def learn(self, features: Mapping[int, float]) -> Learned:
        """All heads at once."""
        return Learned(
            self.probability("scam", features),
            self.probabilities("kind", features),
            self.probabilities("question", features),
        )

    def probability(self, head: str, features: Mapping[int, float]) -> float:
        """The probability of a head with one class."""
        return logistic(self.heads[head].scores(features)[0])

    def probabilities(self, head: str, features: Mapping[int, float]) -> dict[str, float]:
        """The probability of every class of a head; they add up to 1."""
        chosen = self.heads[head]
        scores = chosen.scores(features)
        top = max(scores)
        powers = [math.exp(score - top) for score in scores]
        total = sum(powers)
        return {name: power / total for name, power in zip(chosen.classes, powers, strict=True)}


def logistic(score: float) -> float:
    """A linear score as a probability."""
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, score))))


def bucket_counts(folded: str, buckets: int) -> dict[int, int]:
    """How often each bucket of character n-grams occurs; a space stands at both ends."""
    padded = f" {folded[:MOST_CHARACTERS]} "
    counts: dict[int, int] = {}
    for size in range(SHORTEST, LONGEST + 1):
        for at in range(len(padded) - size + 1):
            bucket = crc32(padded[at : at + size].encode()) % buckets
            counts[bucket] = counts.get(bucket, 0) + 1
    return counts


def facts(
    evidence: Evidence, weighed: Weighed, context: Iterable[str], asked: Sequence[tuple[str, float]]
) -> list[str]:
    """What the rules found, as named facts for the model."""
    found = [f"flag {flag.flag}" for flag in weighed.flags]
    found += [f"weight {flag.weight.value} {i}" for i, flag in enumerate(weighed.flags[:4])]
    found += [f"combination {name}" for name in weighed.combinations] + [
        f"combinations {min(3, len(weighed.combinations))}"
    ]
    found += [f"flags {min(6, len(weighed.flags))}", f"level {weighed.level.value}"]
    found += [f"cue {cue}" for cue in sorted(evidence.cues())] + [f"context {name}" for name in sorted(context)]
    found += [f"asked {name}" for name, _ in asked[:2]]
    found += [f"language {evidence.languages[0][0]}"] if evidence.languages else []
    slots = evidence.slots
    found += [f"money {bool(slots.money)}", f"contact {bool(slots.contacts)}"]
    found += [f"place {place.role}" for place, _, _ in evidence.places[:3]]
    found += [f"length {len(evidence.text.folded).bit_length()}"]
    return found


def telling_words(text: Text, model: Model, head: str, most: int = 3) -> list[tuple[int, int]]:
    """The words (ranges of the folded text) whose n-grams speak most for a head of one class, strongest first."""
    padded = f" {text.folded[:MOST_CHARACTERS]} "
    rows = memoryview(model.heads[head].rows).cast("b")
    weight = [0.0] * len(padded)
    for size in range(SHORTEST, LONGEST + 1):
        for at in range(len(padded) - size + 1):
            bucket = crc32(padded[at : at + size].encode()) % model.buckets
            share = rows[bucket] * model.idf[bucket] / size
            for position in range(at, at + size):
                weight[position] += share
    ranges = [match.span() for match in _CHUNK.finditer(text.folded[:MOST_CHARACTERS])]
    weighed = [(sum(weight[start + 1 : end + 1]) / (end - start) ** 0.5, start, end) for start, end in ranges]
    return [(start, end) for total, start, end in sorted(weighed, reverse=True)[:most] if total > 0]
