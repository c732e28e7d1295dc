"""What an author writes becomes a draft, or says what is wrong; what an approver has to type is found."""

from __future__ import annotations

from typing import Any

import pytest

from bot.core.alerts import Audience, Draft, Schedule
from bot.core.compose import draft_of, merged, read_form, strange, telling_parts, told_by_first_line
from tests.shelf import content

FORM = """
Languages: id, en
origins: ID PH
at: 2027-01-04 09:00
timezone: Asia/Jakarta
repeat: weekly
urgency: imminent

[id]
Satu.

Dua.
[en]
One: two.
"""


def test_a_form_is_read() -> None:
    """Lines of keys, then texts under their languages; colons in a text are part of it."""
    draft, faults = draft_of(read_form(FORM), content())
    assert faults == []
    assert draft == Draft(
        {"id": "Satu.\n\nDua.", "en": "One: two."},
        Audience(("id", "en"), ("ID", "PH")),
        imminent=True,
        schedule=Schedule("2027-01-04T09:00", "Asia/Jakarta", "weekly"),
    )


@pytest.mark.parametrize(
    ("plain", "expected"),
    [
        ({}, "text: there is none"),
        ({"text": {"xx": "a"}}, "text.xx: is no language"),
        ({"text": {"en": " "}}, "text.en: is empty"),
        ({"text": {"en": "a" * 4080}}, "text.en: has 4101 characters"),
        ({"text": {"en": "a"}, "sound": "yes"}, "sound: is no key"),
        ({"text": {"en": "a"}, "silent": "maybe"}, "silent: 'maybe' is unknown"),
        ({"text": {"en": "a"}, "audience": {"language": ["en"]}}, "audience.language: is no key"),
        ({"text": {"en": "a"}, "audience": {"languages": ["eo"]}}, "audience.languages: 'eo' is not answered"),
        ({"text": {"en": "a"}, "audience": {"places": ["Cambodia"]}}, "audience.places: 'CAMBODIA' is no country"),
        ({"text": {"en": "a"}, "audience": {"topics": ["jobs"]}}, "audience.topics: 'jobs' is unknown"),
        ({"text": {"en": "a"}, "audience": "everybody"}, "audience: holds no entries"),
        ({"text": {"en": "a"}, "schedule": {"at": "tomorrow", "timezone": "Asia/Bangkok"}}, "schedule.at: 'tomorrow'"),
        ({"text": {"en": "a"}, "schedule": {"at": "2027-02-30 09:00", "timezone": "UTC"}}, "schedule.at: '2027-02-30T"),
        (
            {"text": {"en": "a"}, "schedule": {"at": "2027-02-03 09:00", "timezone": "Here"}},
            "schedule.timezone: 'Here'",
        ),
    ],
)
def test_what_is_wrong_is_told(plain: dict[str, Any], expected: str) -> None:
    """With the key it stands under."""
    draft, faults = draft_of(plain, content())
    assert draft is None
    assert any(str(fault).startswith(expected) for fault in faults), faults


def test_a_later_message_adds() -> None:
    """What is not named stays."""
    draft, _ = draft_of(read_form(FORM), content())
    assert draft is not None
    again, _ = draft_of(merged(draft, read_form("urgency: normal\n[vi]\nBa.")), content())
    assert again is not None
    assert (again.imminent, again.text["vi"], again.text["en"]) == (False, "Ba.", "One: two.")
    assert (again.audience, again.schedule) == (draft.audience, draft.schedule)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("call +855 12-000-111 or 12", ["+855 12-000-111"]),
        ("see https://example.org/a, now", ["https://example.org/a"]),
        ("example.org and @someone", ["example.org", "@someone"]),
        ("ខលេខ ០៨១២៣៤", ["081234"]),
        ("on 2026", ["2026"]),
        ("nothing. Here", []),
    ],
)
def test_numbers_and_addresses_are_found(text: str, expected: list[str]) -> None:
    """In any digits, of three and more."""
    assert telling_parts(text) == expected


def test_only_what_is_not_in_intents_is_strange() -> None:
    """A helpline's number may stand there in any spelling; each strange one is named once."""
    known = next(line.number for line in content().helplines if line.number.startswith("+855"))
    spelt = f"{known[:4]} {known[4:6]} {known[6:]}"
    texts = {"en": f"Call {spelt} or +855 99 999 999", "id": "Telepon +85599999999"}
    assert strange(texts, content()) == ("+855 99 999 999",)


def test_a_telling_first_line_is_found() -> None:
    """In the language's own list, as whole words."""
    found = told_by_first_line(Draft({"en": "The police came.\nRead.", "id": "Baca.\npolisi"}), content())
    assert found == [("en", "police")]
