"""Deliveries on their way: each is sent at most once and never silently lost.

A delivery goes queued -> sending -> sent, failed or skipped. It is committed as "sending" before Slack is
called; one found there after a crash becomes uncertain and is never sent again by itself. Any number of
workers share the rows: what one has locked the others skip (SQLite has one writer and ignores the clause).
These services run in the worker's session over all workspaces.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlmodel import Session, col

from bot.clock import Clock
from bot.models import Delivery, Member
from bot.services import deliveries
from bot.services.deliveries import Ready, Reason
from bot.values import DeliveryState

LEASE = timedelta(minutes=5)
"""How long a delivery may be in one worker's hands; a call to Slack takes 10 seconds at most."""

BACKOFF = timedelta(minutes=1)
MOST_ATTEMPTS = 5

LIMIT_WITHOUT_NUMBER = timedelta(seconds=30)
"""How long to wait where Slack says "too fast" and not for how long."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery in this worker's hands, and whom it is for."""

    id: str
    team_id: str
    user_id: str


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
    """Commit to sending a delivery, and learn what; ``timezone`` is the member's zone as Slack names it now.

    None where there is nothing to send: the delivery no longer applies (then it is skipped with its reason),
    another worker has it, or it has to wait.
    """
    delivery = _open_delivery(session, claimed.id, DeliveryState.QUEUED)
    if delivery is None:
        return None
    prepared = deliveries.prepare(session, clock, delivery, timezone)
    if isinstance(prepared, Reason):
        _close(session, clock, delivery, DeliveryState.SKIPPED, prepared)
        return None
    if prepared is not None:
        delivery.state = DeliveryState.SENDING
        delivery.began_at = clock.now()
        session.flush()
    return prepared


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
        .where(col(Delivery.state) == DeliveryState.SENDING, col(Delivery.began_at) < now - LEASE)
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
    delivery.began_at = None
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
