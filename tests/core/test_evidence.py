"""Evidence: which finds may count in a text of which languages."""

import pytest

from bot.core.evidence import belongs
from bot.core.message import Hit, Target
from bot.core.normalise import Tables, normalise

ENGLISH, UNSURE = (("en", 0.9), ("tl", 0.05), ("fr", 0.05)), (("en", 0.5), ("pt", 0.3), ("es", 0.2))
FINDS = [
    (Target.CUE, "en", "wanted", ENGLISH, 100.0, True),
    (Target.CUE, "ta", "sambalam tharuvom", ENGLISH, 100.0, False),
    (Target.CUE, "ta", "sambalam", UNSURE, 100.0, True),
    (Target.CUE, "ta", "sambalam", UNSURE, 92.0, False),
    (Target.CUE, "ta", "velai"[:4], UNSURE, 100.0, False),
    (Target.CUE, "ta", "sambalam", (("ta-Latn", 0.9),), 92.0, True),
    (Target.UNLESS, "am", "no tourist visa", ENGLISH, 92.0, False),
    (Target.FLAG, "id", "paspor dipegang", ENGLISH, 92.0, True),
    (Target.FLAG, "id", "paspor", ENGLISH, 100.0, False),
    (Target.QUESTION, "hi", "kya ye asli hai", ENGLISH, 100.0, True),
    (Target.QUESTION, "hi", "kya ye asli hai", ENGLISH, 95.0, False),
    (Target.CUE, "zh", "招聘", (("zh-Hant", 1.0),), 92.0, True),
    (Target.CUE, "my", "အလုပ်", (("th", 1.0),), 100.0, False),
    (Target.CUE, "my", "အလုပ်", (), 92.0, True),
]


@pytest.mark.parametrize(("target", "language", "found", "languages", "score", "counts"), FINDS)
def test_words_of_other_languages_are_false_friends(
    target: Target, language: str, found: str, languages: tuple[tuple[str, float], ...], score: float, counts: bool
) -> None:
    """Short ones, misspelt ones, and cues in a text that is surely of another language; English belongs everywhere."""
    text = normalise(found, Tables())
    hit = Hit(target, "x", language, found, ((0, len(text.folded)),), score)
    assert belongs(hit, text, languages) is counts
