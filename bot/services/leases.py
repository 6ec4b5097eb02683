"""Which worker processes are alive, and what becomes of the deliveries of one that is not.

A worker says again and again that it is alive. When it has not for ``LEASE``, any other gives back what it
had in hand, and marks as uncertain what it had begun to send. These services run in the worker's session.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, text, update
from sqlmodel import Session, col

from bot.clock import Clock
from bot.models import IN_HAND, Delivery, WorkerLease
from bot.values import DeliveryState, Reason

LEASE = timedelta(seconds=60)
"""A call to Slack takes 10 seconds at most, and a worker says four times in this time that it is alive."""


@dataclass(frozen=True, slots=True)
class LetGo:
    """What workers had in hand that are alive no more: given back to the queue, and uncertain."""

    returned: int = 0
    uncertain: int = 0


class SilentWorkerError(Exception):
    """The worker did not say in time that it is alive, so it may take nothing until it begins anew."""


def sign_on(session: Session, clock: Clock, name: str, lease: timedelta = LEASE) -> str:
    """A worker begins; returns its id. ``name`` says to operators where it runs."""
    now = clock.now()
    worker = WorkerLease(name=name, started_at=now, lease_until=now + lease)
    session.add(worker)
    return worker.id


def renew(session: Session, clock: Clock, worker_id: str, lease: timedelta = LEASE) -> bool:
    """The worker is alive. False where it was silent for too long: it has nothing in hand any more."""
    now = clock.now()
    renewed = session.execute(
        update(WorkerLease)
        .where(col(WorkerLease.id) == worker_id, col(WorkerLease.lease_until) >= now)
        .values(lease_until=now + lease)
        .returning(col(WorkerLease.id))
    )
    return renewed.first() is not None


def holds(session: Session, clock: Clock, worker_id: str) -> bool:
    """Whether the worker may take something in hand; nobody takes its lease away in this transaction."""
    lease = session.scalars(
        select(col(WorkerLease.lease_until))
        .where(col(WorkerLease.id) == worker_id)
        .with_for_update(read=True)
    ).one_or_none()
    return lease is not None and lease >= clock.now()


def sign_off(session: Session, clock: Clock, worker_id: str) -> LetGo:
    """A worker ends, and gives back what it still has in hand."""
    return _let_go(session, clock.now(), [worker_id])


def reap(session: Session, clock: Clock) -> LetGo:
    """Let go of what silent workers have in hand; any worker may do this at any time."""
    now = clock.now()
    silent = session.scalars(
        select(col(WorkerLease.id))
        .where(col(WorkerLease.lease_until) < now)
        .with_for_update(skip_locked=True)
    ).all()
    return _let_go(session, now, silent) if silent else LetGo()


def _let_go(session: Session, now: datetime, worker_ids: Collection[str]) -> LetGo:
    theirs = text(IN_HAND), col(Delivery.worker_id).in_(worker_ids)
    # A row that is locked belongs to a worker who is not silent after all: the next round finds it settled.
    rows = session.execute(
        select(col(Delivery.id), col(Delivery.state)).where(*theirs).with_for_update(skip_locked=True)
    ).all()
    sending = [row.id for row in rows if row.state == DeliveryState.SENDING]
    others = [row.id for row in rows if row.state != DeliveryState.SENDING]
    lost = {
        "state": DeliveryState.UNCERTAIN,
        "reason": Reason.NO_ANSWER,
        "finished_at": now,
        "worker_id": None,
    }
    session.execute(update(Delivery).where(col(Delivery.id).in_(sending)).values(lost))
    session.execute(update(Delivery).where(col(Delivery.id).in_(others)).values(worker_id=None))
    left = select(col(Delivery.worker_id)).where(*theirs)
    session.execute(
        delete(WorkerLease).where(col(WorkerLease.id).in_(worker_ids), col(WorkerLease.id).not_in(left))
    )
    return LetGo(returned=len(others), uncertain=len(sending))
