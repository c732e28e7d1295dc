"""What the YAML parser complains of -> words an operator can act on."""

from __future__ import annotations

import re

import yaml

QUOTE = "Put the whole text in single quotes ('…'; an apostrophe inside is written twice)"
INDENT = "Indent with two spaces per level, and put neighbours in the same column"
_RULES: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed",
        "a second ': ' stands in this line, or the line is indented too far",
        f"{QUOTE}, or mend the indentation",
    ),
    (
        "could not find expected ':'",
        "a line here has no ': ' after its name",
        "Write 'name: text', or indent the line so that it belongs to the text above",
    ),
    (
        "did not find expected '-' indicator",
        "the line does not fit into the list above it",
        f"{INDENT}; every item of a list begins with '- '",
    ),
    (
        "did not find expected key|expected <block end>|block sequence entries|expected <document start>",
        "the line does not fit under the lines above it",
        INDENT,
    ),
    (
        "unexpected end of stream|unexpected document indicator",
        "a quoted text is never closed",
        "Close the quote; perhaps only half of the file was copied",
    ),
    (
        "escape",
        "a backslash in double quotes is read as a command",
        "Use single quotes ('…') instead of double ones",
    ),
    (
        "cannot start any token|alias|anchor|tag|directive|block scalar|expected node content|mapping keys",
        "the text begins with a sign that YAML keeps for itself",
        QUOTE,
    ),
)
_VALUE = re.compile(r"""\s*(?:-\s+)*(?:[^\s'"\[{][^:]*:\s+)?(['"\[{])""")
_UNFIT = "flow|did not find expected (key|'-' indicator|<block end>|<document start>)"
_TAB = re.compile(r"[ -]*\t")


def explain(error: yaml.YAMLError, text: str) -> tuple[int, str, str]:
    """Line (counted from 1), what is wrong and what mends it, from the parser's error."""
    lines = text.splitlines() or [""]
    mark, context = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    at = min(mark.line, len(lines) - 1) if mark else 0
    for line in (at, at - 1):
        if line >= 0 and _TAB.match(lines[line]):
            return line + 1, "a tab stands where YAML wants spaces", "Indent with two spaces per level instead"
    said = " ".join(str(part) for part in (getattr(error, "context", ""), getattr(error, "problem", "")) if part)
    if context and re.search("flow|simple key|end of stream|document indicator", said):
        at = context.line
    opened = _VALUE.match(lines[min(at, len(lines) - 1)])
    if opened and re.search(_UNFIT, said):
        return at + 1, *_opened(opened[1])
    return at + 1, *_told(said)


def _told(said: str) -> tuple[str, str]:
    for pattern, what, remedy in _RULES:
        if re.search(pattern, said):
            return what, remedy
    return f"the line is not understood ({said})", f"{INDENT}. {QUOTE}, if it holds signs such as : # [ {{"


def _opened(sign: str) -> tuple[str, str]:
    if sign in "[{":
        return f"a text that begins with {sign} is read as a list", QUOTE
    return f"the text goes on after its closing {sign}", QUOTE
