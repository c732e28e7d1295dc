"""Everything read from an intents folder, each text with its line, before it is checked and becomes Content."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.content import shared, spoken
from bot.content.findings import Findings
from bot.content.folder import Folder, check_names
from bot.content.tables import country_names
from bot.core.content import (
    Answer,
    Case,
    Combination,
    Content,
    Flag,
    Helpline,
    Language,
    Levels,
    Pay,
    Place,
    Question,
    Register,
    Wording,
    Words,
)

ENGLISH = "en"


@dataclass(slots=True)
class Draft:
    """What the files say, right or wrong."""

    folder: Folder
    findings: Findings
    languages: dict[str, Language]
    flags: dict[str, Flag]
    sources: dict[str, tuple[str, str, str]]
    combinations: dict[str, Combination]
    questions: dict[str, Question]
    helplines: dict[str, Helpline]
    registers: dict[str, Register]
    places: dict[str, Place]
    pay: dict[str, Pay]
    levels: Levels
    wordings: list[Wording] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    replies: dict[str, dict[str, str]] = field(default_factory=dict)
    words: dict[str, Words] = field(default_factory=dict)
    cases: list[Case] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)

    def path(self, kind: str, language: str = "") -> str:
        """How the file of a kind is named to people."""
        return self.folder.path(f"{language}/{kind}.yaml" if language else f"{kind}.yaml")

    @property
    def live(self) -> list[str]:
        """The codes of the languages the bot speaks."""
        return [code for code, language in self.languages.items() if language.status == "live"]

    def excuse_unfinished(self) -> None:
        """Faults of a language that is off stop nothing: they become remarks, and the language is left out."""
        for code, language in self.languages.items():
            faults = [
                problem for problem in self.findings.faults if problem.path.startswith(self.folder.path(f"{code}/"))
            ]
            if faults and language.status == "off":
                self.left_out.add(code)
                self.findings.remarks += faults
                self.findings.faults = [problem for problem in self.findings.faults if problem not in faults]

    def content(self) -> Content:
        """The content of all languages but those left out: one that is off is still recognised and matched."""
        used = set(self.languages) - self.left_out
        return Content(
            version=self.folder.version,
            languages=self.languages,
            flags=self.flags,
            combinations=tuple(self.combinations.values()),
            questions=self.questions,
            helplines=tuple(self.helplines.values()),
            registers=self.registers,
            places=self.places,
            pay=self.pay,
            levels=self.levels,
            wordings=tuple(wording for wording in self.wordings if wording.language in used),
            answers=tuple(answer for answer in self.answers if answer.language in used),
            replies={code: replies for code, replies in self.replies.items() if code in used},
            words={code: words for code, words in self.words.items() if code in used},
            countries={code: names for code, names in country_names().items() if code in self.languages},
        )


def read_draft(folder: Folder, findings: Findings, *, with_cases: bool) -> Draft:
    """Read every file of the folder; what cannot be read is noted and left out."""
    languages = shared.read_all("languages", shared.language, folder, findings)
    check_names(folder, set(languages), findings)
    draft = Draft(
        folder,
        findings,
        languages=languages,
        flags=shared.read_all("flags", shared.flag, folder, findings),
        sources=shared.read_all("sources", shared.source, folder, findings),
        combinations=shared.read_all("combinations", shared.combination, folder, findings),
        questions=shared.read_all("questions", shared.question, folder, findings),
        helplines=shared.read_all("helplines", shared.helpline, folder, findings),
        registers=shared.read_all("verify", shared.register, folder, findings),
        places=shared.read_all("places", shared.place, folder, findings),
        pay=shared.read_all("pay", shared.pay, folder, findings),
        levels=shared.levels(folder, findings),
    )
    for code in languages:
        draft.wordings += spoken.wordings(folder, code, findings)
        draft.answers += spoken.answers(folder, code, findings)
        if f"{code}/replies.yaml" in folder.files:
            draft.replies[code] = spoken.replies(folder, code, findings)
        if f"{code}/words.yaml" in folder.files:
            draft.words[code] = spoken.words(folder, code, findings)
        if with_cases:
            draft.cases += spoken.cases(folder, code, findings)
    return draft
