"""Where the parts of the server find each other."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.sandbox.telegram import Telegram

TELEGRAM = web.AppKey("telegram", Telegram)
STOPPING = web.AppKey("stopping", asyncio.Event)
