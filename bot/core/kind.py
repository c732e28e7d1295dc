"""Evidence -> what kind of text this is, and which question it asks: decided from content, not from length."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from bot.core.content import Content
from bot.core.judge import Evidence, Weighed
from bot.core.message import Hit, Kind, Level, Target
from bot.core.scripts import UNSPACED, script_of

RETOLD = "is_this_job_real"
MIN_WAY, MIN_WAY_UNSPACED = 6, 3
"""A way of asking shorter than this (folded characters found) is no evidence by itself."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The kind of a text and the question or emergency it holds."""

    kind: Kind
    question: str | None


def decide(evidence: Evidence, weighed: Weighed, content: Content) -> Decision:
    """Emergency before offer before question before other."""
    asked = questions_by_evidence(evidence, content)
    cues = evidence.cues()
    emergency = next((name for name, _ in asked if content.questions[name].emergency), None)
    advert = is_advert(evidence, weighed)
    if emergency is not None and not advert and not is_news(evidence):
        return Decision(Kind.EMERGENCY, emergency)
    question = next((name for name, _ in asked if not content.questions[name].emergency), None)
    retold = weighed.level is not Level.NONE and len(weighed.flags) >= 2 and ("own_story" in cues or "asking" in cues)
    if is_news(evidence) and not retold:
        return Decision(Kind.OTHER, None)
    if retold and not advert:
        return Decision(Kind.OFFER, RETOLD)
    if advert:
        return Decision(Kind.OFFER, RETOLD if "asking" in cues or question == RETOLD else None)
    return Decision(Kind.QUESTION, question) if question else Decision(Kind.OTHER, None)


def questions_by_evidence(evidence: Evidence, content: Content) -> list[tuple[str, float]]:
    """The questions whose ways of asking stand in the text, by how much of the text they cover."""
    ways: dict[str, list[Hit]] = defaultdict(list)
    for hit in evidence.of(Target.QUESTION):
        if hit.id in content.questions and _found_length(hit) >= _least(hit, evidence):
            ways[hit.id].append(hit)
    weights = {name: _coverage(hits) for name, hits in ways.items()}
    return sorted(weights.items(), key=lambda pair: -pair[1])


def _found_length(hit: Hit) -> int:
    return sum(end - start for start, end in hit.parts)


def _least(hit: Hit, evidence: Evidence) -> int:
    return MIN_WAY_UNSPACED if script_of(evidence.text.folded[hit.start]) in UNSPACED else MIN_WAY


def _coverage(hits: list[Hit]) -> float:
    """Characters covered, the longest find counting most."""
    covered = {at for hit in hits for start, end in hit.parts for at in range(start, end)}
    return max(_found_length(hit) for hit in hits) + len(covered) / 2


def is_news(evidence: Evidence) -> bool:
    """Whether the text reads like news, a warning or talk about scams rather than something said to the reader."""
    cues = [hit.id for hit in evidence.of(Target.CUE)]
    return cues.count("news") >= 2 or (cues.count("news") == 1 and not {"offer", "own_story", "asking"} & set(cues))


def is_advert(evidence: Evidence, weighed: Weighed) -> bool:
    """Whether the text offers work: words of adverts, pay, a contact, and flags of several groups."""
    cues = [hit.id for hit in evidence.of(Target.CUE)]
    points = 2 * min(cues.count("offer"), 2)
    points += 2 * bool(evidence.slots.money) + bool(evidence.slots.contacts)
    points += min(len(weighed.flags), 4) + (len(evidence.text.folded) > 120)
    points -= 2 * min(cues.count("own_story"), 1) + 4 * is_news(evidence)
    return points >= 4
