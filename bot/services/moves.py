"""The last move of a contact can be undone: what it changed is kept beside its history, and put back from it.

A move is what one act of a member changed: the status, by one or more steps of the history, the first-time
dates these filled, and the meetings that went with it. The last step of a move carries how the contact stood
before and after. An undo marks the steps as undone and deletes none of them. It is refused once something
later builds on the move: then the contact does not stand as the move left it.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlmodel import Session, col

from bot.clock import Clock
from bot.i18n import N_, _
from bot.models import Contact, DebriefDraft, Interview, StatusChange
from bot.services.waking import wake
from bot.values import LastMove, Status, UserError
from bot.vault import version_of

FIRST_TIMES = ("contacted_at", "followed_up_at", "replied_at", "scheduled_at", "met_at", "kept_in_touch_at")
"""The columns of a contact with the first time of a step."""

_OVERTAKEN = N_(
    "This step is undone already, or another step followed it. Nothing was changed now."
    " Open the contact to see it as it is."
)
_DEBRIEFED = N_(
    "You began a debrief of the meeting after this step, so the step stays: what you wrote must not be lost."
    " To change what became of the meeting, open the contact."
)
_THANKED = N_(
    "You noted a thank-you for the meeting after this step, so the step stays."
    " To change what became of the meeting, open the contact."
)
_IN_CALENDAR = N_(
    "You got the meeting for your calendar after this step, so the step stays. If you do not meet, open the"
    " contact and choose “It was cancelled”: then you can update your calendar, too."
)
_MEETINGS_CHANGED = N_(
    "The meetings with this contact were changed after this step, so it cannot be undone as a whole."
    " Open the contact to change the meeting itself."
)
_REASONS: Mapping[str, str] = {
    "is_debriefed": _DEBRIEFED,
    "is_thanked": _THANKED,
    "is_in_calendar": _IN_CALENDAR,
}
"""Why a move stays, by what became true of one of the meetings since."""


class CannotUndoError(UserError):
    """The move cannot be undone, or not any more; the text says why."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """An interview at one moment; of its ``questions`` only whether they changed is told."""

    starts_at: datetime
    timezone: str
    minutes: int
    format: str
    outcome: str | None
    place_sealed: str | None
    questions: str
    is_thanked: bool
    is_debriefed: bool
    is_in_calendar: bool


_PUT_BACK = ("starts_at", "timezone", "minutes", "format", "outcome", "place_sealed")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a contact stands: its status, its first-time dates, and its meetings by their ids."""

    status: Status
    status_at: datetime
    first_times: Mapping[str, datetime | None]
    meetings: Mapping[str, Meeting]


@dataclass(frozen=True, slots=True)
class _Move:
    """One move: the ids of its steps in the history, and how the contact stood before and after."""

    steps: tuple[str, ...]
    before: Standing
    after: Standing


_MOVE = TypeAdapter(_Move)


@contextmanager
def one_move(session: Session, contact: Contact) -> Iterator[None]:
    """What happens to the contact within this block is one move, if it changes the status at all."""
    known = {step.id for step in _all_steps(session, contact)}
    before = standing(session, contact)
    yield
    session.flush()
    steps = [step for step in _all_steps(session, contact) if step.id not in known]
    if steps:
        move = _Move(tuple(step.id for step in steps), before, standing(session, contact))
        steps[-1].restores = _MOVE.dump_json(move).decode()


def resealed(restores: str, reseal: Callable[[str, str], str]) -> str:
    """What an undo puts back, with the places of its meetings (by their ids) sealed again."""

    def with_places(standing: Standing) -> Standing:
        places = {
            meeting_id: replace(meeting, place_sealed=reseal(meeting_id, meeting.place_sealed))
            if meeting.place_sealed
            else meeting
            for meeting_id, meeting in standing.meetings.items()
        }
        return replace(standing, meetings=places)

    move = _MOVE.validate_json(restores)
    again = replace(move, before=with_places(move.before), after=with_places(move.after))
    return _MOVE.dump_json(again).decode()


def steps_of(session: Session, contact: Contact) -> list[StatusChange]:
    """The history of a contact, the first step first, without what was undone."""
    return [step for step in _all_steps(session, contact) if step.undone_at is None]


def last_move(session: Session, contact: Contact, steps: Sequence[StatusChange]) -> LastMove | None:
    """The move that an undo would take back now; ``steps`` are those of :func:`steps_of`."""
    move = _move_of(steps[-1]) if steps else None
    if move is None or _obstacle(move, standing(session, contact)) is not None:
        return None
    return LastMove(steps[-1].id, move.before.status)


def undo(session: Session, clock: Clock, contact: Contact, move_id: str) -> None:
    """Put the contact back to how it stood before the move; its steps stay in the history, as undone.

    Raises CannotUndoError where ``move_id`` is not the last move, or something later builds on it.
    """
    steps = {step.id: step for step in steps_of(session, contact)}
    move = _move_of(steps[move_id]) if move_id in steps and move_id == [*steps][-1] else None
    if move is None:
        raise CannotUndoError(_(_OVERTAKEN))
    obstacle = _obstacle(move, standing(session, contact))
    if obstacle is not None:
        raise CannotUndoError(_(obstacle))
    for step_id in move.steps:
        steps[step_id].undone_at = clock.now()
    contact.status = move.before.status
    contact.status_at = move.before.status_at
    for column, moment in move.before.first_times.items():
        setattr(contact, column, moment)
    _put_meetings_back(session, move)
    wake(session, contact.member_id, clock.now())
    session.flush()


def standing(session: Session, contact: Contact) -> Standing:
    """Where the contact stands now."""
    rows = session.execute(
        select(Interview, col(DebriefDraft.id))
        .outerjoin(
            DebriefDraft,
            (col(DebriefDraft.interview_id) == col(Interview.id))
            & col(DebriefDraft.answers_sealed).is_not(None),
        )
        .where(col(Interview.contact_id) == contact.id)
    )
    return Standing(
        status=Status(contact.status),
        status_at=contact.status_at,
        first_times={column: getattr(contact, column) for column in FIRST_TIMES},
        meetings={interview.id: _meeting(interview, draft_id) for interview, draft_id in rows},
    )


def _meeting(interview: Interview, draft_id: str | None) -> Meeting:
    return Meeting(
        starts_at=interview.starts_at,
        timezone=interview.timezone,
        minutes=interview.minutes,
        format=interview.format,
        outcome=interview.outcome,
        place_sealed=interview.place_sealed,
        questions=hashlib.sha256(version_of(interview.questions_sealed).encode()).hexdigest()[:16],
        is_thanked=interview.thanked_at is not None,
        is_debriefed=interview.debriefed_at is not None or draft_id is not None,
        is_in_calendar=interview.calendar_sent is not None,
    )


def _obstacle(move: _Move, now: Standing) -> str | None:
    """The sentence that says what builds on the move; None where nothing does."""
    left = move.after.meetings
    # A meeting that stays may have gone into the calendar since: an undo tells the calendar like any change.
    stays = {
        meeting_id: replace(meeting, is_in_calendar=left[meeting_id].is_in_calendar)
        for meeting_id, meeting in now.meetings.items()
        if meeting_id in left and meeting_id in move.before.meetings
    }
    found = {**now.meetings, **stays}
    if replace(now, meetings=found) == move.after:
        return None
    return _first_reason(left, found)


def _first_reason(left: Mapping[str, Meeting], found: Mapping[str, Meeting]) -> str:
    for flag, reason in _REASONS.items():
        if any(
            getattr(meeting, flag) and not getattr(left.get(meeting_id), flag, False)
            for meeting_id, meeting in found.items()
        ):
            return reason
    return _MEETINGS_CHANGED


def _put_meetings_back(session: Session, move: _Move) -> None:
    now = {meeting_id: session.get_one(Interview, meeting_id) for meeting_id in move.after.meetings}
    newest: dict[str, int] = {}
    for interview in now.values():
        uid = interview.calendar_uid
        newest[uid] = max(newest.get(uid, 0), interview.calendar_sequence)
    for meeting_id, interview in now.items():
        before = move.before.meetings.get(meeting_id)
        if before is None:
            session.delete(interview)
        elif before != move.after.meetings[meeting_id]:
            for column in _PUT_BACK:
                setattr(interview, column, getattr(before, column))
            # Forms and calendar entries made before the undo are out of date now.
            interview.version += 1
            interview.calendar_sequence = newest[interview.calendar_uid] + 1


def _move_of(step: StatusChange) -> _Move | None:
    return _MOVE.validate_json(step.restores) if step.restores else None


def _all_steps(session: Session, contact: Contact) -> Sequence[StatusChange]:
    return session.scalars(
        select(StatusChange)
        .where(col(StatusChange.contact_id) == contact.id)
        .order_by(col(StatusChange.changed_at), col(StatusChange.id))
    ).all()
