"""The learned layer on disk."""

from pathlib import Path

from bot.content.learned_file import load_model, save_model
from bot.core.model import Head, Model


def test_a_model_comes_back_as_it_was(tmp_path: Path) -> None:
    """Arrays, thresholds and stamp."""
    heads = {
        "scam": Head(("scam",), (0.5,), 0.1, bytes(range(8))),
        "kind": Head(("a", "b", "c"), (0.1, 0.2, 0.3), 0.2, bytes(24)),
    }
    model = Model(8, bytes(range(8)), heads, {"high": 0.9}, "stamp")
    save_model(model, tmp_path / "learned.bin")
    assert load_model(tmp_path / "learned.bin") == model


def test_without_a_file_the_rules_judge_alone(tmp_path: Path) -> None:
    """No file, no model, no error."""
    assert load_model(tmp_path / "none.bin") is None
