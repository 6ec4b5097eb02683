"""Deliveries of the weekly nudge: planned once for each local week, sent at most once, never silently lost.

A delivery goes queued -> sending -> sent, failed or skipped. It is committed as "sending" before Slack is
called; one found there after a crash becomes uncertain and is never sent again by itself. Any number of
workers share the rows: what one has locked the others skip (SQLite has one writer and ignores the clause).
These services run in the worker's session over all workspaces.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select, update
from sqlmodel import Session, col

from bot.clock import Clock, local_date
from bot.models import Delivery, Member
from bot.services.localtime import iso_week, moment
from bot.services.schedule import DIGEST, Term, next_nudge, schedule_member, taken_weeks, terms_of
from bot.services.steps import choose, member_state, named
from bot.values import DeliveryState, NextStep, StepKind

BATCH = 200
"""Members planned in one transaction."""

LATEST = timedelta(hours=24)
"""A nudge later than this is skipped: the next one is nearer."""

LEASE = timedelta(minutes=5)
"""How long a delivery may be in one worker's hands; a call to Slack takes 10 seconds at most."""

BACKOFF = timedelta(minutes=1)
MOST_ATTEMPTS = 5

LIMIT_WITHOUT_NUMBER = timedelta(seconds=30)
"""How long to wait where Slack says "too fast" and not for how long."""


class Reason(StrEnum):
    """Why a delivery was skipped, or waits; a failed one has Slack's own error code instead."""

    LATE = "late"
    STOPPED = "stopped"
    PAUSED = "paused"
    NOT_ENROLLED = "not in a running cohort"
    NOTHING_WAITING = "nothing is waiting"
    DEACTIVATED = "deactivated"
    RATE_LIMITED = "rate limited"
    NO_ANSWER = "no answer was recorded"


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery in this worker's hands, and whom it is for."""

    id: str
    team_id: str
    user_id: str


@dataclass(frozen=True, slots=True)
class Ready:
    """What to send now; the delivery counts as "sending". The step has no words of the member's own."""

    step: NextStep
    timezone: str
    language: str | None = None  # what the member chose; None: as in their Slack


def plan(session: Session, clock: Clock) -> int:
    """Queue the nudges of up to ``BATCH`` members who are due, and set their next ones.

    Returns how many members were due; call it again until that is 0.
    """
    now = clock.now()
    members = session.scalars(
        select(Member)
        .where(col(Member.next_nudge_at) <= now)
        .order_by(col(Member.next_nudge_at))
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    terms = terms_of(session, members)
    taken = taken_weeks(session, clock, members)
    for member in members:
        weeks = taken.get(member.id, set())
        delivery = _due_delivery(member, terms.get(member.id), weeks, now)
        if delivery is not None:
            session.add(delivery)
            weeks.add(delivery.occurrence)
        member.next_nudge_at = next_nudge(member, terms.get(member.id), weeks, now)
    session.flush()
    return len(members)


def _due_delivery(
    member: Member, term: Term | None, taken: Collection[str], now: datetime
) -> Delivery | None:
    assert member.next_nudge_at is not None, "only members who are due are planned"
    due = member.next_nudge_at
    week = iso_week(due, member.timezone)
    if _obstacle(member, term, due) is not None or week in taken:
        return None
    is_late = now - due > LATEST
    return Delivery(
        team_id=member.team_id,
        member_id=member.id,
        kind=DIGEST,
        occurrence=week,
        state=DeliveryState.SKIPPED if is_late else DeliveryState.QUEUED,
        reason=Reason.LATE if is_late else None,
        due_at=due,
        send_after=due,
        finished_at=now if is_late else None,
    )


def claim(session: Session, clock: Clock, team_ids: Collection[str]) -> Claimed | None:
    """Take the next queued delivery of these workspaces in hand for ``LEASE``; None where nothing is to do.

    While Slack told a workspace to wait, nothing of that workspace is taken, by any worker.
    """
    now = clock.now()
    waiting = select(col(Delivery.team_id)).where(
        col(Delivery.state) == DeliveryState.QUEUED,
        col(Delivery.send_after) > now,
        col(Delivery.reason) == Reason.RATE_LIMITED,
    )
    delivery = session.scalars(
        select(Delivery)
        .where(
            col(Delivery.state) == DeliveryState.QUEUED,
            col(Delivery.send_after) <= now,
            col(Delivery.team_id).in_(team_ids),
            col(Delivery.team_id).not_in(waiting),
        )
        .order_by(col(Delivery.send_after), col(Delivery.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if delivery is None:
        return None
    delivery.send_after = now + LEASE
    delivery.reason = None
    session.flush()
    member = session.get_one(Member, delivery.member_id)
    return Claimed(delivery.id, delivery.team_id, member.user_id)


def begin(session: Session, clock: Clock, claimed: Claimed, timezone: str) -> Ready | None:
    """Choose from the member's present state what to send, and commit to sending it.

    ``timezone`` is the member's zone as Slack names it now. None where there is nothing to send: the delivery
    no longer applies (then it is skipped with its reason), another worker has it, or the member has moved to
    a zone where the time is still to come (then it waits).
    """
    delivery = _open_delivery(session, claimed.id, DeliveryState.QUEUED)
    if delivery is None:
        return None
    member = session.get_one(Member, delivery.member_id, with_for_update=True)
    if member.timezone != timezone and _move(session, clock, member, delivery, timezone):
        return None
    step = choose(member_state(session, clock, member))
    reason = _reason_to_skip(session, clock, member, delivery, step)
    if reason is not None:
        _close(session, clock, delivery, DeliveryState.SKIPPED, reason)
        return None
    delivery.state = DeliveryState.SENDING
    delivery.claimed_at = clock.now()
    session.flush()
    return Ready(replace(named(session, step), step=None), member.timezone, member.language)


def _move(session: Session, clock: Clock, member: Member, delivery: Delivery, timezone: str) -> bool:
    """Follow the member to another zone; whether the delivery waits for its time there."""
    member.timezone = timezone
    schedule_member(session, clock, member)
    monday = datetime.strptime(f"{delivery.occurrence}-1", "%G-W%V-%u").date()  # noqa: DTZ007 - a calendar day
    there = moment(monday + timedelta(days=member.nudge_weekday), member.nudge_time, timezone)
    if there <= clock.now():
        return False
    delivery.due_at = delivery.send_after = there
    session.flush()
    return True


def _reason_to_skip(
    session: Session, clock: Clock, member: Member, delivery: Delivery, step: NextStep
) -> Reason | None:
    now = clock.now()
    obstacle = _obstacle(member, terms_of(session, [member]).get(member.id), now)
    if obstacle is None and now - delivery.due_at > LATEST:
        return Reason.LATE
    if obstacle is None and step.kind is StepKind.ALL_DONE:
        return Reason.NOTHING_WAITING
    return obstacle


def _obstacle(member: Member, term: Term | None, at: datetime) -> Reason | None:
    day = local_date(at, member.timezone)
    if member.nudges_stopped:
        return Reason.STOPPED
    if member.paused_until is not None and day < member.paused_until:
        return Reason.PAUSED
    if term is None or not term.first <= day <= term.last:
        return Reason.NOT_ENROLLED
    return None


def finish(
    session: Session, clock: Clock, delivery_id: str, state: DeliveryState, reason: str | None = None
) -> None:
    """Record how a delivery ended; nothing where it has ended already."""
    delivery = _open_delivery(session, delivery_id)
    if delivery is not None:
        _close(session, clock, delivery, state, reason)


def mark_sent(session: Session, clock: Clock, delivery_id: str, message_ts: str) -> None:
    """Slack took the message and gave it this ``ts``. Also where it was thought uncertain meanwhile."""
    delivery = _open_delivery(
        session, delivery_id, DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.UNCERTAIN
    )
    if delivery is not None:
        delivery.message_ts = message_ts
        _close(session, clock, delivery, DeliveryState.SENT, None)


def wait_for_limit(session: Session, clock: Clock, delivery_id: str, seconds: int | None) -> None:
    """Back to the queue: Slack said "too fast", and for how long. This does not count as an attempt."""
    delivery = _open_delivery(session, delivery_id)
    if delivery is not None:
        wait = LIMIT_WITHOUT_NUMBER if seconds is None else timedelta(seconds=seconds)
        _requeue(session, delivery, clock.now() + wait, Reason.RATE_LIMITED)


def try_later(session: Session, clock: Clock, delivery_id: str, code: str) -> None:
    """Back to the queue after a failure in which nothing was sent; failed after ``MOST_ATTEMPTS``."""
    delivery = _open_delivery(session, delivery_id)
    if delivery is None:
        return
    delivery.attempts += 1
    if delivery.attempts >= MOST_ATTEMPTS:
        _close(session, clock, delivery, DeliveryState.FAILED, code)
    else:
        _requeue(session, delivery, clock.now() + BACKOFF * 2 ** (delivery.attempts - 1), code)


def recover(session: Session, clock: Clock) -> int:
    """Mark as uncertain what a worker began to send and never reported; returns how many there were."""
    now = clock.now()
    found = session.execute(
        update(Delivery)
        .where(col(Delivery.state) == DeliveryState.SENDING, col(Delivery.claimed_at) < now - LEASE)
        .values(state=DeliveryState.UNCERTAIN, reason=Reason.NO_ANSWER, finished_at=now)
        .returning(col(Delivery.id))
    )
    return len(found.all())


def _open_delivery(session: Session, delivery_id: str, *states: DeliveryState) -> Delivery | None:
    """The delivery, locked, where it is in one of these states (by default: not ended)."""
    delivery = session.get(Delivery, delivery_id, with_for_update=True)
    wanted = states or (DeliveryState.QUEUED, DeliveryState.SENDING)
    return delivery if delivery is not None and delivery.state in wanted else None


def _requeue(session: Session, delivery: Delivery, send_after: datetime, reason: str) -> None:
    delivery.state = DeliveryState.QUEUED
    delivery.claimed_at = None
    delivery.send_after = send_after
    delivery.reason = reason
    session.flush()


def _close(
    session: Session, clock: Clock, delivery: Delivery, state: DeliveryState, reason: str | None
) -> None:
    delivery.state = state
    delivery.reason = reason
    delivery.finished_at = clock.now()
    session.flush()
