# ruff: noqa: E501  (tables with one mistake a line)
"""Every mistake of the table below is told with its line, what is wrong and a remedy; a whole folder has none."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import content
from bot.content.check_phrases import Written, form_problem
from bot.core.phrase import parse
from tests.content.sample import language, language_files, shared_files, wording, write_sample

FLAGS = shared_files()["flags.yaml"]
QUESTIONS = shared_files()["questions.yaml"]
HELPLINES = shared_files()["helplines.yaml"]
WORDS = language_files()["en/words.yaml"]
REPLIES = language_files()["en/replies.yaml"]
ANSWERS = language_files()["en/questions.yaml"]
LEVELS = shared_files()["levels.yaml"]
PLACES = shared_files()["places.yaml"]
ENGLISH = language("en", "English", "US")

FAULTS = [
    # keys and forms
    ("flags", FLAGS.replace("  weight: medium\n", "  wieght: medium\n", 1), 1, "pay_too_high has no 'weight'"),
    ("flags", FLAGS.replace("  weight: medium\n", "  wieght: medium\n", 1), 7, "'wieght' is not known here (pay_too_high)"),
    ("flags", FLAGS.replace("weight: medium", "weight: huge", 1), 7, "'huge' is no weight (pay_too_high)"),
    ("flags", FLAGS.replace("number: 1\n", "number: one\n", 1), 2, "'one' is not a number (pay_too_high)"),
    ("flags", FLAGS.replace("source: [SEED]", "source: SEED", 1), 5, "'source' of pay_too_high is not a list"),
    ("flags", FLAGS.replace("title: pay_too_high", "title: ''", 1), 3, "'title' of pay_too_high is empty"),
    ("flags", "- a\n- b\n", 1, "the file is not a table of entries"),
    ("flags", FLAGS + "new_flag: text\n", 406, "'new_flag' has no entries of its own"),
    ("helplines", HELPLINES.replace("only_inside: yes", "only_inside: maybe"), 7, "'maybe' is no only_inside (kh_police)"),
    ("levels", LEVELS.replace("weak: 4", "weak: few"), 1, "'few' is not a number (levels.yaml)"),
    ("levels", LEVELS.replace("weak: 4, ", ""), 1, "the number of points 'weak' is missing"),
    ("levels", LEVELS.replace("'14'", "'94'"), 1, "caution_from is above high_from"),
    ("en_flags", wording("urgency", "last seats: few"), 5, "an item of 'phrases' of urgency is not read as a text"),
    ("en_flags", wording("urgency", "last seats", state="done"), 3, "'done' is no state (urgency)"),
    ("pay", "", 1, "the file is missing"),
    # names that must exist
    ("languages", ENGLISH.replace("'live'", "'off'"), 1, "English is not live"),
    ("languages", ENGLISH + language("id", "Indonesia", "ID", falls_back_to="xx"), 12, "'xx' is no language"),
    ("languages", ENGLISH.replace("to: ''", "to: en"), 5, "the fallbacks of en go in a circle"),
    ("languages", ENGLISH.replace("[US]", "[XK]"), 7, "'XK' is no country code (ISO 3166, two capital letters)"),
    ("languages", ENGLISH.replace("[US]", "[us]"), 7, "'us' is no country code (ISO 3166, two capital letters)"),
    ("languages", ENGLISH.replace("[US]", "[AQ]"), 7, "the country AQ has no name in the tables"),
    ("languages", ENGLISH + language("English", "x", "US"), 8, "'English' is not a language code"),
    ("flags", FLAGS.replace("urgency:", "urgencies:"), 1, "the flag 'urgency' is missing"),
    ("flags", FLAGS.replace("source: [SEED]", "source: [SEEDS]", 1), 5, "'SEEDS' is no key of sources.yaml and no web address"),
    ("flags", FLAGS.replace("number: 2\n", "number: 1\n", 1), 10, "usd_or_commission_pay has number 1 like pay_too_high"),
    ("flags", FLAGS.replace("  rev: 2\n", "  rev: 2\n  strong_with: ['@hubs']\n", 1), 10, "'@hubs' is no flag or context"),
    ("combinations", "C1:\n  needs: [urgent|secrecy]\n  level: high\n  why: x\n", 1, "'urgent' in C1 is no flag or context"),
    ("questions", QUESTIONS.replace("thanks:", "thank:"), 1, "the question 'thanks' is missing"),
    ("questions", QUESTIONS.replace("  emergency: yes\n", "", 1), 58, "passport_taken has the wrong 'emergency'"),
    ("questions", QUESTIONS.replace("  rev: 2\n", "  rev: 2\n  leads_to: [phone]\n", 1), 4, "'phone' is no button"),
    ("places", PLACES.replace("country: KH", "country: kh"), 2, "'kh' is no country code (ISO 3166, two capital letters)"),
    ("pay", "rupiah:\n  names: [rp]\n  high_from: '1'\n", 1, "'rupiah' is not a currency code"),
    ("helplines", HELPLINES + "  caveat: caveat_older\n", 10, "'caveat_older' is no caveat of replies.yaml"),
    ("helplines", HELPLINES + "  serves: [Vietnam]\n", 10, "'Vietnam' is no country code (ISO 3166, two capital letters)"),
    ("helplines", HELPLINES + "  tongues: [Khmer]\n", 10, "'Khmer' is not a language code"),
    ("helplines", HELPLINES.replace("https://example.org/a", "ftp://x"), 9, "'ftp://x' is no key of sources.yaml and no web address"),
    ("verify", "PH:\n  phone: ph_line\n", 2, "'ph_line' is no helpline"),
    ("verify", "PH:\n  holds: [holds_intro]\n", 2, "'holds_intro' is no sentence of replies.yaml"),
    ("en_flags", wording("urgent", "last seats"), 1, "'urgent' is no flag"),
    ("en_flags", wording("urgency", "last seats", rev=3), 1, "urgency has rev 3 here, but only 2 in the language-free file"),
    ("en_questions", ANSWERS.replace("thanks:", "thank:"), 154, "'thank' is no question"),
    # phrases
    ("en_flags", wording("urgency", "last seats", "(last|final seats"), 6, "'(last|final seats' (urgency), column 1: '(' is never closed"),
    ("en_words", WORDS.replace("some offer", "some <job>"), 8, "'some <job>' (offer), column 6: there is no slot <job>"),
    ("places", PLACES.replace("Bavet,", "Bavet (town,"), 5, "'Bavet (town' (bavet), column 7: '(' is never closed"),
]  # fmt: skip

REMARKS = [
    ("flags", FLAGS.replace("number: 45\n", "number: 99\n"), 397, "romance_or_gaming_invite has number 99"),
    ("en_flags", wording("urgency", "now"), 0, ""),
    ("en_flags", wording("urgency", "go"), 5, "'go' (urgency) is too short: 'go' stands in texts of every kind"),
    ("en_flags", wording("urgency", "快"), 5, "'快' (urgency) is too short: '快' stands in texts of every kind"),
    ("en_flags", wording("urgency", "快走"), 0, ""),
    ("en_flags", wording("urgency", "'!!'"), 5, "'!!' (urgency) holds only signs that are not compared"),
    ("en_flags", wording("urgency", "<money> ... <place>"), 5, "'<money> ... <place>' (urgency) holds only slots"),
    ("en_flags", wording("urgency", "(very )?last seats"), 5, "'(very )?last seats' (urgency) is written like a regular expression"),
    ("en_flags", wording("urgency", "(really|truly)?"), 0, ""),
    ("en_flags", wording("urgency", "last seats", "LAST  seats"), 6, "'LAST  seats' of urgency adds nothing to line 5"),
    ("en_flags", wording("urgency", "(last|final) seats", "last (seats|slots)"), 0, ""),
    ("en_flags", wording("urgency", "last seats") + wording("secrecy", "(last|few) seats"), 12, "'last seats' of secrecy belongs also to urgency, line 5"),
    ("en_flags", wording("urgency", "last seats") + "  unless:\n    - last seats\n", 9, "'last seats' of urgency excuses the phrase of line 5"),
    ("en_questions", ANSWERS.replace("about stop alerts", "about THANKS"), 167, "'about thanks' of stop_alerts belongs also to thanks, line 158"),
    ("places", PLACES + PLACES.replace("bavet:", "poipet:"), 11, "'Bavet' names poipet and, in line 5, bavet"),
    ("places", PLACES + PLACES.replace("bavet:", "poipet:"), 5, "'Bavet' names bavet and also poipet"),
    ("places", PLACES.replace("Bavet,", "B,"), 5, "the name 'B' of bavet is too short"),
    ("en_flags", wording("urgency", "last seats", warn="x" * 161), 6, "warn of urgency has 161 characters"),
    ("en_flags", wording("urgency", "last seats", warn="They <b>hurry</b> you."), 6, "warn of urgency holds '<b>', which people would see as it is"),
    ("en_flags", wording("urgency", "last seats", warn="5 < 6 and 7 > 6 is fine & so on"), 0, ""),
    ("en_flags", wording("urgency", "last seats", warn="Stop 🚨"), 6, "warn of urgency holds the sign 🚨"),
    ("en_flags", wording("urgency", "last seats", warn="Call +855 12 345 678"), 6, "warn of urgency holds '+855 12 345 678'"),
    ("en_flags", wording("urgency", "last seats", warn="Call 0117 now"), 6, "warn of urgency holds the number 0117"),
    ("en_flags", wording("urgency", "last seats", warn="In 2023 many went"), 0, ""),
    ("en_flags", wording("urgency", "last seats", warn="See www.example.org"), 6, "warn of urgency holds 'www.'"),
    ("en_flags", wording("urgency", "last seats", warn="Write a@b.com"), 6, "warn of urgency holds 'a@b.com'"),
    ("en_flags", wording("urgency", "last seats", warn="Press /verify and/or /help"), 6, "warn of urgency names /verify, which does not exist"),
    ("en_flags", wording("urgency", "last seats", warn="In {country} too"), 0, ""),
    ("en_replies", REPLIES.replace("button_why: Here it is", "button_why: " + "x" * 41), 86, "button of button_why has 41 characters"),
    ("en_replies", REPLIES.replace("{count}", "{cuont}"), 6, "reply of more_flags lacks {count}"),
    ("en_replies", REPLIES.replace("{count}", "{cuont}"), 6, "reply of more_flags holds {cuont}, which nothing fills in"),
    ("en_replies", REPLIES.replace("talk:", "talks:"), 1, "1 missing in a live language: talk"),
    ("en_replies", REPLIES.replace("talk:", "talks:"), 11, "nothing says the sentence 'talks'"),
    ("en_replies", REPLIES.replace("first_line: Here it is", "first_line: The POLICE say"), 1, "reply of first_line has 'police' in its first line"),
    ("en_questions", ANSWERS.replace("I read you.\n    Be", "Call the police.\n    Be"), 177, "emergency of passport_taken has 'police' in its first line"),
    ("en_questions", ANSWERS.replace("    Write.\n", ""), 158, "emergency of passport_taken has 2 lines"),
    ("en_words", WORDS.replace("  offer:", "  offers:"), 1, "1 missing in a live language: offer"),
    ("en_words", WORDS.replace("  offer:", "  offers:"), 8, "'offers' is no cue"),
    ("en_words", WORDS.replace("  month:", "  months:"), 6, "'months' is no period"),
    ("en_flags", "# nothing yet\n", 1, "no flag has words in a live language"),
    ("helplines", HELPLINES.replace("only_inside: yes", "only_inside: no"), 4, "'0117' (kh_police) can only be dialled inside the country"),
    ("helplines", HELPLINES.replace("number: 0117", "number: +855 12"), 4, "'+855 12' (kh_police) does not look like phone"),
    ("helplines", HELPLINES.replace("number: 0117", "number: '+855 12 813 282'"), 0, ""),
    ("helplines", HELPLINES.replace("number: 0117", "number: https://a.org").replace("phone", "web"), 4, "'https://a.org' (kh_police) does not look like web"),
    ("helplines", HELPLINES.replace("number: 0117", "number: a.org").replace("phone", "email"), 4, "'a.org' (kh_police) does not look like email"),
    ("helplines", HELPLINES.replace("2025-10", "2025-13"), 8, "'2025-13' is not a date (kh_police)"),
    ("helplines", HELPLINES + "  dialled_on: yesterday\n", 10, "'yesterday' is not a date (kh_police)"),
    ("places", PLACES + "  retired_on: 2025\n", 7, "'2025' is not a date (bavet)"),
    ("verify", "PH:\n  address: https://dmw.gov.ph\n", 2, "the address of PH is not one"),
    ("en_cases", "- text: a\n  kind: offer\n  flags: [urgent]\n", 1, "'urgent' is no flag"),
    ("en_cases", "- text: a\n  kind: offer\n  level: [low]\n", 1, "'low' is no level"),
    ("en_cases", "- text: a\n  kind: question\n  level: [high]\n", 1, "only an offer has a level"),
    ("en_cases", "- text: a\n  kind: offer\n  flags: [urgency]\n  not_flags: [urgency]\n", 1, "'urgency' stands in flags and in not_flags"),
    ("en_cases", "- text: a\n  kind: question\n  question: thank\n", 1, "'thank' is no question"),
    ("en_cases", "- text: a\n  kind: emergency\n  question: thanks\n", 1, "thanks is no emergency"),
    ("en_cases", "- text: a  b\n  kind: other\n- text: a b\n  kind: other\n", 3, "the same text stands in line 1"),
    ("en_phrases", "a: b\n", 1, "no file of the name 'phrases.yaml' is read here"),
    ("xx_flags", "a: b\n", 1, "'xx' is not in languages.yaml, so nothing in its folder is read"),
]  # fmt: skip


def test_a_whole_folder_has_no_problems(tmp_path: Path) -> None:
    """The sample satisfies every contract."""
    found, problems, cases = content.read(write_sample(tmp_path))
    assert not [str(problem) for problem in problems]
    assert found is not None
    told = [(case.text, case.line) for case in cases]
    assert told == [("Last seats, no interview", 1)]


@pytest.mark.parametrize(("file", "text", "line", "what"), FAULTS)
def test_a_fault_stops_the_bot_and_is_told(tmp_path: Path, file: str, text: str, line: int, what: str) -> None:
    """Faults leave no content; `load` raises with them."""
    root = write_sample(tmp_path, **{file: text})
    found, problems, _ = content.read(root)
    assert found is None
    assert (line, what) in [(problem.line, problem.what) for problem in problems]
    with pytest.raises(content.ContentError) as caught:
        content.load(root)
    assert what in str(caught.value)
    assert all(problem.remedy for problem in caught.value.problems)


@pytest.mark.parametrize(("file", "text", "line", "what"), REMARKS)
def test_a_remark_fails_lint_but_not_the_bot(tmp_path: Path, file: str, text: str, line: int, what: str) -> None:
    """Rows without a text say that there is nothing to remark."""
    root = write_sample(tmp_path, **{file: text})
    found, problems, _ = content.read(root)
    told = [(problem.line, problem.what) for problem in problems]
    assert found is not None
    assert content.load(root) == found
    assert (line, what) in told if what else told == []


def test_what_cannot_all_be_compared_with_marks_is_told() -> None:
    """Vietnamese typed with marks is compared spelling by spelling; a phrase with more than are kept would miss some."""
    words = "(" + "|".join(f"word{letter}" for letter in "abcdefghi") + ")"
    many, few = f"{words} {words}", f"{words} (one|two)"
    for code, phrase, told in (("vi", many, True), ("vi", few, False), ("en", many, False)):
        problem = form_problem(Written("flags.yaml", code, "flag", "urgency", phrase), parse(phrase))
        assert (problem is not None and "more than 64 ways" in problem[0]) is told


def test_what_cannot_be_read_is_not_called_missing(tmp_path: Path) -> None:
    """One slip gives one line, not the list of all the file holds."""
    root = write_sample(tmp_path, en_words="cues: &a\n  offer: [hiring]\n", en_replies="first_line: *a\n")
    told = [problem.what for problem in content.read(root)[1]]
    assert len(told) == 2
    assert not any("missing" in what for what in told)
