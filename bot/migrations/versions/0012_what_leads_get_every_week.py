"""The leads who want their cohort's numbers every week, and when the next ones come.

Revision 0012, after 0011. Nobody gets them until they ask.
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel import UTCDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "cohort_lead", sa.Column("wants_digest", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("cohort_lead", sa.Column("timezone", sa.String(length=64), nullable=True))
    op.add_column("cohort_lead", sa.Column("next_digest_at", UTCDateTime(), nullable=True))
    op.create_index("ix_cohort_lead_digest", "cohort_lead", ["next_digest_at"])


def downgrade() -> None:
    op.drop_index("ix_cohort_lead_digest", "cohort_lead")
    for name in ("next_digest_at", "timezone", "wants_digest"):
        op.drop_column("cohort_lead", name)
