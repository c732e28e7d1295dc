"""The environment as frozen Settings; an error names the key, the value and the remedy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

TELEGRAM = "https://api.telegram.org"
DATABASE = "bot.sqlite3"
ALIVE = "alive"
"""Name of the file whose age says when the bot last heard from Telegram."""
TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
HIDDEN = "(hidden)"
CHECKOUT_INTENTS = Path(__file__).parent.parent / "intents"
WHEEL_INTENTS = Path(__file__).parent / "intents"


class SettingsError(Exception):
    """One line for the operator: key, value, remedy."""

    def __init__(self, key: str, value: object, remedy: str) -> None:
        super().__init__(f"{key}={value}: {remedy}")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator set. Secrets stay out of its representation."""

    token: str | None = field(repr=False)
    api_url: str | None
    """None: Telegram's own."""
    database_url: str | None = field(repr=False)
    data_dir: Path
    intents_dir: Path
    key_file: Path | None
    listen: tuple[str, int] | None
    user_cache: Path
    owners: frozenset[int] = frozenset()
    """Telegram user ids of those who hold all roles."""
    broadcast_rate: float = 25.0
    """Messages a second."""
    broadcast_hold: float = 60.0
    """Seconds between the first part of an alert and the rest."""

    @property
    def is_sandbox(self) -> bool:
        """Without a token the bot talks to the sandbox."""
        return self.token is None

    @property
    def home(self) -> Path:
        """The folder of the database and the key: the sandbox has one of its own."""
        return self.data_dir / "sandbox" if self.is_sandbox else self.data_dir

    @property
    def cache_dirs(self) -> tuple[Path, ...]:
        """Where compiled content may be cached, best first."""
        return (self.data_dir / "cache", self.user_cache)

    @property
    def live_address(self) -> str:
        """The address of the live bot's database."""
        return self.database_url or f"sqlite:///{self.data_dir / DATABASE}"

    @property
    def address(self) -> str:
        """The address of the database that `run` uses: the sandbox has one of its own."""
        return f"sqlite:///{self.home / DATABASE}" if self.is_sandbox else self.live_address


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings; a key set to nothing counts as not set. Raises SettingsError for a value that cannot be meant."""
    given = {key: value.strip() for key, value in environment.items() if value.strip()}
    if "WEBHOOK_URL" in given:
        host = urlsplit(given["WEBHOOK_URL"]).hostname or "?"  # its path may be a secret
        raise SettingsError("WEBHOOK_URL", f"https://{host}/…", "this version only polls. Remove WEBHOOK_URL.")
    return Settings(
        token=_token(given),
        api_url=_api_url(given.get("TELEGRAM_API_URL")),
        database_url=given.get("DATABASE_URL"),
        data_dir=Path(given.get("DATA_DIR", "data")),
        intents_dir=_intents(given),
        key_file=Path(given["KEY_FILE"]) if "KEY_FILE" in given else None,
        listen=_listen(given.get("LISTEN")),
        user_cache=Path(given.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "beforeyougo",
        owners=_owners(given.get("OWNER_IDS", "")),
        broadcast_rate=_number(given, "BROADCAST_RATE", 25.0, 0.1, 10_000),
        broadcast_hold=_number(given, "BROADCAST_HOLD", 60.0, 0, 86_400),
    )


def _token(given: Mapping[str, str]) -> str | None:
    token, file = given.get("TELEGRAM_TOKEN"), given.get("TELEGRAM_TOKEN_FILE")
    if token and file:
        raise SettingsError("TELEGRAM_TOKEN_FILE", file, "TELEGRAM_TOKEN is set too. Keep one of them.")
    key = "TELEGRAM_TOKEN_FILE" if file else "TELEGRAM_TOKEN"
    if file:
        token = _read(key, file)
    if token and not TOKEN.fullmatch(token):
        raise SettingsError(key, file or HIDDEN, "this is no bot token. Copy it as BotFather shows it: 123456:ABC…")
    if file and not token:
        raise SettingsError(key, file, "the file is empty. Put the token that BotFather shows in it.")
    return token


def _read(key: str, file: str) -> str:
    try:
        return Path(file).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "not text"
        raise SettingsError(key, file, f"cannot be read ({why}). Name a file this user may read.") from error


def _api_url(given: str | None) -> str | None:
    if given is None:
        return None
    parts = urlsplit(given)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise SettingsError("TELEGRAM_API_URL", given, f"this is no root of a Bot API server, such as {TELEGRAM}")
    return given.rstrip("/")


def _intents(given: Mapping[str, str]) -> Path:
    if "INTENTS_DIR" not in given:
        return WHEEL_INTENTS if WHEEL_INTENTS.is_dir() else CHECKOUT_INTENTS
    path = Path(given["INTENTS_DIR"])
    if not path.is_dir():
        raise SettingsError("INTENTS_DIR", path, "there is no such folder. Name the folder that holds languages.yaml.")
    return path


def _listen(given: str | None) -> tuple[str, int] | None:
    if given is None:
        return None
    host, _, port = given.rpartition(":")
    if not port.isascii() or not port.isdigit() or not int(port) < 65536:
        raise SettingsError("LISTEN", given, "this is no address. Use for example 127.0.0.1:8081")
    return host.strip("[]") or "127.0.0.1", int(port)


def _owners(given: str) -> frozenset[int]:
    parts = given.replace(",", " ").split()
    if not all(part.isascii() and part.isdigit() and int(part) for part in parts):
        raise SettingsError("OWNER_IDS", given, "these are no user ids. Write numbers with commas: 123456789,987654321")
    return frozenset(map(int, parts))


def _number(given: Mapping[str, str], key: str, default: float, least: float, most: float) -> float:
    try:
        value = float(given.get(key, default))
    except ValueError:
        value = least - 1
    if not least <= value <= most:
        raise SettingsError(
            key, given[key], f"this is no number from {least:g} to {most:g}. Leave it out for {default:g}."
        )
    return value
