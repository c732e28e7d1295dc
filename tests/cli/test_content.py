"""The operators' commands, run as the command line runs them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.parser import dispatch
from bot.content.tables import country_names, known_languages
from tests.content.sample import language, shared_files, wording, write_sample

TWO_LANGUAGES = shared_files()["languages.yaml"] + language("id", "Indonesia", "ID", status="off", falls_back_to="en")


@pytest.fixture
def intents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A whole folder, named by INTENTS_DIR, seen from beside it."""
    root = write_sample(tmp_path / "intents")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("INTENTS_DIR", str(root))
    return root


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str], str]:
    """Exit status, lines of standard output, and standard error."""
    status = dispatch(arguments)
    said = capsys.readouterr()
    return status, said.out.splitlines(), said.err.strip()


def test_lint_of_clean_files_prints_totals(intents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line, exit 0."""
    wanted = ["1 live languages, 29 phrases, 1 cases, 1 helplines: no problems"]
    assert (0, wanted, "") == run(capsys, "lint")


def test_lint_prints_every_problem_with_file_and_line(intents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Paths as seen from here, the count on standard error, exit 1."""
    write_sample(intents, en_flags=wording("urgency", "go", warn="Press /run"))
    wanted = [
        "intents/en/flags.yaml:5  'go' (urgency) is too short: 'go' stands in texts of every kind. Add a word beside it",
        "intents/en/flags.yaml:6  warn of urgency names /run, which does not exist. "
        "Use one of: start, help, check, language, country, helplines, subscribe, stop, forget, about",
    ]
    assert (1, wanted, "2 problems in 1 files") == run(capsys, "lint")


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the remedy; exit 1."""
    status, out, err = run(capsys, "lint", "--intents", str(tmp_path / "none"))
    assert (status, out) == (1, [])
    assert "is no folder. Set INTENTS_DIR" in err


def test_cases_that_come_true_are_counted(intents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 0."""
    write_sample(intents, en_cases="- text: Last seats\n  flags: [urgency]\n  kind: other\n")
    status, out, _ = run(capsys, "test")
    assert (status, out[-1]) == (0, "1 cases, 0 failed")


def test_a_failed_case_tells_expected_got_and_the_phrase(intents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With file and line; exit 1."""
    write_sample(
        intents,
        en_cases="- text: The last  seats!\n  kind: emergency\n  question: medical\n  flags: [secrecy]\n  not_flags: [urgency]\n",
    )
    status, out, _ = run(capsys, "test", "en")
    assert status == 1
    assert out[0].startswith("intents/en/cases.yaml:1  kind: expected emergency, got o")
    wanted = [
        "intents/en/cases.yaml:1  question: expected medical, got none",
        "intents/en/cases.yaml:1  flag secrecy: expected, not raised",
        "intents/en/cases.yaml:1  flag urgency: not expected, raised by the phrase 'last seats' at “last seats”",
        "intents/en/cases.yaml:1    raised urgency: the phrase 'last seats' at “last seats”",
        "1 cases, 1 failed (en 1)",
    ]
    assert wanted == out[1:]


def test_only_the_cases_of_the_named_languages_are_tried(intents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`test id` leaves English alone."""
    assert run(capsys, "test", "id") == (0, ["0 cases, 0 failed"], "")


def test_faults_stop_the_cases(intents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They are told instead; exit 1."""
    write_sample(intents, en_flags=wording("urgency", "(go"))
    status, out, err = run(capsys, "test")
    assert (status, err) == (1, "1 problems in 1 files")
    assert "'(' is never closed" in out[0]


def test_a_flag_is_shown_in_all_languages(intents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Also where it is missing or stale."""
    write_sample(
        intents, languages=TWO_LANGUAGES, id_flags=wording("urgency", "kursi terakhir", rev=1, state="checked")
    )
    status, out, _ = run(capsys, "show", "urgency")
    assert status == 0
    assert {"en English  (draft, rev 2)", "id Indonesia  (checked, rev 1, stale, off)", "    kursi terakhir"} <= set(
        out
    )
    assert "id Indonesia  (missing, off)" in run(capsys, "show", "secrecy")[1]


def test_a_question_is_shown_in_all_languages(intents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its answer line by line."""
    status, out, _ = run(capsys, "show", "medical")
    assert status == 0
    assert out[0] == "medical  (emergency, emergency, rev 2)"
    assert out[-3:] == ["  answer  I read you.", "          Be alone.", "          Write."]


def test_an_unknown_id_is_told_with_the_nearest(intents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 1."""
    assert run(capsys, "show", "urgancy") == (1, [], "'urgancy' is no flag or question. Did you mean 'urgency'.")


def test_status_is_written_and_checked(intents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--check never writes: 1 before and after a change, 0 in between."""
    path = intents / "STATUS.md"
    assert run(capsys, "status", "--check")[0] == 1
    assert not path.exists()
    assert run(capsys, "status") == (0, ["intents/STATUS.md written"], "")
    assert run(capsys, "status", "--check") == (0, ["intents/STATUS.md is up to date"], "")
    lines = path.read_text("utf-8").splitlines()
    assert lines[0].startswith("<!-- Generated by `python -m bot status`")
    assert "| en English | live | 1 | 44 | – | 1 | 28 | – | – | 28 | 100 | – | 29 | – | 1 |" in lines
    write_sample(intents, en_flags=wording("urgency", "last seats", rev=1, state="checked"))
    assert run(capsys, "status", "--check")[0] == 1
    run(capsys, "status")
    assert "| en English | live | 1 | 44 | 1 | – |" in path.read_text("utf-8")


def test_a_new_language_is_off_blank_and_clean(intents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its files hold the English texts as comments; languages.yaml keeps what it had."""
    before = (intents / "languages.yaml").read_text("utf-8")
    status, out, _ = run(capsys, "add-language", "ja")
    assert status == 0
    assert "intents/ja/replies.yaml" in out
    after = (intents / "languages.yaml").read_text("utf-8")
    assert after.removeprefix(before).splitlines()[:3] == ["ja:", "  name: 日本語", "  script: Jpan"]
    assert "# first_line: |-\n#   Here it is\n" in (intents / "ja/replies.yaml").read_text("utf-8")
    assert run(capsys, "lint")[0] == 0


def test_an_uncommented_scaffold_can_be_read(intents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Taking the '# ' away leaves valid files: only the phrases are still English."""
    run(capsys, "add-language", "ja", "--name", "Nihongo")
    for path in (intents / "ja").glob("*.yaml"):
        lines = path.read_text("utf-8").splitlines()
        path.write_text("\n".join(line.removeprefix("# ").removeprefix("#") for line in lines[2:]) + "\n", "utf-8")
    assert run(capsys, "lint")[::2] == (0, "")


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("en", "'en' is there already. Edit the files in intents/en."),
        ("fil", "'fil' is called 'tl' here. Add that."),
        ("xx", "'xx' is no language code. Check the spelling, or add it first."),
        ("../x", "'../x' is no language code. Check the spelling, or add it first."),
        ("ja", "intents/ja exists, but languages.yaml does not name it. Add it there."),
    ],
)
def test_a_language_that_cannot_be_added_is_refused(
    intents: Path, capsys: pytest.CaptureFixture[str], code: str, why: str
) -> None:
    """Nothing is written then."""
    (intents / "ja").mkdir()
    before = {path: path.read_bytes() for path in intents.rglob("*") if path.is_file()}
    assert (1, [], why) == run(capsys, "add-language", code)
    assert before == {path: path.read_bytes() for path in intents.rglob("*") if path.is_file()}


def test_every_language_of_the_bot_could_be_added() -> None:
    """The table knows them under our codes, and not under others of the same language."""
    assert set(country_names()) <= set(known_languages())
    assert not {"fil", "zh-Hans"} & set(known_languages())
