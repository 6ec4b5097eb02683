"""Which requests of Slack had their effect, so that a repetition has none.

Revision 0013, after 0012.
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel import UTCDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "handled_request",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=24), nullable=False),
        sa.Column("handled_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_handled_request_team_id", "handled_request", ["team_id"])
    op.create_index("ix_handled_request_handled_at", "handled_request", ["handled_at"])


def downgrade() -> None:
    op.drop_table("handled_request")
