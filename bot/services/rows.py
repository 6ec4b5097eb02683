"""Rows that several transactions may want to add at the same moment."""

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from bot.models import TenantRow


def add_once(session: Session, *rows: TenantRow) -> bool:
    """Add rows of one table, all or (False) none where a unique key is there, or comes at the same moment.

    They go in one statement, so at most a few hundred at a time; each names its workspace itself.
    """
    values = [row.model_dump() for row in rows]
    try:
        with session.begin_nested():
            session.execute(insert(type(rows[0])).values(values))
    except IntegrityError:
        return False
    return True
