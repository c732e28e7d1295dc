"""Who helps a reader, in the order of the danger replies: embassy, home country, vetted NGO, local police last."""

from __future__ import annotations

import html
from collections.abc import Sequence

from bot.core.content import Helpline
from bot.core.voice import Voice

MISSIONS = ("embassy", "consulate")
HOME_KINDS = ("foreign_ministry", "trafficking_line", "labour_ministry", "child_line")
LIFE_KINDS = ("police", "tourist_police", "ambulance")
MOST_LINES = 6


def missions(lines: Sequence[Helpline], origin: str | None, place: str | None) -> list[Helpline]:
    """The missions of the reader's country where the reader is; everywhere when the place is not known."""
    return [
        line
        for line in lines
        if line.kind in MISSIONS
        and origin is not None
        and origin in line.serves
        and (place is None or line.country == place)
    ]


def home_lines(lines: Sequence[Helpline], origin: str | None, place: str | None) -> list[Helpline]:
    """Lines of the home country; short codes of it only for a reader who is there or may be."""
    found = [
        line
        for line in lines
        if origin is not None
        and line.kind not in (*MISSIONS, *LIFE_KINDS)
        and (origin in line.serves or (not line.serves and line.country == origin))
        and (not line.only_inside or place in (None, line.country))
    ]
    return sorted(found, key=lambda line: (line.only_inside, bool(line.caveat), _home_rank(line.kind)))


def _home_rank(kind: str) -> int:
    return HOME_KINDS.index(kind) if kind in HOME_KINDS else len(HOME_KINDS)


def local_lines(lines: Sequence[Helpline], origin: str | None, place: str | None) -> list[Helpline]:
    """Lines where the reader is that serve anybody and are not the police, and NGOs that serve the reader."""
    return [
        line
        for line in lines
        if line.kind not in (*MISSIONS, *LIFE_KINDS)
        and line.country == place != origin
        and (not line.serves or origin in line.serves)
    ]


def life_lines(lines: Sequence[Helpline], place: str | None) -> list[Helpline]:
    """Police and ambulance of the country the reader is in, and of no other."""
    return [line for line in lines if line.kind in LIFE_KINDS and place is not None and line.country == place]


def describe(line: Helpline, voice: Voice) -> str:
    """One line of the list, HTML: what it is, how to reach it, and how old the evidence is."""
    label = voice.say(
        f"kind_{line.kind}",
        country=voice.country(line.serves[0] if line.serves else line.country),
        place=voice.country(line.country),
    )
    notes = []
    if line.only_inside:
        notes.append(voice.say("call_only_inside", country=voice.country(line.country)))
    if line.caveat:
        notes.append(voice.say(line.caveat))
    notes.append(voice.say("call_seen", year=line.seen_on[:4]) if line.seen_on else voice.say("call_seen_undated"))
    name = html.escape(line.name, quote=False)
    channel = "" if line.channel in ("phone", "web", "email") else f" ({html.escape(line.channel.capitalize())})"
    hours = f" · {html.escape(line.hours, quote=False)}" if line.hours else ""
    return f"{label}: {name}\n<b>{html.escape(line.number, quote=False)}</b>{channel}{hours}\n<i>{' · '.join(filter(None, notes))}</i>"


def call_text(voice: Voice, origin: str | None, place: str | None, *, short: bool = False) -> str:
    """Whom to call, HTML. Says so where no number is known; never another country's police."""
    lines = voice.content.helplines
    blocks: list[str] = []
    embassy = missions(lines, origin, place if place != origin else None)
    if place != origin or origin is None:
        blocks += [describe(line, voice) for line in embassy] or [voice.say("call_embassy_unknown")]
    helpers = home_lines(lines, origin, place) + local_lines(lines, origin, place)
    most = 4 if short else MOST_LINES
    blocks += [describe(line, voice) for line in helpers[: max(1, most - len(blocks))]]
    if origin is None and place is None:
        blocks.append(voice.say("call_say_where"))
    elif origin is not None and not embassy and not helpers:
        blocks.append(voice.say("call_none"))
    life = life_lines(lines, place)
    if life:
        blocks.append("\n".join([voice.say("call_life"), *(describe(line, voice) for line in life[:2])]))
    blocks.append(voice.say("call_nobody_dialled"))
    return "\n\n".join(filter(None, blocks))
