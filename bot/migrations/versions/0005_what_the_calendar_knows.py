"""Remember which state of a meeting's calendar entry the member got as a file."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("interview", sa.Column("calendar_sent", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("interview", "calendar_sent")
