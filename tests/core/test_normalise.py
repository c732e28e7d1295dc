"""Folding: two ways of writing the same words compare equal, and offsets always point back."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.normalise import Tables, fold, normalise, original, widen

TABLES = Tables(lookalikes={"а": "a", "о": "o", "р": "p", "с": "c", "е": "e"})
SCRIPTS = "aé đĐ1٣৫ ကြီး ខ្មែរ ไทย ำ ลາວ 中 文 한국 हिन्दी தமிழ் \u200b\u200d\ufe0f🇰🇭👍🏽 .,!?\n-/+$₫ оСа"
TEXTS = st.text(st.sampled_from(SCRIPTS) | st.characters(exclude_categories=["Cs"]), max_size=60)

SAME = [
    ("FREE Ticket", "free ticket"),
    ("𝐅𝐫𝐞𝐞 Ⓣⓘⓒⓚⓔⓣ", "free ticket"),
    ("ｆｒｅｅ", "free"),
    ("fr\u200bee\u2060", "free"),
    ("Hộ chiếu", "ho chieu"),
    ("Hô\u0323 chiê\u0301u", "ho chieu"),
    ("Đài tệ", "dai te"),
    ("pаsspоrt", "passport"),
    ("t1cket", "ticket"),
    ("W E  A R E  H I R I N G", "we are hiring"),
    ("c.r.y.p.t.o", "crypto"),
    ("RM4k, rp5juta", "rm4k rp5juta"),
    ("8OOO-l2OOO", "8000-12000"),
    ("柬/埔/寨 客 服", "柬埔寨客服"),
    ("ប្រាក់\u200bខែ", "ប្រាក់ខែ"),
    ("၁၅ သိန်း", "15 သိန်း"),
    ("1,500–2,000", "1,500-2,000"),
    ("no experience, needed!!", "no experience needed"),
    ("Камбоджа", "камбоджа"),
    ("  ", ""),
    ("", ""),
]


@pytest.mark.parametrize(("typed", "compared"), SAME)
def test_ways_of_writing_fold_to_one(typed: str, compared: str) -> None:
    """Case, fancy alphabets, zero-width signs, marks of Latin letters, look-alikes and spelling out do not matter."""
    assert fold(typed, TABLES) == compared


@given(TEXTS)
def test_folding_twice_changes_nothing(raw: str) -> None:
    """A phrase that was folded before compares equal to one folded now."""
    once = fold(raw, TABLES)
    assert fold(once, TABLES) == once


@given(TEXTS)
def test_offsets_point_back(raw: str) -> None:
    """Every folded character has an original range; ranges are sorted and inside the text."""
    text = normalise(raw, TABLES)
    assert len(text.folded) == len(text.starts) == len(text.ends)
    assert all(0 <= start < end <= len(raw) for start, end in zip(text.starts, text.ends, strict=True))
    assert list(text.starts) == sorted(text.starts)
    assert all(0 < position <= len(text.folded) for position in (*text.breaks, *text.pauses))


@given(st.text(st.sampled_from("កខគាិីុូួើែោំះ្្កៈ ကခဂါိီုူေဲံ့း္် नमकािीुूेैोौ்்"), max_size=40))
def test_no_combining_mark_is_lost(raw: str) -> None:
    """Vowels and viramas are what words are made of in these scripts: all of them stay."""
    marks = [char for char in unicodedata.normalize("NFC", raw) if unicodedata.category(char) in ("Mn", "Mc")]
    kept = [char for char in fold(raw, TABLES) if unicodedata.category(char) in ("Mn", "Mc")]
    assert sorted(kept) == sorted(marks)


@given(TEXTS, st.integers(0, 60), st.integers(0, 60))
def test_spans_hold_whole_clusters(raw: str, first: int, second: int) -> None:
    """A span never begins with a combining mark nor ends before one."""
    text = normalise(raw, TABLES)
    start, end = sorted((min(first, len(text.folded)), min(second, len(text.folded))))
    low, high = original(text, start, end)
    assert 0 <= low <= high <= len(raw)
    if low < high:
        assert (low, high) == widen(raw, low, high)
        assert high == len(raw) or unicodedata.category(raw[high]) not in ("Mn", "Mc", "Me")


def test_clause_ends_are_remembered() -> None:
    """A comma is a pause, a full stop a break, at the place of the next word."""
    text = normalise("no fee, free food. Apply now", TABLES)
    assert text.folded == "no fee free food apply now"
    assert (text.pauses, text.breaks) == ((7,), (17,))
