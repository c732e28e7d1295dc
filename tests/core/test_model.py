"""The learned layer: plain arithmetic, and what it is allowed to do."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.judge import Weighed, settle
from bot.core.kind import decide
from bot.core.learned import Learned
from bot.core.message import Kind, Level, Raised, Source, Weight
from bot.core.model import Head, Model, bucket_counts, logistic, telling_words
from bot.core.normalise import Tables, normalise
from tests.core.samples import CONTENT, ENGINE

BUCKETS = 64
WEIGHTS = bytes((7 * i) % 256 for i in range(BUCKETS * 3))
THRESHOLDS = {
    "high": 0.8, "caution": 0.5, "clear": 0.3, "clear_firm": 0.1, "doubt": 0.2, "emergency": 0.25, "emergency_by_cue": 0.5, "retold": 0.2,
}  # fmt: skip


def model(**heads: Head) -> Model:
    return Model(BUCKETS, bytes([255]) * BUCKETS, heads, THRESHOLDS, "x")


@given(st.dictionaries(st.integers(0, BUCKETS - 1), st.floats(-2, 2), max_size=20))
def test_scores_are_sums_of_weights(features: dict[int, float]) -> None:
    """The quick way agrees with the slow, obvious one; probabilities add up to 1."""
    head = Head(("a", "b", "c"), (0.1, -0.2, 0.3), 0.05, WEIGHTS)
    signed = [byte - 256 if byte > 127 else byte for byte in WEIGHTS]
    slow = [head.bias[i] + 0.05 * sum(v * signed[b * 3 + i] for b, v in features.items()) for i in range(3)]
    assert head.scores(features) == pytest.approx(slow)
    assert sum(model(kind=head).probabilities("kind", features).values()) == pytest.approx(1)


def test_features_of_a_text_have_length_one() -> None:
    """A long advert does not weigh more than a short one; facts come on top."""
    made = model()
    features = made.features(ENGINE.gather("hiring hiring hiring in Poipet"), [])
    assert math.sqrt(sum(v * v for v in features.values())) == pytest.approx(1)
    assert made.features(ENGINE.gather(""), ["flag x"]) != made.features(ENGINE.gather(""), ["flag y"])
    assert bucket_counts("ab", BUCKETS) != bucket_counts("ba", BUCKETS)


def test_the_words_that_weigh_most_are_inside_the_text() -> None:
    """Three ranges at most, each a piece of the text."""
    text = normalise("please send the passport photo today and keep quiet", Tables())
    ranges = telling_words(text, model(scam=Head(("scam",), (0.0,), 0.1, bytes([5]) * BUCKETS)), "scam")
    assert 0 < len(ranges) <= 3
    assert all(0 <= start < end <= len(text.folded) for start, end in ranges)


FLAG = Raised("instant_hire", Weight.MEDIUM, ((0, 1),), Source.PHRASE, None, 100.0)
STRONG = Raised("passport_handover", Weight.STRONG, ((0, 1),), Source.PHRASE, None, 100.0)
SETTLED = [
    ((), Level.NONE, 0.99, Level.CAUTION),
    ((), Level.NONE, 0.4, Level.NONE),
    ((FLAG,), Level.CAUTION, 0.9, Level.HIGH),
    ((FLAG,), Level.CAUTION, 0.2, Level.NONE),
    ((STRONG,), Level.CAUTION, 0.2, Level.CAUTION),
    ((STRONG, FLAG), Level.HIGH, 0.1, Level.CAUTION),
]


@pytest.mark.parametrize(("flags", "rules", "scam", "level"), SETTLED)
def test_it_may_raise_to_caution_but_never_to_high_alone(
    flags: tuple[Raised, ...], rules: Level, scam: float, level: Level
) -> None:
    """Without a flag to show it stops at caution; it quiets only what rests on little."""
    assert settle(Weighed(flags, (), rules, 20), Learned(scam, {}, {}), THRESHOLDS)[0] is level


def test_it_never_makes_an_emergency_alone() -> None:
    """However sure it is: without a cry for help in the words, the person is told whom to call instead."""
    sure = Learned(0.0, {"emergency": 0.98, "offer": 0.0, "question": 0.01, "other": 0.01}, {"trapped_need_help": 1.0})
    evidence = ENGINE.gather("the weather is nice")
    decision = decide(evidence, Weighed((), (), Level.NONE, 0), [], CONTENT, learned=sure, thresholds=THRESHOLDS)
    assert (decision.kind, decision.question) == (Kind.QUESTION, "who_to_call")
    heard = decide(
        evidence,
        Weighed((), (), Level.NONE, 0),
        [("trapped_need_help", 9.0)],
        CONTENT,
        learned=sure,
        thresholds=THRESHOLDS,
    )
    assert (heard.kind, heard.question) == (Kind.EMERGENCY, "trapped_need_help")


def test_logistic() -> None:
    """Half at zero, never outside 0 and 1."""
    assert logistic(0) == 0.5
    assert 0 <= logistic(-1e9) < logistic(1e9) <= 1
