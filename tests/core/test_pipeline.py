"""The whole road: what is answered, in which language, with which buttons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.message import Inbound, Kind, Level, Reader, WishKind
from tests.core.samples import CONTENT, ENGINE

KINDS = [
    ("Hiring data entry in Poipet, 900 usd per month, no experience", Kind.OFFER, None),
    ("I was offered data entry in Poipet, they keep your passport. is it real", Kind.OFFER, "is_this_job_real"),
    ("help, i am locked in and can not leave", Kind.EMERGENCY, "trapped_need_help"),
    ("Police said people reported: i am locked in", Kind.OTHER, None),
    ("whom can i call", Kind.QUESTION, "who_to_call"),
    ("stop the alerts", Kind.QUESTION, "stop_alerts"),
    ("the weather is nice", Kind.OTHER, None),
    ("", Kind.OTHER, None),
    ("😂" * 4096, Kind.OTHER, None),
]


@pytest.mark.parametrize(("text", "kind", "question"), KINDS)
def test_what_the_reply_leads_with(text: str, kind: Kind, question: str | None) -> None:
    """Emergency before offer before question before other; news is never an emergency."""
    verdict = ENGINE.judge(text)
    assert (verdict.kind, verdict.question) == (kind, question)
    assert (verdict.level is None) == (kind is not Kind.OFFER)


LANGUAGES = [
    (Reader(language="id"), "hiring data entry", "id"),
    (Reader(telegram_language="id-ID"), "hiring", "id"),
    (Reader(telegram_language="id"), "i am locked in and we can not leave the house", "en"),
    (Reader(telegram_language="ta"), "hm", "en"),
    (Reader(telegram_language="xx"), "saya dikurung di sini dan tidak bisa", "id"),
    (Reader(), "", "en"),
]


@pytest.mark.parametrize(("reader", "text", "language"), LANGUAGES)
def test_the_language_of_a_reply(reader: Reader, text: str, language: str) -> None:
    """Chosen, else the person's own words, else Telegram's code, else the offer's, else English; off languages fall back."""
    assert ENGINE.answer(Inbound(text, reader)).language == language


def test_an_offer_is_quoted_and_escaped() -> None:
    """The reply shows the person's words as text, never as markup, and says what to do."""
    reply = ENGINE.answer(Inbound("Hiring <b>urgent</b> we keep your <passport>, placement fee & more. vacancy"))
    (text,) = reply.texts
    assert "“keep your &lt;passport”" in text
    assert text.startswith("first_line\n\nlevel_high")
    assert [button.data for row in reply.buttons for button in row] == ["why:27.36.41", "call", "check"]


def test_no_reply_to_an_offer_without_flags_calls_it_good() -> None:
    """Nothing found is said as nothing found."""
    reply = ENGINE.answer(Inbound("Hiring cooks, vacancy, 300 usd per month"))
    assert "level_none\n\ndo_none" in reply.texts[0]


def test_an_emergency_lists_who_helps_in_order() -> None:
    """Embassy, home country, then the police of the place where the person is - and of no other."""
    (text,) = ENGINE.answer(Inbound("i am locked in", Reader(origin="ID", place="KH"))).texts
    order = [
        "I read you.",
        "embassy of Indonesia in Cambodia",
        "ministry of Indonesia",
        "call_life",
        "police in Cambodia",
    ]
    assert [text.index(part) for part in order] == sorted(text.index(part) for part in order)
    assert "Thailand" not in text
    assert "line of Indonesia" not in text
    assert "only in Cambodia" in text


def test_an_emergency_without_known_numbers_says_so() -> None:
    """No number is better than another country's number."""
    (text,) = ENGINE.answer(Inbound("i am locked in", Reader(origin="KE", place="MM"))).texts
    assert "call_embassy_unknown" in text
    assert "call_none" in text
    assert "police" not in text


@pytest.mark.parametrize(
    ("data", "wish"),
    [
        ("language:id", (WishKind.LANGUAGE, "id")),
        ("language:ta", None),
        ("language:<x>", None),
        ("place:KH", (WishKind.PLACE, "KH")),
        ("place:", (WishKind.PLACE, "")),
        ("place:ZZ", (WishKind.PLACE, "")),
        ("place:XX", None),
        ("origin:ID", (WishKind.ORIGIN, "ID")),
        ("country", None),
        ("stop", (WishKind.STOP_ALERTS, "")),
        ("forget", (WishKind.FORGET, "")),
        ("drop table", None),
        ("", None),
        ("why:27.99.x", None),
        ("ask.id:trapped_need_help", None),
        ("ask:unknown", None),
    ],
)
def test_pressed_buttons(data: str, wish: tuple[WishKind, str] | None) -> None:
    """What was chosen becomes a wish; anything else changes nothing and still gets an answer."""
    reply = ENGINE.press(data, Reader())
    assert (reply.wish and (reply.wish.kind, reply.wish.value)) == wish
    assert reply.texts[0]


@pytest.mark.parametrize(
    "name", ["start", "help", "check", "language", "country", "helplines", "forget", "about", "nonsense"]
)
def test_commands(name: str) -> None:
    """Every command is answered."""
    assert ENGINE.command(name, "", Reader()).texts[0]


def test_the_register_of_a_country() -> None:
    """How to check a recruiter names the official page and what a legal worker holds."""
    text = ENGINE.press("check", Reader(origin="ID")).texts[0]
    assert "Indonesia: kerja.example" in text
    assert "holds_contract" in text
    assert "none for Kenya" in ENGINE.press("check", Reader(origin="KE")).texts[0]


def test_only_a_digit_menu_answers_a_covert_sign() -> None:
    """A single sign gets a bland menu, and its digits are understood."""
    assert ENGINE.answer(Inbound(".")).texts == ("covert_menu",)
    assert [ENGINE.answer(Inbound(digit)).texts for digit in "123"] == [("covert_1",), ("covert_2",), ("covert_3",)]


@given(st.text(max_size=300))
def test_every_text_gets_an_answer(raw: str) -> None:
    """No text breaks the road; spans lie inside it; callback data fits; nothing is longer than Telegram takes."""
    reply = ENGINE.answer(Inbound(raw))
    verdict = ENGINE.judge(raw)
    assert all(0 <= start < end <= len(raw) for flag in verdict.flags for start, end in flag.spans)
    assert all(len(button.data.encode()) <= 64 for row in reply.buttons for button in row)
    assert all(0 < len(text) < 4096 for text in reply.texts)
    assert verdict.level in (None, Level.HIGH, Level.CAUTION, Level.NONE)
    assert set(CONTENT.flags) >= {flag.flag for flag in verdict.flags}
