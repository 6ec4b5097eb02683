"""One member's steps, contacts and reflections in the form in which a lead may read them.

What these functions leave out no lead can see: notes, drafts, ways to reach a person, the member's ratings of
themselves, what they agreed on with themselves, names in what is counted. Whether something is shared at all
is not asked here.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from bot.clock import local_date
from bot.models import Cohort, Contact, Debrief, Enrollment, Interview
from bot.services.cards import contact_name, interviews_of, unseal
from bot.services.debrief_answers import answers_of
from bot.services.progress import progress_of
from bot.values import (
    Format,
    LearningGoal,
    Outcome,
    SharedRecord,
    SharedReflection,
    SharedStep,
    SharedSteps,
    Status,
)

DAYS_SHOWN = 30

Moments = Iterator[tuple[datetime, SharedStep]]


def steps_of(session: Session, enrollment: Enrollment, cohort: Cohort) -> SharedSteps:
    """A member's counts, and the days of their latest steps in the cohort's zone."""
    where = (enrollment.member_id, enrollment.cohort_id)
    moments = (*_writing(session, where), *_meetings(session, where))
    return SharedSteps(progress_of(session, enrollment), _days(moments, cohort))


def record_of(
    session: Session, contact: Contact, cohort: Cohort, share_id: str | None = None
) -> SharedRecord:
    """One contact: who it is and how far it went."""
    meetings = interviews_of(session, contact)
    moments = (
        *_dated(contact.contacted_at, contact.followed_up_at, contact.replied_at),
        *(moment for meeting in meetings if meeting.outcome == Outcome.HELD for moment in _held(meeting)),
    )
    return SharedRecord(
        name=contact_name(session, contact),
        organisation=unseal(session, contact, "organisation_sealed"),
        role=unseal(session, contact, "role_sealed"),
        status=Status(contact.status),
        days=_days(moments, cohort),
        share_id=share_id,
    )


def reflection_of(
    session: Session, interview: Interview, debrief: Debrief, cohort: Cohort, share_id: str | None = None
) -> SharedReflection:
    """What a member learned in one meeting; whom they met is not in it."""
    answers = answers_of(session, debrief)
    return SharedReflection(
        day=local_date(interview.starts_at, cohort.timezone),
        format=Format(interview.format),
        covered=tuple(goal for goal in LearningGoal if goal in answers.covered),
        learned=answers.learned,
        valuable=answers.valuable,
        did_well=answers.did_well,
        share_id=share_id,
    )


def _writing(session: Session, where: tuple[str, str]) -> Moments:
    rows = session.execute(
        select(col(Contact.contacted_at), col(Contact.followed_up_at), col(Contact.replied_at)).where(
            col(Contact.member_id) == where[0], col(Contact.cohort_id) == where[1]
        )
    )
    return (moment for row in rows for moment in _dated(*row))


def _meetings(session: Session, where: tuple[str, str]) -> Moments:
    held = session.scalars(
        select(Interview).where(
            col(Interview.member_id) == where[0],
            col(Interview.cohort_id) == where[1],
            col(Interview.outcome) == Outcome.HELD,
        )
    )
    return (moment for meeting in held for moment in _held(meeting))


def _dated(wrote: datetime | None, followed_up: datetime | None, replied: datetime | None) -> Moments:
    steps = (SharedStep.WROTE, SharedStep.FOLLOWED_UP, SharedStep.REPLIED)
    return _known(zip((wrote, followed_up, replied), steps, strict=True))


def _held(meeting: Interview) -> Moments:
    steps = (SharedStep.MET, SharedStep.THANKED, SharedStep.DEBRIEFED)
    return _known(zip((meeting.starts_at, meeting.thanked_at, meeting.debriefed_at), steps, strict=True))


def _known(pairs: Iterable[tuple[datetime | None, SharedStep]]) -> Moments:
    return ((moment, step) for moment, step in pairs if moment is not None)


def _days(
    moments: Iterable[tuple[datetime, SharedStep]], cohort: Cohort
) -> tuple[tuple[date, SharedStep], ...]:
    latest = sorted(moments, reverse=True)[:DAYS_SHOWN]
    return tuple((local_date(moment, cohort.timezone), step) for moment, step in latest)
