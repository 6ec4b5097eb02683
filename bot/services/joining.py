"""Joining a cohort by one's own click, choosing the current one, leaving."""

from sqlalchemy import select
from sqlmodel import Session, col

from bot.clock import Clock, local_date
from bot.i18n import _
from bot.models import Cohort, Enrollment, Member
from bot.services import sharing
from bot.services.access import is_invited
from bot.services.cohort_cards import card
from bot.services.members import active_enrollments, make_current, member_of
from bot.services.schedule import schedule_member
from bot.values import (
    Actor,
    CohortCard,
    EnrollmentCard,
    GoneError,
    NotEnrolledError,
    Profile,
    UserError,
)


def open_cohorts(session: Session, clock: Clock, actor: Actor) -> tuple[CohortCard, ...]:
    """The running cohorts of the workspace that the actor is not in and may join without an invitation."""
    joined = {cohort.id for _, cohort in active_enrollments(session, actor)}
    running = session.scalars(
        select(Cohort).where(col(Cohort.ended_at).is_(None)).order_by(col(Cohort.starts_on), col(Cohort.id))
    ).all()
    return tuple(
        card(session, cohort)
        for cohort in running
        if cohort.id not in joined and not _is_over(cohort, clock) and is_invited(session, actor, cohort)
    )


def open_cohort(session: Session, clock: Clock, actor: Actor, cohort_id: str, proof: str = "") -> CohortCard:
    """One cohort that the actor can join; ``proof`` of an invitation is as in :func:`access.is_invited`.

    Raises GoneError, and UserError for somebody who is in it.
    """
    if any(cohort.id == cohort_id for _, cohort in active_enrollments(session, actor)):
        raise UserError(_("You are in this cohort already. Type `/infoview` to see your next step."))
    cohort = session.get(Cohort, cohort_id)
    if cohort is None or cohort.ended_at is not None or _is_over(cohort, clock):
        raise GoneError(_("This cohort has ended. Type `/infoview join` to see the cohorts you can join."))
    if not is_invited(session, actor, cohort, proof):
        raise GoneError(
            _(
                "This cohort is by invitation. Please ask your program team for the code, then type"
                " `/infoview join` and the code."
            )
        )
    return card(session, cohort)


def join(
    session: Session, clock: Clock, actor: Actor, cohort_id: str, profile: Profile, proof: str = ""
) -> EnrollmentCard:
    """Enrol the actor, by their own click; joining twice is joining once.

    It becomes their current cohort. Raises GoneError as :func:`open_cohort`.
    """
    for enrollment, cohort in active_enrollments(session, actor):
        if cohort.id == cohort_id:
            return _place(session, enrollment, cohort)
    open_cohort(session, clock, actor, cohort_id, proof)
    cohort = session.get_one(Cohort, cohort_id)
    member = _make_member(session, clock, actor, profile, cohort)
    enrollment = _enrol(session, clock, cohort, member)
    make_current(session, clock, actor, enrollment)
    schedule_member(session, clock, member)
    return _place(session, enrollment, cohort)


def choose(session: Session, clock: Clock, actor: Actor, enrollment_id: str) -> EnrollmentCard:
    """Make one of the actor's places the current one: what they add from now on belongs to that cohort.

    Raises NotEnrolledError where it is not theirs, or not in a running cohort.
    """
    for enrollment, cohort in active_enrollments(session, actor):
        if enrollment.id == enrollment_id:
            make_current(session, clock, actor, enrollment)
            return _place(session, enrollment, cohort)
    raise NotEnrolledError


def leave(session: Session, clock: Clock, actor: Actor, enrollment_id: str) -> str:
    """End the actor's own enrollment and its sharing; returns the cohort's name. Raises NotEnrolledError."""
    for enrollment, cohort in active_enrollments(session, actor):
        if enrollment.id == enrollment_id:
            enrollment.left_at = clock.now()
            sharing.stop_of(session, enrollment)
            member = member_of(session, actor)
            assert member is not None, "an enrollment has a member"
            schedule_member(session, clock, member)
            return cohort.name
    raise NotEnrolledError


def enrollments(session: Session, clock: Clock, actor: Actor) -> tuple[EnrollmentCard, ...]:
    """The actor's places in running cohorts, the current one first."""
    del clock
    return tuple(
        _place(session, enrollment, cohort) for enrollment, cohort in active_enrollments(session, actor)
    )


def _place(session: Session, enrollment: Enrollment, cohort: Cohort) -> EnrollmentCard:
    return EnrollmentCard(enrollment.id, card(session, cohort), enrollment.joined_at, enrollment.shares_steps)


def _is_over(cohort: Cohort, clock: Clock) -> bool:
    return cohort.ends_on < local_date(clock.now(), cohort.timezone)


def _make_member(session: Session, clock: Clock, actor: Actor, profile: Profile, cohort: Cohort) -> Member:
    member = member_of(session, actor)
    if member is None:
        member = Member(
            user_id=actor.user_id,
            timezone=profile.timezone,
            nudge_weekday=cohort.digest_weekday,
            nudge_time=cohort.digest_time,
            created_at=clock.now(),
        )
        session.add(member)
    member.timezone = profile.timezone
    member.locale = profile.locale
    session.flush()
    return member


def _enrol(session: Session, clock: Clock, cohort: Cohort, member: Member) -> Enrollment:
    before = session.scalars(
        select(Enrollment).where(
            col(Enrollment.cohort_id) == cohort.id, col(Enrollment.member_id) == member.id
        )
    ).one_or_none()
    enrollment = before or Enrollment(cohort_id=cohort.id, member_id=member.id, joined_at=clock.now())
    if before is not None:
        before.left_at = None
    session.add(enrollment)
    session.flush()
    return enrollment
