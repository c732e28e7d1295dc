"""A loopback Telegram: the Bot API on one side, people and a chat page on the other."""

from bot.sandbox.answers import Button, Call, Media, Reply, Said, Shown
from bot.sandbox.client import Client, SandboxError
from bot.sandbox.faults import Fault
from bot.sandbox.inprocess import TOKEN, Sandbox

__all__ = [
    "TOKEN",
    "Button",
    "Call",
    "Client",
    "Fault",
    "Media",
    "Reply",
    "Said",
    "Sandbox",
    "SandboxError",
    "Shown",
]
