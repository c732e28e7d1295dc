"""The learned layer on disk."""

from pathlib import Path

from bot.content.learned_file import load_model, save_model
from bot.core.ideas import lexicon
from bot.core.model import Grams, Head, Model
from bot.core.normalise import Tables


def test_a_model_comes_back_as_it_was(tmp_path: Path) -> None:
    """Arrays, words, thresholds and stamp."""
    heads = {
        "question": Head(("-", "a"), (0.5, 0.1), 0.1, bytes(range(4)), Grams(bytes(12), bytes(2), bytes(2), 0.5)),
        "kind": Head(("a", "b", "c"), (0.1, 0.2, 0.3), 0.2, bytes(6)),
    }
    words = lexicon({"en": {"passport": ["passport*", "*port", "a document"]}}, Tables())
    model = Model({"x": 0, "y": 1}, 2, bytes(range(2)), heads, {"high": 0.9}, words, "stamp", ("asha",))
    save_model(model, tmp_path / "learned.bin")
    assert load_model(tmp_path / "learned.bin") == model


def test_without_a_file_the_rules_judge_alone(tmp_path: Path) -> None:
    """No file, no model, no error."""
    assert load_model(tmp_path / "none.bin") is None
