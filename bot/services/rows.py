"""Rows that several transactions may want to add at the same moment, and those of many members."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from bot.among import among
from bot.models import Contact, Delivery, Enrollment, Interview, TenantRow


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


def of_members(
    table: type[Contact | Delivery | Enrollment | Interview], keys: Collection[tuple[str, str]]
) -> ColumnElement[bool]:
    """The rows of members, by workspace and member id; any workspaces.

    Not by pairs: SQLite reads the whole table for those. A member's id is of one workspace only.
    """
    teams = {team_id for team_id, _member_id in keys}
    members = [member_id for _team_id, member_id in keys]
    return among(col(table.member_id), members) & among(col(table.team_id), teams)
