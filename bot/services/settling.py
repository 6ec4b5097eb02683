"""Messages whose buttons have nothing to do any more, because what they asked for happened elsewhere."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from bot.clock import Clock
from bot.models import Contact, Delivery, Interview, Member
from bot.services.cards import contact_name
from bot.services.history import DIGEST
from bot.services.members import member_of
from bot.services.occasions import MemberState, Occasion, occasions
from bot.services.steps import member_states
from bot.values import Actor, DeliveryState, Ending, Outcome, SettledNudge, Status, StepKind

_SINCE = timedelta(days=60)
"""Older messages stay as they are."""

_DONE = {
    StepKind.WRITE_FIRST_MESSAGE: Status.CONTACTED,
    StepKind.FOLLOW_UP: Status.FOLLOWED_UP,
    StepKind.CLOSE_SILENT: Status.NO_RESPONSE,
    StepKind.KEEP_IN_TOUCH: Status.KEEPING_IN_TOUCH,
}
_OUTCOMES = {
    Outcome.HELD: Ending.MET,
    Outcome.CANCELLED: Ending.CALLED_OFF,
    Outcome.NO_SHOW: Ending.CALLED_OFF,
    Outcome.RESCHEDULED: Ending.MOVED,
}


def are_waiting(session: Session, clock: Clock, actor: Actor) -> bool:
    """Whether any of the actor's messages still has its buttons."""
    member = member_of(session, actor)
    return member is not None and bool(_waiting(session, clock, member))


def settle(session: Session, clock: Clock, actor: Actor) -> tuple[SettledNudge, ...]:
    """The actor's messages whose step is over, each once, with what happened; they count as settled now."""
    member = member_of(session, actor)
    if member is None:
        return ()
    waiting = _waiting(session, clock, member)
    if not waiting:
        return ()
    state = member_states(session, clock.now(), [member])[member.id]
    going = {(occasion.kind, occasion.subject) for occasion in _going(state)}
    settled = []
    for delivery in waiting:
        kind, subject = _about(delivery)
        if kind is not None and kind is not StepKind.CELEBRATE and (kind, subject) not in going:
            delivery.settled_at = clock.now()
            delivery.answered_at = delivery.answered_at or clock.now()
            settled.append(_settled(session, delivery, kind, subject))
    return tuple(settled)


def _waiting(session: Session, clock: Clock, member: Member) -> list[Delivery]:
    """The messages that still have their buttons."""
    found = session.scalars(
        select(Delivery)
        .where(
            col(Delivery.member_id) == member.id,
            col(Delivery.due_at) > clock.now() - _SINCE,
            col(Delivery.state) == DeliveryState.SENT,
            col(Delivery.message_ts).is_not(None),
            col(Delivery.settled_at).is_(None),
        )
        .order_by(col(Delivery.due_at))
    )
    return list(found)


def _about(delivery: Delivery) -> tuple[StepKind | None, str]:
    if delivery.kind == DIGEST:
        kind = delivery.step_kind
        return (StepKind(kind) if kind is not None else None), delivery.step_subject or ""
    return (StepKind(delivery.kind) if delivery.kind in set(StepKind) else None), delivery.subject


def _going(state: MemberState) -> Iterable[Occasion]:
    """What still calls for its step, now or later; a touch is over once the next one is far away."""
    return (
        occasion
        for occasion in occasions(state)
        if occasion.kind is not StepKind.KEEP_IN_TOUCH or occasion.is_open(state)
    )


def _settled(session: Session, delivery: Delivery, kind: StepKind, subject: str) -> SettledNudge:
    assert delivery.message_ts is not None, "what was sent has a ts"
    interview = session.get(Interview, subject) if subject else None
    contact = session.get(Contact, interview.contact_id if interview is not None else subject)
    return SettledNudge(
        message_ts=delivery.message_ts,
        kind=kind,
        ending=_ending(kind, subject, interview, contact),
        contact_name=contact_name(session, contact) if contact is not None else None,
    )


def _ending(kind: StepKind, subject: str, interview: Interview | None, contact: Contact | None) -> Ending:
    if subject and contact is None:
        return Ending.GONE
    if kind is StepKind.THANK_YOU:
        is_thanked = interview is not None and interview.thanked_at is not None
        return Ending.DONE if is_thanked else Ending.OVER
    if interview is not None:
        return _ending_of_meeting(kind, interview)
    if kind is StepKind.FIRST_PERSON:
        return Ending.ADDED
    is_done = contact is not None and contact.status == _DONE.get(kind)
    return Ending.DONE if is_done else Ending.OVER


def _ending_of_meeting(kind: StepKind, interview: Interview) -> Ending:
    if interview.outcome is None or (kind is StepKind.PREPARE and interview.outcome == Outcome.HELD):
        return Ending.OVER
    if interview.debriefed_at is not None:
        return Ending.DEBRIEFED
    return _OUTCOMES[Outcome(interview.outcome)]
