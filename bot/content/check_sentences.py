"""What the bot says: placeholders, lengths, and what may not stand in a sentence. All of these are remarks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.content import contract
from bot.content.check_phrases import folded
from bot.content.draft import ENGLISH, Draft
from bot.content.findings import did_you_mean
from bot.core.scripts import UNSPACED, script_of

MOST = {"warn": 160, "ask": 120, "answer": 700, "emergency": 350, "button": 40, "reply": 1500}
"""Longest sentences in characters: what a small phone shows without scrolling; a button shows about 40."""
EMERGENCY_LINES = 3
PLACEHOLDER = re.compile(r"\{[^{}]*\}|[{}]")
TAG = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:[a-z]+|#\d+);")
EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]")
ADDRESS = re.compile(
    r"https?:|www\.|\b[a-z0-9-]+\.(?:com|org|net|gov|info|int|io|me)\b|[\w.]+@[\w-]+\.\w+|(?<!\w)@[a-z]\w{3,}",
    re.IGNORECASE,
)
PHONE = re.compile(r"\+?\d(?:[ ().-]{0,2}\d){5,}")
COMMAND = re.compile(r"(?<![\w/<])/([a-z_]+)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One text that the bot says."""

    path: str
    language: str
    kind: str
    """warn, ask, answer, emergency, button or reply."""
    name: str
    text: str


def check_sentences(draft: Draft) -> None:
    """Note what may not be said, or not so."""
    short_codes = {line.number for line in draft.helplines.values() if re.fullmatch(r"\d{3,5}", line.number)}
    wanted = _placeholders(draft)
    for sentence in sentences(draft):
        for what, remedy in (
            *_form(sentence),
            *_numbers(sentence, short_codes),
            *_commands(sentence),
            *_fill(sentence, wanted.get((sentence.kind, sentence.name), ())),
            *_telling(sentence, draft),
        ):
            draft.findings.remark(sentence.path, sentence.text, f"{sentence.kind} of {sentence.name} {what}", remedy)


def sentences(draft: Draft) -> Iterator[Sentence]:
    """Everything the bot says in every language."""
    for wording in draft.wordings:
        path = draft.path("flags", wording.language)
        yield Sentence(path, wording.language, "warn", wording.flag, wording.warn)
        yield Sentence(path, wording.language, "ask", wording.flag, wording.ask)
    for answer in draft.answers:
        path, question = draft.path("questions", answer.language), draft.questions.get(answer.question)
        kind = "emergency" if question and question.emergency else "answer"
        yield Sentence(path, answer.language, kind, answer.question, answer.answer)
    for language, replies in draft.replies.items():
        for key, text in replies.items():
            kind = "button" if key.startswith("button_") else "reply"
            yield Sentence(draft.path("replies", language), language, kind, key, text)


def _form(sentence: Sentence) -> Iterator[tuple[str, str]]:
    most = MOST[sentence.kind]
    if len(sentence.text) > most:
        yield f"has {len(sentence.text)} characters", f"Shorten it to {most}"
    if found := TAG.search(sentence.text):
        yield f"holds '{found[0]}', which people would see as it is", "Delete it; texts are plain"
    if found := EMOJI.search(sentence.text):
        yield f"holds the sign {found[0]}", "Delete it; not every phone shows it, and it alarms"
    lines = [line for line in sentence.text.splitlines() if line.strip()]
    if sentence.kind == "emergency" and len(lines) != EMERGENCY_LINES:
        yield f"has {len(lines)} lines", f"Write {EMERGENCY_LINES} short lines, after '|-'"


def _numbers(sentence: Sentence, short_codes: set[str]) -> Iterator[tuple[str, str]]:
    remedy = "Delete it; numbers and addresses come from helplines.yaml and verify.yaml"
    for pattern in (PHONE, ADDRESS):
        if found := pattern.search(sentence.text):
            yield f"holds '{found[0]}'", remedy
    for number in re.findall(r"(?<![\d.,])\d{3,5}(?![\d.,]\d|\d)", sentence.text):
        if number in short_codes:
            yield f"holds the number {number}", remedy


def _commands(sentence: Sentence) -> Iterator[tuple[str, str]]:
    for name in COMMAND.findall(sentence.text):
        if name not in contract.COMMANDS:
            yield f"names /{name}, which does not exist", did_you_mean(name, contract.COMMANDS)


def _placeholders(draft: Draft) -> dict[tuple[str, str], tuple[str, ...]]:
    """What each sentence must hold: by contract for replies, as in English for everything else."""
    english = {
        (sentence.kind, sentence.name): tuple(PLACEHOLDER.findall(sentence.text))
        for sentence in sentences(draft)
        if sentence.language == ENGLISH
    }
    kinds = ("reply", "button")
    by_contract = {
        (kind, key): tuple(f"{{{n}}}" for n in names) for key, names in contract.REPLIES.items() for kind in kinds
    }
    return english | by_contract


def _fill(sentence: Sentence, wanted: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    held = set(PLACEHOLDER.findall(sentence.text))
    if missing := set(wanted) - held:
        yield f"lacks {' '.join(sorted(missing))}", "Write it where the word belongs, exactly so"
    if extra := held - set(wanted):
        yield f"holds {' '.join(sorted(extra))}, which nothing fills in", "Delete it, or write it exactly as in English"


def _telling(sentence: Sentence, draft: Draft) -> Iterator[tuple[str, str]]:
    """Somebody may look over the shoulder: the first line of a reply says nothing."""
    words = draft.words.get(sentence.language)
    if words is None or not (sentence.kind == "emergency" or sentence.name in ("first_line", "late", "covert_menu")):
        return
    first = sentence.text.splitlines()[0] if sentence.text else ""
    for word in words.telling:
        if _stands_in(folded(str(word)), folded(first)):
            yield f"has '{word}' in its first line", "Say it in the second line, or without that word"


def _stands_in(word: str, text: str) -> bool:
    if not word or any(script_of(char) in UNSPACED for char in word):
        return bool(word) and word in text
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None
