"""The chat page: a few static files, with no address in them but our own."""

from __future__ import annotations

import asyncio
from pathlib import Path

from aiohttp import web

PAGE = Path(__file__).parent / "page"
FILES = {
    "/": ("index.html", "text/html"),
    "/chat.css": ("chat.css", "text/css"),
    "/chat.js": ("chat.js", "text/javascript"),
    "/bubble.js": ("bubble.js", "text/javascript"),
    "/text.js": ("text.js", "text/javascript"),
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
)


def add_routes(app: web.Application) -> None:
    """One route per file."""
    for path in FILES:
        app.router.add_get(path, page_file)


async def page_file(request: web.Request) -> web.Response:
    """One file of the page, which the browser may not mix with anything from elsewhere."""
    name, kind = FILES[request.path]
    content = await asyncio.to_thread((PAGE / name).read_text, "utf-8")
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return web.Response(text=content, content_type=kind, headers=headers)
