"""What the store says when it cannot be opened."""

from __future__ import annotations


class StoreError(Exception):
    """One line for the operator: which file, what is wrong, and the remedy."""
