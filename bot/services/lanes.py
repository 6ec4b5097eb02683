"""How fast a workspace may be called, in the database, so that it holds across all processes.

Each workspace has a lane for each method that sending needs. Slack's limits are "per API method per app per
workspace" (https://docs.slack.dev/apis/web-api/rate-limits): a 429 pauses one lane of one workspace, for as
long as Slack says. These services run in the worker's session over all workspaces.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, or_, select, text, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from bot.among import among
from bot.clock import Clock
from bot.models import ENDED, QUEUED_AND_FREE, Delivery, Lane
from bot.services.rows import add_once
from bot.values import DeliveryState

POST = "chat.postMessage"
LOOK_UP = "users.info"
METHODS = (POST, LOOK_UP)
"""What one delivery needs, last things first: is the person still there, and the message itself."""

LIMIT_WITHOUT_NUMBER = timedelta(seconds=30)
"""How long to wait where Slack says "too fast" and not for how long."""

TROUBLE = timedelta(seconds=5)
LONGEST_TROUBLE = timedelta(minutes=5)
CALM = timedelta(minutes=10)
"""How long a lane rests after trouble: doubled with each one, and from the beginning after a calm time."""

PROOF = 10
"""So many messages sent since the last rest are as good as a calm time: some calls fail, but Slack works."""

_MOST_WORKSPACES = 64
_LANES_A_STATEMENT = 500


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast we post by ourselves.

    Slack takes about one message a second in a channel, and "several hundred messages per minute" in a
    workspace (https://docs.slack.dev/reference/methods/chat.postMessage). ``ahead`` is how far a workspace
    may be ahead of its pace for a moment, so that a look every second loses no time.
    """

    posts_per_minute: int = 300
    ahead: timedelta = timedelta(seconds=2)
    channel_gap: timedelta = timedelta(seconds=1)

    @property
    def interval(self) -> timedelta:
        """The time from one post in a workspace to the next."""
        return timedelta(minutes=1) / self.posts_per_minute

    def room(self, free_at: datetime, now: datetime) -> int:
        """How many posts may begin now in a lane whose calls so far are used up at ``free_at``."""
        return (now + self.ahead - max(free_at, now)) // self.interval

    def after(self, posts: int, free_at: datetime, now: datetime) -> datetime:
        """When the calls of a lane are used up, with so many posts more."""
        return max(free_at, now) + posts * self.interval


def backoff(first: timedelta, most: timedelta, before: int, jitter: float) -> timedelta:
    """How long to wait after a failure with ``before`` others before it.

    The wait doubles up to ``most``; ``jitter``, from 0 to 1, takes away up to half of it, so that those who
    failed together do not come back together.
    """
    doubled: timedelta = min(first * 2 ** min(before, 30), most)
    return doubled * (1 - jitter / 2)


def open_lanes(session: Session, clock: Clock, team_ids: Collection[str]) -> None:
    """Make the lanes of the workspaces that have none yet."""
    rows = session.execute(select(col(Lane.team_id), col(Lane.method)).where(_of(team_ids)))
    wanted = {(team_id, method) for team_id in team_ids for method in METHODS}
    new = sorted(wanted - {(row.team_id, row.method) for row in rows})
    lanes = [Lane(team_id=team_id, method=method, free_at=clock.now()) for team_id, method in new]
    for first in range(0, len(lanes), _LANES_A_STATEMENT):
        some = lanes[first : first + _LANES_A_STATEMENT]
        if not add_once(session, *some):  # another worker makes them too
            for lane in some:
                add_once(session, lane)


def start_again(
    session: Session, _clock: Clock, team_ids: Collection[str], reasons: Collection[str] | None = None
) -> int:
    """Send again for these workspaces: what stopped them is put right. Returns how many were stopped.

    ``reasons``: only those that were stopped for one of them.
    """
    found = select(Lane).where(_of(team_ids), col(Lane.stopped_at).is_not(None))
    stopped = session.scalars(
        found if reasons is None else found.where(col(Lane.stop_reason).in_(reasons))
    ).all()
    for lane in stopped:
        lane.stopped_at = lane.stop_reason = None
    return len(stopped)


def stop(session: Session, clock: Clock, team_id: str, reason: str) -> None:
    """Send nothing for this workspace any more, until :func:`start_again`; the first reason counts."""
    session.execute(
        update(Lane)
        .where(col(Lane.team_id) == team_id, col(Lane.method) == POST, col(Lane.stopped_at).is_(None))
        .values(stopped_at=clock.now(), stop_reason=reason)
    )


def pause(session: Session, clock: Clock, team_id: str, method: str, seconds: int | None) -> datetime:
    """Slack said "too fast", and for how long; returns until when the lane is paused now."""
    wait = LIMIT_WITHOUT_NUMBER if seconds is None else timedelta(seconds=seconds)
    return _pause(_locked(session, team_id, method), clock.now() + wait)


def rest(session: Session, clock: Clock, team_id: str, method: str, jitter: float) -> datetime:
    """Slack has trouble: leave it alone for a while, longer each time. Returns until when."""
    now = clock.now()
    lane = _locked(session, team_id, method)
    if (
        lane.paused_until is None
        or now - lane.paused_until > CALM
        or _works(session, team_id, lane.paused_until)
    ):
        lane.troubles = 0
    wait = backoff(TROUBLE, LONGEST_TROUBLE, lane.troubles, jitter)
    lane.troubles += 1
    return _pause(lane, now + wait)


def _works(session: Session, team_id: str, since: datetime) -> bool:
    sent = select(col(Delivery.id)).where(
        text(ENDED),
        col(Delivery.team_id) == team_id,
        col(Delivery.state) == DeliveryState.SENT,
        col(Delivery.finished_at) > since,
    )
    return len(session.scalars(sent.limit(PROOF)).all()) == PROOF


def open_teams(session: Session, clock: Clock, team_ids: Collection[str]) -> Collection[str]:
    """The workspaces of these in which a message may be posted now."""
    lanes = select(col(Lane.team_id)).where(
        _of(team_ids), col(Lane.method) == POST, _may_go(Lane, clock.now())
    )
    return set(session.scalars(lanes))


def take(session: Session, now: datetime, pace: Pace, full: Collection[str]) -> Sequence[Lane]:
    """Lock the lanes of workspaces that have something to send and may get it now, the longest waiting first.

    ``full`` are workspaces the worker can take no more for. Lanes that another worker has locked are left
    out; where all are, this waits for the first: it takes a moment only.
    """
    ready = _ready(now, pace, full)
    free = session.scalars(ready.limit(_MOST_WORKSPACES).with_for_update(of=Lane, skip_locked=True)).all()
    return free or session.scalars(ready.limit(1).with_for_update(of=Lane)).all()


def _ready(now: datetime, pace: Pace, full: Collection[str]) -> Select[Lane]:
    look_up = aliased(Lane)
    # A sub-select, not EXISTS: the lanes are walked in the order of their turn, as far as they are wanted. A
    # database that joins them with the queue reads all that waits.
    due = (
        select(col(Delivery.id))
        .where(
            text(QUEUED_AND_FREE), col(Delivery.team_id) == col(Lane.team_id), col(Delivery.send_after) <= now
        )
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(Lane)
        .join(look_up, (col(look_up.team_id) == col(Lane.team_id)) & (col(look_up.method) == LOOK_UP))
        .where(
            col(Lane.method) == POST,
            _may_go(Lane, now),
            _may_go(look_up, now),
            col(Lane.free_at) <= now + pace.ahead - pace.interval,
            ~among(col(Lane.team_id), full),
            due.is_not(None),
        )
        .order_by(col(Lane.free_at), col(Lane.team_id))
        .execution_options(populate_existing=True)
    )


def _of(team_ids: Collection[str]) -> ColumnElement[bool]:
    return among(col(Lane.team_id), team_ids)


def _may_go(lane: type[Lane], now: datetime) -> ColumnElement[bool]:
    paused_until = col(lane.paused_until)
    return col(lane.stopped_at).is_(None) & or_(paused_until.is_(None), paused_until <= now)


def _locked(session: Session, team_id: str, method: str) -> Lane:
    return session.scalars(
        select(Lane)
        .where(col(Lane.team_id) == team_id, col(Lane.method) == method)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _pause(lane: Lane, until: datetime) -> datetime:
    lane.paused_until = until if lane.paused_until is None else max(lane.paused_until, until)
    return lane.paused_until
