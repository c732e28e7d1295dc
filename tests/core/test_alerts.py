"""Alerts as values: who is meant, what is bound by an approval, what stands on the phone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core import alerts
from bot.core.alerts import Audience, Counts, Draft, Line, Role, Schedule, Subscriber
from tests.shelf import content

SOMEBODY = Subscriber("id", "ID", "KH", ("offers",))
DRAFT = Draft(
    {"en": "Read <this> & that."}, Audience(places=("KH",)), schedule=Schedule("2027-01-04T09:00", "Asia/Jakarta")
)


@pytest.mark.parametrize(
    ("subscriber", "audience", "expected"),
    [
        (SOMEBODY, Audience(), True),
        (SOMEBODY, Audience(("id",), ("ID",), ("KH",), ("offers",)), True),
        (SOMEBODY, Audience(("en", "id")), True),
        (SOMEBODY, Audience(("en",)), False),
        (SOMEBODY, Audience(origins=("PH",)), False),
        (SOMEBODY, Audience(places=("MM",)), False),
        (SOMEBODY, Audience(topics=("rules",)), False),
        (SOMEBODY, Audience(topics=("rules", "offers")), True),
        (Subscriber("id"), Audience(topics=("rules",)), True),
        (Subscriber("id"), Audience(places=("KH",)), False),
    ],
)
def test_who_is_meant(subscriber: Subscriber, audience: Audience, expected: bool) -> None:
    """Empty means everybody; no topics mean all; who did not say where they are is not meant by a place."""
    assert alerts.is_meant(subscriber, audience) is expected


@pytest.mark.parametrize(
    "change",
    [
        {"text": {"en": "Read this."}},
        {"audience": Audience()},
        {"imminent": True},
        {"silent": False},
        {"schedule": None},
        {"own_first_line": True},
    ],
    ids=lambda change: next(iter(change)),
)
def test_any_change_gives_another_hash(change: dict[str, object]) -> None:
    """Text, audience, schedule and how it arrives; the size of the audience too."""
    before = alerts.written(DRAFT, content())
    assert alerts.hash_of(before, 5) == alerts.hash_of(alerts.written(DRAFT, content()), 5)
    assert alerts.hash_of(before, 5) != alerts.hash_of(before, 6)
    assert alerts.hash_of(before, 5) != alerts.hash_of(alerts.written(replace(DRAFT, **change), content()), 5)  # type: ignore[arg-type]


def test_a_draft_survives_storage() -> None:
    """What was written is what is read."""
    assert alerts.draft_from(DRAFT.json()) == DRAFT


def test_what_stands_on_the_phone() -> None:
    """A neutral first line, then the text as written; its own first line only when the author says so."""
    (text,) = alerts.rendered(DRAFT, content()).values()
    assert text == "News you asked for.\n\nRead &lt;this&gt; &amp; that."
    (own,) = alerts.rendered(replace(DRAFT, own_first_line=True), content()).values()
    assert own == "Read &lt;this&gt; &amp; that."
    assert alerts.length("a&amp;b👍") == 5


def test_the_language_each_subscriber_gets() -> None:
    """Their own, else along the fallbacks, else English; without any of these nothing."""
    assert alerts.text_languages(["en", "id"], content())["id"] == "id"
    assert alerts.text_languages(["en", "id"], content())["ms"] in ("id", "en")
    assert alerts.text_languages(["en"], content())["km"] == "en"
    assert "km" not in alerts.text_languages(["id"], content())


@pytest.mark.parametrize(
    ("audience", "expected"), [(0, 0), (5, 5), (20, 20), (1_000, 20), (10_000, 100), (10_001, 101)]
)
def test_how_many_are_in_the_canary(audience: int, expected: int) -> None:
    """Twenty or one in a hundred, whichever is more."""
    assert alerts.canary_size(audience) == expected


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (Counts(sent=20), False),
        (Counts(sent=16, failed=4), False),
        (Counts(sent=15, failed=4, unknown=1), True),
        (Counts(blocked=20), False),
        (Counts(sent=1, blocked=19), False),
    ],
)
def test_when_a_canary_is_bad(counts: Counts, expected: bool) -> None:
    """More than a fifth failed; who blocked the bot says nothing about the alert."""
    assert alerts.is_canary_bad(counts) is expected


def test_topics_are_bits() -> None:
    """There and back."""
    for bits in range(1 << len(alerts.TOPICS)):
        assert alerts.mask(alerts.topics_of(bits)) == bits


@pytest.mark.parametrize(
    ("roles", "act", "expected"),
    [
        ({Role.AUDITOR}, "stop", True),
        ({Role.AUDITOR}, "resume", False),
        ({Role.AUTHOR}, "approve", False),
        ({Role.APPROVER}, "new", False),
        ({Role.OPERATOR}, "correct", True),
        (set(), "look", False),
    ],
)
def test_who_may_do_what(roles: set[Role], act: str, expected: bool) -> None:
    """Anybody of staff may stop; writing and approving are apart."""
    assert alerts.may(roles, act) is expected


def test_a_report_as_a_table() -> None:
    """Sums only."""
    assert alerts.as_csv([Line("en", "sent", "", 3)]) == "language,end,reason,count\nen,sent,,3\n"
