"""The key outside the database: what it seals, opens and hashes."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.store.errors import StoreError

NONCE = 12  # bytes, AES-GCM


class SealedError(Exception):
    """Bytes that this key does not open."""


class Vault:
    """One secret of 32 bytes, and the keys derived from it: one to seal with, one to hash with."""

    def __init__(self, secret: bytes) -> None:
        self._aead = AESGCM(_derive(secret, b"seal"))
        self._hash_key = _derive(secret, b"hash")

    def seal(self, content: Any, label: str) -> bytes:
        """The content as JSON, encrypted; only the same key and label open it."""
        nonce = os.urandom(NONCE)
        plain = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        return nonce + self._aead.encrypt(nonce, plain, label.encode())

    def open(self, sealed: bytes, label: str) -> Any:
        """What was sealed under this label; raises SealedError when key, label or bytes are not the same."""
        try:
            return json.loads(self._aead.decrypt(sealed[:NONCE], sealed[NONCE:], label.encode()))
        except (InvalidTag, ValueError) as error:
            raise SealedError(label.partition(":")[0]) from error

    def hash(self, kind: str, *ids: int) -> str:
        """A keyed hash (64 hex digits): ids of Telegram are few enough to try them all against a plain one."""
        return self.sign(":".join([kind, *map(str, ids)]))

    def sign(self, text: str) -> str:
        """A keyed hash of the text (64 hex digits)."""
        return hmac.digest(self._hash_key, text.encode(), hashlib.sha256).hex()


def read_key(path: Path, setting: str) -> Vault:
    """The vault of a key file; refuses one that others may read or that holds no key."""
    named = f"{setting}={path}"
    try:
        mode = path.stat().st_mode
        text = path.read_text("ascii").strip()
        secret = bytes.fromhex(text)
    except OSError as error:
        raise StoreError(f"{named} cannot be read ({error.strerror}). Name a file this user may read.") from error
    except ValueError:
        secret = b""
    if mode & (stat.S_IROTH | stat.S_IWOTH | stat.S_IWGRP):
        raise StoreError(f"{named} can be read or changed by others. Do: chmod 0400 {path}")
    if len(secret) != 32:
        raise StoreError(f"{named} does not hold 64 hex digits. Put the key back, or make one: openssl rand -hex 32")
    return Vault(secret)


def make_key(path: Path) -> None:
    """A new key stands in the file, readable by this user only; an existing file is never touched."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32) + "\n")
        file.flush()
        os.fsync(file.fileno())


def _derive(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"beforeyougo:" + purpose).derive(secret)


def body_of(opened: Any) -> Mapping[str, Any]:
    """What was opened, if it is an object."""
    if not isinstance(opened, dict):
        raise SealedError("body")
    return opened
