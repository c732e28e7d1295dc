"""The operators' cases against the whole content: what was expected, what came, and which phrase brought it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from bot.core.content import Case
from bot.core.message import Kind, Raised, Verdict

Judge = Callable[[str], Verdict]


def failures(case: Case, verdict: Verdict) -> Iterator[str]:
    """What of the case did not come true, one line each."""
    raised = {flag.flag: flag for flag in verdict.flags}
    if case.kind and case.kind != verdict.kind.value:
        yield f"kind: expected {case.kind}, got {_got(verdict)}"
    elif case.level and verdict.level not in case.level:
        yield f"level: expected {' or '.join(case.level)}, got {_got(verdict)}"
    if case.question and case.question != verdict.question:
        yield f"question: expected {case.question}, got {verdict.question or 'none'}"
    for name in case.flags:
        if name not in raised:
            yield f"flag {name}: expected, not raised"
    for name in case.not_flags:
        if name in raised:
            yield f"flag {name}: not expected, raised by {_because(raised[name], case.text)}"


def run_cases(cases: Iterable[Case], judge: Judge) -> Iterator[tuple[Case, list[str]]]:
    """Every case with what failed of it."""
    for case in cases:
        verdict = judge(case.text)
        failed = list(failures(case, verdict))
        if any(line.startswith(("kind", "level")) for line in failed):
            failed += [f"  raised {flag.flag}: {_because(flag, case.text)}" for flag in verdict.flags]
        yield case, failed


def _got(verdict: Verdict) -> str:
    if verdict.kind is Kind.OFFER and verdict.level:
        return f"offer, level {verdict.level.value}, score {verdict.score}"
    return f"{verdict.kind.value} {verdict.question or ''}".rstrip()


def _because(flag: Raised, text: str) -> str:
    words = " … ".join(" ".join(text[start:end].split()) for start, end in flag.spans)
    by = f"the phrase '{flag.phrase}'" if flag.phrase else f"its {flag.by.value}"
    return f"{by} at “{words}”"
