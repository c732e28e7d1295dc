"""What staff read about alerts, as text. Staff work in English, as in the shell; readers never see these sentences."""

from __future__ import annotations

import html
from collections.abc import Sequence

from bot.core.alerts import Alert, AlertState, Counts, Line, Preview, report_notes

FORM = """Write the alert in one message like this, and leave out the lines you do not need:

<pre>/alert
languages: id, en
origins: ID
places: KH
topics: offers
urgency: normal
at: 2026-12-01 09:00
timezone: Asia/Jakarta
repeat: weekly
[id]
The text in Indonesian
[en]
The text in English</pre>

More languages in another message: <code>/alert 12</code> and the texts. Topics: offers, routes, rules, help.
Urgency imminent also leaves at night. What was sent is corrected by <code>/alert 12 correct</code> and the texts."""
BAR = 20


def preview_text(preview: Preview) -> str:
    """The figures and warnings above the texts, HTML."""
    lengths = ", ".join(f"{language} {count}" for language, count in preview.lengths.items())
    lines = [
        f"<b>Alert {preview.id}</b>: {preview.audience} people, about {duration(preview.eta_s)}",
        f"Characters of 4096: {lengths}",
        f"Hash {preview.hash[:12]}",
        *(f"⚠ {escaped(warning)}" for warning in preview.warnings),
        "",
        "The texts follow exactly as they will stand on the phone.",
        f"Try it: /alerts {preview.id} → Test. Change it: <code>/alert {preview.id}</code> and what is new.",
    ]
    return "\n".join(lines)


def approval_text(preview: Preview, *, imminent: bool) -> str:
    """What an approver has to type."""
    typed = "".join(f" {escaped(one)}" for one in map(quoted, preview.accept))
    lines = [f"To approve, type the number of people{' and what it names' if typed else ''}:"]
    if imminent:
        lines.append(f"first <code>/approve {preview.id} imminent why it cannot wait for the morning</code>")
    lines.append(f"/approve {preview.id} <i>number</i>{typed}")
    return "\n".join(lines)


def quoted(part: str) -> str:
    """A number or an address as one word."""
    return part if " " not in part else f'"{part}"'


def state_text(alert: Alert, counts: Counts, *, eta_s: int, rate: float | None = None) -> str:
    """Where an alert stands, HTML."""
    share = counts.ended / counts.audience if counts.audience else 1.0
    head = f"<b>Alert {alert.id}</b> {alert.state.value.replace('_', ' ')}{f' ({alert.why})' if alert.why else ''}"
    bar = f"{'█' * round(share * BAR)}{'░' * (BAR - round(share * BAR))} {share:.0%}"
    speed = f", {rate:.1f}/s" if rate else ""
    left = f", {duration(eta_s)} left" if counts.pending and alert.started else ""
    lines = [head, bar, f"{counts.ended} of {counts.audience}{speed}{left}", ends_text(counts)]
    lines += report_notes(alert)
    if alert.fix:
        lines.append(f"A {'correction' if alert.fix['kind'] == 'correct' else 'deletion'} is under way.")
    return "\n".join(lines)


def ends_text(counts: Counts) -> str:
    """The six figures."""
    names = ("sent", "blocked", "failed", "unknown", "cancelled", "pending")
    return " · ".join(f"{name} {getattr(counts, name)}" for name in names)


def report_text(alert: Alert, counts: Counts, lines: Sequence[Line]) -> str:
    """The report by language and reason, HTML."""
    rows = [f"{line.language}  {line.end}{f' ({line.reason})' if line.reason else ''}  {line.count}" for line in lines]
    table = escaped("\n".join(rows)) or "nothing"
    return f"{state_text(alert, counts, eta_s=0)}\n\n<pre>{table}</pre>"


TOLD = {
    "new": "awaits approval: {audience} people. Look at it: /alerts {id}",
    "change": "was changed and awaits approval anew: {audience} people. Look at it: /alerts {id}",
    "approve": "was approved by {actor}.",
    "imminent": "may leave in quiet hours, says {actor}.",
    "pause": "was paused by {actor}.",
    "resume": "goes on, says {actor}.",
    "stop": "was stopped by {actor}.",
    "correct": "is being corrected by {actor}; it can reach {reached} of those it was sent to.",
    "delete": "is being deleted by {actor}; that can reach {reached} of those it was sent to.",
    "correct_done": "is corrected: {fixed} changed, {not} not.",
    "delete_done": "is deleted: {fixed} gone, {not} not.",
    "begin": "begins: a first small part, then a pause.",
    "holding": "has reached its first part. The others follow in a moment. Look at it now: is it right?",
    "canary_failed": "stopped by itself: too many of the first part failed.",
    "changed": "stopped: it is not what was approved.",
    "missed": "was due while the bot was not running. It was not sent. Shall it leave now?",
    "restored": "is paused: this database is a copy, and the alert may have been sent since it was made.",
    "done": "is done.",
    "expired": "was not approved in 30 minutes and has expired.",
}
"""act in the audit log -> what staff are told"""
WITH_STOP = ("approve", "begin", "holding", "missed", "restored", "resume")
WITH_RESUME = ("missed", "restored")
UNPROVEN = "\nThis came from the shell, which cannot prove who types. If you do not know of it, press Stop and change who may log in."


def buttons_for(alert: Alert) -> tuple[tuple[tuple[str, str], ...], ...]:
    """(label, action) for what can be done with the alert now."""
    state = alert.state
    if state is AlertState.AWAITING_APPROVAL:
        return ((("Test", "test"), ("Stop", "stop")),)
    if state is AlertState.PAUSED:
        return ((("Resume", "resume"), ("Stop", "stop")), (("Report", "report"),))
    if alert.ends:
        rows = ((("Report", "report"),),)
        return (*rows, (("Delete what was sent", "delete"),)) if alert.started else rows
    return ((("Pause", "pause"), ("Stop", "stop")), (("Report", "report"),))


def duration(seconds: float) -> str:
    """12 s, 7 min, 1 h 20 min"""
    if seconds < 90:
        return f"{round(seconds)} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"


def escaped(text: str) -> str:
    """The text as HTML."""
    return html.escape(text, quote=False)
