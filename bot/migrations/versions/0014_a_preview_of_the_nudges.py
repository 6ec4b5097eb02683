"""How many nudges of each kind a cohort would get, as leads were shown it, and when that was last counted.

Revision 0014, after 0013.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cohort", sa.Column("previewed_on", sa.Date(), nullable=True))
    op.create_table(
        "previewed_nudge",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=24), nullable=False),
        sa.Column("cohort_id", sa.String(length=32), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=True),
        sa.Column("members", sa.Integer(), nullable=True),
        sa.Column("marks", sa.LargeBinary(), nullable=False),
        sa.Column("shared", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("cohort_id", "counted_on", "kind"),
    )
    op.create_index("ix_previewed_nudge_team_id", "previewed_nudge", ["team_id"])


def downgrade() -> None:
    op.drop_table("previewed_nudge")
    op.drop_column("cohort", "previewed_on")
