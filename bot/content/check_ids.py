"""Names that must exist: what one file says of another, and what the contracts demand. All of these are faults."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable

from bot.content import contract
from bot.content.draft import ENGLISH, Draft
from bot.content.findings import did_you_mean
from bot.content.tables import country_names, iso_codes
from bot.core.content import Language

ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s/]+(/\S*)?")
LANGUAGE_CODE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")


def check_ids(draft: Draft) -> None:
    """Note every name that does not exist, and every required entry that is missing."""
    for check in CHECKS:
        check(draft)


def _languages(draft: Draft) -> None:
    path, languages = draft.path("languages"), draft.languages
    english = languages.get(ENGLISH)
    if english is None or english.status != "live":
        draft.findings.fault(
            path, 1, "English is not live", f"Add '{ENGLISH}:' with status live: other languages fall back to it"
        )
    for code, language in languages.items():
        if not LANGUAGE_CODE.fullmatch(code):
            draft.findings.fault(path, code, f"'{code}' is not a language code", "Write for example id, or zh-Hant")
        if language.falls_back_to:
            _known(draft, path, [language.falls_back_to], languages, "language")
            if _turns_in_circles(code, languages):
                draft.findings.fault(
                    path,
                    language.falls_back_to,
                    f"the fallbacks of {code} go in a circle",
                    "Let one of them fall back to ''",
                )
        _countries(draft, path, language.home)


def _turns_in_circles(code: str, languages: dict[str, Language]) -> bool:
    seen, at = set(), code
    while at in languages and at not in seen:
        seen.add(at)
        at = languages[at].falls_back_to
    return at == code


def _flags(draft: Draft) -> None:
    path = draft.path("flags")
    _required(draft, path, contract.FLAGS, draft.flags, "flag")
    numbers: dict[int, str] = {}
    for name, flag in draft.flags.items():
        if flag.number in numbers:
            what = f"{name} has number {flag.number} like {numbers[flag.number]}"
            draft.findings.fault(path, name, what, "Give it a number of its own: buttons name flags by it")
        numbers.setdefault(flag.number, name)
        _sources(draft, path, flag.source)
        _known(draft, path, flag.strong_with, [*draft.flags, *contract.CONTEXTS], "flag or context")


def _combinations(draft: Draft) -> None:
    path = draft.path("combinations")
    for name, combination in draft.combinations.items():
        for item in combination.needs:
            unknown = [part for part in item if part not in draft.flags and part not in contract.CONTEXTS]
            for part in unknown:
                remedy = did_you_mean(part, [*draft.flags, *contract.CONTEXTS])
                draft.findings.fault(path, name, f"'{part}' in {name} is no flag or context", remedy)


def _questions(draft: Draft) -> None:
    path = draft.path("questions")
    _required(draft, path, (*contract.QUESTIONS, *contract.EMERGENCIES), draft.questions, "question")
    for name, question in draft.questions.items():
        _known(draft, path, question.leads_to, contract.LEADS, "button")
        if question.emergency != (name in contract.EMERGENCIES) and name in (
            *contract.QUESTIONS,
            *contract.EMERGENCIES,
        ):
            is_emergency = "yes" if name in contract.EMERGENCIES else "no"
            draft.findings.fault(path, name, f"{name} has the wrong 'emergency'", f"Write 'emergency: {is_emergency}'")


def _places(draft: Draft) -> None:
    path = draft.path("places")
    for place in draft.places.values():
        _countries(draft, path, [place.country])
        _sources(draft, path, place.source)
    for name, pay in draft.pay.items():
        if not re.fullmatch("[A-Z]{3,4}", name):
            draft.findings.fault(draft.path("pay"), name, f"'{name}' is not a currency code", "Write for example IDR")
        _sources(draft, draft.path("pay"), pay.source)


def _helplines(draft: Draft) -> None:
    path = draft.path("helplines")
    caveats = [key for key in contract.REPLIES if key.startswith("caveat_")]
    for line in draft.helplines.values():
        _countries(draft, path, [line.country, *line.serves])
        _sources(draft, path, line.source)
        _known(draft, path, [line.caveat] if line.caveat else [], caveats, "caveat of replies.yaml")
        for tongue in line.tongues:
            if not LANGUAGE_CODE.fullmatch(tongue):
                draft.findings.fault(path, tongue, f"'{tongue}' is not a language code", "Write for example en")


def _registers(draft: Draft) -> None:
    path = draft.path("verify")
    holds = [key for key in contract.REPLIES if key.startswith("holds_") and key != "holds_intro"]
    for origin, register in draft.registers.items():
        _countries(draft, path, [origin])
        _sources(draft, path, register.source)
        _known(draft, path, [register.phone] if register.phone else [], draft.helplines, "helpline")
        _known(draft, path, register.holds, holds, "sentence of replies.yaml")


def _wordings(draft: Draft) -> None:
    for wording in draft.wordings:
        path = draft.path("flags", wording.language)
        _known(draft, path, [wording.flag], draft.flags, "flag")
        flag = draft.flags.get(wording.flag)
        _revision(draft, path, wording.flag, wording.rev, flag.rev if flag else None)
    for answer in draft.answers:
        path = draft.path("questions", answer.language)
        _known(draft, path, [answer.question], draft.questions, "question")
        question = draft.questions.get(answer.question)
        _revision(draft, path, answer.question, answer.rev, question.rev if question else None)


def _levels(draft: Draft) -> None:
    path = draft.path("levels")
    _required(draft, path, contract.POINTS, draft.levels.points, "number of points")
    if draft.levels.caution_from > draft.levels.high_from:
        draft.findings.fault(path, 1, "caution_from is above high_from", "Write the smaller number at caution_from")


def _revision(draft: Draft, path: str, name: str, rev: int, newest: int | None) -> None:
    if newest is not None and rev > newest:
        what = f"{name} has rev {rev} here, but only {newest} in the language-free file"
        draft.findings.fault(path, name, what, f"Write 'rev: {newest}', or raise it there first")


def _required(draft: Draft, path: str, names: Iterable[str], known: Collection[str], kind: str) -> None:
    for name in names:
        if name not in known:
            draft.findings.fault(
                path, 1, f"the {kind} '{name}' is missing", "Add it: other parts of the bot rely on it"
            )


def _known(draft: Draft, path: str, names: Iterable[str], known: Collection[str], kind: str) -> None:
    for name in names:
        if name not in known:
            draft.findings.fault(path, name, f"'{name}' is no {kind}", did_you_mean(name, known))


def _countries(draft: Draft, path: str, codes: Iterable[str]) -> None:
    for code in codes:
        if code not in iso_codes():
            what = f"'{code}' is no country code (ISO 3166, two capital letters)"
            draft.findings.fault(
                path,
                code,
                what,
                did_you_mean(code.upper(), ()) if code.upper() not in iso_codes() else f"Write {code.upper()}",
            )
        elif code not in country_names()[ENGLISH]:
            draft.findings.fault(
                path,
                code,
                f"the country {code} has no name in the tables",
                "Ask a developer to add it in scripts/tables.py",
            )


def _sources(draft: Draft, path: str, sources: Iterable[str]) -> None:
    for source in sources if "sources.yaml" in draft.folder.files else ():
        if source not in draft.sources and not ADDRESS.fullmatch(source):
            remedy = did_you_mean(source, draft.sources)
            draft.findings.fault(path, source, f"'{source}' is no key of sources.yaml and no web address", remedy)


CHECKS: tuple[Callable[[Draft], None], ...] = (
    _languages, _flags, _combinations, _questions, _places, _helplines, _registers, _levels, _wordings,
)  # fmt: skip
