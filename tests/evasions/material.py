"""Phrases, atoms and negations of the real content, for texts that are made of them."""

from __future__ import annotations

from bot.core.content import Content
from bot.core.normalise import Tables, fold
from bot.core.phrase import Literal, parse
from bot.core.pipeline import phrases
from tests.evasions.hostile import Material


def written(content: Content) -> list[str]:
    """Every phrase as its operator wrote it, in the order of the index."""
    return [phrase.written for phrase in phrases(content)]


def material(content: Content, tables: Tables) -> Material:
    """What hostile texts are made of."""
    every = written(content)
    atoms = {
        fold(word, tables)
        for phrase in every
        for part in parse(phrase).parts
        if isinstance(part, Literal)
        for step in part.steps
        for word in step
    }
    negations = {word for words in content.words.values() for word in (*words.negations_before, *words.negations_after)}
    return Material(every, sorted(atoms - {""}), sorted(negations))
