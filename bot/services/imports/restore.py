"""An export of Infoview comes back: contacts with their history, meetings and debriefs, as they were."""

from collections.abc import Callable, Iterator, Sequence

from pydantic import TypeAdapter
from sqlmodel import Session

from bot.clock import Clock
from bot.models import Contact, Debrief, DebriefDraft, Enrollment, Interview, StatusChange, new_id
from bot.services import contacts, debriefs
from bot.services.cards import seal
from bot.services.debrief_answers import mark, sealed
from bot.services.exports import FIRST_TIMES
from bot.services.imports import people, waiting
from bot.services.imports.tidy import tidied
from bot.services.members import enrollments_of
from bot.values import (
    Actor,
    ExportedContact,
    ExportedDebrief,
    ExportedDraft,
    ExportedInterview,
    ImportCounts,
    MeetingQuestions,
)

_QUESTIONS = TypeAdapter(MeetingQuestions)


def add(
    session: Session, clock: Clock, actor: Actor, import_id: str, exported: Sequence[ExportedContact]
) -> ImportCounts:
    """Add the contacts that are not in the log with all that belongs to them, and end the import.

    A contact goes to the cohort it was in where the actor was in it too, else to their present one.
    Raises GoneError, NotEnrolledError, and BadRecordError where a record cannot stand in a log.
    """
    present = people.begin(session, clock, actor, import_id)
    records = _records(exported, clock)
    places = {place.cohort_id: place for place in enrollments_of(session, present.member_id)}
    new = [*people.unknown(session, present, records, lambda record: record.form)]
    contact_id_of = _references(session, present, records, new)
    restored = [
        (record, _contact(session, places.get(record.cohort_id, present), record, contact_id_of))
        for record in new
    ]
    session.flush()  # each row before those that refer to it
    meetings = [
        (meeting, _meeting(session, contact, meeting))
        for record, contact in restored
        for meeting in record.interviews
    ]
    session.add_all(step for record, contact in restored for step in _history(contact, record))
    session.flush()
    for meeting, interview in meetings:
        session.add_all(_written(session, interview, meeting))
    waiting.forget(session, clock, actor, import_id)
    return ImportCounts(len(new), len(records) - len(new))


def count(session: Session, clock: Clock, actor: Actor, exported: Sequence[ExportedContact]) -> ImportCounts:
    """How many contacts would come in. Raises NotEnrolledError, and BadRecordError like :func:`add`."""
    records = _records(exported, clock)
    return people.count(session, clock, actor, [record.form for record in records])


def _records(exported: Sequence[ExportedContact], clock: Clock) -> tuple[ExportedContact, ...]:
    """What can come in: not a contact whose texts were deleted some time after its program."""
    return tidied(tuple(record for record in exported if record.form.name), clock.now())


def _references(
    session: Session,
    enrollment: Enrollment,
    records: Sequence[ExportedContact],
    new: Sequence[ExportedContact],
) -> Callable[[str | None], str | None]:
    """From an id of the file to the id in the log: a new one, or that of the same person there."""
    known = people.in_log(session, enrollment)
    ids = {record.id: new_id() for record in new}
    for record in records:
        alike = contacts.identities(session, enrollment.team_id, record.form)
        here = [contact_id for who in alike for contact_id in known.get(who, ())]
        if record.id not in ids and here:
            ids[record.id] = here[0]
    return lambda reference: ids.get(reference) if reference is not None else None


def _contact(
    session: Session,
    place: Enrollment,
    record: ExportedContact,
    contact_id_of: Callable[[str | None], str | None],
) -> Contact:
    contact_id = contact_id_of(record.id)
    assert contact_id is not None, "a new contact has an id"
    contact = contacts.insert(session, place, contact_id, record.form, record.created_at)
    contact.status_at = record.status_at
    contact.introduced_by_id = contact_id_of(record.introduced_by_id)
    contact.draft_sealed = seal(session, contact, "draft_sealed", record.draft)
    contact.advocate = record.advocate
    contact.next_step_sealed = seal(session, contact, "next_step_sealed", record.next_step)
    contact.next_step_due = record.next_step_due
    for column in FIRST_TIMES:
        setattr(contact, column, getattr(record.first_times, column))
    return contact


def _history(contact: Contact, record: ExportedContact) -> list[StatusChange]:
    return [
        StatusChange(
            team_id=contact.team_id,
            contact_id=contact.id,
            member_id=contact.member_id,
            cohort_id=contact.cohort_id,
            from_status=step.before,
            to_status=step.after,
            changed_at=step.changed_at,
            undone_at=step.undone_at,
        )
        for step in record.history
    ]


def _meeting(session: Session, contact: Contact, meeting: ExportedInterview) -> Interview:
    interview = Interview(
        id=new_id(),
        team_id=contact.team_id,
        contact_id=contact.id,
        member_id=contact.member_id,
        cohort_id=contact.cohort_id,
        starts_at=meeting.starts_at,
        timezone=meeting.timezone,
        minutes=meeting.minutes,
        format=meeting.format,
        outcome=meeting.outcome,
        calendar_uid=meeting.calendar_uid,
        calendar_sequence=meeting.calendar_sequence,
        calendar_sent=meeting.calendar_sent,
        ask_again_at=meeting.ask_again_at,
        thanked_at=meeting.thanked_at,
        debriefed_at=meeting.debriefed_at,
        created_at=meeting.created_at,
    )
    interview.place_sealed = seal(session, interview, "place_sealed", meeting.place)
    interview.questions_sealed = seal(session, interview, "questions_sealed", _questions(meeting))
    session.add(interview)
    return interview


def _written(
    session: Session, interview: Interview, meeting: ExportedInterview
) -> Iterator[Debrief | DebriefDraft]:
    debrief = _debrief(session, interview, meeting.debrief) if meeting.debrief is not None else None
    if debrief is not None:
        yield debrief
    for draft in meeting.debrief_drafts:
        yield _draft(session, interview, draft, debrief)


def _questions(meeting: ExportedInterview) -> str | None:
    return _QUESTIONS.dump_json(meeting.questions).decode() if meeting.questions is not None else None


def _debrief(session: Session, interview: Interview, record: ExportedDebrief) -> Debrief:
    debrief = Debrief(
        id=new_id(),
        team_id=interview.team_id,
        interview_id=interview.id,
        member_id=interview.member_id,
        cohort_id=interview.cohort_id,
        answers_sealed="",
        advocate="",
        created_at=record.created_at,
        updated_at=record.updated_at,
    )
    debriefs.write(session, debrief, record.answers)
    return debrief


def _draft(
    session: Session, interview: Interview, record: ExportedDraft, debrief: Debrief | None
) -> DebriefDraft:
    draft = DebriefDraft(
        id=new_id(),
        team_id=interview.team_id,
        interview_id=interview.id,
        member_id=interview.member_id,
        saved_mark=mark(debrief) if debrief is not None else "",
        updated_at=record.updated_at,
    )
    draft.answers_sealed = sealed(session, draft, record.answers)
    return draft
