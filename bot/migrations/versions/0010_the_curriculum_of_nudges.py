"""What members choose about nudges, when to look after them, days without nudges, and what became of each.

Revision 0010, after 0009.
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel import UTCDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _member()
    op.add_column("cohort", sa.Column("country", sa.String(length=2), nullable=True))
    op.add_column(
        "cohort", sa.Column("skip_dates", sa.String(length=1000), nullable=False, server_default="")
    )
    op.add_column("delivery", sa.Column("step_kind", sa.String(length=32), nullable=True))
    op.add_column("delivery", sa.Column("step_subject", sa.String(length=32), nullable=True))
    for name in ("answered_at", "snoozed_at", "settled_at"):
        op.add_column("delivery", sa.Column(name, UTCDateTime(), nullable=True))


def _member() -> None:
    for name in ("digest_only", "prepares_on_rest_days"):
        op.add_column("member", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column(
        "member", sa.Column("muted_kinds", sa.String(length=500), nullable=False, server_default="")
    )
    for name in ("next_digest_at", "active_at"):
        op.add_column("member", sa.Column(name, UTCDateTime(), nullable=True))
    op.execute("UPDATE member SET next_digest_at = next_nudge_at")


def downgrade() -> None:
    for name in ("settled_at", "snoozed_at", "answered_at", "step_subject", "step_kind"):
        op.drop_column("delivery", name)
    op.drop_column("cohort", "skip_dates")
    op.drop_column("cohort", "country")
    op.execute("UPDATE member SET next_nudge_at = next_digest_at")
    for name in ("active_at", "next_digest_at", "muted_kinds", "prepares_on_rest_days", "digest_only"):
        op.drop_column("member", name)
