"""Whom a delivery is for, when it is too late, and which worker has it; pace, leases and restored backups.

Revision 0004, after 0003. The table of deliveries is made anew, since SQLite cannot change a unique key; no
other table refers to it.
"""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op
from sqlmodel import UTCDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_LATEST = timedelta(hours=24)
_SAME = (
    "id, team_id, member_id, kind, subject, occurrence, state, reason, due_at, send_after, attempts,"
    " finished_at, message_ts"
)
_QUEUED = sa.text("state = 'queued'")
_QUEUED_AND_FREE = sa.text("state = 'queued' AND worker_id IS NULL")
_IN_HAND = sa.text("worker_id IS NOT NULL")

_delivery = sa.table(
    "delivery",
    sa.column("id", sa.String()),
    sa.column("state", sa.String()),
    sa.column("due_at", UTCDateTime()),
    sa.column("expires_at", UTCDateTime()),
)


def upgrade() -> None:
    _keep_rows()
    op.create_table(
        "delivery",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=24), nullable=False),
        sa.Column("recipient", sa.String(length=24), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("occurrence", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=120), nullable=True),
        sa.Column("due_at", UTCDateTime(), nullable=False),
        sa.Column("send_after", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.String(length=32), nullable=True),
        sa.Column("began_at", UTCDateTime(), nullable=True),
        sa.Column("finished_at", UTCDateTime(), nullable=True),
        sa.Column("message_ts", sa.String(length=24), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("team_id", "recipient", "kind", "subject", "occurrence"),
    )
    op.execute(
        f"INSERT INTO delivery ({_SAME}, recipient, expires_at, began_at)"  # noqa: S608 - our own constants
        f" SELECT {_SAME}, (SELECT user_id FROM member WHERE member.id = kept.member_id), due_at, claimed_at"
        " FROM kept"
    )
    op.execute("DROP TABLE kept")
    _give_a_day_to_what_is_queued()
    op.create_index("ix_delivery_team_id", "delivery", ["team_id"])
    op.create_index("ix_delivery_ended", "delivery", ["state", "finished_at"])
    op.create_index("ix_delivery_member", "delivery", ["member_id", "due_at"])
    _partial_index("ix_delivery_queue", ["team_id", "send_after"], _QUEUED_AND_FREE)
    _partial_index("ix_delivery_expiring", ["expires_at"], _QUEUED)
    _partial_index("ix_delivery_in_hand", ["worker_id"], _IN_HAND)
    op.create_table(
        "lane",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=24), nullable=False),
        sa.Column("method", sa.String(length=48), nullable=False),
        sa.Column("free_at", UTCDateTime(), nullable=False),
        sa.Column("paused_until", UTCDateTime(), nullable=True),
        sa.Column("troubles", sa.Integer(), nullable=False),
        sa.Column("stopped_at", UTCDateTime(), nullable=True),
        sa.Column("stop_reason", sa.String(length=120), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("team_id", "method"),
    )
    op.create_index("ix_lane_team_id", "lane", ["team_id"])
    op.create_table(
        "worker_lease",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("started_at", UTCDateTime(), nullable=False),
        sa.Column("lease_until", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "restoration",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("restored_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    op.drop_table("restoration")
    op.drop_table("worker_lease")
    op.drop_table("lane")
    _keep_rows()
    op.create_table(
        "delivery",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=24), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("occurrence", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=120), nullable=True),
        sa.Column("due_at", UTCDateTime(), nullable=False),
        sa.Column("send_after", UTCDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_at", UTCDateTime(), nullable=True),
        sa.Column("finished_at", UTCDateTime(), nullable=True),
        sa.Column("message_ts", sa.String(length=24), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("team_id", "member_id", "kind", "subject", "occurrence"),
    )
    # What is for a lead or a channel has no place in the older table.
    op.execute(
        f"INSERT INTO delivery ({_SAME}, claimed_at) SELECT {_SAME}, began_at FROM kept"  # noqa: S608
        " WHERE member_id IS NOT NULL"
    )
    op.execute("DROP TABLE kept")
    op.create_index("ix_delivery_team_id", "delivery", ["team_id"])
    op.create_index("ix_delivery_queue", "delivery", ["state", "send_after"])


def _keep_rows() -> None:
    op.execute("CREATE TEMPORARY TABLE kept AS SELECT * FROM delivery")
    op.drop_table("delivery")


def _give_a_day_to_what_is_queued() -> None:
    connection = op.get_bind()
    queued = connection.execute(
        sa.select(_delivery.c.id, _delivery.c.due_at).where(_delivery.c.state == "queued")
    )
    changes = [{"key": key, "expires_at": due_at + _LATEST} for key, due_at in queued]
    if changes:
        connection.execute(sa.update(_delivery).where(_delivery.c.id == sa.bindparam("key")), changes)


def _partial_index(name: str, columns: list[str], condition: sa.TextClause) -> None:
    op.create_index(name, "delivery", columns, postgresql_where=condition, sqlite_where=condition)
