"""Languages of a text, by the frequent words of those that share a script."""

import pytest

from bot.core.langid import LanguageModel
from bot.core.language import Recogniser
from bot.core.normalise import Tables, normalise

COMMON = {
    "hi": frozenset({"है", "में", "नौकरी"}),
    "ne": frozenset({"छ", "मा", "जागिर"}),
    "hi-Latn": frozenset({"hai", "mein"}),
    "en": frozenset({"is", "the"}),
}
TEXTS = [
    ("विदेश में नौकरी है", "hi"),
    ("विदेश मा जागिर छ", "ne"),
    ("naukri videsh mein hai", "hi-Latn"),
    ("the job is abroad", "en"),
]


@pytest.mark.parametrize(("text", "language"), TEXTS)
def test_frequent_words_tell_languages_of_one_script_apart(text: str, language: str) -> None:
    """Vowel signs stand inside words, they do not part them."""
    recogniser = Recogniser(COMMON, LanguageModel())
    assert recogniser.languages(normalise(text, Tables()))[0][0] == language
