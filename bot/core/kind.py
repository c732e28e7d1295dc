"""Evidence -> what kind of text this is, and which question it asks: decided from content, not from length."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.content import Content
from bot.core.evidence import Evidence
from bot.core.judge import ASSURANCES, Weighed
from bot.core.learned import Learned
from bot.core.message import Hit, Kind, Level, Source, Target, Weight
from bot.core.scripts import UNSPACED, script_of

RETOLD = "is_this_job_real"
WHO_HELPS = "who_to_call"
MIN_WAY, MIN_WAY_UNSPACED = 6, 2
"""A way of asking shorter than this (folded characters found) is no evidence by itself."""
WAY_BONUS = 0.2
"""How much a way of asking found word for word counts beside the learned probability of its question."""
Asked = Sequence[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Decision:
    """The kind of a text and the question or emergency it holds."""

    kind: Kind
    question: str | None = None


def decide(
    evidence: Evidence,
    weighed: Weighed,
    asked: Asked,
    content: Content,
    *,
    learned: Learned | None = None,
    thresholds: Mapping[str, float] | None = None,
) -> Decision:
    """Emergency before offer before question before other; the learned layer never makes an emergency by itself."""
    if learned is None or thresholds is None:
        return by_rules(evidence, weighed, asked, content)
    urgent = any(content.questions[name].emergency for name, _ in asked)
    heard = learned.danger or "distress" in evidence.cues()
    least = thresholds["emergency_heard"] if urgent else thresholds["emergency"]
    if (urgent or heard) and learned.kind["emergency"] >= least:
        return Decision(Kind.EMERGENCY, best_question(asked, learned, content, emergency=True))
    calm = {name: p for name, p in learned.kind.items() if name != "emergency"}
    likeliest = max(calm, key=lambda name: calm[name])
    question = best_question(asked, learned, content, emergency=False)
    shown = learned.scam >= thresholds["caution"] and weighs_as_offer(weighed)
    if likeliest == "offer" or (shown and calm["offer"] >= thresholds["shown"]):
        retold = "asking" in evidence.cues() or calm["question"] > thresholds["retold"]
        return Decision(Kind.OFFER, RETOLD if retold and question == RETOLD else None)
    if learned.kind["emergency"] > thresholds["worry"]:
        return Decision(Kind.QUESTION, WHO_HELPS)
    return Decision(Kind.QUESTION, question) if likeliest == "question" else Decision(Kind.OTHER)


def best_question(asked: Asked, learned: Learned, content: Content, *, emergency: bool) -> str:
    """The likeliest question among the emergencies, or among the others; ways found word for word speak for theirs."""
    found = dict(asked)
    longest = max(found.values(), default=1.0)
    scores = {
        name: learned.question.get(name, 0.0) + WAY_BONUS * found.get(name, 0.0) / longest
        for name, question in content.questions.items()
        if question.emergency is emergency
    }
    return max(scores, key=lambda name: scores[name])


def by_rules(evidence: Evidence, weighed: Weighed, asked: Asked, content: Content) -> Decision:
    """The decision of the rules alone."""
    cues = evidence.cues()
    emergency = next((name for name, _ in asked if content.questions[name].emergency), None)
    advert, news = is_advert(evidence, weighed), is_news(evidence)
    if emergency is not None and not advert and not news:
        return Decision(Kind.EMERGENCY, emergency)
    question = next((name for name, _ in asked if not content.questions[name].emergency), None)
    told = bool(cues & {"own_story", "asking"}) or question == RETOLD
    if question not in (None, RETOLD) and dict(asked)[question] >= len(evidence.text.folded) / 2 and not advert:
        return Decision(Kind.QUESTION, question)
    if advert and not news:
        return Decision(Kind.OFFER, RETOLD if "asking" in cues or question == RETOLD else None)
    if weighs_as_offer(weighed) and (told or not (news or question)):
        return Decision(Kind.OFFER, RETOLD if told else None)
    if news:
        return Decision(Kind.OTHER)
    return Decision(Kind.QUESTION, question) if question else Decision(Kind.OTHER)


def weighs_as_offer(weighed: Weighed) -> bool:
    """Whether the flags alone make a text an offer worth a verdict: two of them, or a strong one."""
    if weighed.level is Level.NONE:
        return False
    strong = any(flag.weight is Weight.STRONG and flag.by is Source.PHRASE for flag in weighed.flags)
    return strong or len(weighed.flags) >= 2


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
    """Whether the text offers work: words of adverts, pay, a contact, assurances, and flags of several groups."""
    cues = [hit.id for hit in evidence.of(Target.CUE)]
    points = 2 * min(cues.count("offer"), 2)
    points += 2 * bool(evidence.slots.money) + bool(evidence.slots.contacts)
    points += min(len(weighed.flags), 4) + (len(evidence.text.folded) > 120) + len(set(cues) & set(ASSURANCES))
    points -= 2 * min(cues.count("own_story"), 1) + 4 * is_news(evidence)
    return points >= 4
