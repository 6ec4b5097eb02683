"""What a member says they did about their next step, written into the log."""

from collections.abc import Mapping

from sqlmodel import Session

from bot.clock import Clock
from bot.services import contacts, interviews
from bot.values import Actor, NextStep, Status, StepKind

_STATUS_AFTER: Mapping[StepKind, Status] = {
    StepKind.WRITE_FIRST_MESSAGE: Status.CONTACTED,
    StepKind.FOLLOW_UP: Status.FOLLOWED_UP,
    StepKind.CLOSE_SILENT: Status.NO_RESPONSE,
    StepKind.KEEP_IN_TOUCH: Status.KEEPING_IN_TOUCH,
}


def record(session: Session, clock: Clock, actor: Actor, kind: StepKind, subject_id: str) -> NextStep:
    """Record a step as done; a second click records nothing new.

    ``subject_id`` is the interview for a thank-you, else the contact. Raises GoneError for what is not the
    actor's, and UserError where the log has moved on so that the step does not fit any more.
    """
    if kind is StepKind.THANK_YOU:
        interview = interviews.mark_thanked(session, clock, actor, subject_id)
        return NextStep(kind, interview.contact_id, interview.id, interview.contact_name)
    contact = contacts.move(session, clock, actor, subject_id, _STATUS_AFTER[kind])
    return NextStep(kind, contact.id, contact_name=contact.form.name)
