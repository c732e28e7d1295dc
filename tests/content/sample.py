"""A small, whole intents folder for tests: everything the contracts demand, and nothing else."""

from __future__ import annotations

from pathlib import Path

from bot.content import contract


def write_sample(root: Path, **changes: str) -> Path:
    """Write the folder; `changes` replace or add files (`en_flags` is en/flags.yaml). An empty text leaves a file out."""
    files = {**shared_files(), **language_files()} | {named(key): text for key, text in changes.items()}
    for name, text in files.items():
        if text:
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    return root


def named(key: str) -> str:
    """`en_flags` -> en/flags.yaml, `places` -> places.yaml."""
    language, _, kind = key.rpartition("_")
    return f"{language}/{kind}.yaml" if language else f"{kind}.yaml"


def shared_files() -> dict[str, str]:
    """The language-free files."""
    return {
        "languages.yaml": language("en", "English", "US"),
        "flags.yaml": "".join(
            f"{flag}:\n  number: {number}\n  title: {flag}\n  why: Because.\n  source: [SEED]\n  group: pay\n"
            "  weight: medium\n  status: live\n  rev: 2\n"
            for number, flag in enumerate(contract.FLAGS, start=1)
        ),
        "sources.yaml": "SEED:\n  title: A report\n  address: https://example.org\n  date: 2023-08\n",
        "combinations.yaml": "C1:\n  needs: [urgency, '@hub|secrecy']\n  level: high\n  why: Both.\n",
        "questions.yaml": "".join(
            [f"{name}:\n  topic: before\n  rev: 2\n" for name in contract.QUESTIONS]
            + [f"{name}:\n  topic: emergency\n  emergency: yes\n  rev: 2\n" for name in contract.EMERGENCIES]
        ),
        "places.yaml": "bavet:\n  country: KH\n  role: hub\n  weight: strong\n  names: [Bavet, บาเวต]\n  source: [SEED]\n",
        "pay.yaml": "USD:\n  names: [usd, $]\n  high_from: '800'\nETB:\n  names: [birr]\n  high_from: usd\n",
        "helplines.yaml": (
            "kh_police:\n  name: Police\n  kind: police\n  number: 0117\n  channel: phone\n  country: KH\n"
            "  only_inside: yes\n  seen_on: 2025-10\n  source: [https://example.org/a]\n"
        ),
        "verify.yaml": "PH:\n  address: dmw.gov.ph/licensed\n  holds: [holds_contract]\n  seen_on: 2024-09\n",
        "levels.yaml": "points: {weak: 4, medium: 14, strong: 30, combination: 40, assurance: 10}\n"
        "high_from: '44'\ncaution_from: '14'\norigin: not measured\n",
    }


def language(code: str, name: str, home: str, *, status: str = "live", falls_back_to: str = "''") -> str:
    """One entry of languages.yaml."""
    return (
        f"{code}:\n  name: {name}\n  script: Latn\n  direction: ltr\n  falls_back_to: {falls_back_to}\n"
        f"  status: '{status}'\n  home: [{home}]\n"
    )


def language_files(code: str = "en") -> dict[str, str]:
    """The files of one language."""
    return {
        f"{code}/flags.yaml": wording("urgency", "last seats"),
        f"{code}/questions.yaml": "".join(
            f"{name}:\n  rev: 2\n  state: draft\n  ways:\n    - about {name.replace('_', ' ')}\n  answer: |-\n    I read you.\n"
            "    Be alone.\n    Write.\n"
            for name in (*contract.QUESTIONS, *contract.EMERGENCIES)
        ),
        f"{code}/replies.yaml": "".join(
            f"{key}: Here it is{''.join(f' {{{name}}}' for name in names)}\n" for key, names in contract.REPLIES.items()
        ),
        f"{code}/words.yaml": (
            "negations_before: [no, not]\nnumbers: {one: 1}\nmultipliers:\n  k: 1000\nperiods:\n  month: [monthly]\n"
            "cues:\n"
            + "".join(f"  {cue}: [some {cue}]\n" for cue in contract.CUES)
            + "common: [the]\ntelling: [police]\n"
        ),
        f"{code}/cases.yaml": "- text: Last seats, no interview\n  kind: offer\n  flags: [urgency]\n",
    }


def wording(flag: str, *phrases: str, rev: int = 2, state: str = "draft", warn: str = "They hurry you.") -> str:
    """One entry of a language's flags.yaml."""
    listed = "".join(f"    - {phrase}\n" for phrase in phrases)
    return f"{flag}:\n  rev: {rev}\n  state: {state}\n  phrases:\n{listed}  warn: {warn}\n  ask: Why today?\n"
