"""Undo, who suggested whom, calendar entries, what to ask, and trackers waiting to be imported.

Revision 0003, after 0002. Columns are added one by one, never by making a table anew: on SQLite, dropping the
old table would delete the rows that refer to it.
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel import UTCDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("contact", sa.Column("introduced_by_id", sa.String(length=32), nullable=True))
    op.create_index("ix_contact_introduced_by_id", "contact", ["introduced_by_id"])
    op.add_column("status_change", sa.Column("restores", sa.String(), nullable=True))
    op.add_column("status_change", sa.Column("undone_at", UTCDateTime(), nullable=True))
    op.add_column("interview", sa.Column("place_sealed", sa.String(), nullable=True))
    op.add_column("interview", sa.Column("questions_sealed", sa.String(), nullable=True))
    op.add_column(
        "interview", sa.Column("calendar_uid", sa.String(length=32), nullable=False, server_default="")
    )
    op.add_column(
        "interview", sa.Column("calendar_sequence", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column("interview", sa.Column("ask_again_at", UTCDateTime(), nullable=True))
    op.execute("UPDATE interview SET calendar_uid = id")
    op.create_table(
        "import_draft",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=24), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("rows_sealed", sa.String(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_import_draft_team_id", "import_draft", ["team_id"])
    op.create_index("ix_import_draft_member_id", "import_draft", ["member_id"])


def downgrade() -> None:
    op.drop_table("import_draft")
    for column in ("ask_again_at", "calendar_sequence", "calendar_uid", "questions_sealed", "place_sealed"):
        op.drop_column("interview", column)
    op.drop_column("status_change", "undone_at")
    op.drop_column("status_change", "restores")
    op.drop_index("ix_contact_introduced_by_id", "contact")
    op.drop_column("contact", "introduced_by_id")
