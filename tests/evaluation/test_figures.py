"""Figures: what counts as found, and what the report and the page say of it."""

import json
from pathlib import Path

import pytest

from bot.core.message import Kind, Level, Raised, Source, Verdict, Weight
from bot.evaluation import figures as f
from bot.evaluation.page import page, reliability
from bot.evaluation.report import compared, lines, summary
from bot.evaluation.rows import Row, RowError, read_rows

FLAG = Raised("urgency", Weight.WEAK, ((0, 3),), Source.PHRASE, "hur", 100.0)


def offer(level: Level, score: int = 50) -> Verdict:
    return Verdict(Kind.OFFER, level, score, "en", flags=(FLAG,))


JUDGED = [
    (Row("1", "scam_offer", "en-KE", "Hurry up", flags=("urgency",)), offer(Level.HIGH, 90)),
    (Row("2", "scam_offer", "th", "x", difficulty="hard"), offer(Level.NONE, 5)),
    (
        Row("3", "scam_offer", "th", "x", intent="is_this_job_real"),
        Verdict(Kind.QUESTION, None, None, "th", flags=(FLAG, FLAG)),
    ),
    (Row("4", "legit_offer", "th", "x"), offer(Level.CAUTION, 30)),
    (Row("5", "legit_offer", "th", "x", signals=("caution acceptable",)), offer(Level.CAUTION, 30)),
    (
        Row("6", "question", "th", "x", intent="passport_taken"),
        Verdict(Kind.EMERGENCY, None, None, "th", question="trapped_need_help"),
    ),
    (Row("7", "question", "th", "x", intent="thanks"), Verdict(Kind.QUESTION, None, None, "th", question="thanks")),
    (Row("8", "other", "zh-Hant-TW", "x"), Verdict(Kind.EMERGENCY, None, None, "zh", question="medical")),
]


def test_the_headline() -> None:
    """A retold offer counts as flagged, an acceptable caution is no false alarm, any emergency is a recognised one."""
    assert {figure.name: (figure.hits, figure.total) for figure in f.headline(JUDGED)} == {
        "scam offers flagged": (2, 3),
        "scam offers rated high": (2, 3),
        "honest offers rated high": (0, 2),
        "honest offers flagged": (1, 1),
        "questions with the right intent": (1, 2),
        "emergencies recognised": (1, 1),
        "false emergencies": (1, 7),
        "other texts rated high": (0, 1),
    }


def test_languages_are_counted_without_their_regions() -> None:
    """en-KE is English; Traditional Chinese stays apart."""
    assert {row.language for row, _ in JUDGED} == {"en", "th", "zh-Hant-TW"}


def test_flags_questions_and_the_sweep() -> None:
    """Precision and recall per flag, which question was taken for which, and the shares above each score."""
    assert [(n, p.hits, p.total, r.hits, r.total) for n, p, r in f.flag_figures(JUDGED)] == [("urgency", 1, 1, 1, 1)]
    assert f.confusion(JUDGED) == [("passport_taken", "trapped_need_help", 1)]
    assert f.sweep(JUDGED, (0, 50)) == [(0, 1.0, 1.0), (50, 1 / 3, 0.0)]


def test_intervals_hold_the_share() -> None:
    """Wilson: between 0 and 1, around the share, all of it when nothing was counted."""
    low, high = f.Figure("", 9, 10).interval()
    assert 0.55 < low < 0.9 < high < 1
    assert f.Figure("", 0, 0).interval() == (0.0, 1.0)


def test_report_and_page() -> None:
    """The report names the worst misses with their words; the page asks the network for nothing."""
    text = "\n".join(lines(JUDGED, worst=5))
    assert "2 th scam_offer: none 5" in text
    shown = page(JUDGED, "<Title>")
    assert "&lt;Title&gt;" in shown
    assert "http" not in shown
    assert sum(count for _, _, count in reliability(JUDGED)) == 5


def test_a_fall_is_marked() -> None:
    """More false alarms and less recall are worse; the other way round is not."""
    now = summary(JUDGED)
    then = json.loads(json.dumps(now))
    then["headline"]["scam offers flagged"] = 0.9
    then["headline"]["honest offers flagged"] = 1.1
    told = list(compared(now, then))
    assert [line.endswith("WORSE") for line in told] == [True, False]


@pytest.mark.parametrize("line", ["{", "[]", '{"id": 1}', '{"id": "1", "kind": "x", "lang": "en", "text": "t"}'])
def test_a_line_that_is_no_text_is_named(line: str, tmp_path: Path) -> None:
    """File, line, what and remedy."""
    path = tmp_path / "w.jsonl"
    path.write_text('\n{"id": "1", "kind": "other", "lang": "en", "text": "t"}\n' + line + "\n")
    with pytest.raises(RowError, match=r"w\.jsonl:3  "):
        list(read_rows([tmp_path]))
