"""The learned layer: plain arithmetic, and what it is allowed to do."""

import math
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.ideas import lexicon
from bot.core.judge import Weighed, settle
from bot.core.kind import decide
from bot.core.learned import Learned
from bot.core.message import Kind, Level, Raised, Source, Weight
from bot.core.model import Grams, Head, Model, bucket_counts, leanings, logistic, margins, softmax, telling_places
from bot.core.normalise import Tables
from tests.core.samples import CONTENT, ENGINE

BUCKETS, FACTS = 16, ("idea keep", "idea passport", "ideas keep+passport", "margin emergency")
WEIGHTS = bytes((7 * i) % 256 for i in range(len(FACTS) * 3))
THRESHOLDS = {
    "high": 0.8, "caution": 0.5, "clear": 0.3, "clear_firm": 0.1, "doubt": 0.2, "emergency": 0.5, "emergency_heard": 0.4,
    "worry": 0.5, "retold": 0.2, "shown": 0.15,
}  # fmt: skip
WORDS = lexicon({"en": {"keep": ["keep"], "passport": ["passport"]}}, Tables())
GRAMS = Grams(
    array("I", range(0, 2 * BUCKETS + 1, 2)).tobytes(), bytes([0, 2]) * BUCKETS, bytes([3, 250]) * BUCKETS, 0.5
)


def model(**heads: Head) -> Model:
    return Model(
        {name: row for row, name in enumerate(FACTS)}, BUCKETS, bytes([255]) * BUCKETS, heads, THRESHOLDS, WORDS, "x"
    )


@given(st.dictionaries(st.integers(0, len(FACTS) - 1), st.floats(-2, 2), max_size=4))
def test_scores_are_sums_of_weights(facts: dict[int, float]) -> None:
    """The quick way agrees with the slow, obvious one."""
    head = Head(("a", "b", "c"), (0.1, -0.2, 0.3), 0.05, WEIGHTS)
    signed = [byte - 256 if byte > 127 else byte for byte in WEIGHTS]
    slow = [head.bias[i] + 0.05 * sum(v * signed[b * 3 + i] for b, v in facts.items()) for i in range(3)]
    assert head.scores(facts, {}) == pytest.approx(slow)


def test_n_grams_count_only_where_they_have_weights() -> None:
    """Two classes of three have a weight in every bucket."""
    head = Head(("a", "b", "c"), (0.0, 0.0, 0.0), 0.05, bytes(len(WEIGHTS)), GRAMS)
    assert head.scores({}, {4: 2.0}) == pytest.approx([3.0, 0.0, -6.0])


def test_n_grams_of_a_text_have_length_one() -> None:
    """A long advert does not weigh more than a short one, and order matters."""
    grams = model().grams("hiring hiring hiring in poipet")
    assert math.sqrt(sum(v * v for v in grams.values())) == pytest.approx(1)
    assert model().grams("") != {}
    assert bucket_counts("ab", 1 << 17) != bucket_counts("ba", 1 << 17)


def test_margins_tell_how_far_emergencies_are_ahead() -> None:
    """Cut off at both ends; nothing asked is no lead."""
    told = margins({"help": 9.0, "thanks": 1.0, "-": 3.0}, {"help"})
    assert told["margin emergency"] == 1.5
    assert told["margin question"] == -0.5
    assert margins({"help": 99.0, "-": -99.0}, {"help"})["margin emergency"] == 2.0


def test_leanings_are_cut_off() -> None:
    """However sure the letters are, the other heads decide."""
    assert leanings({"scam": 1.0, "honest": -99.0}) == {"letters scam": 0.5, "letters honest": -2.0}


def test_the_places_that_weigh_most_are_inside_the_text() -> None:
    """Pieces of the text that do not overlap, only those that speak for a scam offer."""
    evidence = ENGINE.gather("they keep the passport")
    for weights, pieces in ((bytes([9, 5, 1, 0]), ["keep", "passport"]), (bytes([246, 5, 1, 0]), ["passport"])):
        chosen = telling_places(evidence, model(scam=Head(("scam",), (0.0,), 0.1, weights)))
        assert [evidence.text.folded[start:end] for start, end in chosen] == pieces


def test_all_heads_speak_at_once() -> None:
    """Probabilities of kinds add up to 1, and words of distress are noticed."""
    kinds = ("emergency", "offer", "other", "question")
    question = Head(("-", "a", "b"), (0.0, 0.0, 0.0), 0.05, WEIGHTS, GRAMS)
    made = model(
        question=question,
        letters=Head(("honest", "other", "scam"), (0.0, 0.0, 0.0), 0.05, b"", GRAMS),
        kind=Head(kinds, (0.0,) * 4, 0.1, bytes(len(FACTS) * 4)),
        scam=Head(("scam",), (0.0,), 0.1, bytes([1]) * len(FACTS)),
    )
    learned = made.learn(ENGINE.gather("they keep my passport"), [], {"a"})
    assert sum(learned.kind.values()) == pytest.approx(1)
    assert learned.scam > 0.5
    assert set(learned.question) == {"a", "b"}
    assert learned.danger
    assert not made.learn(ENGINE.gather("passport"), [], {"a"}).danger


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


SURE = {"emergency": 0.98, "offer": 0.0, "question": 0.01, "other": 0.01}
HEARD = [
    ([], False, Kind.QUESTION, "who_to_call"),
    ([("trapped_need_help", 9.0)], False, Kind.EMERGENCY, "trapped_need_help"),
    ([], True, Kind.EMERGENCY, "trapped_need_help"),
]


@pytest.mark.parametrize(("asked", "danger", "kind", "question"), HEARD)
def test_it_never_makes_an_emergency_alone(
    asked: list[tuple[str, float]], danger: bool, kind: Kind, question: str
) -> None:
    """However sure it is: where no word speaks of danger, the person is told whom to call instead."""
    sure = Learned(0.0, SURE, {"trapped_need_help": 1.0}, danger)
    evidence = ENGINE.gather("the weather is nice")
    decision = decide(evidence, Weighed((), (), Level.NONE, 0), asked, CONTENT, learned=sure, thresholds=THRESHOLDS)
    assert (decision.kind, decision.question) == (kind, question)


def test_logistic_and_softmax() -> None:
    """Half at zero, never outside 0 and 1; shares add up to 1, whatever the size of the scores."""
    assert logistic(0) == 0.5
    assert 0 <= logistic(-1e9) < logistic(1e9) <= 1
    assert softmax([1000.0, 1000.0]) == [0.5, 0.5]
