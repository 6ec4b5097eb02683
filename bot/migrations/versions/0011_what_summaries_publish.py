"""The numbers that summaries publish once a week, and the marks that say when the next ones may be.

Revision 0011, after 0010. Cohorts that are there are counted at once, from their first week on. The index of
interviews covers how long they were, too.
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel import UTCDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_INDEX, _TABLE = "ix_interview_funnel", "interview"
_FIRST = ("cohort_id", "team_id", "member_id", "outcome", "starts_at")
_LAST = ("debriefed_at", "thanked_at", "created_at")


def upgrade() -> None:
    op.add_column("cohort", sa.Column("count_at", UTCDateTime(), nullable=True))
    op.add_column("cohort", sa.Column("counted_to", sa.Date(), nullable=True))
    op.create_index("ix_cohort_count", "cohort", ["count_at"])
    op.execute("UPDATE cohort SET count_at = created_at")
    _published_number()
    _contributor_marks()
    op.drop_index(_INDEX, _TABLE)
    op.create_index(_INDEX, _TABLE, [*_FIRST, "minutes", *_LAST])


def _published_number() -> None:
    op.create_table(
        "published_number",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=24), nullable=False),
        sa.Column("cohort_id", sa.String(length=32), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("measure", sa.String(length=32), nullable=False),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("amount", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("cohort_id", "last_day", "measure"),
    )
    op.create_index("ix_published_number_team_id", "published_number", ["team_id"])


def _contributor_marks() -> None:
    op.create_table(
        "contributor_marks",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=24), nullable=False),
        sa.Column("cohort_id", sa.String(length=32), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("measure", sa.String(length=32), nullable=False),
        sa.Column("marks", sa.LargeBinary(), nullable=False),
        sa.Column("shared", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("cohort_id", "last_day", "measure"),
    )
    op.create_index("ix_contributor_marks_team_id", "contributor_marks", ["team_id"])


def downgrade() -> None:
    op.drop_index(_INDEX, _TABLE)
    op.create_index(_INDEX, _TABLE, [*_FIRST, *_LAST])
    op.drop_table("contributor_marks")
    op.drop_table("published_number")
    op.drop_index("ix_cohort_count", "cohort")
    op.drop_column("cohort", "counted_to")
    op.drop_column("cohort", "count_at")
