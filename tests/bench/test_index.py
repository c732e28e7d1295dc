"""What the index costs: time and memory to make it, and what ten times the phrases cost."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from bot.content.tables import load_language_model, load_tables
from bot.core.atoms import Phrase, compile_phrases
from bot.core.extract import place_phrases
from bot.core.pipeline import Engine, phrases
from bot.core.scripts import script_of
from tests.bench.conftest import INTENTS
from tests.bench.figures import ms, tell, typical
from tests.bench.texts import of_length

PEAK = """
import re, sys, time
from pathlib import Path
from bot.content import load_engine
def peak():
    return re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]
before, begin = peak(), time.perf_counter()
load_engine(Path(sys.argv[1]), [Path(folder) for folder in sys.argv[2:]])
print(time.perf_counter() - begin, before, peak())
"""
"""VmHWM and not getrusage, whose peak a child takes over from its parent."""


def varied(phrase: str, chance: random.Random) -> str:
    """The phrase with three of its letters exchanged for others of the phrase's own script; its signs stay."""
    chars = list(phrase)
    letters = [i for i, char in enumerate(chars) if char.isalpha() and script_of(char)]
    inside = [i for i in letters if "<" not in phrase[:i] or phrase.rfind("<", 0, i) < phrase.rfind(">", 0, i)]
    for at in chance.sample(inside, min(3, len(inside))):
        alike = [chars[i] for i in inside if script_of(chars[i]) == script_of(chars[at])]
        chars[at] = chance.choice(alike)
    return "".join(chars)


def ten_times(real: list[Phrase]) -> Iterator[Phrase]:
    """The real phrases and nine variants of each."""
    for number, phrase in enumerate(real):
        chance = random.Random(number)
        yield phrase
        for _ in range(9):
            yield Phrase(phrase.target, phrase.id, phrase.language, varied(phrase.written, chance))


@pytest.mark.timeout(1800)
def test_ten_times_the_phrases(engine: Engine) -> None:
    """How many times longer the same texts take with ten times the phrases (rules alone)."""
    tables, content = load_tables(), engine.content
    places = compile_phrases(place_phrases(content.places.values()), tables)
    real = list(phrases(content))
    made = {}
    for name, every in (("once", real), ("ten times", list(ten_times(real)))):
        begin = time.perf_counter()
        compiled = compile_phrases(every, tables)
        made[name] = Engine(content, tables, load_language_model(), compiled=(compiled, places))
        tell(f"index of {len(every):,} phrases made in", f"{time.perf_counter() - begin:,.1f} s")
    for length in (300, 4096):
        once, often = (typical(made[name].judge, of_length(length)) for name in ("once", "ten times"))
        tell(f"{length:,} characters, {made['once'].phrases:,} phrases", ms(once))
        tell(f"  {made['ten times'].phrases:,} phrases", ms(often))
        tell("  times longer", f"{often / once:,.2f} x", "target <= 4 x")


@pytest.mark.parametrize("start", ["first start", "start from the cache"])
def test_making_the_index(start: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Time and peak memory of a fresh process that only loads everything."""
    folder = tmp_path_factory.getbasetemp() / "made"
    run = [sys.executable, "-c", PEAK, str(INTENTS), str(folder)]
    output = subprocess.run(run, capture_output=True, text=True, check=True, cwd=INTENTS.parent)
    took, before, peak = map(float, output.stdout.split())
    tell(f"{start}: everything loaded in", f"{took:,.2f} s")
    tell("  peak memory (resident)", f"{peak / 1024:,.0f} MB", "target <= 200 MB")
    tell("  of that the interpreter and imports", f"{before / 1024:,.0f} MB")
