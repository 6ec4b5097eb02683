"""Cohorts: who may create and lead them, creating, joining, leaving, ending."""

from datetime import date

from sqlalchemy import func, select
from sqlmodel import Session, col

from bot.clock import Clock, local_date
from bot.i18n import _
from bot.models import Cohort, CohortLead, Enrollment, Member, WorkspaceLead
from bot.services.members import active_enrollments, member_of
from bot.services.schedule import schedule_member
from bot.values import (
    Actor,
    CohortCard,
    CohortForm,
    EnrollmentCard,
    GoneError,
    NotAllowedError,
    NotEnrolledError,
    Profile,
    UserError,
)

LONGEST_TERM_DAYS = 3 * 366


def may_create(session: Session, clock: Clock, actor: Actor) -> bool:
    """Whether the actor is an admin, or a person whom an admin named as lead."""
    del clock
    named = select(WorkspaceLead).where(col(WorkspaceLead.user_id) == actor.user_id)
    return actor.is_admin or session.scalars(named).first() is not None


def name_leads(session: Session, clock: Clock, actor: Actor, user_ids: tuple[str, ...]) -> None:
    """Make exactly these people the ones who may create cohorts. Raises NotAllowedError for non-admins."""
    if not actor.is_admin:
        raise NotAllowedError(_("Only workspace admins and owners can name leads. Please ask one of them."))
    known = {lead.user_id: lead for lead in session.scalars(select(WorkspaceLead))}
    for user_id in known.keys() - set(user_ids):
        session.delete(known[user_id])
    for user_id in sorted(set(user_ids) - known.keys()):
        session.add(WorkspaceLead(user_id=user_id, named_by=actor.user_id, named_at=clock.now()))


def named_leads(session: Session, clock: Clock, actor: Actor) -> tuple[str, ...]:
    """The people who may create cohorts without being admins, by user id."""
    del clock, actor
    return tuple(session.scalars(select(col(WorkspaceLead.user_id)).order_by(col(WorkspaceLead.named_at))))


def create(
    session: Session, clock: Clock, actor: Actor, cohort_id: str, form: CohortForm, timezone: str
) -> CohortCard:
    """Create the cohort with this id, once; the creator leads it too.

    Raises NotAllowedError, or UserError with the field that needs another look.
    """
    known = session.get(Cohort, cohort_id)
    if known is not None:
        return card(session, known)
    if not may_create(session, clock, actor):
        raise NotAllowedError(
            _(
                "Only leads and workspace admins can create cohorts."
                " An admin can name leads with `/infoview cohort`."
            )
        )
    check_term(session, clock, actor, form.starts_on, form.ends_on, timezone)
    cohort = Cohort(
        id=cohort_id,
        name=form.name,
        starts_on=form.starts_on,
        ends_on=form.ends_on,
        timezone=timezone,
        goal_messages=form.goal_messages,
        goal_meetings=form.goal_meetings,
        digest_weekday=form.digest_weekday,
        digest_time=form.digest_time,
        channel_id=form.channel_id,
        created_by=actor.user_id,
        created_at=clock.now(),
    )
    session.add(cohort)
    session.flush()
    for user_id in sorted({actor.user_id, *form.lead_ids}):
        session.add(CohortLead(cohort_id=cohort.id, user_id=user_id, added_at=clock.now()))
    session.flush()
    return card(session, cohort)


def check_term(
    session: Session, clock: Clock, actor: Actor, starts_on: date, ends_on: date, timezone: str
) -> None:
    """Raise UserError at the field ``ends_on`` where a cohort cannot last from one day to the other."""
    del session, actor
    if ends_on <= starts_on:
        raise UserError(_("The last day must be after the first day."), field="ends_on")
    if ends_on < local_date(clock.now(), timezone):
        raise UserError(_("This day has passed. Please choose a day in the future."), field="ends_on")
    if (ends_on - starts_on).days > LONGEST_TERM_DAYS:
        raise UserError(
            _("A cohort can last three years at most. Please choose an earlier day."), field="ends_on"
        )


def end(session: Session, clock: Clock, actor: Actor, cohort_id: str) -> CohortCard:
    """End a cohort: its nudges stop, nobody can join it; what members logged stays theirs."""
    cohort = require_lead(session, actor, cohort_id)
    if cohort.ended_at is None:
        cohort.ended_at = clock.now()
        session.flush()
        members = (
            select(Member)
            .join(Enrollment, col(Enrollment.member_id) == col(Member.id))
            .where(col(Enrollment.cohort_id) == cohort.id)
        )
        for member in session.scalars(members):
            schedule_member(session, clock, member)
    return card(session, cohort)


def require_lead(session: Session, actor: Actor, cohort_id: str) -> Cohort:
    """The cohort, for its leads. Raises GoneError and NotAllowedError."""
    cohort = session.get(Cohort, cohort_id)
    if cohort is None:
        raise GoneError(_("This cohort is not there any more. Type `/infoview cohort` to see yours."))
    lead = select(CohortLead).where(
        col(CohortLead.cohort_id) == cohort_id, col(CohortLead.user_id) == actor.user_id
    )
    if session.scalars(lead).first() is None:
        raise NotAllowedError(_("Only the leads of this cohort can do this. Please ask your program team."))
    return cohort


def led_cohort(session: Session, clock: Clock, actor: Actor, cohort_id: str) -> CohortCard:
    """One cohort, for its leads. Raises GoneError and NotAllowedError."""
    del clock
    return card(session, require_lead(session, actor, cohort_id))


def led_cohorts(session: Session, clock: Clock, actor: Actor) -> tuple[CohortCard, ...]:
    """The cohorts the actor leads, running ones first, then the newest."""
    del clock
    cohorts = session.scalars(
        select(Cohort)
        .join(CohortLead, col(CohortLead.cohort_id) == col(Cohort.id))
        .where(col(CohortLead.user_id) == actor.user_id)
        .order_by(col(Cohort.ended_at).is_not(None), col(Cohort.starts_on).desc(), col(Cohort.id))
    )
    return tuple(card(session, cohort) for cohort in cohorts)


def open_cohorts(session: Session, clock: Clock, actor: Actor) -> tuple[CohortCard, ...]:
    """The running cohorts of the workspace that the actor is not in."""
    joined = {cohort.id for _, cohort in active_enrollments(session, actor)}
    running = session.scalars(
        select(Cohort).where(col(Cohort.ended_at).is_(None)).order_by(col(Cohort.starts_on), col(Cohort.id))
    )
    return tuple(
        card(session, cohort) for cohort in running if cohort.id not in joined and not _is_over(cohort, clock)
    )


def open_cohort(session: Session, clock: Clock, actor: Actor, cohort_id: str) -> CohortCard:
    """One cohort that can be joined. Raises GoneError, and UserError for somebody who is in it."""
    if any(cohort.id == cohort_id for _, cohort in active_enrollments(session, actor)):
        raise UserError(_("You are in this cohort already. Type `/infoview` to see your next step."))
    cohort = session.get(Cohort, cohort_id)
    if cohort is None or cohort.ended_at is not None or _is_over(cohort, clock):
        raise GoneError(_("This cohort has ended. Type `/infoview join` to see the cohorts you can join."))
    return card(session, cohort)


def join(session: Session, clock: Clock, actor: Actor, cohort_id: str, profile: Profile) -> EnrollmentCard:
    """Enrol the actor, by their own click; joining twice is joining once. Raises GoneError."""
    for enrollment, cohort in active_enrollments(session, actor):
        if cohort.id == cohort_id:
            return EnrollmentCard(
                enrollment.id, card(session, cohort), enrollment.joined_at, enrollment.shares_steps
            )
    open_cohort(session, clock, actor, cohort_id)
    cohort = session.get_one(Cohort, cohort_id)
    member = _make_member(session, clock, actor, profile, cohort)
    enrollment = _enrol(session, clock, cohort, member)
    schedule_member(session, clock, member)
    return EnrollmentCard(enrollment.id, card(session, cohort), enrollment.joined_at, enrollment.shares_steps)


def leave(session: Session, clock: Clock, actor: Actor, enrollment_id: str) -> str:
    """End the actor's own enrollment and its sharing; returns the cohort's name. Raises NotEnrolledError."""
    for enrollment, cohort in active_enrollments(session, actor):
        if enrollment.id == enrollment_id:
            enrollment.left_at = clock.now()
            enrollment.shares_steps = False
            session.flush()
            member = member_of(session, actor)
            assert member is not None, "an enrollment has a member"
            schedule_member(session, clock, member)
            return cohort.name
    raise NotEnrolledError


def enrollments(session: Session, clock: Clock, actor: Actor) -> tuple[EnrollmentCard, ...]:
    """The actor's places in running cohorts, the one joined last first."""
    del clock
    return tuple(
        EnrollmentCard(enrollment.id, card(session, cohort), enrollment.joined_at, enrollment.shares_steps)
        for enrollment, cohort in active_enrollments(session, actor)
    )


def card(session: Session, cohort: Cohort) -> CohortCard:
    """A cohort as people see it, with its leads and the number of its members."""
    leads = session.scalars(
        select(col(CohortLead.user_id))
        .where(col(CohortLead.cohort_id) == cohort.id)
        .order_by(col(CohortLead.added_at), col(CohortLead.user_id))
    )
    members = session.scalar(
        select(func.count())
        .select_from(Enrollment)
        .where(col(Enrollment.cohort_id) == cohort.id, col(Enrollment.left_at).is_(None))
    )
    return CohortCard(
        id=cohort.id,
        name=cohort.name,
        starts_on=cohort.starts_on,
        ends_on=cohort.ends_on,
        goal_messages=cohort.goal_messages,
        goal_meetings=cohort.goal_meetings,
        digest_weekday=cohort.digest_weekday,
        digest_time=cohort.digest_time,
        timezone=cohort.timezone,
        channel_id=cohort.channel_id,
        lead_ids=tuple(leads),
        member_count=members or 0,
        is_ended=cohort.ended_at is not None,
    )


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
