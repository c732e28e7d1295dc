"""Weighing: what is raised, what is excused, and what adds up to which level."""

import pytest

from bot.core.judge import level_of, merged, score_of
from bot.core.message import Level, Raised, Source, Weight
from tests.core.samples import CONTENT, ENGINE

RAISED = [
    ("They keep your passport at the office", {"passport_handover"}),
    ("They never keep your passport", set()),
    ("Do not hold passport, we promise", set()),
    ("They keep a copy of your passport", set()),
    ("no placement fee, start tomorrow", {"instant_hire"}),
    ("No experience, placement fee 200", {"no_experience_needed", "upfront_fee"}),
    ("We are not in a hurry. Urgent: placement fee", {"urgency", "upfront_fee"}),
    ("work in Poipet", {"known_hub"}),
    ("work in Jakarta", set()),
    ("Poipet, 1500 usd per month", {"known_hub", "pay_too_high"}),
    ("1500 usd per month", set()),
    ("Poipet, 300 usd per month", {"known_hub"}),
    ("paspor dipegang saya dan yang di", {"passport_handover"}),
]


@pytest.mark.parametrize(("text", "flags"), RAISED)
def test_flags_are_raised_by_words_that_stand(text: str, flags: set[str]) -> None:
    """A negation in the same clause or an `unless` near a phrase excuses it; a comma ends the clause."""
    assert {flag.flag for flag in ENGINE.judge(text).flags} == flags


def test_every_flag_shows_the_words_that_raised_it() -> None:
    """Spans point at the person's own words, whole and in order."""
    text = "URGENT!! They keep your pass\u00adport 🛂"
    verdict = ENGINE.judge(text)
    assert {flag.flag: [text[slice(*span)] for span in flag.spans] for flag in verdict.flags} == {
        "passport_handover": ["keep your pass\u00adport"],
        "urgency": ["URGENT"],
    }


def raised(name: str, weight: Weight) -> Raised:
    return Raised(name, weight, ((0, 1),), Source.PHRASE, None, 100.0)


LEVELS = [
    ([], Level.NONE),
    (["urgency"], Level.NONE),
    (["urgency", "instant_hire"], Level.CAUTION),
    (["bait_office_role", "no_experience_needed", "urgency"], Level.NONE),
    (["passport_handover"], Level.CAUTION),
    (["passport_handover", "upfront_fee"], Level.HIGH),
]


@pytest.mark.parametrize(("names", "level"), LEVELS)
def test_levels(names: list[str], level: Level) -> None:
    """Weak flags never warn alone, one strong flag always does, two groups make it high."""
    flags = [raised(name, CONTENT.flags[name].weight) for name in names]
    assert level_of(score_of(flags, [], 0, CONTENT), flags, met_high=False, content=CONTENT) is level


def test_weak_flags_of_one_group_never_add_up() -> None:
    """However long the list, one group of weak flags stays below "high"."""
    flags = [raised("urgency", Weight.WEAK)] * 60
    assert level_of(score_of(flags, [], 0, CONTENT), flags, met_high=False, content=CONTENT) is not Level.HIGH


def test_a_combination_is_high() -> None:
    """The classic advert needs no strong flag."""
    verdict = ENGINE.judge("Hiring data entry in Poipet, no experience. 900 usd per month")
    assert (verdict.level, verdict.combinations) == (Level.HIGH, ("C1",))


def test_a_high_combination_needs_no_second_group() -> None:
    """C2 and C5 are two flags of one group, and high by themselves."""
    flags = [raised("passport_handover", Weight.STRONG)]
    levels = [level_of(100, flags, met_high=met, content=CONTENT) for met in (True, False)]
    assert levels == [Level.HIGH, Level.CAUTION]


def test_what_can_be_checked_lowers_the_score() -> None:
    """An assurance counts, but never turns a strong sign into nothing."""
    plain = ENGINE.judge("Hiring: urgent, placement fee, we hold passport. vacancy").score
    assured = ENGINE.judge("Hiring: urgent, placement fee, we hold passport. vacancy. You keep your own passport").score
    assert plain is not None
    assert assured is not None
    assert 0 < assured < plain


def test_spans_are_merged() -> None:
    """Overlapping and touching spans become one."""
    assert merged([(5, 8), (0, 3), (2, 5), (10, 11)]) == ((0, 8), (10, 11))
