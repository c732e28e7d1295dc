"""Makes bot/content/tables/*.json from Babel (CLDR), disarm (Unicode TR39), OpenCC and py3langid.

python scripts/tables.py           writes the tables
python scripts/tables.py --check   exits 1 when a table is not what this script would write
Needs the extra `tables`: pip install -e '.[tables]'
"""

from __future__ import annotations

import argparse
import base64
import json
import math
import re
import sys
import unicodedata
import zlib
from collections import deque
from collections.abc import Iterable
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any

import disarm
import numpy as np
import opencc
from babel import Locale, localedata
from babel.core import get_global
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from bot.content.tables import FOLDER, TABLES, dump
from bot.core.langid import LanguageModel, rank
from bot.core.normalise import _plain_fold as by_unicode
from bot.core.scripts import script_of


def codes(listed: str) -> list[str]:
    """Codes written one after the other."""
    return listed.split()


LANGUAGES = codes("en id ms vi th km lo my zh zh-Hant tl hi bn ne ur ta si sw am pt es fr ru ar ko")
LOCALES = {"tl": "fil", "zh": "zh_Hans", "zh-Hant": "zh_Hant"}
NAMED = codes(
    "KH MM LA TH VN PH MY ID SG BN TL CN HK MO TW JP KR MN IN NP BD LK PK BT MV AF IR "
    "KE UG TZ ET ER RW BI SO SS SD EG MA DZ TN LY NG GH CM SN CI ML GM GN SL LR BJ TG BF CD ZA NA BW ZM ZW MW MZ AO MG MU "
    "BR CO PE AR EC BO VE CL PY UY MX GT HN DO HT CU RU UA BY KZ UZ KG TJ TM MD GE AM AZ TR RO BG PL RS HR AL "
    "US CA GB IE FR DE ES PT IT NL BE CH AT SE NO DK FI GR CY CZ HU AU NZ PG FJ PW AE SA QA KW BH OM JO LB IL IQ SY YE PS"
)
NOT_ISO = frozenset(codes("AC CP CQ DG EA EU EZ IC QO TA UN XA XB XK ZZ"))
SHORT = {
    "HK": "Hong Kong|Hong Kong|Hong Kong|Hồng Kông|ฮ่องกง|ហុងកុង|ຮົງກົງ|ဟောင်ကောင်|香港|香港|Hong Kong|हाँगकाँग|হংকং|हङकङ|ہانگ کانگ|"
    "ஹாங்காங்|හොංකොං|Hong Kong|ሆንግ ኮንግ|Hong Kong|Hong Kong|Hong Kong|Гонконг|هونغ كونغ|홍콩",
    "MO": "Macao|Makau|Macau|Ma Cao|มาเก๊า|ម៉ាកាវ|ມາກາວ|မကာအို|澳门|澳門|Macau|मकाऊ|ম্যাকাও|मकाउ|مکاؤ|மக்காவ்|මැකාවු|Makau|ማካኦ|"
    "Macau|Macao|Macao|Макао|ماكاو|마카오",
}
"""CLDR's short names, which Babel leaves out: the long ones do not fit a button."""

ARABIC = {
    **dict.fromkeys("أإآٱٲٳ", "ا"), **dict.fromkeys("یىېۍئ", "ي"), **dict.fromkeys("کڪ", "ك"), **dict.fromkeys("ہھەۀۂۃۿة", "ه"),
    "ؤ": "و", "ـ": "", "٫": ".", "٬": ",",
    **dict.fromkeys(map(chr, [*range(0x610, 0x61B), *range(0x64B, 0x660), 0x670, *range(0x6D6, 0x6DD), *range(0x6DF, 0x6E9)]), ""),
    **dict.fromkeys(map(chr, range(0x6EA, 0x6EE)), ""),
}  # fmt: skip
"""Letters that Arabic and Urdu keyboards and chats write for one another; vowel signs are rarely typed."""
ETHIOPIC = ((0x1210, 0x1200, 7), (0x1280, 0x1200, 7), (0x1220, 0x1230, 8), (0x12D0, 0x12A0, 7), (0x1340, 0x1338, 7))
"""(series, series of the same sound, letters): Amharic writers choose freely between them."""
INVISIBLE = [0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), *range(0x20D0, 0x20F1), *range(0xE0100, 0xE01F0)]
BLANK = [0x2800, 0x3164, 0xFFA0]
CHANGED = {"ё": "е", "ँ": "ं", "æ": "ae", "œ": "oe", "ɑ": "a", "ɡ": "g", "ɩ": "i", "ʟ": "l", "ⱺ": "o", "🔟": "10"}
BY_SHAPE = ((0x370, 0x400), (0x400, 0x530), (0x530, 0x590), (0x13A0, 0x1400), (0xAB70, 0xABC0), (0x2C80, 0x2D00))
"""Greek, Cyrillic, Armenian, Cherokee (twice) and Coptic."""
NOT_ALIKE = frozenset("ΓΔΘΛΞΠΣΦΨΩγδθπςσχωϱБЛЫЮблшыю")
BY_CAPITAL = {"η": "h", "μ": "m", "ν": "n"}
"""Greek letters whose capital imitates another letter than they do; adverts shout, so the capital decides."""
"""TR39 finds these alike; no advert was seen to use them, and they make whole words of their own language look Latin."""
PACKED = ("lengths", "grams", "weights")
RANKED = [code for code in LANGUAGES if code != "zh-Hant"]


def countries() -> dict[str, Any]:
    """ISO 3166 codes, and the names of those that matter here in every language."""
    english = Locale.parse("en").territories
    listed = sorted(code for code in english if re.fullmatch("[A-Z]{2}", code) and code not in NOT_ISO)
    names = {language: _names(language) for language in LANGUAGES}
    return {"source": f"CLDR by Babel {version('babel')}", "codes": " ".join(listed), "names": names}


def _names(language: str) -> dict[str, str]:
    cldr = Locale.parse(LOCALES.get(language, language)).territories
    short = {code: names.split("|")[LANGUAGES.index(language)] for code, names in SHORT.items()}
    return {
        code: short.get(code) or re.sub(r"\s?[(（].*[)）]", "", cldr[code].replace("\u200b", ""))
        for code in sorted(NAMED)
    }


def languages() -> dict[str, Any]:
    """Every language of CLDR: its own name, script, direction and the country where most of its speakers live."""
    table = {}
    for identifier in sorted(localedata.locale_identifiers()):
        locale = Locale.parse(identifier)
        likely = get_global("likely_subtags").get(identifier) or get_global("likely_subtags").get(locale.language, "")
        if not locale.territory and not locale.variant and likely.count("_") == 2:
            _, script, country = likely.split("_")
            direction = "rtl" if locale.character_order == "right-to-left" else "ltr"
            name = locale.get_display_name() or identifier
            table[identifier.replace("_", "-")] = [name, locale.script or script, direction, country]
    ours = {code: table[cldr.replace("_", "-")] for code, cldr in LOCALES.items()}
    others = {code: row for code, row in table.items() if code.replace("-", "_") not in LOCALES.values()}
    return {"source": f"CLDR by Babel {version('babel')}", "table": others | ours}


def fold() -> dict[str, Any]:
    """What a character is compared as, where compatibility form, case folding and Latin marks do not say enough."""
    table = {chr(code): "" for code in INVISIBLE} | {chr(code): " " for code in BLANK} | CHANGED | ARABIC
    for series, to, count in ETHIOPIC:
        table |= {chr(series + i): chr(to + i) for i in range(count)}
    table |= {"ሃ": "ሀ", "ሓ": "ሀ", "ኃ": "ሀ", "ኣ": "አ", "ዓ": "አ"}
    for char in map(
        chr, chain(range(0x80, 0x3100), range(0xA640, 0xAC00), range(0xF900, 0x10000), range(0x1F100, 0x1F200))
    ):
        if char not in table and (wanted := _signs(char)) is not None:
            table[char] = wanted
    table |= _simplified()
    for char in map(chr, range(0x80, 0x10800)):
        chain_of = "".join(table.get(c, c) for c in table.get(char, by_unicode(char)))
        if chain_of != table.get(char, by_unicode(char)):
            table[char] = chain_of
    return {"source": _fold_source(), "table": {k: v for k, v in sorted(table.items()) if v != by_unicode(k)}}


def _fold_source() -> str:
    return f"Unicode {unicodedata.unidata_version}, OpenCC {version('opencc')} (t2s, hk2s)"


def _signs(char: str) -> str | None:
    """The plain form of a fancy letter, a sign that holds a number, or a letter made of two; None for all others."""
    name, category = unicodedata.name(char, ""), unicodedata.category(char)
    is_boxed = 0x2460 <= ord(char) < 0x2500 or 0x1F100 <= ord(char) < 0x1F200
    if is_boxed and (
        found := re.fullmatch(
            r"(?:NEGATIVE |CROSSED )?(?:CIRCLED|SQUARED|PARENTHESIZED) (?:LATIN (?:CAPITAL|SMALL) LETTER )?([A-Z]{1,4})",
            name,
        )
    ):
        return found[1].lower()
    if found := re.fullmatch(r"LATIN (?:LETTER SMALL CAPITAL|SMALL LETTER SCRIPT|SMALL LETTER DOTLESS) ([A-Z])", name):
        return found[1].lower()
    if found := re.fullmatch(r"LATIN (?:SMALL|CAPITAL) LETTER (?:SMALL CAPITAL )?([A-Z]) WITH .*", name):
        return found[1].lower() if not by_unicode(char).isascii() else None
    if (
        category == "No"
        and re.search("CIRCLED|PARENTHESIZED|FULL STOP|SANS-SERIF", name)
        and unicodedata.numeric(char, 0.5) % 1 == 0
    ):
        return str(int(unicodedata.numeric(char)))
    parts = unicodedata.normalize("NFD", char)
    is_composed = len(parts) > 1 and script_of(char) in ("Beng", "Deva", "Taml", "Sinh", "Mymr")
    return parts if is_composed else None


def _simplified() -> dict[str, str]:
    """Traditional -> Simplified characters, one for one, of the basic plane."""
    to_simplified, from_hong_kong = opencc.OpenCC("t2s"), opencc.OpenCC("hk2s")
    table = {}
    for char in map(chr, chain(range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xF900, 0xFB00))):
        simple = to_simplified.convert(by_unicode(char))
        simple = from_hong_kong.convert(simple) if simple == char and char != "著" else simple
        if simple != char and len(simple) == 1:
            table[char] = simple
    return table


def lookalikes() -> dict[str, Any]:
    """Letters of other scripts -> the ASCII letter they imitate; a small letter also stands for its capital's look."""
    table: dict[str, str] = {}
    for char in _letters():
        small = by_unicode(char)
        seen = BY_CAPITAL.get(small) or _alike(small) or _alike(char) or _alike(small.upper())
        if seen and not NOT_ALIKE & {char, small}:
            table[char] = table[small] = seen
    return {"source": f"Unicode TR39 by disarm {version('disarm')}", "table": dict(sorted(table.items()))}


def _letters() -> Iterable[str]:
    return (
        char
        for low, high in BY_SHAPE
        for char in map(chr, range(low, high))
        if char.isalpha() and len(by_unicode(char)) == 1
    )


def _alike(char: str) -> str:
    found = disarm.find_confusables(char)
    seen = found[0][2].lower() if found else ""
    return seen if len(seen) == 1 and seen.isascii() and seen.isalpha() else ""


def language() -> dict[str, Any]:
    """py3langid's model for our languages: n-grams that tell them apart, log probabilities in steps of 0.1."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    grams = _grams(identifier)
    identifier.set_languages(RANKED)
    order = [identifier.nb_classes.index(code) for code in RANKED]
    weights = np.asarray(identifier.nb_ptc, dtype=np.float32)[:, order]
    kept = sorted((gram, row) for row, gram in grams.items() if np.ptp(weights[row]) >= 2)  # the others say nothing
    step = 0.1
    rows = weights[[row for _, row in kept]]
    units = np.clip(np.round((rows - rows.min()) / step), 0, 255).astype(np.uint8)
    prior = tuple(round(float(identifier.nb_pc[i]), 4) for i in order)
    features = {gram: row for row, (gram, _) in enumerate(kept)}
    model = LanguageModel(tuple(RANKED), prior, features, units.tobytes(), step, (6, 5, 4, 3, 2))
    return {
        "source": f"py3langid {version('py3langid')} (BSD), reduced",
        "labels": RANKED,
        "agreement": _agreement(identifier, model),
        "prior": prior,
        "step": step,
        "count": len(kept),
        "lengths": _packed(bytes(len(gram) for gram, _ in kept)),
        "grams": _packed(b"".join(gram for gram, _ in kept)),
        "weights": _packed(units.T.tobytes()),
    }


def _agreement(identifier: LanguageIdentifier, model: LanguageModel) -> float:
    """How often the reduced model ranks the same language first: lists of five names from CLDR in each language."""
    samples = [
        ", ".join(names[i : i + 5])
        for code in RANKED
        for names in [[str(name) for name in Locale.parse(LOCALES.get(code, code)).languages.values()]]
        for i in range(0, 100, 5)
    ]
    same = [identifier.rank(sample)[0][0] == rank(sample, model)[0][0] for sample in samples]
    return round(sum(same) / len(same), 3)


def _grams(identifier: LanguageIdentifier) -> dict[int, bytes]:
    """Row -> the shortest byte string after which the model's automaton reports it, found breadth first."""
    grams: dict[int, bytes] = {}
    paths, queue = {0: b""}, deque([0])
    while queue:
        state = queue.popleft()
        row = identifier.tk_output[state]
        if row >= 0:
            grams.setdefault(row, paths[state])
        for byte in range(256):
            after = identifier.tk_nextmove[identifier._rowbase[state] + byte]
            if after not in paths:
                paths[after] = paths[state] + bytes([byte])
                queue.append(after)
    return grams


def _packed(data: bytes) -> str:
    return base64.b64encode(zlib.compress(data, 9)).decode("ascii")


def _meaning(text: str) -> dict[str, Any]:
    """A table without its hash and unpacked: another zlib packs the same bytes differently."""
    table: dict[str, Any] = json.loads(text)
    packed = {key: zlib.decompress(base64.b64decode(table[key])) for key in PACKED if key in table}
    return table | packed | {"sha256": ""}


def zones() -> dict[str, Any]:
    """The time zones of every country, from zone.tab of the time zone database."""
    table: dict[str, list[str]] = {}
    for line in Path("/usr/share/zoneinfo/zone.tab").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            country, _, name, *_ = line.split("\t")
            table.setdefault(country, []).append(name)
    release = Path("/usr/share/zoneinfo/tzdata.zi").read_text("utf-8").split(maxsplit=3)[2]
    return {"source": f"zone.tab of tzdata {release}", "table": {code: table[code] for code in sorted(table)}}


MAKERS = {
    "countries": countries,
    "languages": languages,
    "fold": fold,
    "lookalikes": lookalikes,
    "language": language,
    "zones": zones,
}


def main() -> int:
    """Write the tables, or with --check say which are stale; 1 then."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a table is stale")
    args = parser.parse_args()
    assert set(TABLES) == set(MAKERS)
    stale = []
    for name in TABLES:
        path, text = Path(FOLDER / f"{name}.json"), dump(MAKERS[name]())
        if args.check and (not path.exists() or _meaning(path.read_text("utf-8")) != _meaning(text)):
            stale.append(path.name)
        if not args.check:
            path.write_text(text, "utf-8")
            print(f"{path.name}: {math.ceil(len(text.encode()) / 1024)} KB")
    if stale:
        print(f"stale: {' '.join(stale)}. Run python scripts/tables.py and commit what it writes.", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
