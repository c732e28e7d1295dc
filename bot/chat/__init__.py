"""Telegram: receiving, handling, sending."""

import os

os.environ.setdefault("PTB_TIMEDELTA", "true")  # the library's opt-in to spans of time; without it each 429 warns
