"""Cohorts over their whole life: codes, archive, purge, audit; what members share, and asking for help.

A cohort that ran before gets its dates too: 83 and 90 days after it is over.
"""

from datetime import UTC, datetime, time, timedelta

import sqlalchemy as sa
from alembic import op
from sqlmodel import UTCDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_COHORT = sa.table(
    "cohort",
    sa.column("id", sa.String),
    sa.column("ends_on", sa.Date),
    sa.column("ended_at", UTCDateTime()),
    sa.column("announce_at", UTCDateTime()),
    sa.column("purge_at", UTCDateTime()),
)
_COHORT_COLUMNS = (
    "version",
    "purge_at",
    "announce_at",
    "archived_at",
    "code_digest",
    "code_sealed",
    "by_invitation",
)


def upgrade() -> None:
    _cohort_columns()
    op.add_column("enrollment", sa.Column("chosen_at", UTCDateTime(), nullable=True))
    _audit_entry()
    _code_try()
    _help_request()
    _share()


def _cohort_columns() -> None:
    op.add_column(
        "cohort", sa.Column("by_invitation", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("cohort", sa.Column("code_sealed", sa.String(), nullable=True))
    op.add_column("cohort", sa.Column("code_digest", sa.String(length=64), nullable=True))
    op.add_column("cohort", sa.Column("archived_at", UTCDateTime(), nullable=True))
    op.add_column("cohort", sa.Column("announce_at", UTCDateTime(), nullable=True))
    op.add_column("cohort", sa.Column("purge_at", UTCDateTime(), nullable=True))
    op.add_column("cohort", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.create_index("ix_cohort_code", "cohort", ["team_id", "code_digest"], unique=True)
    op.create_index("ix_cohort_announce", "cohort", ["announce_at"])
    op.create_index("ix_cohort_purge", "cohort", ["purge_at"])
    connection = op.get_bind()
    for cohort in connection.execute(sa.select(_COHORT.c.id, _COHORT.c.ends_on, _COHORT.c.ended_at)).all():
        over = datetime.combine(cohort.ends_on, time(0), UTC) + timedelta(days=1)
        over = min(over, cohort.ended_at) if cohort.ended_at is not None else over
        connection.execute(
            sa.update(_COHORT)
            .where(_COHORT.c.id == cohort.id)
            .values(announce_at=over + timedelta(days=83), purge_at=over + timedelta(days=90))
        )


def _audit_entry() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=24), nullable=False),
        sa.Column("cohort_id", sa.String(length=32), nullable=False),
        sa.Column("actor_id", sa.String(length=24), nullable=False),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=24), nullable=True),
        sa.Column("fields", sa.String(length=200), nullable=False),
        sa.Column("noted_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_audit_entry_team_id", "audit_entry", ["team_id"])
    op.create_index("ix_audit_entry_cohort", "audit_entry", ["cohort_id", "team_id", "noted_at"])


def _code_try() -> None:
    op.create_table(
        "code_try",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=24), nullable=False),
        sa.Column("user_id", sa.String(length=24), nullable=False),
        sa.Column("tried_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_code_try_team_id", "code_try", ["team_id"])
    op.create_index("ix_code_try_user", "code_try", ["team_id", "user_id", "tried_at"])


def _help_request() -> None:
    op.create_table(
        "help_request",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=24), nullable=False),
        sa.Column("enrollment_id", sa.String(length=32), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["enrollment_id"], ["enrollment.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_help_request_team_id", "help_request", ["team_id"])
    op.create_index("ix_help_request_enrollment_id", "help_request", ["enrollment_id"])


def _share() -> None:
    op.create_table(
        "share",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=24), nullable=False),
        sa.Column("enrollment_id", sa.String(length=32), nullable=False),
        sa.Column("contact_id", sa.String(length=32), nullable=False),
        sa.Column("interview_id", sa.String(length=32), nullable=True),
        sa.Column("shared_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["enrollment_id"], ["enrollment.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["interview_id"], ["interview.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_share_team_id", "share", ["team_id"])
    op.create_index("ix_share_enrollment_id", "share", ["enrollment_id"])
    op.create_index("ix_share_contact_id", "share", ["contact_id"])
    op.create_index("ix_share_interview_id", "share", ["interview_id"])


def downgrade() -> None:
    for table in ("share", "help_request", "code_try", "audit_entry"):
        op.drop_table(table)
    op.drop_column("enrollment", "chosen_at")
    for index in ("ix_cohort_purge", "ix_cohort_announce", "ix_cohort_code"):
        op.drop_index(index, "cohort")
    for column in _COHORT_COLUMNS:
        op.drop_column("cohort", column)
