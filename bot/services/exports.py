"""All of a person's data in the clear, for themselves alone."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlmodel import Session, col

from bot.clock import Clock
from bot.models import (
    Cohort,
    CohortLead,
    Contact,
    Debrief,
    DebriefDraft,
    Delivery,
    Enrollment,
    HelpRequest,
    Interview,
    Member,
    PracticeAnswer,
    Share,
    StatusChange,
    TenantRow,
    WorkspaceLead,
)
from bot.services.cards import contact_form, unseal
from bot.services.debrief_answers import answers_of
from bot.services.members import member_of
from bot.values import (
    Actor,
    Advocate,
    ContactForm,
    DeliveryState,
    Export,
    ExportedAnswer,
    ExportedContact,
    ExportedDebrief,
    ExportedDraft,
    ExportedEnrollment,
    ExportedInterview,
    ExportedNudge,
    ExportedRole,
    ExportedSettings,
    ExportedShare,
    ExportedStep,
    FirstTimes,
    Format,
    MeetingQuestions,
    Outcome,
    Status,
)

Row = TypeVar("Row", bound=TenantRow)

FIRST_TIMES = tuple(FirstTimes.__dataclass_fields__)
"""The columns of a contact with the first time of each step."""

SETTINGS = tuple(ExportedSettings.__dataclass_fields__)

_QUESTIONS = TypeAdapter(MeetingQuestions)


def gather(session: Session, clock: Clock, actor: Actor) -> Export:
    """Everything of the actor's; somebody who never joined has practice and roles at most."""
    member = member_of(session, actor)
    return Export(
        exported_at=clock.now(),
        user_id=actor.user_id,
        settings=_settings(member) if member is not None else None,
        enrollments=_enrollments(session, member) if member is not None else (),
        roles=_roles(session, actor),
        contacts=_contacts(session, member) if member is not None else (),
        practice=_practice(session, actor),
        nudges=_nudges(session, actor),
    )


def _settings(member: Member) -> ExportedSettings:
    return ExportedSettings(**{name: getattr(member, name) for name in SETTINGS})


def _enrollments(session: Session, member: Member) -> tuple[ExportedEnrollment, ...]:
    rows = session.execute(
        select(Enrollment, Cohort)
        .join(Cohort, col(Cohort.id) == col(Enrollment.cohort_id))
        .where(col(Enrollment.member_id) == member.id)
        .order_by(col(Enrollment.joined_at), col(Enrollment.id))
    )
    return tuple(
        ExportedEnrollment(
            cohort_id=cohort.id,
            cohort=cohort.name,
            joined_at=place.joined_at,
            left_at=place.left_at,
            shares_steps=place.shares_steps,
            chosen_at=place.chosen_at,
            help_asked_at=_help_asked_at(session, place),
            shares=_shares(session, place),
        )
        for place, cohort in rows
    )


def _help_asked_at(session: Session, place: Enrollment) -> tuple[datetime, ...]:
    return tuple(
        session.scalars(
            select(col(HelpRequest.asked_at))
            .where(col(HelpRequest.enrollment_id) == place.id)
            .order_by(col(HelpRequest.asked_at))
        )
    )


def _shares(session: Session, place: Enrollment) -> tuple[ExportedShare, ...]:
    rows = session.scalars(
        select(Share)
        .where(col(Share.enrollment_id) == place.id)
        .order_by(col(Share.shared_at), col(Share.id))
    )
    return tuple(ExportedShare(row.contact_id, row.interview_id, row.shared_at) for row in rows)


def _roles(session: Session, actor: Actor) -> tuple[ExportedRole, ...]:
    named = session.scalars(select(WorkspaceLead).where(col(WorkspaceLead.user_id) == actor.user_id))
    leads = session.execute(
        select(CohortLead, Cohort)
        .join(Cohort, col(Cohort.id) == col(CohortLead.cohort_id))
        .where(col(CohortLead.user_id) == actor.user_id)
        .order_by(col(CohortLead.added_at), col(CohortLead.id))
    )
    return (
        *(ExportedRole(None, row.named_at) for row in named),
        *(ExportedRole(cohort.name, lead.added_at, lead.wants_digest) for lead, cohort in leads),
    )


def _practice(session: Session, actor: Actor) -> tuple[ExportedAnswer, ...]:
    rows = session.scalars(
        select(PracticeAnswer)
        .where(col(PracticeAnswer.user_id) == actor.user_id)
        .order_by(col(PracticeAnswer.answered_at), col(PracticeAnswer.id))
    )
    return tuple(ExportedAnswer(row.card_id, row.round, row.reply, row.answered_at) for row in rows)


def _nudges(session: Session, actor: Actor) -> tuple[ExportedNudge, ...]:
    rows = session.scalars(
        select(Delivery)
        .where(col(Delivery.recipient) == actor.user_id)
        .order_by(col(Delivery.due_at), col(Delivery.id))
    )
    return tuple(
        ExportedNudge(
            kind=row.kind,
            subject=row.subject,
            occurrence=row.occurrence,
            state=DeliveryState(row.state),
            reason=row.reason,
            due_at=row.due_at,
            finished_at=row.finished_at,
            step_kind=row.step_kind,
            step_subject=row.step_subject,
            answered_at=row.answered_at,
            snoozed_at=row.snoozed_at,
            settled_at=row.settled_at,
        )
        for row in rows
    )


def _contacts(session: Session, member: Member) -> tuple[ExportedContact, ...]:
    debriefs = {row.interview_id: row for row in _all(session, Debrief, member)}
    drafts: defaultdict[str, list[DebriefDraft]] = defaultdict(list)
    for draft in _all(session, DebriefDraft, member, "updated_at"):
        drafts[draft.interview_id].append(draft)
    interviews: defaultdict[str, list[ExportedInterview]] = defaultdict(list)
    for interview in _all(session, Interview, member, "starts_at"):
        described = _interview(session, interview, debriefs.get(interview.id), drafts[interview.id])
        interviews[interview.contact_id].append(described)
    steps: defaultdict[str, list[ExportedStep]] = defaultdict(list)
    for change in _all(session, StatusChange, member, "changed_at"):
        steps[change.contact_id].append(_step(change))
    rows = _all(session, Contact, member, "created_at")
    return tuple(_contact(session, row, steps[row.id], interviews[row.id]) for row in rows)


def _all(session: Session, table: type[Row], member: Member, first_by: str = "id") -> Iterable[Row]:
    """The member's rows of a table that carries ``member_id``, in the order of one column."""
    columns = table.__table__.c  # type: ignore[attr-defined]
    own = select(table).where(columns.member_id == member.id)
    return session.scalars(own.order_by(columns[first_by], columns.id))


def _step(change: StatusChange) -> ExportedStep:
    return ExportedStep(
        before=Status(change.from_status) if change.from_status else None,
        after=Status(change.to_status),
        changed_at=change.changed_at,
        undone_at=change.undone_at,
    )


def _form(session: Session, contact: Contact) -> ContactForm:
    """As the member wrote it: a name that was deleted is none, and the introducer stands beside the form."""
    name = unseal(session, contact, "name_sealed") or ""
    return replace(contact_form(session, contact), name=name, introduced_by_id=None)


def _contact(
    session: Session, contact: Contact, steps: list[ExportedStep], interviews: list[ExportedInterview]
) -> ExportedContact:
    return ExportedContact(
        id=contact.id,
        cohort_id=contact.cohort_id,
        form=_form(session, contact),
        status_at=contact.status_at,
        created_at=contact.created_at,
        history=tuple(steps),
        first_times=FirstTimes(**{name: getattr(contact, name) for name in FIRST_TIMES}),
        interviews=tuple(interviews),
        introduced_by_id=contact.introduced_by_id,
        draft=unseal(session, contact, "draft_sealed"),
        advocate=Advocate(contact.advocate) if contact.advocate else None,
        next_step=unseal(session, contact, "next_step_sealed"),
        next_step_due=contact.next_step_due,
    )


def _interview(
    session: Session, interview: Interview, debrief: Debrief | None, drafts: Iterable[DebriefDraft]
) -> ExportedInterview:
    return ExportedInterview(
        id=interview.id,
        starts_at=interview.starts_at,
        timezone=interview.timezone,
        minutes=interview.minutes,
        format=Format(interview.format),
        outcome=Outcome(interview.outcome) if interview.outcome else None,
        calendar_uid=interview.calendar_uid,
        created_at=interview.created_at,
        calendar_sequence=interview.calendar_sequence,
        place=unseal(session, interview, "place_sealed"),
        calendar_sent=interview.calendar_sent,
        questions=_questions(session, interview),
        ask_again_at=interview.ask_again_at,
        thanked_at=interview.thanked_at,
        debriefed_at=interview.debriefed_at,
        debrief=_debrief(session, debrief) if debrief is not None else None,
        debrief_drafts=tuple(
            ExportedDraft(answers_of(session, draft), draft.updated_at)
            for draft in drafts
            if draft.answers_sealed is not None
        ),
    )


def _debrief(session: Session, row: Debrief) -> ExportedDebrief:
    return ExportedDebrief(answers_of(session, row), row.created_at, row.updated_at)


def _questions(session: Session, interview: Interview) -> MeetingQuestions | None:
    written = unseal(session, interview, "questions_sealed")
    return _QUESTIONS.validate_json(written) if written is not None else None
