"""Workspaces that installed Infoview by "Add to Slack", and installations that have begun.

Revision 0016, after 0015.
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel import UTCDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "installed_workspace",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=24), nullable=False),
        sa.Column("team_name", sa.String(length=120), nullable=False),
        sa.Column("bot_id", sa.String(length=24), nullable=False),
        sa.Column("bot_user_id", sa.String(length=24), nullable=False),
        sa.Column("token_sealed", sa.String(), nullable=True),
        sa.Column("scopes", sa.String(length=1000), nullable=False),
        sa.Column("installed_by", sa.String(length=24), nullable=False),
        sa.Column("installed_at", UTCDateTime(), nullable=False),
        sa.Column("probe_at", UTCDateTime(), nullable=True),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.Column("end_reason", sa.String(length=64), nullable=True),
        sa.Column("purge_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_installed_workspace_team_id", "installed_workspace", ["team_id"])
    op.create_index("ix_installed_workspace_probe", "installed_workspace", ["probe_at"])
    op.create_index("ix_installed_workspace_purge", "installed_workspace", ["purge_at"])
    op.create_table(
        "install_state",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_index("ix_install_state_expires_at", "install_state", ["expires_at"])


def downgrade() -> None:
    op.drop_table("install_state")
    op.drop_table("installed_workspace")
