"""Slots: amounts, places and contacts as people write them."""

import pytest

from bot.core.atoms import compile_phrases
from bot.core.content import Content, Language, Levels, Pay, Place, Words
from bot.core.extract import extractor, number, place_phrases
from bot.core.message import Weight
from bot.core.normalise import Tables, normalise

WORDS = {
    "en": Words(
        "en",
        multipliers={"k": 1e3, "lakh": 1e5, "million": 1e6},
        periods={"month": ("per month", "/month", "monthly"), "day": ("per day",)},
    ),
    "id": Words("id", multipliers={"jt": 1e6, "juta": 1e6, "rb": 1e3}, periods={"month": ("per bulan", "/bln")}),
    "vi": Words("vi", multipliers={"triệu": 1e6, "tr": 1e6, "củ": 1e6}, periods={"month": ("/tháng",)}),
    "zh": Words("zh", multipliers={"万": 1e4, "w": 1e4, "千": 1e3}, periods={"month": ("月薪", "每月")}),
    "th": Words("th", multipliers={"หมื่น": 1e4}, periods={"month": ("ต่อเดือน",)}),
}
PAY = {
    "USD": Pay("USD", ("$", "usd", "dollars", "dollar"), 800, "", ()),
    "IDR": Pay("IDR", ("rp", "idr"), 12e6, "", ()),
    "VND": Pay("VND", ("₫", "vnd"), 18e6, "", ()),
    "THB": Pay("THB", ("฿", "baht", "บาท"), 25e3, "", ()),
    "INR": Pay("INR", ("rs", "₹", "inr"), 7e4, "", ()),
    "MYR": Pay("MYR", ("rm",), 6e3, "", ()),
}
PLACES = {
    "cambodia": Place("cambodia", "KH", "country", Weight.WEAK, ("Cambodia", "Kamboja", "柬埔寨"), ()),
    "sihanoukville": Place("sihanoukville", "KH", "hub", Weight.STRONG, ("Sihanoukville", "西港"), ()),
}
CONTENT = Content(
    "", {code: Language(code, code, "Latn", "ltr", "", "live") for code in WORDS}, {}, (), {}, (), {}, PLACES, PAY,
    Levels({}, 0, 0, ""), (), (), {}, WORDS, {},
)  # fmt: skip
READ = extractor(CONTENT, Tables(), compile_phrases(place_phrases(PLACES.values()), Tables()))

AMOUNTS = [
    ("gaji 15jt", 15e6, 15e6, None, None),
    ("Rp 15.000.000 per bulan", 15e6, 15e6, "IDR", "month"),
    ("15-20jt/bln", 15e6, 20e6, None, "month"),
    ("lương 18-20 triệu", 18e6, 20e6, None, None),
    ("1,5 tr", 1.5e6, 1.5e6, None, None),
    ("luong 20tr/thang", 20e6, 20e6, None, "month"),
    ("月薪3万", 3e4, 3e4, None, "month"),
    ("1.5w起", 1.5e4, 1.5e4, None, None),
    ("Rs 80,000 – 1,00,000", 8e4, 1e5, "INR", None),
    ("2 lakh", 2e5, 2e5, None, None),
    ("25k บาท", 25e3, 25e3, "THB", None),
    ("$800-1500+comm", 800, 1500, "USD", None),
    ("1,000 USD per month", 1000, 1000, "USD", "month"),
    ("RM4k", 4000, 4000, "MYR", None),
    ("RM 8,000", 8000, 8000, "MYR", None),
    ("800 to 1200 dollars", 800, 1200, "USD", None),
    ("3 หมื่น", 3e4, 3e4, None, None),
    ("$1.5k", 1500, 1500, "USD", None),
]


@pytest.mark.parametrize(("typed", "low", "high", "currency", "period"), AMOUNTS)
def test_amounts_as_written_in_chats(
    typed: str, low: float, high: float, currency: str | None, period: str | None
) -> None:
    """Multipliers, ranges, signs on either side and both kinds of thousands marks are understood."""
    (money,) = READ.read(normalise(typed, Tables())).money
    assert (money.low, money.high, money.currency, money.period) == (low, high, currency, period)


@pytest.mark.parametrize("typed", ["18-35 years", "call 0123456789", "12 hours", "2024-05-06", "room 5", ""])
def test_numbers_that_are_no_money(typed: str) -> None:
    """A bare number is never an amount."""
    assert READ.read(normalise(typed, Tables())).money == ()


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1,000", 1000),
        ("1.000", 1000),
        ("1,00,000", 100000),
        ("1.000,50", 1000.5),
        ("1.5", 1.5),
        ("1,5", 1.5),
        ("15 000", 15000),
        ("5", 5),
    ],
)
def test_number(written: str, value: float) -> None:
    """A group of three digits is thousands, anything shorter a fraction."""
    assert number(written) == value


@pytest.mark.parametrize(
    ("typed", "places"),
    [
        ("job in Sihanoukvile", ("sihanoukville",)),
        ("kerja di KAMBOJA", ("cambodia",)),
        ("柬/埔/寨 西港", ("cambodia", "sihanoukville")),
        ("🇰🇭 hiring", ("cambodia",)),
        ("Cambodian food", ()),
        ("poipex", ()),
    ],
)
def test_places_in_any_script(typed: str, places: tuple[str, ...]) -> None:
    """Spellings, typos in long names, split characters and flag emoji name a place; other words do not."""
    assert tuple(slot.place for slot in READ.read(normalise(typed, Tables())).places) == places


@pytest.mark.parametrize(
    "typed", ["t.me/hr_kh01", "Tele: @hrd.kmbj", "wa 0812-3456-7890", "+855 12 345 678", "jobs@example.com"]
)
def test_contacts(typed: str) -> None:
    """Links, handles, phone numbers and addresses are contacts."""
    assert len(READ.read(normalise(typed, Tables())).contacts) == 1
