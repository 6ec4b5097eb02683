"""Steps that were undone are left out of the summary's activity, and the index still covers it.

Revision 0007, after 0006.
"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_INDEX, _TABLE = "ix_status_change_cohort", "status_change"
_COLUMNS = ("cohort_id", "team_id", "changed_at", "member_id")


def upgrade() -> None:
    op.drop_index(_INDEX, _TABLE)
    op.create_index(_INDEX, _TABLE, [*_COLUMNS, "undone_at"])


def downgrade() -> None:
    op.drop_index(_INDEX, _TABLE)
    op.create_index(_INDEX, _TABLE, [*_COLUMNS])
