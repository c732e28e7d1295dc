"""Subscribers, staff, alerts with one row for each recipient, the audit log, and the shared send budget."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

SEQ = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """The tables of the alerts exist."""
    op.create_table(
        "subscribers",
        sa.Column("subscriber", sa.String(64), primary_key=True),
        sa.Column("chat", sa.LargeBinary, nullable=False),
        sa.Column("language", sa.String(16), nullable=False, index=True),
        sa.Column("origin", sa.String(2), nullable=False, server_default=""),
        sa.Column("place", sa.String(2), nullable=False, server_default=""),
        sa.Column("topics", sa.Integer, nullable=False, server_default="0"),
        sa.Column("since", sa.Integer, nullable=False),
    )
    op.create_table(
        "staff",
        sa.Column("user_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("role", sa.String(16), primary_key=True),
    )
    op.create_table(
        "alerts",
        sa.Column("id", SEQ, primary_key=True, autoincrement=True),
        sa.Column("state", sa.String(20), nullable=False, index=True),
        sa.Column("since", sa.Float, nullable=False),
        sa.Column("created", sa.Float, nullable=False),
        sa.Column("author", sa.BigInteger, nullable=False),
        sa.Column("approver", sa.BigInteger),
        sa.Column("via", sa.String(8), nullable=False, server_default=""),
        sa.Column("is_weak", sa.Boolean, nullable=False, server_default="0"),
        sa.Column("draft", sa.Text, nullable=False),
        sa.Column("texts", sa.Text, nullable=False),
        sa.Column("labels", sa.Text, nullable=False),
        sa.Column("audience", sa.Integer, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("approved_hash", sa.String(64)),
        sa.Column("reason", sa.String(200)),
        sa.Column("why", sa.String(32), nullable=False, server_default=""),
        sa.Column("resumes", sa.String(20)),
        sa.Column("due", sa.Float),
        sa.Column("first_few", sa.Integer, nullable=False, server_default="0"),
        sa.Column("started", sa.Float),
        sa.Column("ended", sa.Float),
        sa.Column("parent", sa.Integer),
        sa.Column("fix", sa.Text),
        sa.Column("progress", sa.Text),
        sa.Column("totals", sa.Text),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "outbox",
        sa.Column("seq", SEQ, primary_key=True, autoincrement=True),
        sa.Column("alert", sa.Integer, nullable=False),
        sa.Column("subscriber", sa.String(64), nullable=False),
        sa.Column("chat", sa.LargeBinary),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("place", sa.String(2), nullable=False, server_default=""),
        sa.Column("state", sa.String(10), nullable=False, server_default="pending"),
        sa.Column("reason", sa.String(24), nullable=False, server_default=""),
        sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
        sa.Column("due", sa.Float),
        sa.Column("holder", sa.String(36)),
        sa.Column("lease", sa.Float),
        sa.Column("ended", sa.Float),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("fix", sa.String(10)),
        sa.UniqueConstraint("subscriber", "alert", name="outbox_subscriber_alert"),
        sqlite_autoincrement=True,
    )
    op.create_index("outbox_alert_state_seq", "outbox", ["alert", "state", "seq"])
    op.create_index("outbox_alert_fix_ended", "outbox", ["alert", "fix", "ended"])
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("actor", sa.BigInteger, nullable=False),
        sa.Column("via", sa.String(8), nullable=False),
        sa.Column("act", sa.String(24), nullable=False),
        sa.Column("alert", sa.Integer),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("counts", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    op.create_table(
        "lane",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("next_at", sa.Float, nullable=False, server_default="0"),
        sa.Column("frozen_until", sa.Float, nullable=False, server_default="0"),
    )
