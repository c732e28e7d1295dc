"""What author and approver are shown and warned of before an alert is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.core.alerts import MOST_A_DAY, Alert, Preview, Written, length
from bot.core.compose import strange, told_by_first_line
from bot.core.content import Content


def warnings_of(
    alert: Alert,
    made: Written,
    languages: Mapping[str, int],
    recent: Sequence[Alert],
    content: Content,
    *,
    alone: bool,
) -> tuple[str, ...]:
    """Everything an approver should know, one sentence each."""
    found = [f"not in intents/: {one}: the approver has to type it" for one in strange(made.draft.text, content)]
    for language, word in told_by_first_line(made.draft, content):
        found.append(f"the first line in {language} says '{word}': others may see it on the locked screen")
    for language, text, count in fallbacks(made, languages):
        if text:
            found.append(f"no text in {language}: {count} subscribers get {text}")
        else:
            found.append(f"no usable text in {language}: {count} subscribers are left out of the audience")
    if recent:
        listed = ", ".join(str(one.id) for one in recent)
        found.append(f"in the last 24 hours there was already: alert {listed}")
    if len(recent) >= MOST_A_DAY:
        found.append(f"whoever had {MOST_A_DAY} alerts in 24 hours is left out")
    if alert.audience == 0:
        found.append("nobody is meant")
    if made.draft.imminent:
        found.append("imminent: it leaves in quiet hours too; the approver has to give a reason")
    if not made.draft.silent:
        found.append("not silent: phones will sound")
    if alone:
        found.append("only one person can approve: 15 minutes of cooling off replace the second person")
    return tuple(found)


def fallbacks(made: Written, languages: Mapping[str, int]) -> list[tuple[str, str, int]]:
    """(language of subscribers, language they get or "", how many) where there is no text of their own."""
    return [
        (language, made.spoken.get(language, ""), count)
        for language, count in sorted(languages.items())
        if language not in made.texts
    ]


def preview_of(
    alert: Alert,
    made: Written,
    languages: Mapping[str, int],
    warnings: Sequence[str],
    accept: Sequence[str],
    *,
    eta_s: int,
) -> Preview:
    """The alert as it will stand, with its figures."""
    lengths = {language: length(text) for language, text in made.texts.items()}
    listed = tuple(fallbacks(made, languages))
    return Preview(
        alert.id, alert.audience, alert.hash, eta_s, tuple(warnings), tuple(accept), made.texts, lengths, listed
    )
