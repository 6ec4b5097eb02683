"""A draft for each open form of a debrief, with where the member is in it.

Revision 0009, after 0008. The table is made anew, because SQLite cannot drop its unnamed unique constraint;
no other table refers to it.
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel import UTCDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_COLUMNS = "id, team_id, interview_id, member_id, answers_sealed, updated_at"


def upgrade() -> None:
    op.drop_index("ix_debrief_draft_team_id", "debrief_draft")
    op.rename_table("debrief_draft", "debrief_draft_before")
    op.create_table(
        "debrief_draft",
        *_shared_columns(answers_nullable=True),
        sa.Column("step", sa.String(length=16), nullable=False, server_default=""),
        sa.Column("turn", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("typed_at", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("saved_mark", sa.String(length=16), nullable=False, server_default=""),
        sa.ForeignKeyConstraint(["interview_id"], ["interview.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_debrief_draft"),
    )
    _fill("debrief_draft_before")
    op.create_index("ix_debrief_draft_team_id", "debrief_draft", ["team_id"])
    op.create_index("ix_debrief_draft_interview_id", "debrief_draft", ["interview_id"])


def downgrade() -> None:
    op.drop_index("ix_debrief_draft_interview_id", "debrief_draft")
    op.drop_index("ix_debrief_draft_team_id", "debrief_draft")
    op.rename_table("debrief_draft", "debrief_draft_after")
    op.create_table(
        "debrief_draft",
        *_shared_columns(answers_nullable=False),
        sa.ForeignKeyConstraint(["interview_id"], ["interview.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("interview_id"),
    )
    # There was one draft an interview: the newest stays.
    _fill(
        "debrief_draft_after",
        "WHERE answers_sealed IS NOT NULL AND id = (SELECT other.id FROM debrief_draft_after AS other"
        " WHERE other.interview_id = debrief_draft_after.interview_id AND other.answers_sealed IS NOT NULL"
        " ORDER BY other.updated_at DESC, other.id DESC LIMIT 1)",
    )
    op.create_index("ix_debrief_draft_team_id", "debrief_draft", ["team_id"])


def _shared_columns(*, answers_nullable: bool) -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=24), nullable=False),
        sa.Column("interview_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("answers_sealed", sa.String(), nullable=answers_nullable),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
    ]


def _fill(before: str, condition: str = "") -> None:
    op.execute(f"INSERT INTO debrief_draft ({_COLUMNS}) SELECT {_COLUMNS} FROM {before} {condition}")  # noqa: S608 - our own names
    op.drop_table(before)
