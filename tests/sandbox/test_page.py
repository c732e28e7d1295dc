"""The chat page, in a real browser."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from bot.sandbox import Sandbox
from bot.sandbox.files import plain_picture
from tests.sandbox.conftest import Bot
from tests.sandbox.echo import running

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PHONE = {"width": 360, "height": 740}
NUMBER = 4242
HOSTILE = "<img src=x onerror=document.title='hacked'> & <b>not bold</b>"


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium; without it these tests fail."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest.fixture
async def page(browser: Browser, telegram: Sandbox) -> AsyncIterator[Page]:
    """The page on a phone, with every complaint of the browser and every request it makes checked in the end."""
    context = await browser.new_context(viewport={"width": 360, "height": 740})
    page = await context.new_page()
    complaints: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    await page.goto(telegram.page)
    yield page
    await context.close()
    assert complaints == []
    assert [url for url in requests if not url.startswith((telegram.root, "data:"))] == []


async def enter(page: Page, *, language: str = "km") -> None:
    """Be Sok, number 4242, with that language."""
    await page.get_by_label("Name").fill("Sok")
    await page.get_by_label("Language of the phone").select_option(language)
    await page.get_by_text("Telegram number").click()
    await page.get_by_label("The bot knows people").fill(str(NUMBER))
    await page.get_by_role("button", name="Open the chat").click()


async def write(page: Page, text: str) -> None:
    """Type a message and send it with Enter."""
    await page.get_by_label("Message", exact=True).fill(text)
    await page.keyboard.press("Enter")


async def test_a_conversation(telegram: Sandbox, page: Page) -> None:
    """Start, a reply with markup, a button that edits it, an offer and its echo in the phone's language."""
    async with running(telegram.root, telegram.token):
        await enter(page)
        await page.get_by_role("button", name="START").click()
        bubbles = page.locator(".message")
        await expect(bubbles.nth(1).locator("strong")).to_have_text("you")
        await page.get_by_role("button", name="More").click()
        await expect(bubbles.nth(1).locator(".words")).to_have_text("More of it")
        await expect(bubbles.nth(1)).to_contain_text("edited")
        await expect(page.get_by_role("status")).to_have_text("Here")
        await expect(page.get_by_role("button", name="More")).to_have_count(0)
        await write(page, "ការងារនៅកម្ពុជា")
        await expect(bubbles.nth(3).locator(".words")).to_have_text("km: ការងារនៅកម្ពុជា")
        await expect(bubbles.nth(3).locator(".words")).to_have_attribute("lang", "km")


async def test_text_is_never_html(telegram: Sandbox, page: Page) -> None:
    """Whatever is written stays text, on both sides."""
    async with running(telegram.root, telegram.token):
        await enter(page, language="en")
        await write(page, HOSTILE)
        await expect(page.locator(".words").nth(1)).to_have_text(f"en: {HOSTILE}")
        assert await page.locator("#log img, #log b").count() == 0
        assert await page.title() == "Sandbox chat"


async def test_every_entity_is_shown(telegram: Sandbox, bot: Bot, page: Page) -> None:
    """Each kind of entity has its element, nested ones too; links lead out only when pressed."""
    html = (
        "<b>a<i>b</i></b> <u>c</u> <s>d</s> <code>e</code> <pre>f</pre>\n<blockquote>g</blockquote>\n"
        '<tg-spoiler>h</tg-spoiler> <a href="https://a.example/">i</a> +855 12 345 678 /start ខ្មែរ 😀 <b>j</b>'
    )
    await telegram.meet(NUMBER)
    await bot.ok("sendMessage", chat_id=NUMBER, text=html, parse_mode="HTML")
    await enter(page)
    words = page.locator(".words")
    shown = {"strong em": "b", "u": "c", "s": "d", "code": "e", "pre": "f", "blockquote": "g", ".command": "/start"}
    for selector, text in shown.items():
        await expect(words.locator(selector)).to_have_text(text)
    await expect(words.locator("strong").last).to_have_text("j")
    links = [await link.get_attribute("href") for link in await words.locator("a").all()]
    assert links == ["https://a.example/", "tel:+85512345678"]
    await words.locator(".spoiler").press("Enter")
    await expect(words.locator(".spoiler")).to_have_class("spoiler open")


async def test_edits_deletions_and_silence_are_seen(telegram: Sandbox, bot: Bot, page: Page) -> None:
    """Edited messages change in place, deleted ones go, silent ones say so, and a reload shows the same."""
    await enter(page)
    await write(page, "mine")
    await expect(page.locator(".message")).to_have_count(1)
    sent = await bot.ok("sendMessage", chat_id=NUMBER, text="one", disable_notification=True)
    await expect(page.locator(".message").last).to_contain_text("silent")
    await bot.ok("editMessageText", chat_id=NUMBER, message_id=sent["message_id"], text="two")
    await expect(page.locator(".words").last).to_have_text("two")
    own = (await telegram.transcript(NUMBER))[0].message_id
    await bot.ok("deleteMessage", chat_id=NUMBER, message_id=own)
    await expect(page.locator(".words")).to_have_text(["two"])
    await page.reload()
    await expect(page.locator(".words")).to_have_text(["two"])


async def test_pictures_go_and_come(telegram: Sandbox, page: Page) -> None:
    """A chosen file is sent as a photo, shown, and answered."""
    picture = plain_picture(300, 200)
    async with running(telegram.root, telegram.token):
        await enter(page)
        file = {"name": "offer.png", "mimeType": "image/png", "buffer": picture}
        await page.get_by_label("Send a picture or a file").set_input_files(file)  # type: ignore[arg-type]
        await expect(page.locator(".words").last).to_have_text(f"{len(picture)} bytes")
        widths = [await image.evaluate("image => image.naturalWidth") for image in await page.locator("#log img").all()]
    assert widths == [300, 300]


async def test_the_menu_sends_commands(telegram: Sandbox, bot: Bot, page: Page) -> None:
    """The commands of the person's language are listed and sent; Escape closes the list."""
    await bot.ok("setMyCommands", commands=[{"command": "start", "description": "Mulai"}], language_code="id")
    await enter(page, language="id")
    await page.get_by_role("button", name="Commands").click()
    await expect(page.get_by_role("button", name="/start Mulai")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("list", name="Commands")).to_be_hidden()
    await page.get_by_role("button", name="Commands").click()
    await page.get_by_role("button", name="/start Mulai").click()
    await expect(page.locator(".words")).to_have_text("/start")


async def test_the_keyboard_is_enough(telegram: Sandbox, page: Page) -> None:
    """Everything on the way from the first field to a pressed button is reached by Tab and Enter."""
    async with running(telegram.root, telegram.token):
        await expect(page.get_by_label("Name")).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page.get_by_label("Message", exact=True)).to_be_focused()
        await page.keyboard.type("/start")
        await page.keyboard.press("Shift+Enter")
        await page.keyboard.press("Enter")
        more = page.get_by_role("button", name="More")
        await expect(more).to_be_visible()
        for _ in range(20):
            await page.keyboard.press("Shift+Tab")
            if await more.evaluate("node => node === document.activeElement"):
                break
        await page.keyboard.press("Enter")
        await expect(page.locator(".words").last).to_have_text("More of it")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_it_fits_a_small_screen_in_light_and_dark(
    browser: Browser, telegram: Sandbox, bot: Bot, scheme: str
) -> None:
    """On 360 pixels nothing is cut off sideways, text is readable against its ground, fingers can hit the buttons."""
    await telegram.meet(NUMBER)
    rows = [[{"text": "ហេតុអ្វី? " * 9, "callback_data": "x"}, {"text": "w" * 60, "callback_data": "y"}]]
    await bot.ok("sendMessage", chat_id=NUMBER, text="w" * 900, reply_markup={"inline_keyboard": rows})
    context = await browser.new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme)  # type: ignore[arg-type]
    page = await context.new_page()
    await page.goto(telegram.page)
    await enter(page)
    await expect(page.locator(".words")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") == 360
    for selector in (".words", ".stamp", "#person", "#change", ".row button", "#text"):
        assert await page.locator(selector).first.evaluate(CONTRAST) >= 4.5, selector
    for button in await page.get_by_role("button").all():
        if await button.is_visible() and await button.get_attribute("class") not in {"command", "unseen"}:
            box = await button.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= 44
    await context.close()


async def test_a_sandbox_that_is_gone_is_named(browser: Browser) -> None:
    """When the sandbox ends the page says so, and it goes on when a new one comes to the same place."""
    async with Sandbox() as first:
        port = int(first.root.rpartition(":")[2])
        page = await browser.new_page()
        await page.goto(first.page)
        await enter(page)
        await expect(page.get_by_role("alert")).to_be_hidden()
    await expect(page.get_by_role("alert")).to_contain_text("does not answer")
    async with Sandbox(port=port) as second:
        await expect(page.get_by_role("alert")).to_be_hidden(timeout=20_000)
        await second.say(NUMBER, "still here")
        await expect(page.locator(".words")).to_have_text("still here")
        await page.close()


async def test_people_choose_among_all_languages(page: Page) -> None:
    """The list has the twenty-five languages, each named in itself."""
    options = page.get_by_label("Language of the phone").locator("option")
    assert await options.count() == 25
    assert "ខ្មែរ (km)" in await options.all_text_contents()
    assert [await option.get_attribute("lang") for option in await options.all()][:2] == ["en", "id"]


async def test_everything_has_a_name(telegram: Sandbox, page: Page) -> None:
    """A screen reader finds labels on all fields and buttons, the log announces what comes, and people can change."""
    snapshot = await page.locator("body").aria_snapshot()
    for part in ('textbox "Name"', 'combobox "Language of the phone"', 'button "Open the chat"'):
        assert part in snapshot
    await enter(page)
    await write(page, "hello")
    await expect(page.locator(".message")).to_have_count(1)
    snapshot = await page.locator("body").aria_snapshot()
    for part in ('log "Messages"', 'textbox "Message"', 'button "Send"', 'button "Commands"', "You: hello"):
        assert part in snapshot
    assert await page.locator("#log").get_attribute("aria-live") == "polite"
    await page.get_by_role("button", name="Be somebody else").click()
    await expect(page.get_by_label("Name")).to_have_value("Sok")
    await page.get_by_role("button", name="Open the chat").click()
    await expect(page.locator(".message")).to_have_count(0)


CONTRAST = """node => {
  const parse = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  let ground = node;
  while (ground && parse(getComputedStyle(ground).backgroundColor)[3] === 0) ground = ground.parentElement;
  const one = light(parse(getComputedStyle(node).color));
  const other = light(parse(getComputedStyle(ground).backgroundColor));
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}"""
