"""`check`: the contract of one verdict, and of many in lines."""

import io
import json

import pytest

from bot.cli.check import LONGEST_LINE, answer_lines, as_json, as_text, reader_of, unspoken
from bot.core.message import Inbound, Reader
from tests.core.samples import ENGINE

OFFER = "Hiring data entry in Poipet, no experience, we keep your passport. 900 usd per month"


def lines(source: bytes, reader: Reader | None = None) -> list[dict[str, object]]:
    """What --jsonl writes for these bytes."""
    out = io.StringIO()
    answer_lines(io.BytesIO(source), out, ENGINE, reader or Reader())
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_one_verdict_has_the_fields_of_the_contract() -> None:
    """Names, types and values as promised; spans show the words in the text itself."""
    found = as_json(ENGINE.respond(Inbound(OFFER)))
    assert list(found) == [
        "kind",
        "level",
        "score",
        "language",
        "reply_language",
        "flags",
        "combinations",
        "question",
        "reply",
    ]
    assert (found["kind"], found["level"], found["combinations"]) == ("offer", "high", ["C1"])
    flags = {flag["id"]: flag for flag in found["flags"]}
    assert {flag["by"] for flag in flags.values()} == {"phrase", "money", "place"}
    passport = flags["passport_handover"]
    assert passport["phrase"] == "(hold|keep) [your] passport"
    assert [OFFER[start:end] for start, end in passport["spans"]] == ["keep your passport"]
    assert set(passport) == {"id", "weight", "spans", "by", "phrase", "score"}
    assert 0 <= found["score"] <= 100


def test_an_emergency_has_no_level_and_shows_no_flags_in_its_reply() -> None:
    """It leads with help; its flags are there for operators only."""
    found = as_json(ENGINE.respond(Inbound("i am locked in, they keep your passport")))
    assert (found["kind"], found["level"], found["question"]) == ("emergency", None, "trapped_need_help")
    assert "passport_handover worries" not in "".join(found["reply"])


BAD = [
    (b"{", "not JSON at column 1"),
    (b"[1]", "not an object"),
    (b'{"id": 7}', '"text" is missing'),
    (b'{"id": 7, "text": 5}', '"text" is missing or not a string'),
    (b'{"id": 7, "text": "x", "origin": "Indonesia"}', "origin 'Indonesia' is not a code"),
    (b'{"id": 7, "text": "x", "lang": "??"}', "lang '??' is not a code"),
    (b'{"id": 7, "text": "\xff"}', "not UTF-8 at byte 19"),
    (b'{"id": 7, "text": "' + b"x" * (LONGEST_LINE + 5) + b'"}', "line longer than"),
    (b"[" * 100_000, ""),
]


@pytest.mark.parametrize(("line", "error"), BAD)
def test_a_bad_line_gives_an_error_and_the_rest_goes_on(line: bytes, error: str) -> None:
    """Order is kept, the line after a bad one is answered."""
    first, second = lines(line + b'\n\n{"id": "b", "text": "hello"}\n')
    assert error in str(first["error"])
    assert (second["id"], second["kind"]) == ("b", "other")


def test_who_reads_may_stand_in_the_line_or_on_the_command_line() -> None:
    """`country` is another name of origin; a line's own values win."""
    given = {"lang": "id", "country": "ke"}
    assert reader_of(given, Reader(language="en", place="TH")) == Reader(language="id", origin="KE", place="TH")
    (found,) = lines(b'{"id": 1, "text": "hm"}', Reader(language="id"))
    assert found["reply_language"] == "id"


def test_a_language_that_is_not_spoken_is_said_in_one_line() -> None:
    """The answer still comes, in a language that is."""
    assert unspoken("xx", ENGINE.content) == (
        "lang 'xx' is not spoken here; answering in the text's own or in English. Choose one of: "
        + " ".join(code for code, language in ENGINE.content.languages.items() if language.status == "live")
    )
    assert unspoken("en-GB", ENGINE.content) is None
    assert unspoken(None, ENGINE.content) is None


def test_the_last_line_needs_no_newline_and_no_input_gives_nothing() -> None:
    """What a careless script sends."""
    assert len(lines(b'{"id": 1, "text": "a"}\n{"id": 2, "text": "b"}')) == 2
    assert lines(b"") == []


def test_text_shows_the_reply_as_a_reader_sees_it() -> None:
    """No markup, buttons in brackets."""
    shown = as_text(ENGINE.respond(Inbound(OFFER)))
    assert "“keep your passport”" in shown
    assert "[button_why]" in shown
    assert "<i>" not in shown
