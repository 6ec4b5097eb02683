"""What waits is found without reading what has ended, and workspaces in the order of their turn.

SQLite took the index of what has ended for the queue: each look of a worker read all of it, once for each
workspace. Revision 0020, after 0019.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_ENDED = sa.text("finished_at IS NOT NULL")
_IN_HAND = sa.text("worker_id IS NOT NULL")


def upgrade() -> None:
    op.drop_index("ix_delivery_ended", "delivery")
    _partial_index("ix_delivery_ended", ["state", "finished_at"], _ENDED)
    op.drop_index("ix_delivery_in_hand", "delivery")
    _partial_index("ix_delivery_in_hand", ["team_id", "recipient", "worker_id"], _IN_HAND)
    op.create_index("ix_lane_free", "lane", ["method", "free_at", "team_id"])


def downgrade() -> None:
    op.drop_index("ix_lane_free", "lane")
    op.drop_index("ix_delivery_in_hand", "delivery")
    _partial_index("ix_delivery_in_hand", ["worker_id"], _IN_HAND)
    op.drop_index("ix_delivery_ended", "delivery")
    op.create_index("ix_delivery_ended", "delivery", ["state", "finished_at"])


def _partial_index(name: str, columns: list[str], condition: sa.TextClause) -> None:
    op.create_index(name, "delivery", columns, postgresql_where=condition, sqlite_where=condition)
