"""Who a person is to us: their member row, and the cohort they are in now."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select
from sqlmodel import Session, col

from bot.clock import Clock
from bot.models import Cohort, Enrollment, Member
from bot.services.asked import once
from bot.values import Actor, NotEnrolledError


def member_of(session: Session, actor: Actor) -> Member | None:
    """The actor's member row; None for somebody who never joined a cohort."""
    own = select(Member).where(col(Member.user_id) == actor.user_id, col(Member.team_id) == actor.team_id)
    return once(session, (member_of, actor.user_id), lambda: session.scalars(own).one_or_none())


def own_member(session: Session, actor: Actor) -> Member:
    """The actor's member row. Raises NotEnrolledError for somebody who never joined a cohort."""
    member = member_of(session, actor)
    if member is None:
        raise NotEnrolledError
    return member


def chosen_language(session: Session, _clock: Clock, actor: Actor) -> str | None:
    """The tag of the language the actor chose in the settings; None where it is as in their Slack."""
    member = member_of(session, actor)
    return member.language if member is not None else None


def active_enrollments(session: Session, actor: Actor) -> Sequence[tuple[Enrollment, Cohort]]:
    """The actor's places in cohorts that have not ended, the current one first, then the latest."""
    return once(session, (active_enrollments, actor.user_id), lambda: _active_enrollments(session, actor))


def _active_enrollments(session: Session, actor: Actor) -> Sequence[tuple[Enrollment, Cohort]]:
    rows = session.execute(
        select(Enrollment, Cohort)
        .join(Cohort, col(Cohort.id) == col(Enrollment.cohort_id))
        .join(Member, col(Member.id) == col(Enrollment.member_id))
        .where(
            col(Member.user_id) == actor.user_id,
            col(Member.team_id) == actor.team_id,
            col(Enrollment.left_at).is_(None),
            col(Cohort.ended_at).is_(None),
        )
        .order_by(
            func.coalesce(col(Enrollment.chosen_at), col(Enrollment.joined_at)).desc(),
            col(Enrollment.id).desc(),
        )
    )
    return [(enrollment, cohort) for enrollment, cohort in rows]


def current_enrollment(session: Session, actor: Actor) -> Enrollment:
    """The actor's place in the running cohort they chose or joined last. Raises NotEnrolledError."""
    active = active_enrollments(session, actor)
    if not active:
        raise NotEnrolledError
    return active[0][0]


def make_current(session: Session, clock: Clock, actor: Actor, enrollment: Enrollment) -> None:
    """Make one of the actor's places the current one."""
    first = current_enrollment(session, actor)
    if first.id != enrollment.id:
        # Two choices within one tick of the clock still have an order.
        latest = first.chosen_at or first.joined_at
        enrollment.chosen_at = max(clock.now(), latest + timedelta.resolution)
        session.flush()


def enrollments_of(session: Session, member_id: str) -> Sequence[Enrollment]:
    """All of a member's places in cohorts, ended ones and left ones too."""
    return session.scalars(
        select(Enrollment)
        .where(col(Enrollment.member_id) == member_id)
        .order_by(col(Enrollment.joined_at), col(Enrollment.id))
    ).all()
