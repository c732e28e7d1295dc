"""Loading gives what the files say; the cache gives the same, and is never trusted when it is not ours and whole."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot import content
from bot.content import cache
from bot.content.encode import decode, encode
from bot.core.message import Level, Weight
from tests.content.sample import language, language_files, shared_files, wording, write_sample


def test_content_is_what_the_files_say(tmp_path: Path) -> None:
    """Everything stays text but numbers, yes and no, and the words of an enumeration."""
    found = content.load(write_sample(tmp_path))
    line, place, flag = found.helplines[0], found.places["bavet"], found.flags["urgency"]
    assert (line.number, line.only_inside, line.seen_on) == ("0117", True, "2025-10")
    assert (place.weight, place.names) == (Weight.STRONG, ("Bavet", "บาเวต"))
    assert (flag.number, flag.weight, flag.source) == (41, Weight.MEDIUM, ("SEED",))
    assert (found.pay["USD"].high_from, found.pay["ETB"].high_from) == (800.0, None)
    assert (found.combinations[0].needs, found.combinations[0].level) == (
        (("urgency",), ("@hub", "secrecy")),
        Level.HIGH,
    )
    assert found.questions["passport_taken"].emergency
    assert not found.questions["thanks"].emergency
    assert found.words["en"].multipliers == {"k": 1000.0}
    assert found.words["en"].periods == {"month": ("monthly",)}
    assert found.wordings[0].phrases == ("last seats",)
    assert found.countries["en"]["KH"] == "Cambodia"


def test_encoding_and_decoding_gives_equal_content_of_plain_values(tmp_path: Path) -> None:
    """Nothing of the reader's own types is left in it."""
    found = content.load(write_sample(tmp_path))
    assert decode(encode(found)) == found
    assert {type(found.wordings[0].warn), type(found.version), type(next(iter(found.flags)))} == {str}


def test_loading_again_reads_the_cache(tmp_path: Path) -> None:
    """The stored text is what the second load gives."""
    root, folder = write_sample(tmp_path / "intents"), tmp_path / "cache"
    first = content.load(root, [folder])
    (stored,) = folder.glob("content-*.json")
    assert stat.S_IMODE(stored.stat().st_mode) == 0o600
    rewrite(stored, lambda text: text.replace("They hurry you.", "From the cache."))
    again = content.load(root, [folder])
    assert (first.wordings[0].warn, again.wordings[0].warn) == ("They hurry you.", "From the cache.")


@pytest.mark.parametrize(
    "harm",
    [
        lambda path: path.write_bytes(path.read_bytes()[:-9]),
        lambda path: path.write_bytes(path.read_bytes().replace(b"They hurry you.", b"Off you go now!")),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"\xff\xfe\n{}"),
        lambda path: path.chmod(0o644),
        lambda path: path.chmod(0o620),
    ],
    ids=["half", "changed", "empty", "garbage", "readable by others", "writable by the group"],
)
def test_a_damaged_or_open_cache_is_passed_over_and_replaced(tmp_path: Path, harm: Callable[[Path], object]) -> None:
    """Content comes from the files then, and the cache is whole again."""
    root, folder = write_sample(tmp_path / "intents"), tmp_path / "cache"
    content.load(root, [folder])
    (stored,) = folder.glob("content-*.json")
    before = stored.read_bytes()
    harm(stored)
    assert content.load(root, [folder]).wordings[0].warn == "They hurry you."
    assert (stored.read_bytes(), stat.S_IMODE(stored.stat().st_mode)) == (before, 0o600)


def test_a_link_in_the_cache_is_not_followed(tmp_path: Path) -> None:
    """Nobody can point us at a file of theirs."""
    root, folder = write_sample(tmp_path / "intents"), tmp_path / "cache"
    content.load(root, [folder])
    (stored,) = folder.glob("content-*.json")
    elsewhere = stored.rename(tmp_path / "elsewhere.json")
    rewrite(elsewhere, lambda text: text.replace("They hurry you.", "From elsewhere."))
    stored.symlink_to(elsewhere)
    assert content.load(root, [folder]).wordings[0].warn == "They hurry you."


def test_another_version_of_the_files_has_a_cache_of_its_own(tmp_path: Path) -> None:
    """A changed file is seen at once; cases change nothing; old versions are forgotten."""
    root, folder = write_sample(tmp_path / "intents"), tmp_path / "cache"
    first = content.load(root, [folder])
    (root / "en/cases.yaml").write_text("- text: x\n  kind: other\n")
    assert content.load(root, [folder]).version == first.version
    for number in range(cache.KEPT + 2):
        write_sample(root, en_flags=wording("urgency", "last seats", warn=f"Version {number}."))
        assert content.load(root, [folder]).wordings[0].warn == f"Version {number}."
    assert len(list(folder.glob("*"))) == cache.KEPT


def test_the_first_folder_that_can_be_written_is_used(tmp_path: Path) -> None:
    """A file in the way is passed over; without any folder the content is only in memory."""
    root = write_sample(tmp_path / "intents")
    (tmp_path / "file").write_text("in the way")
    content.load(root, [tmp_path / "file/cache", tmp_path / "b"])
    assert len(list((tmp_path / "b").glob("content-*.json"))) == 1
    assert content.load(root, [tmp_path / "file/cache"]) == content.load(root)


def test_all_faults_of_all_files_are_told_together(tmp_path: Path) -> None:
    """One run of lint, one round of mending."""
    root = write_sample(tmp_path, places="bavet:\n  country: XX\n", en_words="a: [b\n", flags="")
    with pytest.raises(content.ContentError) as caught:
        content.load(root)
    assert {Path(problem.path).name for problem in caught.value.problems} >= {"places.yaml", "words.yaml", "flags.yaml"}
    assert str(caught.value).splitlines() == [str(problem) for problem in caught.value.problems]


def test_a_language_that_is_off_cannot_stop_the_bot(tmp_path: Path) -> None:
    """Its faults are remarks and it is left out; without faults it is matched although nothing is said in it."""
    languages = shared_files()["languages.yaml"] + language("id", "Indonesia", "ID", status="off", falls_back_to="en")
    root = write_sample(tmp_path, languages=languages, id_flags=wording("urgency", "(kursi"))
    found, problems, _ = content.read(root)
    assert found is not None
    assert [wording.language for wording in found.wordings] == ["en"]
    assert [problem.line for problem in problems] == [5]
    write_sample(root, languages=languages, id_flags=wording("urgency", "kursi terakhir"))
    assert [wording.language for wording in content.load(root).wordings] == ["en", "id"]


@pytest.mark.parametrize(("day", "weight", "role"), [(30, Weight.STRONG, "hub"), (31, None, "town")])
def test_a_retired_place_counts_until_its_day(tmp_path: Path, day: int, weight: Weight | None, role: str) -> None:
    """From then on it only names its country."""
    places = shared_files()["places.yaml"] + "  retired_on: 2999-01-31\n"
    place = content.as_of(date(2999, 1, day), content.load(write_sample(tmp_path, places=places))).places["bavet"]
    assert (place.weight, place.role, place.country) == (weight, role, "KH")


def test_files_of_a_language_may_be_blank(tmp_path: Path) -> None:
    """As add-language makes them: nothing but comments."""
    languages = shared_files()["languages.yaml"] + language("id", "Indonesia", "ID", status="off", falls_back_to="en")
    blank = {name.replace("en/", "id_").removesuffix(".yaml"): "# nothing yet\n" for name in language_files()}
    found, problems, _ = content.read(write_sample(tmp_path, languages=languages, **blank))
    assert found is not None
    assert not problems


def test_the_engine_is_compiled_from_a_folder(tmp_path: Path) -> None:
    """The whole road: a phrase of the files is found in a text."""
    engine = content.load_engine(write_sample(tmp_path))
    assert [flag.flag for flag in engine.judge("Hurry, LAST  séats!").flags] == ["urgency"]


def rewrite(path: Path, change: Callable[[str], str]) -> None:
    """Change a stored text and give it the right head."""
    _, _, payload = path.read_bytes().partition(b"\n")
    changed = change(payload.decode()).encode()
    json.loads(changed)
    path.write_bytes(cache._head(changed) + b"\n" + changed)
