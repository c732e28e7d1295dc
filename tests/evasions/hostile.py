"""Texts made to be slow or to break something: 4,096 characters each, the same ones every time."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

LENGTH = 4096
EMOJI = "🔥💰✨😂👍🏽❤️👨‍👩‍👧🇰🇭🇲🇲5️⃣🅿️Ⓐ"
MARKS = "\u0300\u0301\u0323\u0336\u20dd\u0e31\u0e34\u17d2\u17b6\u1039\u103a\u093e\u094d\u0bcd\ufe0f\u200d"
SIGNS = "()[]{}<>|...…「」（）“”*_~`#/\\"
SCRIPTS = "aZéđ1٣৫က္ကြီးខ្មែរไทยำລາວ中文한국हिन्दीதமிழ்සිංහලአማርኛعربيКиΩ🇰🇭🔥 .,!?\n-/+$₫%@"


@dataclass(frozen=True, slots=True)
class Material:
    """What hostile texts are made of: the phrases as written, the atoms they are looked for by, and the negations."""

    phrases: Sequence[str]
    atoms: Sequence[str]
    negations: Sequence[str]

    @property
    def longest(self) -> Sequence[str]:
        """The longest two hundred atoms."""
        return sorted(self.atoms, key=lambda atom: (-len(atom), atom))[:200]


Maker = Callable[[random.Random, Material], Iterator[str]]


def syllables(chance: random.Random, material: Material) -> Iterator[str]:
    """One to three short pieces of phrases, over and over."""
    pieces = []
    for phrase in chance.sample(material.atoms, chance.randint(1, 3)):
        at = chance.randrange(max(1, len(phrase) - 2))
        pieces.append(phrase[at : at + chance.randint(2, 5)] + chance.choice(("", " ")))
    while True:
        yield from pieces


def one_phrase(chance: random.Random, material: Material) -> Iterator[str]:
    """One phrase over and over."""
    phrase = chance.choice(material.phrases)
    while True:
        yield phrase + " "


def one_atom(chance: random.Random, material: Material) -> Iterator[str]:
    """What one phrase is looked for by, over and over without a blank."""
    atom = chance.choice(material.atoms)
    while True:
        yield atom


def all_scripts(chance: random.Random, material: Material) -> Iterator[str]:
    """Letters, marks and signs of all scripts in any order."""
    while True:
        yield chance.choice(SCRIPTS)


def negations(chance: random.Random, material: Material) -> Iterator[str]:
    """Nothing but negations."""
    while True:
        yield chance.choice(material.negations) + " "


def negated_phrases(chance: random.Random, material: Material) -> Iterator[str]:
    """A few phrases, each behind a negation."""
    phrases = chance.sample(material.phrases, 5)
    while True:
        yield f"{chance.choice(material.negations)} {chance.choice(phrases)} "


def digits(chance: random.Random, material: Material) -> Iterator[str]:
    """Digits with and without the signs that stand in numbers."""
    signs = chance.choice(("", " ", ".,-", ".,-:/' $k"))
    while True:
        yield chance.choice("0123456789٣৫၁๕" + signs)


def marks(chance: random.Random, material: Material) -> Iterator[str]:
    """Combining marks without letters."""
    used = chance.sample(MARKS, chance.randint(1, len(MARKS)))
    while True:
        yield chance.choice(used)


def emoji(chance: random.Random, material: Material) -> Iterator[str]:
    """Emoji and parts of emoji."""
    while True:
        yield chance.choice(EMOJI)


def brackets(chance: random.Random, material: Material) -> Iterator[str]:
    """Signs of the phrase syntax and other brackets, with single letters between them."""
    while True:
        yield chance.choice(SIGNS) * chance.randint(1, 8) + chance.choice(("", "a", "ก", "中"))


def near_matches(chance: random.Random, material: Material) -> Iterator[str]:
    """The longest atoms with one letter too many exchanged."""
    longest = material.longest
    while True:
        atom = list(chance.choice(longest))
        for at in chance.sample(range(len(atom)), min(4, len(atom))):
            atom[at] = chance.choice("qxz")
        yield "".join(atom) + " "


def slices(chance: random.Random, material: Material) -> Iterator[str]:
    """Random pieces of random phrases."""
    while True:
        phrase = chance.choice(material.phrases)
        first = chance.randrange(len(phrase))
        yield phrase[first : first + chance.randint(1, 12)] + chance.choice(("", " "))


def phrase_list(chance: random.Random, material: Material) -> Iterator[str]:
    """The phrases themselves, one after the other, as no person ever sends them."""
    while True:
        yield chance.choice(material.phrases) + chance.choice((" ", "\n"))


def letters_apart(chance: random.Random, material: Material) -> Iterator[str]:
    """Atoms spelt out letter by letter."""
    sign = chance.choice((" ", ".", "🔥", "-"))
    while True:
        yield sign.join(chance.choice(material.atoms)) + "  "


MAKERS: tuple[Maker, ...] = (
    syllables,
    one_phrase,
    one_atom,
    all_scripts,
    negations,
    negated_phrases,
    digits,
    marks,
    emoji,
    brackets,
    near_matches,
    slices,
    phrase_list,
    letters_apart,
)


def hostile(count: int, material: Material) -> Iterator[tuple[str, str]]:
    """`count` texts of LENGTH characters with the name of their class, the classes in turn."""
    for number in range(count):
        maker = MAKERS[number % len(MAKERS)]
        chance = random.Random(f"{maker.__name__} {number}")
        text, size = [], 0
        for piece in maker(chance, material):
            text.append(piece)
            size += len(piece)
            if size >= LENGTH:
                break
        yield maker.__name__.replace("_", " "), "".join(text)[:LENGTH]
