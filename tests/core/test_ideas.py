"""Ideas: words of many languages that name the same thing, and which of them stand together."""

import pytest

from bot.core.ideas import Lexicon, lexicon, together
from bot.core.normalise import Tables, normalise
from tests.core.samples import ENGINE

WORDS = {
    "en": {"passport": ["passport*", "travel document"], "keep": ["keep*", "hold"], "boss": ["boss"]},
    "ru": {"passport": ["паспорт*"], "keep": ["забира*"]},
    "sw": {"passport": ["*pasi ya"], "keep": ["kushika"]},
    "zh": {"passport": ["护照"], "keep": ["保管"]},
    "tl": {"keep": ["hold"]},
    "hi": {"job": ["नौकरी*"], "salary": ["सैलरी*"]},
    "ko": {"job": ["일자리*"], "salary": ["급여*"]},
    "vi": {"passport": ["hộ chiếu"], "keep": ["giữ"], "four": ["bốn"]},
    "ar": {"passport": ["جواز*"], "office": ["مكتب"]},
    "ur": {"passport": ["جواز*"]},
    "am": {"job": ["ስራ*"]},
}
LEXICON = lexicon(WORDS, Tables())
FOUND = [
    ("We keep your passports", ["en"], ["keep", "passport"]),
    ("a travel document", ["en"], ["passport"]),
    ("threshold", ["en"], []),
    ("паспорта забирают", ["ru"], ["passport", "keep"]),
    ("nipasi ya", ["sw"], ["passport"]),
    ("公司统一保管你的护照", ["zh"], ["keep", "passport"]),
    ("паспорт", ["th"], []),
    ("नौकरियाँ और नौकरी, अच्छी सैलरी", ["hi"], ["job", "salary"]),
    ("캄보디아 일자리 급여 300만원", ["ko"], ["job", "salary"]),
    ("họ giữ hộ chiếu của tôi", ["vi"], ["keep", "passport"]),
    ("ho giu ho chieu cua toi", ["vi"], ["keep", "passport"]),
    ("tôi bỏ trốn, bôn ba khắp nơi", ["vi"], []),
    ("toi co bon chi em", ["vi"], ["four"]),
    ("أخذوا الجوازات وبالمكتب", ["ar"], ["passport", "office"]),
    ("الجواز", ["ur"], []),
    ("የስራ", ["am"], ["job"]),
    ("", ["en"], []),
]


@pytest.mark.parametrize(("text", "languages", "ideas"), FOUND)
def test_words_are_found_as_they_are_listed(text: str, languages: list[str], ideas: list[str]) -> None:
    """Whole words, stems, any beginning, and anywhere in scripts without spaces; only in the likeliest languages and English."""
    assert [idea for _, _, idea in LEXICON.find(normalise(text, Tables()), languages)] == ideas


def test_ranges_are_pieces_of_the_text() -> None:
    """What is found can be quoted."""
    text = normalise("the boss will keep your passport", Tables())
    assert [text.folded[start:end] for start, end, _ in LEXICON.find(text, ["en"])] == ["boss", "keep", "passport"]


def test_two_ideas_stand_together_within_a_sentence() -> None:
    """Near each other, in one sentence, in any order; never across its end."""
    near = normalise("passport: the boss keeps it", Tables())
    pairs = {(one, other) for one, other, _, _ in together(near, LEXICON.find(near, ["en"]))}
    assert pairs == {("boss", "passport"), ("keep", "passport"), ("boss", "keep")}
    apart = ENGINE.read("Bring your passport. Keep smiling")
    assert list(together(apart.text, LEXICON.find(apart.text, ["en"]))) == []


def test_an_empty_lexicon_finds_nothing() -> None:
    """No words, no ideas, no error."""
    assert Lexicon().find(normalise("passport", Tables()), ["en"]) == []


def test_a_hostile_text_yields_a_bounded_list() -> None:
    """However often a word is repeated."""
    text = normalise("keep passport " * 5000, Tables())
    assert len(LEXICON.find(text, ["en"])) <= 600
