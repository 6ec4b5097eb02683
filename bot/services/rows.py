"""Rows that several transactions may want to add at the same moment."""

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from bot.models import TenantRow


def add_once(session: Session, *rows: TenantRow) -> bool:
    """Add rows, all or (False) none where one has a unique key that is there, or comes at the same moment."""
    try:
        with session.begin_nested():
            session.add_all(rows)
    except IntegrityError:
        return False
    return True
