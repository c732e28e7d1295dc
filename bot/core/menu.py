"""Commands and pressed buttons -> Reply: the menus, and what the person chose as a Wish."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.core import reply as replies
from bot.core.content import Content
from bot.core.message import Button, Kind, Reader, Reply, Verdict, Wish, WishKind
from bot.core.voice import Voice, is_live, reader_language

COMMANDS = ("start", "help", "check", "language", "country", "helplines", "forget", "about")
LANGUAGE_COLUMNS, COUNTRY_COLUMNS = 2, 3
PLACES = ("KH", "MM", "LA", "TH", "VN", "PH", "MY", "ID", "SG", "AE", "CN", "HK", "TW", "LK", "GE", "TR")
"""Countries offered as "where are you"; a person elsewhere says so with one button."""


def command(name: str, argument: str, reader: Reader, content: Content) -> Reply:
    """The reply to a command; an unknown one gets the reply that lists the known ones."""
    voice = Voice(content, reader_language(reader, content))
    if name == "language":
        return language_menu(voice)
    if name == "country":
        return place_menu(voice)
    if name == "helplines":
        return replies.call_reply(voice, reader)
    if name == "forget":
        return Reply((voice.say("forget_done"),), voice.language, wish=Wish(WishKind.FORGET))
    if name == "about":
        return about(voice)
    if name == "start":
        language = Button(voice.label("button_language"), "language")
        return Reply(
            (voice.say("start"),), voice.language, ((language, Button(voice.label("button_country"), "country")),)
        )
    if name == "check":
        return Reply((voice.say("check_prompt"),), voice.language)
    key = "help" if name == "help" else "unknown_command"
    return replies.other_reply(key, voice)


def about(voice: Voice) -> Reply:
    """What the bot is, what it cannot do, what it keeps, and how far its texts have been checked."""
    content = voice.content
    names = ", ".join(language.name for language in content.languages.values() if language.status == "live")
    states = {w.state for w in content.wordings if w.language == voice.language}
    parts = [voice.say("about", languages=names), voice.say("privacy")]
    if states != {"checked"}:
        parts.append(voice.say("about_draft", language=content.languages[voice.language].name))
    rows = ((Button(voice.label("button_forget"), "forget"),),)
    return Reply(("\n\n".join(parts),), voice.language, rows)


def language_menu(voice: Voice) -> Reply:
    """All live languages, each under its own name."""
    live = [language for language in voice.content.languages.values() if language.status == "live"]
    buttons = [Button(language.name, f"language:{language.code}") for language in live]
    return Reply((voice.say("language_ask"),), voice.language, rows_of(buttons, LANGUAGE_COLUMNS))


def place_menu(voice: Voice) -> Reply:
    """Where the person is; "rather not say" is always there."""
    buttons = [Button(voice.country(code), f"place:{code}") for code in PLACES]
    rows = (*rows_of(buttons, COUNTRY_COLUMNS), _last_row(voice, "place"))
    return Reply((voice.say("place_ask"),), voice.language, rows)


def origin_menu(voice: Voice, wish: Wish | None = None) -> Reply:
    """Which country's passport the person has: the countries for which something is known."""
    buttons = [Button(voice.country(code), f"origin:{code}") for code in origins(voice.content)]
    rows = (*rows_of(buttons, COUNTRY_COLUMNS), _last_row(voice, "origin"))
    return Reply((voice.say("origin_ask"),), voice.language, rows, wish)


def origins(content: Content) -> list[str]:
    """Countries with a helpline or a register, and the homes of the live languages, the languages' homes first."""
    homes = [c for language in content.languages.values() for c in language.home if language.status == "live"]
    served = [code for line in content.helplines for code in line.serves]
    return list(dict.fromkeys([*homes, *sorted(served), *sorted(content.registers)]))


def _last_row(voice: Voice, verb: str) -> tuple[Button, ...]:
    return Button(voice.label("other_country"), f"{verb}:ZZ"), Button(voice.label("rather_not_say"), f"{verb}:")


def rows_of(buttons: Sequence[Button], columns: int) -> tuple[tuple[Button, ...], ...]:
    """Buttons in rows of so many."""
    return tuple(tuple(buttons[i : i + columns]) for i in range(0, len(buttons), columns))


def press(data: str, reader: Reader, content: Content) -> Reply:
    """The reply to a pressed button; data we did not make gets the help reply and changes nothing."""
    head, _, argument = data.partition(":")
    verb, _, language = head.partition(".")
    voice = Voice(content, language if is_live(language, content) else reader_language(reader, content))
    if verb == "why" and argument:
        return replies.why_reply(list(_numbers(argument)), voice)
    if verb == "ask" and argument in content.questions:
        asked = Verdict(Kind.QUESTION, None, None, voice.language, question=argument)
        return replies.answer_reply(asked, reader, voice, romanised=False)
    if verb == "call":
        return replies.call_reply(voice, reader, argument if argument in content.countries.get("en", {}) else None)
    if verb == "check":
        return replies.check_reply(voice, reader)
    if verb in ("stop", "forget"):
        kind = WishKind.STOP_ALERTS if verb == "stop" else WishKind.FORGET
        return Reply((voice.say(f"{verb}_done"),), voice.language, wish=Wish(kind))
    if verb in ("language", "country", "place", "origin"):
        return _choose(verb, argument, reader, voice, chosen=":" in data)
    return replies.other_reply("help", voice)


def _numbers(argument: str) -> Iterator[int]:
    return (int(part) for part in argument.split(".") if part.isascii() and part.isdigit())


def _choose(verb: str, argument: str, reader: Reader, voice: Voice, *, chosen: bool) -> Reply:
    """Show a menu, or take what was chosen in it. ZZ means a country that is not in the list."""
    content = voice.content
    if verb == "language":
        if not is_live(argument, content):
            return language_menu(voice)
        own = Voice(content, argument)
        text = own.say("language_done", language=content.languages[argument].name)
        return Reply((text,), argument, wish=Wish(WishKind.LANGUAGE, argument))
    known = argument in content.countries.get("en", {})
    if verb == "country" or not chosen or not (known or argument in ("", "ZZ")):
        return place_menu(voice)
    code = argument if known else ""
    if verb == "place":
        return origin_menu(voice, Wish(WishKind.PLACE, code))
    told = replace(reader, origin=code or None)
    done = voice.say("country_done" if code or reader.place else "country_none")
    listed = replies.call_reply(voice, told)
    return replace(listed, texts=(f"{done}\n\n{listed.texts[0]}",), wish=Wish(WishKind.ORIGIN, code))
