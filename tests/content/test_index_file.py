"""Compiled phrases as bytes."""

from bot.content.index_file import read, written
from bot.core.atoms import Phrase, compile_phrases
from bot.core.message import Target
from bot.core.normalise import Tables

TABLES = Tables()


def test_what_was_compiled_can_be_kept() -> None:
    """The same phrases again, marks and line breaks and all."""
    phrases = [
        Phrase(Target.FLAG, "x", "vi", "giữ [hộ] chiếu ... <money> (a|b)"),
        Phrase(Target.CUE, "y", "en", "free\nticket"),
    ]
    kept = compile_phrases(phrases, TABLES), compile_phrases([Phrase(Target.PLACE, "p", "", "Poipet")], TABLES)
    again = read(written(kept))
    assert again == kept
    assert [again[0].phrase(number).phrase for number in range(2)] == phrases


def test_every_atom_leads_to_its_phrases() -> None:
    """Each phrase is looked for by the longest of its words, wherever else the word stands."""
    compiled = compile_phrases(
        [
            Phrase(Target.FLAG, name, "en", written)
            for name, written in (("a", "free (ticket|tickets)"), ("b", "(ticket|visa)"))
        ],
        TABLES,
    )
    found = {word: list(compiled.anchored(atom)) for atom, word in enumerate(compiled.atoms)}
    assert found == {"free": [], "ticket": [(0, 0), (1, 0)], "tickets": [(0, 0)], "visa": [(1, 0)]}


def test_no_phrases_are_kept_too() -> None:
    """An empty index is an index."""
    kept = compile_phrases([], TABLES), compile_phrases([], TABLES)
    assert read(written(kept)) == kept
