"""Rows that several transactions may want to add at the same moment."""

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from bot.models import TenantRow


def add_once(session: Session, row: TenantRow) -> bool:
    """Add a row unless one with the same unique key is there, also from a transaction of the same moment."""
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return False
    return True
