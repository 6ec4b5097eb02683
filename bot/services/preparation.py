"""Preparing for a meeting: its card, and the questions the member wants to ask, sealed with the meeting."""

from dataclasses import replace

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlmodel import Session, col

from bot.clock import Clock
from bot.i18n import _
from bot.models import Contact, Interview, Member
from bot.services import calendars
from bot.services.cards import interview_card, own_interview, seal, unseal
from bot.values import Actor, MeetingQuestions, Outcome, PrepCard, TooLongError, UserError

OWN_LENGTH = 2000
"""The most characters of a member's own questions."""

_QUESTIONS = TypeAdapter(MeetingQuestions)


class QuestionsChangedError(UserError):
    """The meeting was changed after the form was opened; ``card`` is what is saved now."""

    def __init__(self, card: PrepCard) -> None:
        super().__init__(_("This meeting was changed after you opened this form. Nothing was saved now."))
        self.card = card


def get(session: Session, _clock: Clock, actor: Actor, interview_id: str) -> PrepCard:
    """What the actor prepares a meeting with; for one that was moved, the meeting at its new time.

    Raises GoneError.
    """
    return _card(session, *_present(session, actor, interview_id))


def pick(
    session: Session, _clock: Clock, actor: Actor, interview_id: str, picked: tuple[str, ...], version: int
) -> PrepCard:
    """Choose example questions by their ids.

    Raises GoneError, and QuestionsChangedError where the meeting has another ``version`` now.
    """
    interview, contact = _current(session, actor, interview_id, version)
    return _write(session, interview, contact, replace(_questions(session, interview), picked=picked))


def write_own(
    session: Session, _clock: Clock, actor: Actor, interview_id: str, own: str | None, version: int
) -> PrepCard:
    """Write own questions; None takes them away. Raises as :func:`pick`, and TooLongError."""
    if own is not None and len(own) > OWN_LENGTH:
        raise TooLongError("own", OWN_LENGTH, len(own))
    interview, contact = _current(session, actor, interview_id, version)
    return _write(session, interview, contact, replace(_questions(session, interview), own=own))


def _current(session: Session, actor: Actor, interview_id: str, version: int) -> tuple[Interview, Contact]:
    interview, contact = _present(session, actor, interview_id, lock=True)
    if interview.version != version:
        raise QuestionsChangedError(_card(session, interview, contact))
    return interview, contact


def _write(session: Session, interview: Interview, contact: Contact, questions: MeetingQuestions) -> PrepCard:
    if questions != _questions(session, interview):
        with calendars.following(session, interview):
            written = _QUESTIONS.dump_json(questions).decode()
            interview.questions_sealed = seal(session, interview, "questions_sealed", written)
        interview.version += 1
    return _card(session, interview, contact)


def _present(
    session: Session, actor: Actor, interview_id: str, *, lock: bool = False
) -> tuple[Interview, Contact]:
    """The actor's interview; where it was moved, the last of those that share its calendar entry."""
    interview, contact = own_interview(session, actor, interview_id, lock=lock)
    if interview.outcome != Outcome.RESCHEDULED:
        return interview, contact
    same_entry = (
        select(Interview)
        .where(col(Interview.contact_id) == contact.id, col(Interview.calendar_uid) == interview.calendar_uid)
        .order_by(col(Interview.calendar_sequence).desc())
        .limit(1)
    )
    return session.scalars(same_entry).one(), contact


def _card(session: Session, interview: Interview, contact: Contact) -> PrepCard:
    return PrepCard(
        interview_card(session, interview, contact),
        _questions(session, interview),
        session.get_one(Member, interview.member_id).timezone,
    )


def _questions(session: Session, interview: Interview) -> MeetingQuestions:
    written = unseal(session, interview, "questions_sealed")
    return _QUESTIONS.validate_json(written) if written else MeetingQuestions()
