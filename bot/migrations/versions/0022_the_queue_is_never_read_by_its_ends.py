"""What waits in a workspace is never looked for in the index of what is late in all of them.

PostgreSQL took that index where its statistics were of an empty queue: then a claim read all that waits once
for each workspace. Revision 0022, after 0021.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_QUEUED = sa.text("state = 'queued'")
_QUEUED_WITH_END = sa.text("state = 'queued' AND expires_at IS NOT NULL")


def upgrade() -> None:
    op.drop_index("ix_delivery_expiring", "delivery")
    _partial_index(_QUEUED_WITH_END)


def downgrade() -> None:
    op.drop_index("ix_delivery_expiring", "delivery")
    _partial_index(_QUEUED)


def _partial_index(condition: sa.TextClause) -> None:
    op.create_index(
        "ix_delivery_expiring",
        "delivery",
        ["expires_at"],
        postgresql_where=condition,
        sqlite_where=condition,
    )
