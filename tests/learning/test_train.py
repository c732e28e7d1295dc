"""Training: the same features as the bot's, nobody judged by a model that saw their texts, and a file that judges alike."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.content import engine_of, read, read_lexicon
from bot.content.learned_file import load_model, save_model
from bot.core.ideas import Lexicon
from bot.core.pipeline import Engine
from bot.evaluation.rows import Row, read_rows
from bot.learning import train
from bot.learning.examples import CASES, Examples, examples, rows_of, spelled_out
from bot.learning.thresholds import thresholds

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def engine() -> Engine:
    """The rules of the real content, with the ways of asking of the two languages that are read here."""
    content, _, _ = read(ROOT / "intents")
    assert content is not None
    answers = tuple(answer for answer in content.answers if answer.language in ("en", "es"))
    return engine_of(replace(content, answers=answers), learned=False)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    """The real words of ideas."""
    return read_lexicon(ROOT / "intents")


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    """A few texts of each kind by two writers."""
    read_in = list(read_rows([ROOT / "tests/corpus/tune/en", ROOT / "tests/corpus/tune/es"]))
    return [row for writer in ("asha", "celia") for row in read_in if row.writer == writer]


@pytest.fixture(scope="module")
def data(rows: list[Row], engine: Engine, lexicon: Lexicon) -> Examples:
    """Their features."""
    return examples(rows, engine, lexicon)


def test_a_model_that_saw_nothing_of_a_writer_tells_scam_from_honest(data: Examples, engine: Engine) -> None:
    """Left-out predictions exist for every text, and are better than chance."""
    learned, told = train.left_out(data, engine.emergencies)
    assert len(learned) == len(told) == len(data.rows)
    scam = [said.scam for row, said in zip(data.rows, learned, strict=True) if row.kind == "scam_offer"]
    honest = [said.scam for row, said in zip(data.rows, learned, strict=True) if row.kind == "legit_offer"]
    better = sum(one > other for one in scam for other in honest) / (len(scam) * len(honest))
    assert better > 0.7
    limits = thresholds(data.rows, learned)
    assert 0 < limits["clear_firm"] < limits["caution"] <= limits["high"] <= 1


def test_a_writer_is_left_out_whole_and_apart_from_those_of_the_same_language(data: Examples) -> None:
    """Every text is judged by models that saw nothing of its writer, but others of its language."""
    rows = [replace(row, writer=f"{row.writer}{at % 2}") for at, row in enumerate(data.rows)]
    parts = train.folds(rows)
    of = {(row.writer, int(part)) for row, part in zip(rows, parts, strict=True)}
    assert len(of) == len({writer for writer, _ in of}) == len({part for _, part in of}) == 4


def test_the_file_judges_as_the_regressions_do(
    data: Examples, engine: Engine, lexicon: Lexicon, tmp_path: Path
) -> None:
    """What the bot computes without numpy from whole numbers agrees with what was trained, but for rounding."""
    _, told = train.left_out(data, engine.emergencies)
    save_model(train.train(data, told, {"high": 0.9}, lexicon, "x"), tmp_path / "learned.bin")
    model = load_model(tmp_path / "learned.bin")
    assert model is not None
    asked = train.fit_readers(data, np.arange(len(data.rows)))
    questions = np.array([at for at, row in enumerate(data.rows) if row.kind == "question"][:40])
    expected = asked.scores(data, questions)
    agree = 0
    for at, row in enumerate(data.rows[number] for number in questions):
        evidence, found = engine.observe(row.text)
        said = model.learn(evidence, found, engine.emergencies)
        best = max(said.question, key=lambda name: said.question[name])
        classes = list(asked.regression.classes_)
        agree += best == max(said.question, key=lambda name, at=at: expected[at][classes.index(name)])
    assert agree >= 36


def test_ways_are_spelled_out_alike_every_time(engine: Engine) -> None:
    """The same content gives the same examples, without brackets."""
    once, again = list(spelled_out(engine.content)), list(spelled_out(engine.content))
    assert once == again
    assert [text for _, text in once if set("()[]|<>") & set(text)] == []


def test_cases_teach_but_are_nobodys_figure() -> None:
    """They carry a writer of their own, and an offer that may be harmless is an honest one."""
    _, _, cases = read(ROOT / "intents")
    taught = rows_of(cases)
    assert {row.writer for row in taught} == {CASES}
    assert {row.kind for row in taught} == {"scam_offer", "legit_offer", "question", "other"}
