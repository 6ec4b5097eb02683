"""Deliveries for operators: how they stand, what nobody knows about, and what to do about it by hand.

These services run in the worker's session over all workspaces. They show ids and codes, never content.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, TextClause, func, select, text
from sqlmodel import Session, col

from bot.clock import Clock
from bot.models import (
    ENDED,
    IN_HAND,
    QUEUED_AND_FREE,
    QUEUED_WITH_END,
    Delivery,
    Lane,
    Restoration,
    WorkerLease,
)
from bot.services import pushes
from bot.values import DeliveryLine, DeliveryNumbers, DeliveryOverview, DeliveryState, HeldWorkspace

MOST_SHOWN = 50

_RECENT = timedelta(hours=1)
_TIME_TO_SEND = timedelta(hours=24)
_BY_HAND = (DeliveryState.UNCERTAIN, DeliveryState.FAILED)


def overview(session: Session, clock: Clock) -> DeliveryOverview:
    """All states counted, the newest uncertain ones, and the workspaces that get nothing now."""
    now = clock.now()
    counted = session.execute(select(col(Delivery.state), func.count()).group_by(col(Delivery.state)))
    counts = {row[0]: row[1] for row in counted}
    uncertain = session.scalars(
        select(Delivery)
        .where(text(ENDED), col(Delivery.state) == DeliveryState.UNCERTAIN)
        .order_by(col(Delivery.finished_at).desc(), col(Delivery.id))
        .limit(MOST_SHOWN)
    )
    return DeliveryOverview(
        counts={state: counts.get(state, 0) for state in DeliveryState},
        uncertain=tuple(_line(row) for row in uncertain),
        held=_held(session, now),
        workers=tuple(_workers(session, now)),
    )


def requeue(session: Session, clock: Clock, delivery_ids: Collection[str]) -> list[str]:
    """Send these once more, as somebody decided who has looked; returns the ids of those that were found.

    Only what is uncertain or failed: the rest has been sent, or has reasons not to be.
    """
    now = clock.now()
    found = session.scalars(
        select(Delivery)
        .where(col(Delivery.id).in_(delivery_ids), col(Delivery.state).in_(_BY_HAND))
        .order_by(col(Delivery.id))
        .with_for_update()
    ).all()
    for row in found:
        row.state = DeliveryState.QUEUED
        row.reason = row.finished_at = None
        row.attempts = 0
        row.due_at = row.send_after = now
        row.expires_at = now + _TIME_TO_SEND
    session.flush()
    return [row.id for row in found]


def note_restored(session: Session, clock: Clock) -> None:
    """A backup was put back: nothing that was due until now is sent, because it may have been already."""
    session.add(Restoration(restored_at=clock.now()))
    session.flush()
    pushes.skip_due(session, clock)


def numbers(session: Session, clock: Clock) -> DeliveryNumbers:
    """The figures for metrics; each is counted over an index, however many deliveries have ended."""
    now = clock.now()
    ended = _counts(session, col(Delivery.finished_at) > now - _RECENT)
    stopped = select(col(Lane.team_id)).where(col(Lane.stopped_at).is_not(None))
    oldest = session.scalar(
        select(func.min(Delivery.send_after)).where(
            text(QUEUED_AND_FREE), col(Delivery.send_after) <= now, col(Delivery.team_id).not_in(stopped)
        )
    )
    return DeliveryNumbers(
        queued=_count(session, text(QUEUED_WITH_END)),
        sending=_count(session, text(IN_HAND), col(Delivery.state) == DeliveryState.SENDING),
        uncertain=_count(session, text(ENDED), col(Delivery.state) == DeliveryState.UNCERTAIN),
        sent=ended.get(DeliveryState.SENT, 0),
        failed=ended.get(DeliveryState.FAILED, 0),
        lag_seconds=(now - oldest).total_seconds() if oldest is not None else 0.0,
        stopped_workspaces=len(session.scalars(stopped).all()),
        workers=len(_workers(session, now)),
    )


def _counts(session: Session, ended: ColumnElement[bool]) -> Mapping[str, int]:
    states = [DeliveryState.SENT, DeliveryState.FAILED]
    counted = session.execute(
        select(col(Delivery.state), func.count())
        .where(col(Delivery.state).in_(states), ended)
        .group_by(col(Delivery.state))
    )
    return {row[0]: row[1] for row in counted}


def _count(session: Session, *conditions: ColumnElement[bool] | TextClause) -> int:
    return session.scalar(select(func.count()).select_from(Delivery).where(*conditions)) or 0


def _workers(session: Session, now: datetime) -> Sequence[str]:
    alive = select(col(WorkerLease.name)).where(col(WorkerLease.lease_until) >= now)
    return session.scalars(alive.order_by(col(WorkerLease.name))).all()


def _held(session: Session, now: datetime) -> tuple[HeldWorkspace, ...]:
    lanes = session.scalars(
        select(Lane)
        .where(col(Lane.stopped_at).is_not(None) | (col(Lane.paused_until) > now))
        .order_by(col(Lane.team_id), col(Lane.method))
    )
    return tuple(
        HeldWorkspace(
            lane.team_id,
            lane.method,
            None if lane.stopped_at is not None else lane.paused_until,
            lane.stop_reason,
        )
        for lane in lanes
    )


def _line(row: Delivery) -> DeliveryLine:
    return DeliveryLine(row.id, row.team_id, row.recipient, row.kind, row.due_at, row.finished_at, row.reason)
