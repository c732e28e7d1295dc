"""The fuzzers are bounded and say what they need."""

from __future__ import annotations

import importlib.util

import pytest

from tests.fuzz.run import MISSING, NAMES, main


def test_there_is_a_fuzzer_for_each_of_the_four_doors() -> None:
    """Whatever comes from outside enters by one of them."""
    assert NAMES == ["content", "match", "money", "normalise"]


def test_without_atheris_it_says_so(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit status 2 and what to install."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert main(["--seconds", "1"]) == 2
    assert capsys.readouterr().err.strip() == MISSING
