"""The summary outside Slack: its token, and the weekly push to an address.

Revision 0008, after 0007.
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel import UTCDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_QUEUED = sa.text("state = 'queued'")


def upgrade() -> None:
    op.create_table(
        "summary_token",
        *_row(),
        sa.Column("cohort_id", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.String(length=24), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=True),
        *_of_one_cohort(),
    )
    op.create_index("ix_summary_token_team_id", "summary_token", ["team_id"])
    op.create_table(
        "webhook",
        *_row(),
        sa.Column("cohort_id", sa.String(length=32), nullable=False),
        sa.Column("address_sealed", sa.String(), nullable=False),
        sa.Column("secret_sealed", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(length=24), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("next_push_at", UTCDateTime(), nullable=True),
        *_of_one_cohort(),
    )
    op.create_index("ix_webhook_team_id", "webhook", ["team_id"])
    op.create_index("ix_webhook_next", "webhook", ["next_push_at"])
    op.create_table(
        "webhook_push",
        *_row(),
        sa.Column("webhook_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("occurrence", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=False),
        sa.Column("send_after", UTCDateTime(), nullable=False),
        sa.Column("claimed_until", UTCDateTime(), nullable=True),
        sa.Column("finished_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["webhook_id"], ["webhook.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("webhook_id", "kind", "occurrence"),
    )
    op.create_index("ix_webhook_push_team_id", "webhook_push", ["team_id"])
    op.create_index(
        "ix_webhook_push_queue",
        "webhook_push",
        ["send_after"],
        postgresql_where=_QUEUED,
        sqlite_where=_QUEUED,
    )


def downgrade() -> None:
    for table in ("webhook_push", "webhook", "summary_token"):
        op.drop_table(table)


def _row() -> tuple[sa.Column[str], ...]:
    return (
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=24), nullable=False),
    )


def _of_one_cohort() -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("cohort_id"),
    )
