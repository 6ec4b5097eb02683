"""A line of who did what may be about a whole workspace, and no cohort.

Revision 0019, after 0018.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("audit_entry") as batch_op:
        batch_op.alter_column("cohort_id", existing_type=sa.String(length=32), nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM audit_entry WHERE cohort_id IS NULL")
    with op.batch_alter_table("audit_entry") as batch_op:
        batch_op.alter_column("cohort_id", existing_type=sa.String(length=32), nullable=False)
