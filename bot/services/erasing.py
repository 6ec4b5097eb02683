"""Deleting all that belongs to a workspace: where its admins ask for it, or after it was uninstalled."""

import logging

from sqlalchemy import Table, delete, func, select
from sqlmodel import Session, SQLModel, col

from bot.clock import Clock
from bot.i18n import _
from bot.models import Cohort, Contact, HandledRequest, InstalledWorkspace, Lane, Member
from bot.services import audit
from bot.values import Actor, AuditAct, NotAllowedError, WorkspaceData

log = logging.getLogger(__name__)

ROWS = 1000
"""Rows deleted in one transaction: SQLite has one writer, and other workspaces are waiting for it."""


_STAYS = frozenset(table.__tablename__ for table in (InstalledWorkspace, HandledRequest, Lane))
"""That Infoview is installed, what Slack allows it, and which requests were handled: the one that asks for it
must have no effect a second time."""


def desk(session: Session, _clock: Clock, actor: Actor) -> WorkspaceData:
    """How much is stored of the actor's workspace, for admins. Raises NotAllowedError."""
    if not actor.is_admin:
        raise NotAllowedError(_("Only workspace admins and owners can do this. Please ask one of them."))

    def count(table: type[Member | Cohort | Contact]) -> int:
        return session.scalar(select(func.count()).select_from(table)) or 0

    return WorkspaceData(count(Member), count(Cohort), count(Contact))


def erase_all(session: Session, clock: Clock, actor: Actor) -> WorkspaceData:
    """Delete all that is stored of the actor's workspace, and leave Infoview installed there.

    All or nothing, and how much it was; that it was asked for is noted. Raises NotAllowedError.
    """
    had = desk(session, clock, actor)
    for table in _tables():
        if table.name not in _STAYS:
            session.connection().execute(delete(table).where(table.c.team_id == actor.team_id))
    session.expire_all()
    audit.note(session, clock, actor, None, AuditAct.ALL_DELETED)
    log.warning("all data of workspace %s is deleted, asked for by %s", actor.team_id, actor.user_id)
    return had


def purge(session: Session, clock: Clock) -> bool:
    """Delete up to ``ROWS`` rows of one uninstalled workspace whose time has come.

    Whether there was such a workspace: call it again until there is none.
    """
    found = session.scalars(
        select(col(InstalledWorkspace.id))
        .where(col(InstalledWorkspace.purge_at) <= clock.now())
        .order_by(col(InstalledWorkspace.purge_at))
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if found is None:
        return False
    _erase_some(session, found)
    return True


def erase(session: Session, team_id: str) -> None:
    """Delete all that belongs to a workspace at once, and that it was ever installed."""
    while _erase_some(session, team_id):
        pass
    session.expire_all()


def _erase_some(session: Session, team_id: str) -> bool:
    """Whether something was left to delete."""
    for table in _tables():
        some = select(table.c.id).where(table.c.team_id == team_id).limit(ROWS)
        found = session.connection().execute(some).scalars().all()
        if found:
            session.connection().execute(delete(table).where(table.c.id.in_(found)))
            return True
    return False


def _tables() -> list[Table]:
    """All tables of workspaces, those that point to others first, and the installations last."""
    last = InstalledWorkspace.__tablename__
    tables = [table for table in reversed(SQLModel.metadata.sorted_tables) if "team_id" in table.c]
    return sorted(tables, key=lambda table: table.name == last)
