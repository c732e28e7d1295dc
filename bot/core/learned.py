"""What the learned layer says of a text, as the judge and the kinds read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Learned:
    """What the learned layer makes of a text."""

    scam: float
    """Probability that it is an offer of a scam recruiter."""
    kind: Mapping[str, float]
    """emergency, offer, question, other -> probability."""
    question: Mapping[str, float]
    """Question id -> probability, given that a question is asked."""
    danger: bool = False
    """Whether words of the text name something that happens to people who are held: being locked in, beaten, sold."""
