"""What is left of a saved debrief's drafts is found without reading the drafts that are open.

A worker looks for it with each tick. Revision 0021, after 0020.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_NO_ANSWERS = sa.text("answers_sealed IS NULL")


def upgrade() -> None:
    op.create_index(
        "ix_debrief_draft_empty",
        "debrief_draft",
        ["updated_at"],
        postgresql_where=_NO_ANSWERS,
        sqlite_where=_NO_ANSWERS,
    )


def downgrade() -> None:
    op.drop_index("ix_debrief_draft_empty", "debrief_draft")
