"""The inbox, the ids seen, what people chose, which messages answer which, and the bot's own marks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """The five tables of the first version exist."""
    op.create_table(
        "inbox",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("update_id", sa.BigInteger, nullable=False, unique=True),
        sa.Column("chat", sa.String(64), nullable=False),
        sa.Column("received", sa.Float, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
        sa.Column("state", sa.String(8), nullable=False, server_default="waiting"),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("inbox_state_seq", "inbox", ["state", "seq"])
    op.create_table(
        "seen",
        sa.Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("received", sa.Float, nullable=False, index=True),
    )
    op.create_table(
        "people",
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("language", sa.String(16)),
        sa.Column("origin", sa.String(2)),
        sa.Column("place", sa.String(2)),
        sa.Column("alerts_off", sa.Boolean, nullable=False, server_default="0"),
        sa.Column("touched", sa.Integer, nullable=False, index=True),
    )
    op.create_table(
        "messages",
        sa.Column("message", sa.String(64), primary_key=True),
        sa.Column("chat", sa.String(64), nullable=False, index=True),
        sa.Column("sent", sa.Float, nullable=False, index=True),
        sa.Column("replies", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "meta",
        sa.Column("key", sa.String(32), primary_key=True),
        sa.Column("value", sa.String(128), nullable=False),
    )
