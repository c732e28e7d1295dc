"""One flag or question in all languages, as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.content.draft import Draft
from bot.content.findings import did_you_mean
from bot.core.content import Answer, Wording


class UnknownIdError(Exception):
    """No flag or question has that id; says which may be meant."""


def side_by_side(draft: Draft, name: str) -> Iterator[str]:
    """The lines that show a flag or a question in every language; raises UnknownIdError for anything else."""
    if name in draft.flags:
        return _flag(draft, name)
    if name in draft.questions:
        return _question(draft, name)
    raise UnknownIdError(f"'{name}' is no flag or question. {did_you_mean(name, [*draft.flags, *draft.questions])}")


def _flag(draft: Draft, name: str) -> Iterator[str]:
    flag = draft.flags[name]
    yield f"{name}  (flag {flag.number}, {flag.group}, {flag.weight.value}, {flag.status}, rev {flag.rev})"
    yield f"  {flag.title}"
    yield f"  why           {flag.why}"
    yield f"  strong with   {', '.join(flag.strong_with) or '–'}"
    yield f"  false alarms  {flag.false_alarms or '–'}"
    yield f"  source        {', '.join(flag.source)}"
    found = {wording.language: wording for wording in draft.wordings if wording.flag == name}
    for code in draft.languages:
        yield from _head(draft, code, found.get(code), flag.rev)
        if code in found:
            yield from _listed("phrases", found[code].phrases)
            yield from _listed("unless", found[code].unless)
            yield from _text("warn", found[code].warn)
            yield from _text("ask", found[code].ask)


def _question(draft: Draft, name: str) -> Iterator[str]:
    question = draft.questions[name]
    kind = "emergency" if question.emergency else "question"
    yield f"{name}  ({kind}, {question.topic}, rev {question.rev})"
    yield f"  leads to  {', '.join(question.leads_to) or '–'}"
    found = {answer.language: answer for answer in draft.answers if answer.question == name}
    for code in draft.languages:
        yield from _head(draft, code, found.get(code), question.rev)
        if code in found:
            yield from _listed("ways", found[code].ways)
            yield from _text("answer", found[code].answer)


def _head(draft: Draft, code: str, found: Wording | Answer | None, newest: int) -> Iterator[str]:
    yield ""
    state = (
        "missing" if found is None else f"{found.state}, rev {found.rev}" + (", stale" if found.rev < newest else "")
    )
    off = ", off" if draft.languages[code].status == "off" else ""
    yield f"{code} {draft.languages[code].name}  ({state}{off})"


def _listed(title: str, phrases: Sequence[str]) -> Iterator[str]:
    if phrases:
        yield f"  {title}"
        yield from (f"    {phrase}" for phrase in phrases)


def _text(title: str, text: str) -> Iterator[str]:
    if text:
        first, *rest = text.splitlines()
        yield f"  {title}  {first}"
        yield from (f"  {' ' * len(title)}  {line}" for line in rest)
