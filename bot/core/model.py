"""The learned layer: linear scores over what the rules found, the ideas a text names, and its character n-grams."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from zlib import crc32

from bot.core.evidence import Evidence
from bot.core.ideas import Lexicon, together
from bot.core.judge import Weighed
from bot.core.learned import Learned

SHORTEST, LONGEST = 2, 5
"""Lengths of the character n-grams."""
MOST_CHARACTERS = 1_000
"""N-grams are read up to here: they tell questions apart, which are short."""
BESIDE = 0.5
"""How much two ideas that stand together count; a fact and an idea count 1."""
FACTS_BESIDE_GRAMS = 0.3
"""How much a fact counts for a head that reads n-grams too, whose values together have length 1."""
DANGER = frozenset(
    f"idea {name}"
    for name in (
        "locked_in", "beat", "electric", "sold", "ransom", "threat", "missing", "phone_off", "no_news", "take_away",
        "watched", "forced", "escape", "crying", "hurt", "die", "sick", "inside_now", "keep", "debt", "go_out", "permission",
    )
)  # fmt: skip
"""Ideas without which no text is an emergency, however sure the numbers are: an emergency rests on words."""
NO_QUESTION = "-"
"""The class of the question head that stands for every text in which nothing is asked."""
STEEPNESS, STEEPEST = 0.25, 2.0
"""The lead of a group of questions is told to the other heads in this unit, and cut off at this value."""
TEMPERATURE = 4.0
"""The question head is trained to be very sure: its scores are divided by this before they are read as probabilities."""
LETTERS_STEEPNESS = 0.5
"""The scores of the letters head are told to the other heads in this unit, cut off at STEEPEST."""


@dataclass(frozen=True, slots=True)
class Grams:
    """Weights of n-gram buckets, only the heaviest of each: those of bucket b stand from `starts[b]` to `starts[b + 1]`."""

    starts: bytes
    """Unsigned 32-bit numbers, one more than there are buckets."""
    classes: bytes
    weights: bytes
    """Signed bytes, in units of `scale`."""
    scale: float


@dataclass(frozen=True, slots=True)
class Head:
    """One decision: a linear score per class. `facts` holds `len(classes)` signed bytes, in units of `scale`, for every fact."""

    classes: tuple[str, ...]
    bias: tuple[float, ...]
    scale: float
    facts: bytes
    grams: Grams | None = None

    def scores(self, facts: Mapping[int, float], grams: Mapping[int, float]) -> list[float]:
        """The linear score of every class."""
        width = len(self.classes)
        rows = memoryview(self.facts).cast("b")
        totals = [0.0] * width
        share = self.scale * (FACTS_BESIDE_GRAMS if self.grams else 1.0)
        for row, value in facts.items():
            for i, weight in enumerate(rows[row * width : (row + 1) * width].tolist()):
                if weight:
                    totals[i] += weight * value * share
        if self.grams:
            self._add(totals, grams, self.grams)
        return [bias + total for bias, total in zip(self.bias, totals, strict=True)]

    @staticmethod
    def _add(totals: list[float], found: Mapping[int, float], grams: Grams) -> None:
        starts, weights = memoryview(grams.starts).cast("I"), memoryview(grams.weights).cast("b")
        for bucket, value in found.items():
            begin, end = starts[bucket], starts[bucket + 1]
            share = value * grams.scale
            for i, weight in zip(grams.classes[begin:end], weights[begin:end].tolist(), strict=True):
                totals[i] += weight * share


@dataclass(frozen=True, slots=True)
class Model:
    """Four heads.

    `question` (which is asked) reads n-grams and facts, `letters` (what sort of text it is) n-grams; `kind` and `scam` read
    facts, and what the first two say.
    """

    facts: Mapping[str, int]
    """Name of a fact -> its row in every head."""
    buckets: int
    idf: bytes
    """How telling each bucket of n-grams is, in 255ths of the most telling."""
    heads: Mapping[str, Head]
    thresholds: Mapping[str, float]
    lexicon: Lexicon = field(default_factory=Lexicon)
    stamp: str = ""
    """Hash of the corpus and the settings it was trained with."""
    writers: tuple[str, ...] = ()
    """Whose texts it was trained on."""

    def learn(self, evidence: Evidence, found: Iterable[str], emergencies: Collection[str]) -> Learned:
        """What the heads say of a text in which the rules found these facts."""
        named = dict.fromkeys(found, 1.0) | idea_facts(evidence, self.lexicon)
        facts = {self.facts[name]: value for name, value in named.items() if name in self.facts}
        question = self.heads["question"]
        grams, letters = self.grams(evidence.text.folded), self.heads["letters"]
        scores = dict(zip(question.classes, question.scores(facts, grams), strict=True))
        sorts = dict(zip(letters.classes, letters.scores({}, grams), strict=True))
        told = margins(scores, emergencies) | leanings(sorts)
        facts |= {self.facts[name]: value for name, value in told.items() if name in self.facts}
        kind = self.heads["kind"]
        return Learned(
            scam=logistic(self.heads["scam"].scores(facts, {})[0]),
            kind=dict(zip(kind.classes, softmax(kind.scores(facts, {})), strict=True)),
            question=probabilities(scores),
            danger=not DANGER.isdisjoint(named),
        )

    def grams(self, folded: str) -> dict[int, float]:
        """The n-gram buckets of a text, weighed by how telling they are, together of length 1."""
        counts = bucket_counts(folded, self.buckets)
        weighed = {b: (1 + math.log(n)) * self.idf[b] for b, n in counts.items() if self.idf[b]}
        length = math.sqrt(sum(w * w for w in weighed.values())) or 1.0
        return {bucket: weight / length for bucket, weight in weighed.items()}


def probabilities(scores: Mapping[str, float]) -> dict[str, float]:
    """The scores of the questions as probabilities, each by itself."""
    return {name: logistic(score / TEMPERATURE) for name, score in scores.items() if name != NO_QUESTION}


def margins(scores: Mapping[str, float], emergencies: Collection[str]) -> dict[str, float]:
    """How far the best emergency is ahead of all else, and the best other question of "nothing is asked"."""
    urgent = max((score for name, score in scores.items() if name in emergencies), default=-40.0)
    asked = max((s for name, s in scores.items() if name not in emergencies and name != NO_QUESTION), default=-40.0)
    nothing = scores.get(NO_QUESTION, 0.0)
    leads = {
        "emergency": urgent - max(asked, nothing), "question": asked - nothing, "urgent": urgent, "nothing": nothing,
    }  # fmt: skip
    return {f"margin {name}": _cut(STEEPNESS * lead) for name, lead in leads.items()}


def leanings(scores: Mapping[str, float]) -> dict[str, float]:
    """What the letters alone make of a text, sort by sort."""
    return {f"letters {name}": _cut(LETTERS_STEEPNESS * score) for name, score in scores.items()}


def _cut(value: float) -> float:
    return max(-STEEPEST, min(STEEPEST, value))


def idea_facts(evidence: Evidence, lexicon: Lexicon) -> dict[str, float]:
    """The ideas a text names and which of them stand together, as facts with their values."""
    found = lexicon.find(evidence.text, likely(evidence))
    facts = {f"idea {idea}": 1.0 for _, _, idea in found}
    return facts | {f"ideas {one}+{other}": BESIDE for one, other, _, _ in together(evidence.text, found)}


def likely(evidence: Evidence) -> list[str]:
    """The languages whose words are evidence in a text."""
    return [code.removesuffix("-Latn") for code, _ in evidence.languages[:3]]


def logistic(score: float) -> float:
    """A linear score as a probability."""
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, score))))


def softmax(scores: Sequence[float]) -> list[float]:
    """Linear scores of classes of which one is right as probabilities."""
    powers = [math.exp(score - max(scores)) for score in scores]
    return [power / sum(powers) for power in powers]


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
    found += [f"combination {name}" for name in weighed.combinations]
    found += [f"combinations {min(3, len(weighed.combinations))}"]
    found += [f"flags {min(6, len(weighed.flags))}", f"level {weighed.level.value}"]
    found += [f"cue {cue}" for cue in sorted(evidence.cues())] + [f"context {name}" for name in sorted(context)]
    found += [f"asked {name}" for name, _ in asked[:2]]
    slots = evidence.slots
    found += [f"money {bool(slots.money)}", f"contact {bool(slots.contacts)}"]
    found += [f"place {place.role}" for place, _, _ in evidence.places[:3]]
    found += [f"length {len(evidence.text.folded).bit_length()}"]
    return found


def telling_places(evidence: Evidence, model: Model, most: int = 3) -> list[tuple[int, int]]:
    """The places (ranges of the folded text) of the ideas that speak most for a scam offer, strongest first, apart."""
    found = model.lexicon.find(evidence.text, likely(evidence))
    rows = memoryview(model.heads["scam"].facts).cast("b")
    weighed = [(float(_weight(f"idea {idea}", model, rows)), start, end) for start, end, idea in found]
    weighed += [
        (_weight(f"ideas {one}+{other}", model, rows) * BESIDE, start, end)
        for one, other, start, end in together(evidence.text, found)
    ]
    chosen: list[tuple[int, int]] = []
    for weight, start, end in sorted(weighed, key=lambda item: (-item[0], item[1:])):
        if weight > 0 and len(chosen) < most and all(end <= begin or stop <= start for begin, stop in chosen):
            chosen.append((start, end))
    return chosen


def _weight(name: str, model: Model, rows: memoryview) -> int:
    row = model.facts.get(name)
    return 0 if row is None else int(rows[row])
