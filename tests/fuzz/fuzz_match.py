"""Any text is searched and answered."""

from __future__ import annotations

import sys

import atheris  # type: ignore[import-not-found, import-untyped, unused-ignore]

with atheris.instrument_imports(include=["bot.core"]):
    from tests.fuzz.claims import answers, engine, finds


def one(data: bytes) -> None:
    """One input of the fuzzer."""
    text = data.decode("utf-8", "replace")
    finds(text, engine())
    answers(text, engine())


engine()
atheris.Setup(sys.argv, one)
atheris.Fuzz()
