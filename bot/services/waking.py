"""What a member does in their log may change their nudges: the planner has to look at it."""

from datetime import datetime

from sqlalchemy import case, update
from sqlmodel import Session, col

from bot.models import Member


def wake(session: Session, member_id: str, now: datetime) -> None:
    """The member did something: what it changes for their nudges is worked out at the next tick."""
    is_earlier = col(Member.next_nudge_at) <= now
    session.execute(
        update(Member)
        .where(col(Member.id) == member_id)
        .values(active_at=now, next_nudge_at=case((is_earlier, col(Member.next_nudge_at)), else_=now))
        .execution_options(synchronize_session=False)
    )
