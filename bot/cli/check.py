"""`check`: one offer or question from the argument or standard input, answered as a reader would see it; nothing of it is kept."""

from __future__ import annotations

import argparse
import html
import json
import re
import sys
from collections.abc import Callable, Iterator
from typing import IO, Any

from bot.core.content import Content
from bot.core.message import Inbound, Reader, Verdict
from bot.core.pipeline import Answered, Engine
from bot.core.voice import is_live, spoken

LONGEST_LINE = 1_000_000
"""Bytes of one line of standard input; a longer one gets an error of its own and the rest goes on."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `check`."""
    parser.add_argument("text", nargs="?", help="the offer or question; standard input when left out")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print one JSON object instead of the reply")
    form.add_argument(
        "--jsonl", action="store_true", help='read one {"id", "text"} a line and write one verdict a line'
    )
    parser.add_argument("--lang", help="the language the reader chose")
    parser.add_argument("--origin", help="the reader's country, ISO code: whose embassy and register")
    parser.add_argument("--place", help="the country the reader is in, ISO code")


def run(args: argparse.Namespace) -> int:
    """Answer what was given; 0 also when single lines of --jsonl were wrong."""
    from bot.cli.engine import engine

    try:
        reader = reader_of({"lang": args.lang, "origin": args.origin, "place": args.place})
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    answering = engine()
    if warning := unspoken(reader.language, answering.content):
        print(warning, file=sys.stderr)
    if args.jsonl:
        answer_lines(sys.stdin.buffer, sys.stdout, answering, reader)
        return 0
    raw = args.text if args.text is not None else sys.stdin.buffer.read(LONGEST_LINE).decode("utf-8", "replace")
    answered = answering.respond(Inbound(raw, reader))
    if args.json:
        print(json.dumps(as_json(answered), ensure_ascii=False))
    else:
        print(as_text(answered))
    return 0


def answer_lines(source: IO[bytes], out: IO[str], engine: Engine, reader: Reader) -> None:
    """One verdict per line, in order; a bad line gives an error in its place and the rest goes on."""
    for line in _lines(source):
        out.write(json.dumps(answer_line(line, engine.respond, reader), ensure_ascii=False) + "\n")
        out.flush()


def _lines(source: IO[bytes]) -> Iterator[bytes | None]:
    """Lines without their ends; None for one that is too long. Empty lines are passed over."""
    while line := source.readline(LONGEST_LINE):
        whole = line.endswith(b"\n") or len(line) < LONGEST_LINE
        while not whole:
            rest = source.readline(LONGEST_LINE)
            whole = rest.endswith(b"\n") or len(rest) < LONGEST_LINE
            line = b""
        if line.strip():
            yield line
        elif not line:
            yield None


def answer_line(line: bytes | None, respond: Callable[[Inbound], Answered], reader: Reader) -> dict[str, Any]:
    """The verdict on one line of --jsonl, or {"id", "error"}."""
    name: Any = None
    try:
        if line is None:
            raise ValueError(f"line longer than {LONGEST_LINE} bytes; send at most one message per line")
        given = json.loads(line.decode("utf-8"))
        if not isinstance(given, dict):
            raise ValueError('not an object; write {"id": …, "text": …}')
        name = given.get("id")
        if not isinstance(given.get("text"), str):
            raise ValueError('"text" is missing or not a string')
        answered = respond(Inbound(given["text"], reader_of(given, reader)))
    except UnicodeDecodeError as error:
        return {"id": name, "error": f"not UTF-8 at byte {error.start}; save the file as UTF-8"}
    except json.JSONDecodeError as error:
        return {"id": name, "error": f"not JSON at column {error.colno}: {error.msg}"}
    except (ValueError, RecursionError) as error:
        return {"id": name, "error": str(error)}
    return {"id": name, **as_json(answered)}


def reader_of(given: dict[str, Any], default: Reader | None = None) -> Reader:
    """Who reads; raises ValueError for a value that is no code."""
    default = default or Reader()
    return Reader(
        language=_code("lang", given.get("lang"), r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*") or default.language,
        origin=_country("origin", given.get("origin") or given.get("country")) or default.origin,
        place=_country("place", given.get("place")) or default.place,
    )


def unspoken(language: str | None, content: Content) -> str | None:
    """One line for a chosen language the bot does not speak; None when it does, or when none was chosen."""
    if language is None or spoken(language, content):
        return None
    live = " ".join(code for code in content.languages if is_live(code, content))
    return f"lang {language!r} is not spoken here; answering in the text's own or in English. Choose one of: {live}"


def _country(key: str, value: object) -> str | None:
    found = _code(key, value, r"[A-Za-z]{2}")
    return found.upper() if found else None


def _code(key: str, value: object, form: str) -> str | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str) or not re.fullmatch(form, value):
        raise ValueError(f"{key} {value!r} is not a code; write for example {'KH' if key != 'lang' else 'id'}")
    return value


def as_json(answered: Answered) -> dict[str, Any]:
    """The contract's fields of one verdict."""
    verdict: Verdict = answered.verdict
    return {
        "kind": verdict.kind.value,
        "level": verdict.level.value if verdict.level else None,
        "score": verdict.score,
        "language": verdict.language,
        "reply_language": answered.reply.language,
        "flags": [
            {
                "id": flag.flag,
                "weight": flag.weight.value,
                "spans": [list(span) for span in flag.spans],
                "by": flag.by.value,
                "phrase": flag.phrase,
                "score": flag.score,
            }
            for flag in verdict.flags
        ],
        "combinations": list(verdict.combinations),
        "question": verdict.question,
        "reply": [plain(text) for text in answered.reply.texts],
    }


def plain(text: str) -> str:
    """A reply's HTML as the characters a reader sees."""
    return html.unescape(re.sub(r"</?[a-z][^<>]*>", "", text))


def as_text(answered: Answered) -> str:
    """The reply with its buttons, for a terminal."""
    rows = ["  ".join(f"[{button.label}]" for button in row) for row in answered.reply.buttons]
    return "\n\n".join([*(plain(text) for text in answered.reply.texts), *rows])
