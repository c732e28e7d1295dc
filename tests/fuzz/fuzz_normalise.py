"""Any text is folded so that offsets point back."""

from __future__ import annotations

import sys

import atheris  # type: ignore[import-not-found, import-untyped, unused-ignore]

with atheris.instrument_imports(include=["bot.core"]):
    from tests.fuzz.claims import folds


def one(data: bytes) -> None:
    """One input of the fuzzer."""
    folds(data.decode("utf-8", "replace"))


atheris.Setup(sys.argv, one)
atheris.Fuzz()
