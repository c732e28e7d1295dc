"""Finding phrases: everything a slow, obvious search finds, with spans that point at it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from bot.core.atoms import Phrase, compile_phrases
from bot.core.match import Index
from bot.core.message import Money, PlaceSlot, Slots, Target
from bot.core.normalise import Tables, fold, normalise, original
from bot.core.typos import edits_allowed

TABLES = Tables()


def found(phrase: str, typed: str, language: str = "en", slots: Slots | None = None) -> list[str]:
    """What of the original text each part of a phrase was found as."""
    index = Index(compile_phrases([Phrase(Target.FLAG, "x", language, phrase)], TABLES))
    text = normalise(typed, TABLES)
    hits = index.find(text, slots or Slots())
    return [typed[slice(*original(text, *part))] for hit in hits for part in hit.parts]


FOUND = [
    ("free ticket", "We give FREE ticket!", "en", ["FREE ticket"]),
    ("free ticket", "free ticke for you", "en", ["free ticke"]),
    ("(hold|keep) [your] passport", "HR will keep passport", "en", ["keep passport"]),
    ("passport ... (admin|hr)", "Passport will be with admin for permit", "en", ["Passport", "admin"]),
    ("data entry", "mandata entry", "en", []),
    ("gaji", "gajah besar", "id", []),
    ("visa", "visas", "en", ["visas"[:4]]),
    ("giữ hộ chiếu", "cty giu ho chieu 6 thang", "vi", ["giu ho chieu"]),
    ("giữ hộ chiếu", "công ty giữ hộ chiếu nhé", "vi", ["giữ hộ chiếu"]),
    ("bán người", "tìm bạn người Việt ở đây nhé các bạn", "vi", []),
    ("ยึดพาสปอร์ต", "จะยึด พาสปอร์ตไว้ก่อน", "th", ["ยึด พาสปอร์ต"]),
    ("ប្រាក់ខែខ្ពស់", "មាន ប្រាក់\u200bខែ\u200bខ្ពស់ ណាស់", "km", ["ប្រាក់\u200bខែ\u200bខ្ពស់"]),
    ("护照统一保管", "护/照 统一 保管", "zh", ["护/照 统一 保管"]),
    ("паспорт заберут", "паспорт заберута сразу", "ru", ["паспорт заберут"]),
    ("ရန်ကုန် မြို့", "ရန်ကုန်မြို့မှာ", "my", ["ရန်ကုန်မြို့"]),
    ("no fee", "no. fee", "en", []),
]


@pytest.mark.parametrize(("phrase", "typed", "language", "parts"), FOUND)
def test_what_a_phrase_finds(phrase: str, typed: str, language: str, parts: list[str]) -> None:
    """Alternatives, options, gaps, typos, word borders, marks and unspaced scripts behave as operators are told."""
    assert found(phrase, typed, language) == parts


def test_slots_stand_for_words() -> None:
    """`<money>` and `<place>` match what extract found, next to the words around them."""
    money = Money(5, 8, 1e6, 1e6, None, None)
    place = PlaceSlot(12, 19, "x")
    text = "gaji 5jt di kamboja"
    assert found("gaji <money>", text, "id", Slots(money=(money,))) == ["gaji", "5jt"]
    assert found("di <place>", text, "id", Slots(places=(place,))) == ["di", "kamboja"]
    assert found("gaji <money>", text, "id") == []


def test_a_gap_never_crosses_a_sentence() -> None:
    """Two halves in two sentences are not one phrase."""
    assert found("passport ... admin", "Bring your passport. Ask the admin", "en") == []


WORDS = st.lists(
    st.sampled_from(["passport", "ticket", "company", "salary", "office", "border", "driver", "permit", "monthly"]),
    min_size=2,
    max_size=5,
)


@settings(max_examples=200)
@given(WORDS, WORDS, WORDS, st.data())
def test_every_planted_phrase_is_found(
    before: list[str], phrase: list[str], after: list[str], data: st.DataObject
) -> None:
    """As many typos as the length allows never hide a phrase, and the span differs from it by no more than that."""
    wanted = " ".join(phrase)
    allowed = edits_allowed(len(wanted))
    typed = list(wanted)
    for _ in range(data.draw(st.integers(0, allowed))):
        at = data.draw(st.integers(1, len(typed) - 2))
        typed[at] = data.draw(st.sampled_from("qxz"))
    message = " ".join([*before, "".join(typed), *after])
    spans = found(wanted, message)
    assert spans, message
    assert all(Levenshtein.distance(fold(span, TABLES), wanted) <= allowed for span in spans)


def test_an_empty_index_finds_nothing() -> None:
    """No phrases, no hits, no error."""
    assert Index(compile_phrases([], TABLES)).find(normalise("anything", TABLES), Slots()) == []


def test_of_two_finds_that_start_alike_the_longer_stands() -> None:
    """An optional word before a slot belongs to the find, or the slot would not be reached."""
    slots = Slots(money=(Money(16, 23, 900, 900, "USD", None),))
    assert found("you pay [them] <money>", "first you pay them 900 usd", slots=slots) == []
    slots = Slots(money=(Money(19, 26, 900, 900, "USD", None),))
    assert found("you pay [them] <money>", "first you pay them 900 usd", slots=slots) == ["you pay them", "900 usd"]
