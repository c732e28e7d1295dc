"""The tables; the migrations make them, and a test compares the two."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

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

subscribers = Table(
    "subscribers",
    metadata,
    Column("subscriber", String(64), primary_key=True),
    Column("chat", LargeBinary, nullable=False),
    Column("language", String(16), nullable=False, index=True),
    Column("origin", String(2), nullable=False, server_default=""),
    Column("place", String(2), nullable=False, server_default=""),
    Column("topics", Integer, nullable=False, server_default="0"),
    Column("since", Integer, nullable=False),
)
"""Who asked for alerts: a keyed hash of the chat, and its id, sealed. `topics` are bits; `since` is a day."""

staff = Table(
    "staff",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("role", String(16), primary_key=True),
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", Seq, primary_key=True, autoincrement=True),
    Column("state", String(20), nullable=False, index=True),
    Column("since", Float, nullable=False),
    Column("created", Float, nullable=False),
    Column("author", BigInteger, nullable=False),
    Column("approver", BigInteger),
    Column("via", String(8), nullable=False, server_default=""),
    Column("is_weak", Boolean, nullable=False, server_default="0"),
    Column("draft", Text, nullable=False),
    Column("texts", Text, nullable=False),
    Column("labels", Text, nullable=False),
    Column("audience", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("approved_hash", String(64)),
    Column("reason", String(200)),
    Column("why", String(32), nullable=False, server_default=""),
    Column("resumes", String(20)),
    Column("due", Float),
    Column("first_few", Integer, nullable=False, server_default="0"),
    Column("started", Float),
    Column("ended", Float),
    Column("parent", Integer),
    Column("fix", Text),
    Column("progress", Text),
    Column("totals", Text),
    sqlite_autoincrement=True,
)
"""What staff write to subscribers; `totals` hold the report when the outcomes of single subscribers are gone."""

outbox = Table(
    "outbox",
    metadata,
    Column("seq", Seq, primary_key=True, autoincrement=True),
    Column("alert", Integer, nullable=False),
    Column("subscriber", String(64), nullable=False),
    Column("chat", LargeBinary),
    Column("language", String(16), nullable=False),
    Column("place", String(2), nullable=False, server_default=""),
    Column("state", String(10), nullable=False, server_default="pending"),
    Column("reason", String(24), nullable=False, server_default=""),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("due", Float),
    Column("holder", String(36)),
    Column("lease", Float),
    Column("ended", Float),
    Column("message_id", BigInteger),
    Column("fix", String(10)),
    UniqueConstraint("subscriber", "alert", name="outbox_subscriber_alert"),
    Index("outbox_alert_state_seq", "alert", "state", "seq"),
    Index("outbox_alert_fix_ended", "alert", "fix", "ended"),
    sqlite_autoincrement=True,
)
"""One row for each subscriber of an alert. `due`: when it is tried (again); none for an end. A row that is `retrying` had
an unknown end before and counts as such."""

audit = Table(
    "audit",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Float, nullable=False),
    Column("actor", BigInteger, nullable=False),
    Column("via", String(8), nullable=False),
    Column("act", String(24), nullable=False),
    Column("alert", Integer),
    Column("hash", String(64), nullable=False),
    Column("counts", Text, nullable=False),
    Column("digest", String(64), nullable=False),
)
"""Who did what, each line chained to the one before by a keyed hash."""

lane = Table(
    "lane",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("next_at", Float, nullable=False, server_default="0"),
    Column("frozen_until", Float, nullable=False, server_default="0"),
)
"""The one send budget that several processes on PostgreSQL share."""
