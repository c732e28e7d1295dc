"""The generated tables are whole, say where they come from, and fold what people write."""

from __future__ import annotations

import json

import pytest

from bot.content import tables
from bot.core.normalise import fold

FOLDED = [
    ("🅷🅸🆁🅸🅽🅶 🅓🅐🅣🅐", "hiring data"),
    ("🆓 ticket", "free ticket"),
    ("⒣⒤⒭⒤⒩⒢", "hiring"),
    ("ᴄʀʏᴘᴛᴏ", "crypto"),
    ("5️⃣0️⃣", "50"),
    ("❶➋⓷", "123"),
    ("🔟", "10"),
    ("НІRІNG аbrоаd", "hiring abroad"),
    ("ΗΙRΙΝG ΜΟNEY", "hiring money"),
    ("徵聘 軟體", "征聘软体"),
    ("إلى كمبوديا", "الي كمبوديا"),
    ("مَكْتَب ـــ", "مكتب"),
    ("١٬٥٠٠", "1,500"),
    ("نوکری", "نوكري"),
    ("всё", "все"),
    ("ሥራ ፀሐይ", "ስራ ጸሀይ"),
    ("हूँ", "हूं"),
    ("Œuvre", "oeuvre"),
    ("pass\u3164port", "pass port"),
    ("កម្ពុជា", "កម្ពុជា"),
    ("नौकरी", "नौकरी"),
]


@pytest.mark.parametrize("name", tables.TABLES)
def test_a_table_says_who_made_it_and_is_whole(name: str) -> None:
    """A hand-edited table shows in its hash; scripts/tables.py --check compares with the sources."""
    text = (tables.FOLDER / f"{name}.json").read_text("utf-8")
    table = json.loads(text)
    assert text.startswith('{"generated_by": "python scripts/tables.py"')
    assert table["sha256"] == tables.digest(table)


@pytest.mark.parametrize(("written", "folded"), FOLDED)
def test_text_is_folded_with_the_tables(written: str, folded: str) -> None:
    """Fancy letters, look-alikes, digits and the variants of each script."""
    assert folded == fold(written, tables.load_tables())


def test_folding_a_character_twice_changes_nothing() -> None:
    """Whatever the tables give is itself folded."""
    loaded = tables.load_tables()
    for code, to in loaded.fold.items():
        assert fold(to, loaded) == fold(chr(code), loaded)


def test_every_language_names_the_same_countries() -> None:
    """A button never shows a bare code, and no name carries invisible signs."""
    names = tables.country_names()
    listed = {frozenset(by_code) for by_code in names.values()}
    assert (len(names), len(listed)) == (25, 1)
    assert all(code in tables.iso_codes() for code in names["en"])
    assert all(name.strip() and "\u200b" not in name for by_code in names.values() for name in by_code.values())


def test_short_names_fit_a_button() -> None:
    """CLDR's long names of Hong Kong, Macao and Myanmar are replaced."""
    names = tables.country_names()
    short = [[names[language][code] for code in ("HK", "MO", "MM")] for language in ("en", "zh-Hant")]
    assert short == [["Hong Kong", "Macao", "Myanmar"], ["香港", "澳門", "緬甸"]]


def test_the_reduced_language_model_agrees_with_the_library() -> None:
    """scripts/tables.py measures it on names from CLDR in every language when it makes the table."""
    table = json.loads((tables.FOLDER / "language.json").read_text("utf-8"))
    assert table["agreement"] >= 0.97
