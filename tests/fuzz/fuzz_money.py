"""Any text is searched for amounts of money."""

from __future__ import annotations

import sys

import atheris  # type: ignore[import-not-found, import-untyped, unused-ignore]

with atheris.instrument_imports(include=["bot.core"]):
    from tests.fuzz.claims import counts, engine


def one(data: bytes) -> None:
    """One input of the fuzzer."""
    counts(data.decode("utf-8", "replace"), engine())


engine()
atheris.Setup(sys.argv, one)
atheris.Fuzz()
