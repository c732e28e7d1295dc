"""The environment is read once, and a value that cannot be meant stops the start in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import CHECKOUT_INTENTS, SettingsError, read_settings

TOKEN = "123456:ABC-def_1"


def test_nothing_set_means_the_sandbox() -> None:
    """No token: a folder of its own under `data`, and the checkout's intents."""
    settings = read_settings({})
    assert settings.is_sandbox
    assert settings.home == Path("data/sandbox")
    assert settings.address == "sqlite:///data/sandbox/bot.sqlite3"
    assert settings.live_address == "sqlite:///data/bot.sqlite3"
    assert settings.intents_dir == CHECKOUT_INTENTS
    assert (settings.api_url, settings.key_file, settings.listen) == (None, None, None)


def test_a_token_means_a_live_bot(tmp_path: Path) -> None:
    """From the variable or from a file; its database stands in DATA_DIR itself."""
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    for environment in ({"TELEGRAM_TOKEN": TOKEN}, {"TELEGRAM_TOKEN_FILE": str(tmp_path / "token")}):
        settings = read_settings({**environment, "DATA_DIR": "/srv/bot"})
        assert (settings.token, settings.home) == (TOKEN, Path("/srv/bot"))


def test_empty_values_count_as_not_set() -> None:
    """Compose files pass unset variables as empty strings."""
    assert read_settings(dict.fromkeys(["TELEGRAM_TOKEN", "DATA_DIR", "LISTEN", "WEBHOOK_URL"], " ")).is_sandbox


@pytest.mark.parametrize(
    ("given", "expected"),
    [("127.0.0.1:8081", ("127.0.0.1", 8081)), ("8082", ("127.0.0.1", 8082)), ("[::1]:80", ("::1", 80))],
)
def test_addresses(given: str, expected: tuple[str, int]) -> None:
    """A port alone means loopback."""
    assert expected == read_settings({"LISTEN": given}).listen


def test_broadcast_settings() -> None:
    """Owners with commas or spaces; 25 a second and a minute's hold when nothing is said."""
    given = read_settings({"OWNER_IDS": "12, 34", "BROADCAST_RATE": "1000", "BROADCAST_HOLD": "0"})
    assert (given.owners, given.broadcast_rate, given.broadcast_hold) == ({12, 34}, 1000.0, 0.0)
    bare = read_settings({})
    assert (bare.owners, bare.broadcast_rate, bare.broadcast_hold) == (frozenset(), 25.0, 60.0)


def test_an_api_root_is_taken_without_its_slash() -> None:
    """The library appends /bot and the token."""
    settings = read_settings({"TELEGRAM_API_URL": "http://127.0.0.1:9900/", "TELEGRAM_TOKEN": TOKEN})
    assert settings.api_url == "http://127.0.0.1:9900"


@pytest.mark.parametrize(
    ("key", "value", "remedy"),
    [
        ("TELEGRAM_TOKEN", "not-a-token", "BotFather"),
        ("TELEGRAM_TOKEN_FILE", "/no/such/file", "Name a file"),
        ("TELEGRAM_API_URL", "127.0.0.1:9900", "root of a Bot API server"),
        ("TELEGRAM_API_URL", "ftp://x", "root of a Bot API server"),
        ("INTENTS_DIR", "/no/such/folder", "Name the folder"),
        ("OWNER_IDS", "12,me", "123456789"),
        ("OWNER_IDS", "-5", "123456789"),
        ("BROADCAST_RATE", "0", "Leave it out for 25"),
        ("BROADCAST_RATE", "nan", "Leave it out for 25"),
        ("BROADCAST_HOLD", "-1", "Leave it out for 60"),
        ("LISTEN", "localhost", "127.0.0.1:8081"),
        ("LISTEN", "127.0.0.1:65536", "127.0.0.1:8081"),
        ("WEBHOOK_URL", "https://bot.example/secret-path", "Remove WEBHOOK_URL"),
    ],
)
def test_an_error_names_key_value_and_remedy(key: str, value: str, remedy: str) -> None:
    """In one line; a value that may be a secret is not repeated."""
    with pytest.raises(SettingsError) as caught:
        read_settings({key: value})
    line = str(caught.value)
    assert line.startswith(f"{key}=")
    assert remedy in line
    assert "\n" not in line
    assert (value in line) == (key not in {"TELEGRAM_TOKEN", "WEBHOOK_URL"})


def test_two_tokens_are_one_too_many(tmp_path: Path) -> None:
    """Nobody should guess which of them runs; an empty token file is told as such."""
    with pytest.raises(SettingsError, match="Keep one"):
        read_settings({"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_TOKEN_FILE": "x"})
    (tmp_path / "token").write_text("")
    with pytest.raises(SettingsError, match="is empty"):
        read_settings({"TELEGRAM_TOKEN_FILE": str(tmp_path / "token")})


def test_secrets_are_not_in_the_representation() -> None:
    """Settings may end up in a traceback."""
    settings = read_settings({"TELEGRAM_TOKEN": TOKEN, "DATABASE_URL": "sqlite:///pass-word.db"})
    assert TOKEN not in repr(settings)
    assert "pass-word" not in repr(settings)
