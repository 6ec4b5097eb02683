"""A meeting as the member's calendar knows it: one entry with one UID, whatever becomes of the meeting."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import Session

from bot.clock import Clock
from bot.models import Interview
from bot.services.cards import own_interview, seal, unseal
from bot.values import Actor, Outcome


@contextmanager
def following(session: Session, interview: Interview) -> Iterator[None]:
    """Count the calendar entry up when what it shows of the interview is changed inside."""
    before = _shown(session, interview)
    yield
    if _shown(session, interview) != before:
        interview.calendar_sequence += 1


def take_over(session: Session, old: Interview, new: Interview) -> None:
    """Let the interview at the new time have the old one's calendar entry, and what was prepared for it."""
    new.calendar_uid = old.calendar_uid
    new.calendar_sequence = old.calendar_sequence + 1
    new.calendar_sent = old.calendar_sent
    new.questions_sealed = seal(session, new, "questions_sealed", unseal(session, old, "questions_sealed"))


def mark_sent(session: Session, _clock: Clock, actor: Actor, interview_id: str, sequence: int) -> None:
    """The member got the entry as a file, as it stood at ``sequence``. Raises GoneError."""
    interview, _contact = own_interview(session, actor, interview_id, lock=True)
    interview.calendar_sent = max(interview.calendar_sent or 0, sequence)


def _shown(session: Session, interview: Interview) -> tuple[object, ...]:
    return (
        interview.starts_at,
        interview.minutes,
        interview.format,
        interview.outcome == Outcome.CANCELLED,
        unseal(session, interview, "place_sealed"),
        unseal(session, interview, "questions_sealed"),
    )
