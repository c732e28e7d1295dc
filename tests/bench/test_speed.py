"""How fast a text is judged, against two ways of doing without an index, over the same phrases in the same run."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from rapidfuzz import fuzz, process
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.core.pipeline import Engine
from tests.bench.figures import ms, seconds, tell, typical
from tests.bench.texts import messages, of_length
from tests.evasions.material import written

TARGETS = {300: 50, 4096: 20}
"""Characters -> how many times faster than trying all phrases with partial_ratio judging has to be (design, section 4)."""
TRIED = {300: 8, 4096: 3}
"""Characters -> on how many of the texts the slow ways are tried."""


@pytest.fixture(scope="module")
def phrases(engine: Engine) -> list[str]:
    """All phrases as written; their number is part of the table."""
    tell("phrases, all languages", f"{engine.phrases:,}")
    return written(engine.content)


@pytest.mark.parametrize("length", TARGETS)
def test_judging_against_trying_every_phrase(length: int, engine: Engine, phrases: list[str], benchmark: Any) -> None:
    """The median over one text per language, and how many times longer the other ways take over the same texts."""
    texts = of_length(length)
    tried = texts[:: max(1, len(texts) // TRIED[length])][: TRIED[length]]
    benchmark.pedantic(lambda: [engine.judge(text) for text in texts], rounds=3, warmup_rounds=1)
    ours, same = typical(engine.judge, texts), typical(engine.judge, tried)
    tell(f"judge {length:,} characters, median of {len(texts)} languages", ms(ours))
    tell(f"  slowest round of all {len(texts)}, per text", ms(benchmark.stats.stats.max / len(texts)))
    brute = typical(partial(_best_partial, phrases=phrases), tried)
    tell(f"  rapidfuzz extract(partial_ratio), {len(tried)} texts", ms(brute))
    tell("  times faster", f"{brute / same:,.1f} x", f"target >= {TARGETS[length]} x")
    for ngrams in ((2, 4), (3, 5)):
        vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=ngrams)
        matrix = vectorizer.fit_transform(phrases).T.tocsr()
        cosine = typical(partial(_best_cosine, vectorizer=vectorizer, matrix=matrix), texts)
        tell(f"  TF-IDF of {ngrams[0]}-{ngrams[1]}-grams + cosine", ms(cosine))
        tell("  times faster", f"{cosine / ours:,.2f} x")


def _best_partial(text: str, *, phrases: list[str]) -> object:
    return process.extract(text, phrases, scorer=fuzz.partial_ratio, limit=10)


def _best_cosine(text: str, *, vectorizer: TfidfVectorizer, matrix: Any) -> object:
    return (vectorizer.transform([text]) @ matrix).argmax()


def test_the_event_loop_is_held(engine: Engine) -> None:
    """The longest of all messages of the tune corpus: the bot judges on the loop, so nobody else is answered meanwhile."""
    held = sorted((seconds(engine.judge, text), len(text), language) for language, text in messages())
    middle, worst = held[len(held) // 2], held[-1]
    tell(f"holds the loop, median of {len(held):,} messages", ms(middle[0]))
    tell(f"  longest ({worst[2]}, {worst[1]} characters)", ms(worst[0]))
    tell("  longer than 100 ms", f"{sum(time > 0.1 for time, _, _ in held)}")
