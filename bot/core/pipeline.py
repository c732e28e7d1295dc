"""The whole road in one place: a person's message in, verdict and reply out. Pure: build an Engine once, ask it often."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.core import menu
from bot.core.atoms import Compiled, Phrase, compile_phrases
from bot.core.content import Content
from bot.core.evidence import Evidence, belongs
from bot.core.extract import extractor, place_phrases
from bot.core.judge import Weighed, contexts, merged, settle, weigh
from bot.core.kind import decide, questions_by_evidence
from bot.core.langid import LanguageModel
from bot.core.language import base, recogniser
from bot.core.learned import Learned
from bot.core.match import Index
from bot.core.message import Button, Inbound, Kind, Level, Reader, Reply, Slots, Span, Target, Verdict
from bot.core.model import Model, facts, telling_places
from bot.core.normalise import Tables, normalise, original
from bot.core.reply import reply_to
from bot.core.voice import Voice, reader_language, reply_language

MOST_CHARACTERS = 12_000
"""Longer texts are read up to here: three full Telegram messages."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What the core made of a message and what it says."""

    verdict: Verdict
    reply: Reply


class Engine:
    """The core, compiled from one version of the content; implements `bot.core.ports.Answerer`."""

    def __init__(
        self,
        content: Content,
        tables: Tables,
        languages: LanguageModel,
        model: Model | None = None,
        *,
        compiled: tuple[Compiled, Compiled] | None = None,
    ) -> None:
        words, places = compiled or compile_content(content, tables)
        self.content = content
        self._tables = tables
        self._model = model
        self._extractor = extractor(content, tables, places)
        self._recogniser = recogniser(content, tables, languages)
        self._index = Index(words)
        self._last: tuple[str, Evidence] | None = None
        self._weighed: tuple[Evidence, Weighed] | None = None
        self.emergencies = frozenset(name for name, question in content.questions.items() if question.emergency)

    @property
    def phrases(self) -> int:
        """How many phrases are looked for in every text."""
        return self._index.size

    @property
    def trained_on(self) -> tuple[str, ...]:
        """Whose texts the learned layer was trained on."""
        return self._model.writers if self._model else ()

    def gather(self, raw: str) -> Evidence:
        """Everything found in a text, before it is weighed. The last text is remembered: it is asked about twice."""
        if self._last is None or self._last[0] != raw:
            self._last = raw, self._gather(raw)
        return self._last[1]

    def _gather(self, raw: str) -> Evidence:
        text = normalise(raw[:MOST_CHARACTERS], self._tables)
        slots = self._extractor.read(text)
        places = tuple((self.content.places[p.place], p.start, p.end) for p in slots.places)
        languages = self._recogniser.languages(text)
        hits = tuple(hit for hit in self._index.find(text, slots) if belongs(hit, text, languages))
        return Evidence(text, languages, hits, slots, places)

    def read(self, raw: str) -> Evidence:
        """A text and its languages, without looking for anything in it."""
        text = normalise(raw[:MOST_CHARACTERS], self._tables)
        return Evidence(text, self._recogniser.languages(text), (), Slots(), ())

    def judge(self, raw: str) -> Verdict:
        """The verdict on a text."""
        evidence = self.gather(raw)
        return self.conclude(evidence, self._learn(evidence))

    def observe(self, raw: str) -> tuple[Evidence, list[str]]:
        """What the rules find in a text, and the facts of it that the learned layer is told."""
        evidence = self.gather(raw)
        return evidence, self._facts(evidence)

    def conclude(
        self, evidence: Evidence, learned: Learned | None, thresholds: Mapping[str, float] | None = None
    ) -> Verdict:
        """The verdict on what was found, given what the learned layer says of it; without it the rules decide alone."""
        weighed = self._weigh(evidence)
        asked = questions_by_evidence(evidence, self.content)
        thresholds = thresholds or (self._model.thresholds if self._model else None)
        decision = decide(evidence, weighed, asked, self.content, learned=learned, thresholds=thresholds)
        offer = decision.kind is Kind.OFFER
        level, score = settle(weighed, learned, thresholds)
        only_learned = offer and level is Level.CAUTION and not weighed.flags
        languages = evidence.languages
        return Verdict(
            kind=decision.kind,
            level=level if offer else None,
            score=score if offer else None,
            language=languages[0][0] if languages else "und",
            flags=weighed.flags,
            combinations=weighed.combinations if offer else (),
            question=decision.question,
            places=tuple(dict.fromkeys(place.id for place, _, _ in evidence.places)),
            marks=self._marks(evidence) if only_learned else (),
        )

    def _learn(self, evidence: Evidence) -> Learned | None:
        if self._model is None:
            return None
        return self._model.learn(evidence, self._facts(evidence), self.emergencies)

    def _weigh(self, evidence: Evidence) -> Weighed:
        """The flags of what was found; those of the last text are remembered, for facts and verdict both need them."""
        if self._weighed is None or self._weighed[0] is not evidence:
            self._weighed = evidence, weigh(evidence, self.content)
        return self._weighed[1]

    def _facts(self, evidence: Evidence) -> list[str]:
        weighed = self._weigh(evidence)
        return facts(evidence, weighed, contexts(evidence, self.content), questions_by_evidence(evidence, self.content))

    def _marks(self, evidence: Evidence) -> tuple[Span, ...]:
        if self._model is None:
            return ()
        return merged(original(evidence.text, *place) for place in telling_places(evidence, self._model))

    def respond(self, inbound: Inbound) -> Answered:
        """Verdict and reply to anything that is not a command."""
        evidence = self.gather(inbound.text)
        verdict = self.conclude(evidence, self._learn(evidence))
        language = reply_language(inbound, verdict, evidence.languages, _cue_language(evidence), self.content)
        romanised = verdict.language.endswith("-Latn") and base(verdict.language) == language
        reply = reply_to(
            verdict, inbound, Voice(self.content, language), romanised=romanised, other=_other(evidence, verdict)
        )
        return Answered(verdict, reply)

    def is_urgent(self, text: str) -> bool:
        """Whether the text is an emergency that must be answered without waiting for more messages."""
        return self.judge(text).kind is Kind.EMERGENCY

    def answer(self, inbound: Inbound) -> Reply:
        """The reply to anything that is not a command."""
        return self.respond(inbound).reply

    def command(self, name: str, argument: str, reader: Reader) -> Reply:
        """The reply to a command (`name` without the slash)."""
        return menu.command(name, argument, reader, self.content)

    def press(self, data: str, reader: Reader) -> Reply:
        """The reply to a pressed button."""
        return menu.press(data, reader, self.content)

    def notice(self, key: str, reader: Reader) -> Reply:
        """One sentence of replies.yaml, with the buttons that never leave a person alone."""
        voice = Voice(self.content, reader_language(reader, self.content))
        buttons = ((Button(voice.label("button_call"), "call"),),) if key == "trouble" else ()
        return Reply((voice.say(key),), voice.language, buttons)

    def late(self, reader: Reader, data: str) -> Reply:
        """The bland line for a reply that comes late; `data` goes behind its button ("" = no button)."""
        voice = Voice(self.content, reader_language(reader, self.content))
        buttons = ((Button(voice.label("button_show"), data),),) if data else ()
        return Reply((voice.say("late"),), voice.language, buttons, silent=True)


def compile_content(content: Content, tables: Tables) -> tuple[Compiled, Compiled]:
    """All phrases and all names of places, in the form in which they are looked for."""
    return (
        compile_phrases(phrases(content), tables),
        compile_phrases(place_phrases(content.places.values()), tables),
    )


def phrases(content: Content) -> Iterator[Phrase]:
    """Every phrase of the content that is looked for in a text."""
    for wording in content.wordings:
        yield from (Phrase(Target.FLAG, wording.flag, wording.language, p) for p in wording.phrases)
        yield from (Phrase(Target.UNLESS, wording.flag, wording.language, p) for p in wording.unless)
    for answer in content.answers:
        yield from (Phrase(Target.QUESTION, answer.question, answer.language, way) for way in answer.ways)
    for language, words in content.words.items():
        for cue, written in words.cues.items():
            yield from (Phrase(Target.CUE, cue, language, p) for p in written)
        yield from (Phrase(Target.CUE, "negation_before", language, p) for p in words.negations_before)
        yield from (Phrase(Target.CUE, "negation_after", language, p) for p in words.negations_after)


def _cue_language(evidence: Evidence) -> str | None:
    """The language of the person's own words around an offer, when such words are there."""
    own = [hit.language for hit in evidence.hits if hit.target is Target.CUE and hit.id in ("asking", "own_story")]
    return max(set(own), key=own.count) if own else None


def _other(evidence: Evidence, verdict: Verdict) -> str:
    """Which sentence answers a text that is neither offer nor question."""
    cues = evidence.cues()
    if not evidence.text.folded or "covert" in cues or len(evidence.text.folded) == 1:
        digit = evidence.text.folded
        return f"covert_{digit}" if digit in ("1", "2", "3") else "covert_menu"
    if "greeting" in cues and len(evidence.text.folded) < 40:
        return "greeting"
    return "talk" if "news" in cues or verdict.flags else "other"
