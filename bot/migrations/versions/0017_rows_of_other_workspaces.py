"""Row-level security on PostgreSQL: a workspace's transaction sees and writes its own rows only.

Revision 0017, after 0016.
"""

from alembic import op

from bot import row_security

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_OF_WORKSPACES = (
    "audit_entry",
    "code_try",
    "cohort",
    "cohort_lead",
    "contact",
    "contributor_marks",
    "debrief",
    "debrief_draft",
    "delivery",
    "enrollment",
    "handled_request",
    "help_request",
    "import_draft",
    "installed_workspace",
    "interview",
    "lane",
    "member",
    "practice_answer",
    "previewed_nudge",
    "published_number",
    "share",
    "status_change",
    "summary_token",
    "webhook",
    "webhook_push",
    "workspace_choices",
    "workspace_lead",
)
_OF_NONE = ("install_state", "restoration", "worker_lease")


def upgrade() -> None:
    row_security.guard(op.get_bind(), *_OF_WORKSPACES)
    row_security.guard_for_all(op.get_bind(), *_OF_NONE)


def downgrade() -> None:
    row_security.unguard(op.get_bind(), *_OF_WORKSPACES, *_OF_NONE)
