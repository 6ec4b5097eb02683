"""What members do with a message that came by itself: its controls, "Ask me later", that they used it."""

from datetime import date, datetime, timedelta

from sqlalchemy import func, select, update
from sqlmodel import Session, col

from bot.clock import Clock, local_date
from bot.i18n import N_, _
from bot.models import Delivery, Member
from bot.services.cards import own_interview
from bot.services.members import member_of
from bot.services.quiet import awake
from bot.services.schedule import schedule_member
from bot.services.situations import read_kinds, store_kinds
from bot.services.waking import wake
from bot.values import Actor, GoneError, StepKind

SNOOZE = timedelta(days=7)

_GONE = N_("This message is from an older version. Type `/infoview settings` to change your nudges.")

LATER = timedelta(hours=3)
"""How long "Ask me later" is, on the same day; the next morning where that is in the evening."""


def snooze(session: Session, clock: Clock, actor: Actor, delivery_id: str) -> date:
    """No nudges for a week; then this one comes again, if it still applies.

    Returns the first day with nudges. Raises GoneError.
    """
    member, delivery = own_delivery(session, actor, delivery_id)
    member.paused_until = local_date(clock.now() + SNOOZE, member.timezone)
    delivery.snoozed_at = clock.now()
    schedule_member(session, clock, member)
    return member.paused_until


def mute(session: Session, clock: Clock, actor: Actor, delivery_id: str) -> StepKind:
    """No nudges of this kind any more; returns it. Raises GoneError."""
    member, delivery = own_delivery(session, actor, delivery_id)
    kind = StepKind(delivery.step_kind or delivery.kind)
    member.muted_kinds = store_kinds(read_kinds(member.muted_kinds) | {kind})
    schedule_member(session, clock, member)
    return kind


def stop(session: Session, clock: Clock, actor: Actor) -> None:
    """No nudges at all. Raises GoneError for somebody who never joined."""
    member = _lock(session, actor)
    member.nudges_stopped = True
    schedule_member(session, clock, member)


def ask_later(session: Session, clock: Clock, actor: Actor, interview_id: str) -> datetime | None:
    """Ask once more how a meeting went: later that day, or the next morning. Returns when.

    None where it was asked again already, or the member said what became of the meeting. Raises GoneError.
    """
    interview, contact = own_interview(session, actor, interview_id, lock=True)
    if interview.outcome is not None:
        return None
    if interview.ask_again_at is None:
        member = session.get_one(Member, contact.member_id)
        interview.ask_again_at = awake(clock.now() + LATER, member.timezone)
        session.flush()
        wake(session, member.id, clock.now())
    return interview.ask_again_at if interview.ask_again_at > clock.now() else None


def note_click(session: Session, clock: Clock, actor: Actor, message_ts: str, *, settled: bool) -> None:
    """The member used a button of this message; ``settled``: what happened stands in its place now."""
    member = member_of(session, actor)
    if member is None:
        return
    now = clock.now()
    wake(session, member.id, now)
    values = {"answered_at": func.coalesce(col(Delivery.answered_at), now)}
    if settled:
        values["settled_at"] = func.coalesce(col(Delivery.settled_at), now)
    session.execute(
        update(Delivery)
        .where(col(Delivery.member_id) == member.id, col(Delivery.message_ts) == message_ts)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def own_delivery(session: Session, actor: Actor, delivery_id: str) -> tuple[Member, Delivery]:
    """The actor's row and one of their deliveries, locked. Raises GoneError."""
    member = _lock(session, actor)
    delivery = session.scalars(
        select(Delivery)
        .where(col(Delivery.id) == delivery_id, col(Delivery.member_id) == member.id)
        .with_for_update()
    ).one_or_none()
    if delivery is None:
        raise GoneError(_(_GONE))
    return member, delivery


def _lock(session: Session, actor: Actor) -> Member:
    found = select(Member).where(col(Member.user_id) == actor.user_id).with_for_update()
    member = session.scalars(found.execution_options(populate_existing=True)).one_or_none()
    if member is None:
        raise GoneError(_(_GONE))
    return member
