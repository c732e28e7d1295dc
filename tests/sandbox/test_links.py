"""Addresses are taken and refused as Telegram does it."""

import pytest

from bot.sandbox.links import BadLinkError, checked_link, mentioned_user


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("a.example", "http://a.example/"),
        ("HTTPS://A.example", "https://a.example/"),
        ("https://a.example:8443/x?y#z", "https://a.example:8443/x?y#z"),
        ("a.example?x", "http://a.example/?x"),
        ("tg://resolve?domain=x", "tg://resolve?domain=x"),
    ],
)
def test_good_addresses_are_completed(address: str, kept: str) -> None:
    """A scheme and a slash are added where they lack."""
    assert kept == checked_link(address)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("", "URL host is empty"),
        ("https://", "URL host is empty"),
        ("word", "Wrong HTTP URL"),
        ("two words.example", "Wrong HTTP URL"),
        ("ftp://a.example", "Unsupported URL protocol"),
        ("javascript://a.example", "Unsupported URL protocol"),
        ("tel:117", "Wrong HTTP URL"),
    ],
)
def test_bad_addresses_are_refused(address: str, reason: str) -> None:
    """Hosts without a dot and other schemes are refused, with the reason."""
    with pytest.raises(BadLinkError, match=reason):
        checked_link(address)


def test_a_link_may_name_a_user() -> None:
    """tg://user?id=… is a mention."""
    assert (mentioned_user("tg://user?id=7"), mentioned_user("https://a.example")) == (7, None)
