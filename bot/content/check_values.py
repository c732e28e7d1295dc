"""Values that are of the right form but cannot be meant, and what a live language lacks. All of these are remarks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable

from bot.content import contract
from bot.content.draft import Draft
from bot.content.findings import did_you_mean
from bot.core.content import Case, Helpline

DATE = re.compile(r"20\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
FULL_DATE = re.compile(r"20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])( .+)?")
INTERNATIONAL = re.compile(r"\+[1-9]\d{6,14}")
LOCAL = re.compile(r"\d{3,12}")
SITE = re.compile(r"(?!https?:)[\w-]+(\.[\w-]+)+(/\S*)?")
MAIL = re.compile(r"[^\s@]+@[\w-]+(\.[\w-]+)+")
MOST_NAMED = 8
REQUIRED_CUES = ("offer", "asking", "news", "own_story", "abroad", "travel")


def check_values(draft: Draft) -> None:
    """Note values that cannot be meant and what is missing in live languages."""
    for check in CHECKS:
        check(draft)


def _numbers_of_flags(draft: Draft) -> None:
    for name, flag in draft.flags.items():
        if name in contract.FLAGS and flag.number != contract.FLAGS.index(name) + 1:
            what = f"{name} has number {flag.number}"
            draft.findings.remark(draft.path("flags"), name, what, f"Write 'number: {contract.FLAGS.index(name) + 1}'")


def _dates(draft: Draft) -> None:
    dated: Iterable[tuple[str, str, str, re.Pattern[str]]] = [
        *((draft.path("helplines"), line.id, line.seen_on, DATE) for line in draft.helplines.values()),
        *((draft.path("helplines"), line.id, line.dialled_on, FULL_DATE) for line in draft.helplines.values()),
        *((draft.path("verify"), origin, register.seen_on, DATE) for origin, register in draft.registers.items()),
        *((draft.path("places"), place.id, place.retired_on, FULL_DATE) for place in draft.places.values()),
    ]
    for path, name, date, form in dated:
        if date and not form.fullmatch(date):
            remedy = "Write 2025, 2025-10 or 2025-10-31" if form is DATE else "Write it like 2025-10-31"
            draft.findings.remark(path, date, f"'{date}' is not a date ({name})", remedy)


def _numbers(draft: Draft) -> None:
    for line in draft.helplines.values():
        problem = _number_problem(line)
        if problem:
            draft.findings.remark(
                draft.path("helplines"), line.number, f"'{line.number}' ({line.id}) {problem[0]}", problem[1]
            )


def _number_problem(line: Helpline) -> tuple[str, str] | None:
    digits = re.sub(r"[ ().-]", "", line.number)
    if line.channel == "app":
        return None
    if line.channel == "web":
        fits, form = bool(SITE.fullmatch(line.number)), "an address without https://, such as peduliwni.kemlu.go.id"
    elif line.channel == "email":
        fits, form = bool(MAIL.fullmatch(line.number)), "one e-mail address"
    elif line.channel in ("telegram", "line", "wechat") and not digits.lstrip("+").isdigit():
        fits, form = bool(re.fullmatch(r"@?[\w.-]{3,}", line.number)), "a name such as @embassy, or +855…"
    elif line.number.startswith("+"):
        fits, form = bool(INTERNATIONAL.fullmatch(digits)), "+ and 7 to 15 digits"
    elif LOCAL.fullmatch(digits) and not line.only_inside:
        return (
            "can only be dialled inside the country",
            "Write 'only_inside: yes', or the number with + and the country's code",
        )
    else:
        fits, form = bool(LOCAL.fullmatch(digits)), "a short number, or + and 7 to 15 digits"
    return None if fits else (f"does not look like {line.channel}", f"Write {form}")


def _registers(draft: Draft) -> None:
    for origin, register in draft.registers.items():
        if register.address and not SITE.fullmatch(register.address):
            remedy = "Write it without https:// and without blanks, such as dmw.gov.ph/licensed"
            draft.findings.remark(draft.path("verify"), register.address, f"the address of {origin} is not one", remedy)


def _replies(draft: Draft) -> None:
    for language, replies in draft.replies.items():
        for key in replies:
            if key not in contract.REPLIES:
                remedy = did_you_mean(key, contract.REPLIES)
                draft.findings.remark(
                    draft.path("replies", language), key, f"nothing says the sentence '{key}'", remedy
                )
    for language in draft.live:
        _missing(draft, "replies", language, contract.REPLIES, draft.replies.get(language, {}))


def _questions(draft: Draft) -> None:
    for language in draft.live:
        answered = {answer.question for answer in draft.answers if answer.language == language}
        _missing(draft, "questions", language, (*contract.EMERGENCIES, *contract.QUESTIONS), answered)


def _words(draft: Draft) -> None:
    for language, words in draft.words.items():
        path = draft.path("words", language)
        for names, known, kind in ((words.cues, contract.CUES, "cue"), (words.periods, contract.PERIODS, "period")):
            for name in names:
                if name not in known:
                    draft.findings.remark(path, name, f"'{name}' is no {kind}", did_you_mean(name, known))
    for language in draft.live:
        found = draft.words.get(language)
        _missing(
            draft,
            "words",
            language,
            REQUIRED_CUES,
            {cue for cue, listed in found.cues.items() if listed} if found else (),
        )
        if not any(wording.language == language for wording in draft.wordings):
            what = "no flag has words in a live language"
            draft.findings.remark(draft.path("flags", language), 1, what, "Write them: no offer is recognised")


def _missing(draft: Draft, kind: str, language: str, wanted: Iterable[str], found: Iterable[str]) -> None:
    path, present = draft.path(kind, language), set(found)
    if not present and any(fault.path == path for fault in draft.findings.faults):
        return  # what cannot be read is not missing
    missing = [name for name in wanted if name not in present]
    if missing:
        more = f" and {len(missing) - MOST_NAMED} more (STATUS.md lists them)" if len(missing) > MOST_NAMED else ""
        what = f"{len(missing)} missing in a live language: {', '.join(missing[:MOST_NAMED])}{more}"
        draft.findings.remark(path, 1, what, "Write them, or set its status to off in languages.yaml")


def _cases(draft: Draft) -> None:
    seen: dict[tuple[str, str], Case] = {}
    for case in draft.cases:
        for what, remedy in _case_problems(case, draft):
            draft.findings.remark(case.path, case.line, what, remedy)
        first = seen.setdefault((case.language, " ".join(case.text.split())), case)
        if first is not case:
            draft.findings.remark(
                case.path, case.line, f"the same text stands in line {first.line}", "Delete one of the two"
            )


def _case_problems(case: Case, draft: Draft) -> Iterable[tuple[str, str]]:
    for flag in (*case.flags, *case.not_flags):
        if flag not in draft.flags:
            yield f"'{flag}' is no flag", did_you_mean(flag, draft.flags)
    for level in case.level:
        if level not in ("high", "caution", "none"):
            yield f"'{level}' is no level", "Use high, caution or none"
    for flag, count in Counter((*set(case.flags), *set(case.not_flags))).items():
        if count > 1:
            yield f"'{flag}' stands in flags and in not_flags", "Delete one of the two"
    if case.question and case.question not in draft.questions:
        yield f"'{case.question}' is no question", did_you_mean(case.question, draft.questions)
    if case.level and case.kind != "offer":
        yield "only an offer has a level", "Delete 'level', or write 'kind: offer'"
    asked = draft.questions.get(case.question or "")
    if case.kind == "emergency" and asked and not asked.emergency:
        yield f"{case.question} is no emergency", "Write 'kind: question', or another question"


CHECKS: tuple[Callable[[Draft], None], ...] = (
    _numbers_of_flags, _dates, _numbers, _registers, _replies, _questions, _words, _cases,
)  # fmt: skip
