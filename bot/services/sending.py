"""Deliveries on their way: each is sent at most once and never silently lost.

A delivery goes queued -> sending -> sent, failed or skipped. It is committed as "sending" before Slack is
called; one whose worker ended there becomes uncertain and is never sent again by itself. Any number of
workers share the rows: what one has locked the others skip (SQLite has one writer and ignores the clause).
These services run in the worker's session over all workspaces.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, text, union_all, update
from sqlmodel import Session, col

from bot.clock import Clock
from bot.models import IN_HAND, QUEUED_AND_FREE, Delivery, Restoration
from bot.services import deliveries, lanes, leases, notices
from bot.services.deliveries import Ready, Reason
from bot.services.lanes import Pace, backoff
from bot.values import DeliveryState, Failure, FailureKind, LeadNotice

BATCH = 200
"""How many deliveries are taken in hand, or ended, in one transaction."""

BACKOFF = timedelta(minutes=1)
LONGEST_BACKOFF = timedelta(hours=1)
MOST_ATTEMPTS = 8
"""Together a bit more than two hours."""

_UNDER_WAY = (DeliveryState.QUEUED, DeliveryState.SENDING)
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
    session.execute(update(Delivery).where(col(Delivery.id).in_(ids)).values(worker_id=worker_id))
    session.flush()
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
            col(Delivery.recipient).not_in(busy),
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
    theirs = select(col(Delivery.team_id), col(Delivery.recipient)).where(col(Delivery.team_id).in_(team_ids))
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


def begin(session: Session, clock: Clock, claimed: Claimed, timezone: str) -> Ready | LeadNotice | None:
    """Commit to sending a delivery, and learn what; ``timezone`` is the person's zone as Slack names it now.

    None where there is nothing to send: the delivery no longer applies (then it is skipped with its reason),
    the worker lost it, or it has to wait.
    """
    delivery = _in_hand(session, claimed)
    if delivery is None or delivery.state != DeliveryState.QUEUED:
        return None
    if not lanes.is_open(session, clock, claimed.team_id):
        _requeue(session, delivery, delivery.send_after, delivery.reason)
        return None
    content = _too_old(session, clock, delivery) or _content(session, clock, delivery, timezone)
    if isinstance(content, Reason):
        _close(session, clock, delivery, DeliveryState.SKIPPED, content)
        return None
    if content is None:
        _requeue(session, delivery, delivery.send_after, delivery.reason)
        return None
    delivery.state = DeliveryState.SENDING
    delivery.began_at = clock.now()
    session.flush()
    return content


def _content(
    session: Session, clock: Clock, delivery: Delivery, timezone: str
) -> Ready | LeadNotice | Reason | None:
    if delivery.kind == notices.CHANNEL_TROUBLE:
        return notices.prepare(session, delivery)
    return deliveries.prepare(session, clock, delivery, timezone)


def _too_old(session: Session, clock: Clock, delivery: Delivery) -> Reason | None:
    if clock.now() > delivery.expires_at:
        return Reason.LATE
    restored_at = session.scalar(select(func.max(Restoration.restored_at)))
    return Reason.RESTORED if restored_at is not None and delivery.due_at <= restored_at else None


def mark_sent(session: Session, clock: Clock, claimed: Claimed, message_ts: str) -> None:
    """Slack took the message and gave it this ``ts``. Also where it was thought uncertain meanwhile."""
    delivery = session.get(Delivery, claimed.id, with_for_update=True)
    if delivery is not None and delivery.state in {*_UNDER_WAY, DeliveryState.UNCERTAIN}:
        delivery.message_ts = message_ts
        _close(session, clock, delivery, DeliveryState.SENT, None)


def finish(session: Session, clock: Clock, claimed: Claimed, state: DeliveryState, reason: str) -> None:
    """Record how a delivery in hand ended; nothing where it has ended already."""
    delivery = _in_hand(session, claimed)
    if delivery is not None:
        _close(session, clock, delivery, state, reason)


def give_back(session: Session, _clock: Clock, claimed: Claimed) -> None:
    """Back to the queue as it was: nothing was sent, and nothing was wrong with it."""
    delivery = _in_hand(session, claimed)
    if delivery is not None:
        _requeue(session, delivery, delivery.send_after, delivery.reason)


def not_sent(session: Session, clock: Clock, claimed: Claimed, failure: Failure, jitter: float) -> None:
    """Slack did not take it, or nobody knows: what happens next depends on whom the error concerns.

    ``jitter``, from 0 to 1, spreads the next attempts.
    """
    delivery = _in_hand(session, claimed)
    if delivery is None:
        return
    team_id, method = claimed.team_id, failure.method
    match failure.kind:
        case FailureKind.LIMITED:
            until = lanes.pause(session, clock, team_id, method, failure.retry_after)
            _requeue(session, delivery, until, Reason.RATE_LIMITED)
        case FailureKind.WORKSPACE:
            lanes.stop(session, clock, team_id, failure.code)
            _requeue(session, delivery, delivery.send_after, failure.code)
        case FailureKind.UNKNOWN_OUTCOME if method == lanes.POST:
            lanes.rest(session, clock, team_id, method, jitter)
            _close(session, clock, delivery, DeliveryState.UNCERTAIN, failure.code)
        case FailureKind.UNKNOWN_OUTCOME | FailureKind.TRANSIENT:
            lanes.rest(session, clock, team_id, method, jitter)
            _try_later(session, clock, delivery, failure.code, jitter)
        case _:
            _close(session, clock, delivery, DeliveryState.FAILED, failure.code)
            if failure.kind is FailureKind.CHANNEL:
                notices.tell_leads(session, clock, delivery, failure.code)


def not_begun(session: Session, clock: Clock, claimed: Claimed, code: str, jitter: float) -> None:
    """Something of ours broke before anything was sent: try again later, and not for ever."""
    delivery = _in_hand(session, claimed)
    if delivery is not None:
        _try_later(session, clock, delivery, code, jitter)


def _try_later(session: Session, clock: Clock, delivery: Delivery, code: str, jitter: float) -> None:
    delivery.attempts += 1
    if delivery.attempts >= MOST_ATTEMPTS:
        _close(session, clock, delivery, DeliveryState.FAILED, code)
    else:
        wait = backoff(BACKOFF, LONGEST_BACKOFF, delivery.attempts - 1, jitter)
        _requeue(session, delivery, clock.now() + wait, code)


def expire(session: Session, clock: Clock) -> int:
    """Skip up to ``BATCH`` queued deliveries that nobody has in hand and whose time is over.

    Returns how many there were; call it again until that is 0.
    """
    now = clock.now()
    late = session.scalars(
        select(col(Delivery.id))
        .where(text(QUEUED_AND_FREE), col(Delivery.expires_at) < now)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    session.execute(
        update(Delivery)
        .where(col(Delivery.id).in_(late))
        .values(state=DeliveryState.SKIPPED, reason=Reason.LATE, finished_at=now)
    )
    return len(late)


def _in_hand(session: Session, claimed: Claimed) -> Delivery | None:
    """The delivery, locked, where this worker has it in hand."""
    delivery = session.get(Delivery, claimed.id, with_for_update=True)
    return delivery if delivery is not None and delivery.worker_id == claimed.worker_id else None


def _requeue(session: Session, delivery: Delivery, send_after: datetime, reason: str | None) -> None:
    delivery.state = DeliveryState.QUEUED
    delivery.worker_id = None
    delivery.send_after = send_after
    delivery.reason = reason
    session.flush()


def _close(
    session: Session, clock: Clock, delivery: Delivery, state: DeliveryState, reason: str | None
) -> None:
    delivery.state = state
    delivery.worker_id = None
    delivery.reason = reason
    delivery.finished_at = clock.now()
    session.flush()
