"""Taking deliveries in hand: what workspaces may get now, by one worker at a time.

Any number of workers share the rows: what one has locked the others skip (SQLite has one writer and ignores
the clause). These services run in the worker's session over all workspaces.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, text, union_all, update
from sqlmodel import Session, col

from bot.among import among
from bot.clock import Clock
from bot.models import IN_HAND, QUEUED_AND_FREE, QUEUED_WITH_END, Delivery
from bot.services import lanes, leases
from bot.services.lanes import Pace
from bot.values import DeliveryState, Reason

BATCH = 200
"""How many deliveries are taken in hand, or skipped as too late, in one transaction."""

_CALLED = (DeliveryState.SENT, DeliveryState.UNCERTAIN, DeliveryState.FAILED)
"""Ends after which Slack may have counted a message."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery in one worker's hands, and for whom it is (see :class:`bot.models.Delivery`)."""

    id: str
    team_id: str
    recipient: str
    worker_id: str


def claim(
    session: Session, clock: Clock, worker_id: str, rooms: Mapping[str, int], most: int, pace: Pace
) -> list[Claimed]:
    """Take up to ``most`` queued deliveries in hand: what their workspaces may get now, and not more.

    ``rooms`` says how many more of each workspace this worker can send at the same time. Nothing is taken of
    a workspace that is paused or stopped. Raises SilentWorkerError where the worker was silent for too long.
    """
    if not leases.holds(session, clock, worker_id):
        raise leases.SilentWorkerError
    now = clock.now()
    full = [team_id for team_id, room in rooms.items() if room <= 0]
    held = [lane for lane in lanes.take(session, now, pace, full) if lane.team_id in rooms]
    busy = _busy(session, now, [lane.team_id for lane in held], pace)
    taken: list[Claimed] = []
    for lane in held:
        room = min(rooms[lane.team_id], pace.room(lane.free_at, now), most - len(taken))
        found = _queued(session, now, lane.team_id, busy[lane.team_id], room)
        lane.free_at = pace.after(len(found), lane.free_at, now)
        taken += [Claimed(key, lane.team_id, recipient, worker_id) for recipient, key in found.items()]
    ids = [claimed.id for claimed in taken]
    session.execute(update(Delivery).where(among(col(Delivery.id), ids)).values(worker_id=worker_id))
    return taken


def _queued(
    session: Session, now: datetime, team_id: str, busy: Collection[str], most: int
) -> Mapping[str, str]:
    """The ids of deliveries of a workspace that can be sent now, one for each recipient."""
    if most <= 0:
        return {}
    found = session.execute(
        select(col(Delivery.id), col(Delivery.recipient))
        .where(
            text(QUEUED_AND_FREE),
            col(Delivery.team_id) == team_id,
            col(Delivery.send_after) <= now,
            ~among(col(Delivery.recipient), busy),
        )
        .order_by(col(Delivery.send_after), col(Delivery.id))
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()
    return {row.recipient: row.id for row in reversed(found)}


def _busy(
    session: Session, now: datetime, team_ids: Collection[str], pace: Pace
) -> Mapping[str, Collection[str]]:
    """Whom something is being sent to, or was a moment ago; with the lanes locked, nobody adds to it."""
    theirs = select(col(Delivery.team_id), col(Delivery.recipient)).where(
        among(col(Delivery.team_id), team_ids)
    )
    rows = session.execute(
        union_all(
            theirs.where(text(IN_HAND)),
            theirs.where(
                col(Delivery.state).in_(_CALLED), col(Delivery.finished_at) > now - pace.channel_gap
            ),
        )
    )
    busy: dict[str, set[str]] = {team_id: set() for team_id in team_ids}
    for team_id, recipient in rows:
        busy[team_id].add(recipient)
    return busy


def expire(session: Session, clock: Clock) -> int:
    """Skip up to ``BATCH`` queued deliveries that nobody has in hand and whose time is over.

    Returns how many there were; call it again until that is 0.
    """
    now = clock.now()
    late = session.scalars(
        select(col(Delivery.id))
        .where(text(QUEUED_WITH_END), col(Delivery.worker_id).is_(None), col(Delivery.expires_at) < now)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    session.execute(
        update(Delivery)
        .where(among(col(Delivery.id), late))
        .values(state=DeliveryState.SKIPPED, reason=Reason.LATE, finished_at=now)
    )
    return len(late)
