"""How a contact goes from status to status, and what each status says about the steps before it."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from bot.clock import Clock
from bot.i18n import _
from bot.models import Contact, StatusChange
from bot.services.waking import wake
from bot.values import NEXT_STATUSES, Status, UserError

_CONTACTED = ("contacted_at",)
_REPLIED = (*_CONTACTED, "replied_at")
_SCHEDULED = (*_REPLIED, "scheduled_at")
_MET = (*_SCHEDULED, "met_at")

_IMPLIED: Mapping[Status, tuple[str, ...]] = {
    Status.PLANNED: (),
    Status.CONTACTED: _CONTACTED,
    Status.FOLLOWED_UP: (*_CONTACTED, "followed_up_at"),
    Status.REPLIED: _REPLIED,
    Status.SCHEDULED: _SCHEDULED,
    Status.MET: _MET,
    Status.KEEPING_IN_TOUCH: (*_MET, "kept_in_touch_at"),
    Status.DECLINED: _REPLIED,  # a decline is a reply
    Status.NO_RESPONSE: _CONTACTED,
    Status.CLOSED: (),
}
"""The columns a status fills, each with the first time: a later step implies the earlier ones."""

_WAY_TO_SCHEDULED: Mapping[Status, tuple[Status, ...]] = {
    Status.NO_RESPONSE: (Status.REPLIED,),
    Status.DECLINED: (Status.PLANNED,),
    Status.CLOSED: (Status.PLANNED,),
}
"""What lies between a status and "scheduled" where that may not follow at once."""


class IllegalMoveError(UserError):
    """A status that may not follow the ``current`` one."""

    def __init__(self, current: Status) -> None:
        super().__init__(
            _("This step does not fit any more. Open the contact to see which steps are possible.")
        )
        self.current = current


def enter(session: Session, clock: Clock, contact: Contact, status: Status) -> None:
    """Move ``contact`` to a status that may follow its present one. Raises IllegalMoveError."""
    current = Status(contact.status)
    if status not in NEXT_STATUSES[current]:
        raise IllegalMoveError(current)
    note(session, contact, current, status, clock.now())
    wake(session, contact.member_id, clock.now())


def begin(session: Session, clock: Clock, contact: Contact) -> StatusChange:
    """Record the status a new contact is added with, any one; returns the first line of its history."""
    first = note(session, contact, None, Status(contact.status), clock.now())
    wake(session, contact.member_id, clock.now())
    return first


def note(
    session: Session, contact: Contact, before: Status | None, after: Status, now: datetime
) -> StatusChange:
    """Write one line of the history and the first-time dates, whether or not the step is legal."""
    implied = _IMPLIED[after]
    if before is Status.DECLINED and after is Status.KEEPING_IN_TOUCH:
        implied = ("kept_in_touch_at",)
    _fill(contact, implied, now)
    contact.status = after
    contact.status_at = now
    step = StatusChange(
        team_id=contact.team_id,
        contact_id=contact.id,
        member_id=contact.member_id,
        cohort_id=contact.cohort_id,
        from_status=before,
        to_status=after,
        changed_at=now,
    )
    session.add(step)
    return step


def reach_scheduled(session: Session, clock: Clock, contact: Contact) -> None:
    """A meeting is agreed: move to "scheduled", by the legal steps between where there are any."""
    current = Status(contact.status)
    if current is Status.SCHEDULED:
        return
    for status in (*_WAY_TO_SCHEDULED.get(current, ()), Status.SCHEDULED):
        enter(session, clock, contact, status)


def reach_met(session: Session, clock: Clock, contact: Contact) -> None:
    """A meeting took place: move to "met", unless the contact is there or further."""
    if contact.status not in {Status.MET, Status.KEEPING_IN_TOUCH}:
        reach_scheduled(session, clock, contact)
        enter(session, clock, contact, Status.MET)
    else:
        # Somebody kept in touch with after a decline was not met before.
        _fill(contact, _IMPLIED[Status.MET], clock.now())


def back_to_replied(session: Session, clock: Clock, contact: Contact) -> None:
    """The meeting did not take place: move back to "replied" from "scheduled" or further."""
    if contact.status in {Status.MET, Status.KEEPING_IN_TOUCH}:
        enter(session, clock, contact, Status.SCHEDULED)
    if contact.status == Status.SCHEDULED:
        enter(session, clock, contact, Status.REPLIED)


def _fill(contact: Contact, columns: tuple[str, ...], now: datetime) -> None:
    for column in columns:
        if getattr(contact, column) is None:
            setattr(contact, column, now)
