"""Verdict x Content x reader -> Reply: what is said, in which order, with which buttons."""

from __future__ import annotations

import html
from collections.abc import Sequence

from bot.core.helplines import call_text
from bot.core.message import Button, Inbound, Kind, Level, Raised, Reader, Reply, Span, Verdict
from bot.core.voice import Voice

MOST_SHOWN = 3
"""Flags quoted in one reply: more do not fit a phone screen."""
QUOTE_LENGTH = 110
NO_QUOTE = frozenset({"known_hub"})

Buttons = tuple[tuple[Button, ...], ...]


def offer_reply(verdict: Verdict, inbound: Inbound, voice: Voice, *, romanised: bool) -> Reply:
    """The verdict on an offer: the words that worry us and why, a question to ask, and what to do next."""
    level = verdict.level or Level.NONE
    parts = [voice.say("first_line"), voice.say("level_learned" if verdict.marks else f"level_{level.value}")]
    if verdict.marks:
        parts.append(
            "\n".join(f"• “{html.escape(words(inbound.text, (mark,)), quote=False)}”" for mark in verdict.marks)
        )
    shown = [flag for flag in verdict.flags if voice.wording(flag.flag)][:MOST_SHOWN]
    parts += [flag_text(flag, inbound.text, voice) for flag in shown]
    rest = len(verdict.flags) - len(shown)
    if rest > 0:
        parts.append(voice.say("more_flags", count=str(rest), button=voice.label("button_why")))
    ask = next((w.ask for flag in shown if (w := voice.wording(flag.flag)) and w.ask), "")
    if ask:
        parts.append(f"{voice.say('ask_intro')} <i>{html.escape(ask, quote=False)}</i>")
    parts.append(voice.say(f"do_{level.value}"))
    numbers = ".".join(str(voice.content.flags[flag.flag].number) for flag in verdict.flags[:12])
    rows: list[tuple[Button, ...]] = []
    if numbers:
        rows.append((Button(voice.label("button_why"), f"why:{numbers}"),))
    rows.append(
        (Button(voice.label("button_call"), call_data(verdict, voice)), Button(voice.label("button_check"), "check"))
    )
    if romanised and voice.language != "en":
        rows.append(
            (Button(voice.label("button_english"), f"why.en:{numbers}" if numbers else "ask.en:is_this_job_real"),)
        )
    return Reply(("\n\n".join(filter(None, parts)),), voice.language, tuple(rows))


def flag_text(flag: Raised, raw: str, voice: Voice) -> str:
    """The words that raised a flag and why they matter, HTML."""
    wording = voice.wording(flag.flag)
    warn = html.escape(wording.warn, quote=False) if wording else ""
    return f"• “{html.escape(quote(flag, raw), quote=False)}”\n{warn}"


def quote(flag: Raised, raw: str) -> str:
    """The person's own words behind a flag, on one line, shortened at the end."""
    return words(raw, flag.spans)


def words(raw: str, spans: Sequence[Span]) -> str:
    """What stands in those spans, on one line, shortened at the end."""
    pieces = [" ".join(raw[start:end].split()) for start, end in spans]
    joined = " … ".join(dict.fromkeys(pieces))
    return joined if len(joined) <= QUOTE_LENGTH else joined[: QUOTE_LENGTH - 1].rstrip() + "…"


def call_data(verdict: Verdict, voice: Voice) -> str:
    """The callback data of "whom to call", with the country a text names: it counts for that reply only."""
    country = text_place(verdict, voice)
    return f"call:{country}" if country else "call"


def text_place(verdict: Verdict, voice: Voice) -> str | None:
    """The one country whose places a text names; None when it names none or several."""
    named = [voice.content.places[place] for place in verdict.places if place in voice.content.places]
    countries = {place.country for place in named if place.role != "town" or place.weight is not None}
    return next(iter(countries)) if len(countries) == 1 else None


def answer_reply(verdict: Verdict, reader: Reader, voice: Voice, *, romanised: bool) -> Reply:
    """The answer to a question, or to an emergency: three calm lines and who helps."""
    question = verdict.question or ""
    known = voice.content.questions[question]
    answer = voice.answer(question)
    parts = [voice.say("first_line")] if known.emergency else []
    parts.append(html.escape(answer.answer, quote=False) if answer else voice.say("other"))
    rows: list[tuple[Button, ...]] = []
    if known.emergency:
        parts.append(call_text(voice, reader.origin, reader.place or text_place(verdict, voice), short=True))
        rows.append((Button(voice.label("button_country"), "country"),))
    else:
        rows = [(button,) for button in lead_buttons(known.leads_to, verdict, voice)]
    if romanised and voice.language != "en":
        rows.append((Button(voice.label("button_english"), f"ask.en:{question}"),))
    return Reply(("\n\n".join(filter(None, parts)),), voice.language, tuple(rows))


def lead_buttons(leads: Sequence[str], verdict: Verdict, voice: Voice) -> list[Button]:
    """The buttons a question leads to; one list of names, kept in press()."""
    data = {"call": call_data(verdict, voice), "why": ""}
    named = [(lead, data.get(lead, lead)) for lead in leads]
    return [Button(voice.label(f"button_{lead}"), value) for lead, value in named if value]


def other_reply(key: str, voice: Voice) -> Reply:
    """The reply to what is neither an offer nor a question we know; it never dead-ends."""
    if key == "covert_menu":
        return Reply((voice.say("covert_menu"),), voice.language, silent=True)
    buttons = (Button(voice.label("button_call"), "call"), Button(voice.label("button_check"), "check"))
    return Reply((voice.say(key),), voice.language, (buttons, (Button(voice.label("button_language"), "language"),)))


def why_reply(numbers: Sequence[int], voice: Voice) -> Reply:
    """Why each of the flags worries us and what to ask about it. The words themselves are no longer kept."""
    by_number = {flag.number: flag.id for flag in voice.content.flags.values()}
    parts = [voice.say("why_intro")]
    for number in numbers[:12]:
        wording = voice.wording(by_number.get(number, ""))
        if wording:
            ask = f"\n<i>{html.escape(wording.ask, quote=False)}</i>" if wording.ask else ""
            parts.append(f"• {html.escape(wording.warn, quote=False)}{ask}")
    rows = ((Button(voice.label("button_call"), "call"), Button(voice.label("button_check"), "check")),)
    return Reply(("\n\n".join(parts),), voice.language, rows)


def call_reply(voice: Voice, reader: Reader, place: str | None = None) -> Reply:
    """Whom to call, for where the reader is and is from."""
    text = f"{voice.say('call_intro')}\n\n{call_text(voice, reader.origin, place or reader.place)}"
    return Reply((text,), voice.language, ((Button(voice.label("button_country"), "country"),),))


def check_reply(voice: Voice, reader: Reader) -> Reply:
    """How a recruiter is checked from the reader's country."""
    parts = [voice.say("check_intro"), voice.say("check_two")]
    register = voice.content.registers.get(reader.origin or "")
    country = voice.country(reader.origin or "")
    if register is not None:
        if register.address:
            parts.append(voice.say("check_register", country=country, address=register.address))
        phone = next((line.number for line in voice.content.helplines if line.id == register.phone), "")
        if phone:
            parts.append(f"{voice.say('check_phone')} <b>{html.escape(phone)}</b>")
        holds = [f"• {voice.say(key)}" for key in register.holds]
        if holds:
            parts.append("\n".join([voice.say("holds_intro"), *holds]))
    elif reader.origin:
        parts.append(voice.say("check_none", country=country))
    else:
        parts.append(voice.say("check_say_origin"))
    parts.append(voice.say("check_independent"))
    rows = ((Button(voice.label("button_country"), "country"), Button(voice.label("button_call"), "call")),)
    return Reply(("\n\n".join(filter(None, parts)),), voice.language, rows)


def reply_to(verdict: Verdict, inbound: Inbound, voice: Voice, *, romanised: bool, other: str) -> Reply:
    """The reply that leads with what the text is."""
    if verdict.kind is Kind.OFFER:
        return offer_reply(verdict, inbound, voice, romanised=romanised)
    if verdict.question:
        return answer_reply(verdict, inbound.reader, voice, romanised=romanised)
    return other_reply(other, voice)
