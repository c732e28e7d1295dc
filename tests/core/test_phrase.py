"""The phrase syntax: what a phrase stands for, and what an operator is told when it breaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.phrase import MOST_VARIANTS, Gap, Literal, Part, PhraseError, Slot, parse

PHRASES: list[tuple[str, tuple[object, ...]]] = [
    ("free ticket", (("free ticket",),)),
    ("  free   ticket ", (("free ticket",),)),
    ("(keep|hold) your passport", (("keep your passport", "hold your passport"),)),
    ("keep [your] passport", (("keep passport", "keep your passport"),)),
    ("[your] passport", (("passport", "your passport"),)),
    ("passport[s]", (("passport", "passports"),)),
    ("(can not|cannot|can't) leave", (("can not leave", "cannot leave", "can't leave"),)),
    ("go [my|your] way", (("go way", "go my way", "go your way"),)),
    ("go [(my|your)] way", (("go way", "go my way", "go your way"),)),
    ("(all [of] it|some)", (("all it", "all of it", "some"),)),
    ("passport ... admin", (("passport",), Gap(), ("admin",))),
    ("passport…admin", (("passport",), Gap(), ("admin",))),
    ("ยึด...พาสปอร์ต", (("ยึด",), Gap(), ("พาสปอร์ต",))),
    ("earn <money> a month", (("earn",), Slot("money"), ("a month",))),
    ("<money> ... <place> job", (Slot("money"), Gap(), Slot("place"), ("job",))),
    ("<money> <money>", (Slot("money"), Slot("money"))),
    ("底薪+提成 $100", (("底薪+提成 $100",),)),
    ("e.g. a..b", (("e.g. a..b",),)),
    ("(a)", (("a",),)),
    ("(a|a) b", (("a b",),)),
]

MISTAKES = [
    ("", 1, "the phrase is empty"),
    ("   ", 1, "the phrase is empty"),
    ("... passport", 1, "the phrase begins with a gap"),
    ("passport ...", 13, "the phrase ends with a gap"),
    ("a ... ... b", 7, "two gaps stand side by side"),
    ("pay <cash> now", 5, "there is no slot <cash>"),
    ("5 < 6", 3, "'<' does not belong to a slot"),
    ("5 > 6", 3, "'>' does not belong to a slot"),
    ("keep|hold it", 5, "'|' stands outside brackets"),
    ("keep) it", 5, "')' closes a bracket that was never opened"),
    ("keep it]", 8, "']' closes a bracket that was never opened"),
    ("(keep|hold it", 1, "'(' is never closed"),
    ("it (", 4, "'(' is never closed"),
    ("keep [it", 6, "'[' is never closed"),
    ("(keep|hold] it", 1 + len("(keep|hold"), "'(' is closed by ']'"),
    ("(keep||hold) it", 7, "an alternative is empty"),
    ("(keep|) it", 7, "an alternative is empty"),
    ("([a]|b) it", 2, "an alternative is empty"),
    ("[] it", 2, "an alternative is empty"),
    ("(keep ... it|hold)", 7, "a gap stands inside brackets"),
    ("(<money>|cash) now", 2, "the slot <money> stands inside brackets"),
    ("[a]", 1, "the whole phrase is optional"),
    ("pay ... [now] ... here", 8, "everything between two gaps or slots is optional"),
    ("[now] <money>", 1, "everything between two gaps or slots is optional"),
    ("((a [b])|d)", 5, "brackets stand inside brackets inside brackets"),
    ("(" + "(a|b)" * 7 + "|c)", 2, f"these words can be written in more than {MOST_VARIANTS} ways"),
]


@pytest.mark.parametrize(("written", "parts"), PHRASES)
def test_a_phrase_stands_for_every_way_of_writing_it(written: str, parts: tuple[object, ...]) -> None:
    """Words stand for all their spellings; gaps and slots for themselves."""
    assert parts == tuple(part.variants if isinstance(part, Literal) else part for part in parse(written).parts)


@pytest.mark.parametrize(("written", "column", "what"), MISTAKES)
def test_a_mistake_is_told_with_its_column_and_a_remedy(written: str, column: int, what: str) -> None:
    with pytest.raises(PhraseError) as caught:
        parse(written)
    assert (column, what) == (caught.value.column, caught.value.what)
    assert caught.value.remedy


CHOICES = st.lists(st.sampled_from(["pass", "port", "ก", "中文", "é", "a b"]), min_size=1, max_size=3, unique=True)


@st.composite
def runs(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A run of words and brackets, and its spellings made the slow, obvious way."""
    written, spellings = "first", ["first"]
    for _ in range(draw(st.integers(0, 3))):
        choices = draw(CHOICES)
        is_optional = draw(st.booleans())
        written += " " + ("[" if is_optional else "(") + "|".join(choices) + ("]" if is_optional else ")")
        spellings = [f"{a} {b}" for a in spellings for b in ([""] if is_optional else []) + choices]
    return written, list(dict.fromkeys(" ".join(s.split()) for s in spellings))


@given(st.lists(runs(), min_size=1, max_size=3))
def test_parsing_agrees_with_writing_every_spelling_out(parts: list[tuple[str, list[str]]]) -> None:
    """Alternatives and optional words multiply; gaps part them."""
    found = parse(" ... ".join(written for written, _ in parts)).parts
    assert [list(part.variants) for part in found if isinstance(part, Literal)] == [s[:MOST_VARIANTS] for _, s in parts]
    assert sum(isinstance(part, Gap) for part in found) == len(parts) - 1


@given(st.text(alphabet="ab ()[]|.<>…money", max_size=30))
def test_any_text_gives_a_pattern_or_a_mistake_inside_it(written: str) -> None:
    """Nothing else is ever raised; a pattern has no gap at its ends and no empty spelling."""
    parts = _outcome(written)
    if parts:
        assert not isinstance(parts[0], Gap)
        assert not isinstance(parts[-1], Gap)
        assert all(variant.strip() for part in parts if isinstance(part, Literal) for variant in part.variants)


def _outcome(written: str) -> tuple[Part, ...] | None:
    """The parts, or None for a mistake whose column lies in the text."""
    try:
        return parse(written).parts
    except PhraseError as error:
        inside = 1 <= error.column <= len(written) + 1
    assert inside
    return None
