"""What a person practiced, and the language a member chose.

Revision 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel import UTCDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "practice_answer",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=24), nullable=False),
        sa.Column("user_id", sa.String(length=24), nullable=False),
        sa.Column("card_id", sa.String(length=48), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("reply", sa.Integer(), nullable=False),
        sa.Column("answered_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("team_id", "user_id", "round", "card_id"),
    )
    op.create_index("ix_practice_answer_team_id", "practice_answer", ["team_id"])
    op.add_column("member", sa.Column("language", sa.String(length=16), nullable=True))


def downgrade() -> None:
    op.drop_column("member", "language")
    op.drop_table("practice_answer")
