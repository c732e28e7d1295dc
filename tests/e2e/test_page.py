"""The README's first command, as a person sees it: the chat page in a real browser, with the real bot behind it."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import async_playwright, expect

from tests.e2e.processes import Process
from tests.sandbox.test_page import ARGUMENTS, CHROMIUM, PHONE, enter, write

OFFER = (
    "🔥 Hiring chat support, Sihanoukville 🔥 1,200 USD per month, no experience, free ticket and room. "
    "We keep your passport for the permit. Fly this week, Telegram only"
)


async def test_an_offer_is_answered_in_the_browser(tmp_path: Path) -> None:
    """Type an offer, read the quoted words, press a button, get the reasons; the picture is kept beside the test's files."""
    process = await Process.start("run", DATA_DIR=tmp_path, LISTEN="127.0.0.1:0")
    address = (await process.line()).removeprefix("chat page  ")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = await (await browser.new_context(viewport=PHONE)).new_page()
        await page.goto(address)
        await enter(page, language="en")
        await write(page, OFFER)
        reply = page.locator(".message").nth(1)
        await expect(reply).to_contain_text("keep your passport", timeout=20_000)
        await page.screenshot(path=tmp_path / "offer.png", full_page=True)
        await reply.get_by_role("button", name="Why?").click()
        await expect(page.locator(".message").nth(2)).to_contain_text("passport", timeout=20_000)
        await browser.close()
    assert await process.end() == 0
    assert (tmp_path / "offer.png").stat().st_size > 10_000
