"""The composition root: the one place where everything meets.

Start: folder and its lock, Telegram's stand-in if there is no token, store (migrated, key tried on every letter), who the
bot is and whether the database is its own, then workers, then the poll loop. Stop: poll loop, workers (what is in hand is
finished), the last confirmation, and everything else in reverse. A task that dies takes the process with it.
"""

from __future__ import annotations

import asyncio
import fcntl
import logging
import os
import signal
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from functools import partial
from pathlib import Path

from telegram.error import InvalidToken, TelegramError

from bot.broadcasting import Broadcasting, broadcasting, budget_for
from bot.chat.api import Api
from bot.chat.budget import Budget
from bot.chat.console import Console
from bot.chat.dispatch import Dispatcher
from bot.chat.files import FileSender
from bot.chat.flood import Flood
from bot.chat.handlers import Counter, Door, UnauthorisedError
from bot.chat.herald import Herald
from bot.chat.join import Pause
from bot.chat.poll import Poller
from bot.chat.sender import TelegramSender
from bot.chat.subscribe import Subscribing
from bot.core.content import Content
from bot.core.ports import Answerer
from bot.sandbox import TOKEN as SANDBOX_TOKEN
from bot.sandbox import Sandbox
from bot.settings import ALIVE, DATABASE, HIDDEN, TELEGRAM, Settings, SettingsError
from bot.store.database import database_url
from bot.store.meta import claim
from bot.store.open import KeyFile, Store, open_store
from bot.store.retention import keep_tidy, tidy

logger = logging.getLogger(__name__)

SANDBOX_ADDRESS = ("127.0.0.1", 8081)
LOOPBACK = ("127.0.0.1", "localhost")
FIRST_WAIT, LONGEST_WAIT = 1.0, 30.0  # seconds between tries to reach Telegram at the start
WRITE_END = 5.0  # seconds a batch that is being written has at the end


class StartError(Exception):
    """One line for the operator: what keeps the bot from starting or going on, and the remedy."""


async def serve(
    settings: Settings,
    answerer: Answerer,
    stop: asyncio.Event,
    *,
    announce: Callable[[str], None] = lambda _: None,
    pause: Pause | None = None,
    content: Content | None = None,
) -> None:
    """The bot works until `stop` is set, with alerts when there is content to check them against; raises SettingsError,
    StoreError or StartError when it cannot."""
    check_sandbox(settings)
    async with AsyncExitStack() as stack:
        stack.enter_context(locked(settings.home))
        token, root = settings.token or SANDBOX_TOKEN, settings.api_url or TELEGRAM
        if settings.is_sandbox:
            root = await stack.enter_async_context(sandbox(settings))
            announce(f"chat page  {root}/")
        store = await stack.enter_async_context(open_store(database_url(settings.address), key_file(settings)))
        api = Api(token, root)
        stack.push_async_callback(api.shutdown)
        if await introduced(api, stop):
            await claim(store.database, api.id, f"DATA_DIR={settings.data_dir}")
            logger.info("started", extra={"bot": api.id})
            alive, budget = partial(touch, settings.home / ALIVE), budget_for(settings)
            sending = None
            if content:
                sending = await stack.enter_async_context(
                    broadcasting(settings, store.database, store.vault, content, token=token, root=root, budget=budget)
                )
            await work(
                api, store, answerer, stop, pause=pause, alive=alive, sending=sending, budget=budget, content=content
            )
            logger.info("stopped")


async def work(
    api: Api,
    store: Store,
    answerer: Answerer,
    stop: asyncio.Event,
    *,
    pause: Pause | None = None,
    alive: Callable[[], None] = lambda: None,
    sending: Broadcasting | None = None,
    budget: Budget | None = None,
    content: Content | None = None,
) -> None:
    """Letters are taken in and answered, and alerts sent, until `stop` is set and what was in hand is finished."""
    sender = TelegramSender(api, budget)
    counters: list[Counter] = []
    if sending and content:
        counters = [Subscribing(sending.store.subscribers, content), Console(sending.desk, FileSender(api))]
    door = Door(answerer, sender, store.inbox, store.people, counters=counters)
    application = door.application(api)
    handle = partial(door.handle, application)
    dispatcher = Dispatcher(store.inbox, handle, answerer.is_urgent, pause=pause)
    poller = Poller(api, store.inbox, admits=Flood(answerer.is_urgent).admits, arrived=dispatcher.wake, alive=alive)
    await application.initialize()
    await tidy(store.database, time.time())
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(dispatcher.run())
            polling = group.create_task(poller.run())
            tidying = group.create_task(keep_tidy(store.database))
            if sending:
                herald = Herald(sending.store, sending.desk, sender)
                group.create_task(sending.run(stop))
                group.create_task(herald.run(stop))
            await stop.wait()
            tidying.cancel()
            poller.stop()
            dispatcher.stop()
            await asyncio.wait([polling], timeout=WRITE_END)
            polling.cancel()
        await poller.confirm()
    except ExceptionGroup as errors:
        if errors.subgroup((InvalidToken, UnauthorisedError)):
            raise StartError(refused_token()) from None
        raise


def touch(path: Path) -> None:
    """The file says that a poll has just been answered and its updates are on disk; a full disk must not end the bot."""
    with suppress(OSError):
        path.touch()


async def introduced(api: Api, stop: asyncio.Event) -> bool:
    """Whether Telegram said who the bot is before `stop` was set; raises StartError when it refuses the token."""
    wait = FIRST_WAIT
    while not stop.is_set():
        try:
            await api.initialize()
            await api.call("deleteWebhook", {})  # polling is refused while one is set
            return True
        except InvalidToken:
            raise StartError(refused_token()) from None
        except TelegramError as error:
            logger.warning("telegram_unreachable", extra={"error": type(error).__name__, "wait_s": wait})
        try:
            async with asyncio.timeout(wait):
                await stop.wait()
        except TimeoutError:
            wait = min(wait * 2, LONGEST_WAIT)
    return False


def refused_token() -> str:
    """What to do about a token that Telegram does not know."""
    return (
        f"TELEGRAM_TOKEN={HIDDEN}: Telegram refuses it. Ask BotFather for the current one, and whether it was stolen."
    )


def check_sandbox(settings: Settings) -> None:
    """Without a token nothing points at a live bot; raises SettingsError otherwise."""
    if not settings.is_sandbox:
        return
    remedy = (
        "without TELEGRAM_TOKEN the bot runs in the sandbox, on a database of its own. Set the token, or remove this."
    )
    if settings.database_url:
        raise SettingsError("DATABASE_URL", HIDDEN, remedy)
    if settings.api_url:
        raise SettingsError("TELEGRAM_API_URL", settings.api_url, remedy)
    if (settings.data_dir / DATABASE).exists():
        remedy = (
            "holds the database of a live bot. Set TELEGRAM_TOKEN to run it, or another DATA_DIR to try the sandbox."
        )
        raise SettingsError("DATA_DIR", settings.data_dir, remedy)


def key_file(settings: Settings) -> KeyFile:
    """The operator's key, or the one made once beside the database."""
    if settings.key_file:
        return KeyFile(settings.key_file, "KEY_FILE", may_make=False)
    return KeyFile(settings.home / "key", "DATA_DIR/key", may_make=True)


@asynccontextmanager
async def sandbox(settings: Settings) -> AsyncIterator[str]:
    """The root of a loopback Telegram whose chats begin empty, and the database with them."""
    host, port = settings.listen or SANDBOX_ADDRESS
    if host not in LOOPBACK:
        raise SettingsError(
            "LISTEN", f"{host}:{port}", "the sandbox answers on loopback only. Use 127.0.0.1 and a port."
        )
    for name in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm"):
        (settings.home / name).unlink(missing_ok=True)
    async with AsyncExitStack() as stack:
        try:
            served = await stack.enter_async_context(Sandbox(SANDBOX_TOKEN, port=port))
        except OSError as error:
            remedy = f"the port cannot be used ({error.strerror}). Set LISTEN to another, such as 127.0.0.1:8082"
            raise SettingsError("LISTEN", f"{host}:{port}", remedy) from error
        yield served.root


@contextmanager
def locked(home: Path) -> Iterator[None]:
    """The folder exists, can be written, and no other process serves from it."""
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home):
            pass
        handle = os.open(home / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise SettingsError(
            "DATA_DIR", home, f"cannot be written ({error.strerror}). Name a folder that can."
        ) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise SettingsError("DATA_DIR", home, "another bot serves from it. Stop that one, or name another.") from error
    else:
        yield
    finally:
        os.close(handle)


async def until_signalled(
    settings: Settings, answerer: Answerer, announce: Callable[[str], None], content: Content | None = None
) -> None:
    """Serve until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await serve(settings, answerer, stop, announce=announce, content=content)
