"""What a lead sees of one member: one function for the lead and for the member who wants to know it.

:func:`member_for_lead` is that function. It shows the name and the day of joining; counts and days of steps
while the member shares them; and single contacts and reflections that the member shared one by one. Leaving
the cohort and its end end all sharing.
"""

from sqlalchemy import Select, delete, func, select, update
from sqlmodel import Session, col

from bot.clock import Clock, local_date
from bot.i18n import N_, _
from bot.models import Cohort, Contact, Debrief, Enrollment, Interview, Member, Share
from bot.services import audit
from bot.services.access import is_lead, require_lead
from bot.services.cards import own_contact, own_interview
from bot.services.members import active_enrollments, current_enrollment
from bot.services.paging import turn_to
from bot.services.shared_views import record_of, reflection_of, steps_of
from bot.values import (
    Actor,
    AuditAct,
    GoneError,
    MemberForLead,
    NotEnrolledError,
    Page,
    ShareDesk,
    SharedReflection,
    UserError,
)

ROSTER_SIZE = 10
SHOWN = 20
"""Contacts and reflections of one member that are shown, the ones shared last."""

MEMBER_GONE = N_("This person is not in the cohort any more, so there is nothing to see.")
SHARE_GONE = N_("This is not shared any more.")


def member_for_lead(session: Session, enrollment: Enrollment, cohort: Cohort) -> MemberForLead:
    """All that a lead of ``cohort`` sees of one member. It does not ask who wants to know."""
    return MemberForLead(
        enrollment_id=enrollment.id,
        user_id=session.get_one(Member, enrollment.member_id).user_id,
        cohort_id=cohort.id,
        cohort_name=cohort.name,
        joined_on=local_date(enrollment.joined_at, cohort.timezone),
        steps=steps_of(session, enrollment, cohort) if enrollment.shares_steps else None,
        records=tuple(
            record_of(session, contact, cohort, share.id)
            for share, contact in session.execute(
                select(Share, Contact)
                .join(Contact, col(Contact.id) == col(Share.contact_id))
                .where(col(Share.enrollment_id) == enrollment.id, col(Share.interview_id).is_(None))
                .order_by(col(Share.shared_at).desc(), col(Share.id).desc())
                .limit(SHOWN)
            )
        ),
        reflections=tuple(
            reflection_of(session, interview, debrief, cohort, share.id)
            for share, interview, debrief in session.execute(
                _reflections()
                .where(col(Share.enrollment_id) == enrollment.id)
                .order_by(col(Share.shared_at).desc(), col(Share.id).desc())
                .limit(SHOWN)
            )
        ),
    )


def mine(session: Session, _clock: Clock, actor: Actor) -> MemberForLead:
    """What the leads of the actor's current cohort see of the actor. Raises NotEnrolledError."""
    enrollment = current_enrollment(session, actor)
    return member_for_lead(session, enrollment, session.get_one(Cohort, enrollment.cohort_id))


def roster(
    session: Session, clock: Clock, actor: Actor, cohort_id: str, number: int = 1
) -> Page[MemberForLead]:
    """One page of who is in a cohort, by the day of joining, for its leads; the first one is noted.

    Raises GoneError and NotAllowedError.
    """
    cohort = require_lead(session, actor, cohort_id)
    here = (col(Enrollment.cohort_id) == cohort.id, col(Enrollment.left_at).is_(None))
    total = session.scalar(select(func.count()).select_from(Enrollment).where(*here)) or 0
    shown, pages = turn_to(number, total, ROSTER_SIZE)
    if shown == 1:
        audit.note(session, clock, actor, cohort.id, AuditAct.ROSTER_VIEWED)
    places = session.scalars(
        select(Enrollment)
        .where(*here)
        .order_by(col(Enrollment.joined_at), col(Enrollment.id))
        .limit(ROSTER_SIZE)
        .offset((shown - 1) * ROSTER_SIZE)
    ).all()
    members = tuple(member_for_lead(session, enrollment, cohort) for enrollment in places)
    return Page(members, shown, pages, total)


def member(session: Session, clock: Clock, actor: Actor, enrollment_id: str) -> MemberForLead:
    """What one member shares, for a lead of the cohort; this is noted. Raises GoneError, NotAllowedError."""
    enrollment = session.get(Enrollment, enrollment_id)
    if enrollment is None:
        raise GoneError(_(MEMBER_GONE))
    cohort = require_lead(session, actor, enrollment.cohort_id)
    if enrollment.left_at is not None:
        raise GoneError(_(MEMBER_GONE))
    found = member_for_lead(session, enrollment, cohort)
    audit.note(session, clock, actor, cohort.id, AuditAct.MEMBER_VIEWED, person_id=found.user_id)
    return found


def reflection(session: Session, clock: Clock, actor: Actor, share_id: str) -> SharedReflection:
    """A shared reflection, for its author and for the leads of the cohort; their reading is noted.

    Raises GoneError where it is not shared, or not with the actor.
    """
    found = session.execute(_reflections().where(col(Share.id) == share_id)).one_or_none()
    if found is None:
        raise GoneError(_(SHARE_GONE))
    share, interview, debrief = found
    cohort = session.get_one(Cohort, interview.cohort_id)
    author = _author(session, share)
    if author != actor.user_id:
        if not is_lead(session, actor, cohort.id):
            raise GoneError(_(SHARE_GONE))
        audit.note(session, clock, actor, cohort.id, AuditAct.MEMBER_VIEWED, person_id=author)
    return reflection_of(session, interview, debrief, cohort, share.id)


def look(session: Session, _clock: Clock, actor: Actor, interview_id: str) -> SharedReflection:
    """One of the actor's own reflections as a lead would read it, shared or not.

    Raises as :func:`desk`, and GoneError where there is none.
    """
    interview, contact = own_interview(session, actor, interview_id)
    found = dict(_desk(session, contact, actor).reflections).get(interview.id)
    if found is None:
        raise GoneError(_(SHARE_GONE))
    return found


def share_steps(
    session: Session, _clock: Clock, actor: Actor, enrollment_id: str, *, on: bool
) -> MemberForLead:
    """Show one's own counts and days of steps to the leads of a cohort, or stop it; it holds at once.

    Raises NotEnrolledError where the place is not the actor's, or not in a running cohort.
    """
    for enrollment, cohort in active_enrollments(session, actor):
        if enrollment.id == enrollment_id:
            enrollment.shares_steps = on
            session.flush()
            return member_for_lead(session, enrollment, cohort)
    raise NotEnrolledError


def desk(session: Session, _clock: Clock, actor: Actor, contact_id: str) -> ShareDesk:
    """What of one contact the actor can share, each as a lead would read it.

    Raises GoneError, and UserError where the contact is of a cohort the actor is not in any more.
    """
    return _desk(session, own_contact(session, actor, contact_id), actor)


def share_record(session: Session, clock: Clock, actor: Actor, contact_id: str) -> ShareDesk:
    """Let the leads read one contact; twice is once. Raises as :func:`desk`."""
    contact = own_contact(session, actor, contact_id, lock=True)
    _share(session, clock, actor, contact, None)
    return _desk(session, contact, actor)


def share_reflection(session: Session, clock: Clock, actor: Actor, interview_id: str) -> ShareDesk:
    """Let the leads read the reflection on one meeting; twice is once. Raises as :func:`desk`."""
    interview, contact = own_interview(session, actor, interview_id, lock=True)
    if interview.debriefed_at is None:
        raise UserError(_("There is no debrief of this meeting yet. Write it first, then you can share it."))
    _share(session, clock, actor, contact, interview.id)
    return _desk(session, contact, actor)


def stop(session: Session, _clock: Clock, actor: Actor, share_id: str) -> ShareDesk:
    """Share one contact or reflection no more; it holds at once. Raises GoneError."""
    share = session.get(Share, share_id)
    if share is None or _author(session, share) != actor.user_id:
        raise GoneError(_(SHARE_GONE))
    contact = own_contact(session, actor, share.contact_id)
    session.delete(share)
    session.flush()
    return _desk(session, contact, actor)


def stop_of(session: Session, enrollment: Enrollment) -> None:
    """End all sharing of one member in one cohort."""
    enrollment.shares_steps = False
    session.flush()
    session.execute(delete(Share).where(col(Share.enrollment_id) == enrollment.id))


def stop_all(session: Session, cohort: Cohort) -> None:
    """End all sharing in a cohort; works in any session."""
    here = (col(Enrollment.cohort_id) == cohort.id, col(Enrollment.team_id) == cohort.team_id)
    places = select(col(Enrollment.id)).where(*here)
    session.execute(delete(Share).where(col(Share.enrollment_id).in_(places)))
    session.execute(update(Enrollment).where(*here).values(shares_steps=False))


def _reflections() -> Select[Share, Interview, Debrief]:
    return (
        select(Share, Interview, Debrief)
        .join(Interview, col(Interview.id) == col(Share.interview_id))
        .join(Debrief, col(Debrief.interview_id) == col(Interview.id))
    )


def _author(session: Session, share: Share) -> str:
    """The user id of the member who shared it."""
    enrollment = session.get_one(Enrollment, share.enrollment_id)
    return session.get_one(Member, enrollment.member_id).user_id


def _place(session: Session, actor: Actor, contact: Contact) -> tuple[Enrollment, Cohort]:
    for enrollment, cohort in active_enrollments(session, actor):
        if enrollment.id == contact.enrollment_id:
            return enrollment, cohort
    raise UserError(
        _(
            "This contact is from a cohort that has ended, or that you left. No lead can see it,"
            " so there is nobody to share it with."
        )
    )


def _share(session: Session, clock: Clock, actor: Actor, contact: Contact, interview_id: str | None) -> None:
    enrollment, _cohort = _place(session, actor, contact)
    if interview_id not in _shares(session, contact):
        session.add(
            Share(
                enrollment_id=enrollment.id,
                contact_id=contact.id,
                interview_id=interview_id,
                shared_at=clock.now(),
            )
        )
        session.flush()


def _shares(session: Session, contact: Contact) -> dict[str | None, str]:
    """What of a contact is shared: the interview (None: the contact itself), and the id of the share."""
    shares = session.scalars(select(Share).where(col(Share.contact_id) == contact.id))
    return {share.interview_id: share.id for share in shares}


def _desk(session: Session, contact: Contact, actor: Actor) -> ShareDesk:
    _enrollment, cohort = _place(session, actor, contact)
    shares = _shares(session, contact)
    debriefed = session.execute(
        select(Interview, Debrief)
        .join(Debrief, col(Debrief.interview_id) == col(Interview.id))
        .where(col(Interview.contact_id) == contact.id)
        .order_by(col(Interview.starts_at).desc(), col(Interview.id))
    )
    return ShareDesk(
        contact_id=contact.id,
        cohort_name=cohort.name,
        record=record_of(session, contact, cohort, shares.get(None)),
        reflections=tuple(
            (meeting.id, reflection_of(session, meeting, debrief, cohort, shares.get(meeting.id)))
            for meeting, debrief in debriefed
        ),
    )
