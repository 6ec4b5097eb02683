"""The key of digests that no rotation of keys changes, sealed; it is put there at the next start.

Revision 0018, after 0017.
"""

import sqlalchemy as sa
from alembic import op

from bot import row_security

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fixed_key",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("key_sealed", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    row_security.guard_for_all(op.get_bind(), "fixed_key")


def downgrade() -> None:
    row_security.unguard(op.get_bind(), "fixed_key")
    op.drop_table("fixed_key")
