"""A member's own counts against the goals of their cohort."""

from sqlalchemy import func, select
from sqlmodel import Session, col

from bot.clock import Clock
from bot.models import Cohort, Contact, Enrollment, Interview
from bot.services.members import current_enrollment
from bot.values import Actor, Outcome, Progress, Status


def own_progress(session: Session, clock: Clock, actor: Actor) -> Progress:
    """What the actor did in the cohort they are in now. Raises NotEnrolledError."""
    del clock
    return progress_of(session, current_enrollment(session, actor))


def progress_of(session: Session, enrollment: Enrollment) -> Progress:
    """What a member did in one cohort. It does not ask who wants to know."""
    cohort = session.get_one(Cohort, enrollment.cohort_id)
    by_status, messages, replies = _contacts(session, enrollment)
    meetings, debriefs, thank_yous = _meetings(session, enrollment)
    return Progress(
        messages=messages,
        goal_messages=cohort.goal_messages,
        meetings=meetings,
        goal_meetings=cohort.goal_meetings,
        replies=replies,
        debriefs=debriefs,
        thank_yous=thank_yous,
        by_status=by_status,
    )


def _contacts(session: Session, enrollment: Enrollment) -> tuple[dict[Status, int], int, int]:
    """The contacts by status, how many were written to, and how many replied."""
    found = session.execute(
        select(
            col(Contact.status),
            func.count(),
            func.count(col(Contact.contacted_at)),
            func.count(col(Contact.replied_at)),
        )
        .where(col(Contact.member_id) == enrollment.member_id, col(Contact.cohort_id) == enrollment.cohort_id)
        .group_by(col(Contact.status))
    ).all()
    counts = {Status(status): count for status, count, _, _ in found}
    by_status = {status: counts[status] for status in Status if status in counts}
    return by_status, sum(row[2] for row in found), sum(row[3] for row in found)


def _meetings(session: Session, enrollment: Enrollment) -> tuple[int, int, int]:
    """The meetings held, how many were debriefed, and after how many the member said thank you."""
    row = session.execute(
        select(
            func.count(), func.count(col(Interview.debriefed_at)), func.count(col(Interview.thanked_at))
        ).where(
            col(Interview.member_id) == enrollment.member_id,
            col(Interview.cohort_id) == enrollment.cohort_id,
            col(Interview.outcome) == Outcome.HELD,
        )
    ).one()
    return row[0], row[1], row[2]
