"""Any bytes may stand in one of the content files; the first byte chooses which."""

from __future__ import annotations

import sys

import atheris  # type: ignore[import-not-found, import-untyped, unused-ignore]

with atheris.instrument_imports(include=["bot.content", "bot.core"]):
    from tests.fuzz.claims import file_names, reads

NAMES = file_names()


def one(data: bytes) -> None:
    """One input of the fuzzer."""
    if data:
        reads(NAMES[data[0] % len(NAMES)], data[1:])


atheris.Setup(sys.argv, one)
atheris.Fuzz()
