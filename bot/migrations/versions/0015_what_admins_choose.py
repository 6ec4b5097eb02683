"""What the admins of a workspace choose for all of it: whether guests may use Infoview.

Revision 0015, after 0014.
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel import UTCDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "workspace_choices",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=24), nullable=False),
        sa.Column("guests_welcome", sa.Boolean(), nullable=False),
        sa.Column("changed_by", sa.String(length=24), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("team_id"),
    )
    op.create_index("ix_workspace_choices_team_id", "workspace_choices", ["team_id"])


def downgrade() -> None:
    op.drop_table("workspace_choices")
