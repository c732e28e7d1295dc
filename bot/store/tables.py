"""The tables; the migrations make them, and a test compares the two."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, LargeBinary, MetaData, String, Table

metadata = MetaData()

Seq = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts only an INTEGER PRIMARY KEY by itself

inbox = Table(
    "inbox",
    metadata,
    Column("seq", Seq, primary_key=True, autoincrement=True),
    Column("update_id", BigInteger, nullable=False, unique=True),
    Column("chat", String(64), nullable=False),
    Column("received", Float, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("state", String(8), nullable=False, server_default="waiting"),
    Column("body", LargeBinary, nullable=False),
    Index("inbox_state_seq", "state", "seq"),
    sqlite_autoincrement=True,
)
"""Updates that wait for an answer (`waiting`) or whose answer lies behind a button (`parked`)."""

seen = Table(
    "seen",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("received", Float, nullable=False, index=True),
)
"""Ids of updates already taken in."""

people = Table(
    "people",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("language", String(16)),
    Column("origin", String(2)),
    Column("place", String(2)),
    Column("alerts_off", Boolean, nullable=False, server_default="0"),
    Column("touched", Integer, nullable=False, index=True),
)
"""What a person chose; `touched` is the day of the last message, as days since 1970."""

messages = Table(
    "messages",
    metadata,
    Column("message", String(64), primary_key=True),
    Column("chat", String(64), nullable=False, index=True),
    Column("sent", Float, nullable=False, index=True),
    Column("replies", LargeBinary, nullable=False),
)
"""Which of our messages answer a message (keyed hash of chat and message id)."""

meta = Table(
    "meta",
    metadata,
    Column("key", String(32), primary_key=True),
    Column("value", String(128), nullable=False),
)
