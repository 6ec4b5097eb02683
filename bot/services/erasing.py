"""Deleting all that belongs to a workspace, once the time is over in which it may come back."""

from sqlalchemy import Table, delete, select
from sqlmodel import Session, SQLModel, col

from bot.clock import Clock
from bot.models import InstalledWorkspace

ROWS = 1000
"""Rows deleted in one transaction: SQLite has one writer, and other workspaces are waiting for it."""


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
