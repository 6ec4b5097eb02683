"""Deliveries on their way: each is sent at most once and never silently lost.

A delivery goes queued -> sending -> sent, failed or skipped. It is committed as "sending" before Slack is
called; one whose worker ended there becomes uncertain and is never sent again by itself. Both services take
what comes at the same moment together, in few statements. They run in the worker's session over all
workspaces.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlmodel import Session, col

from bot.among import among
from bot.clock import Clock
from bot.models import Delivery, Restoration
from bot.services import deliveries, installations, lanes, lead_digests, milestone_posts, notices, purging
from bot.services.claims import Claimed
from bot.services.deliveries import Ready
from bot.services.lanes import backoff
from bot.values import (
    Actor,
    DeliveryState,
    Failure,
    FailureKind,
    LeadDigest,
    LeadNotice,
    MilestonePost,
    PurgeNotice,
    Reason,
    Welcome,
)

BACKOFF = timedelta(minutes=1)
LONGEST_BACKOFF = timedelta(hours=1)
MOST_ATTEMPTS = 8
"""Together a bit more than two hours."""

Content = Ready | LeadDigest | LeadNotice | MilestonePost | PurgeNotice | Welcome
"""What a delivery says: a nudge, a cohort's numbers, a milestone for everybody, a notice, or a welcome."""


_OTHERS: Mapping[str, Callable[[Session, Clock, Delivery, str], Content | Reason | None]] = {
    notices.CHANNEL_TROUBLE: lambda session, clock, row, _timezone: notices.prepare(session, clock, row),
    lead_digests.KIND: lead_digests.prepare,
    milestone_posts.KIND: lambda session, _clock, row, _timezone: milestone_posts.prepare(session, row),
    purging.KIND: lambda session, _clock, row, _timezone: purging.prepare(session, row),
    installations.WELCOME: lambda session, clock, row, _timezone: installations.prepare(session, clock, row),
}
"""What says something else than a nudge, by kind; each of these is rare and prepared by itself."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A delivery that is about to be sent; ``timezone`` is the person's zone as Slack names it now."""

    claimed: Claimed
    timezone: str


@dataclass(frozen=True, slots=True)
class Sent:
    """Slack took the message and gave it this ``ts``."""

    claimed: Claimed
    message_ts: str


@dataclass(frozen=True, slots=True)
class NotSent:
    """Slack did not take it, or nobody knows. ``jitter``, from 0 to 1, spreads the next attempts."""

    claimed: Claimed
    failure: Failure
    jitter: float


@dataclass(frozen=True, slots=True)
class NotBegun:
    """Something of ours broke before anything was sent."""

    claimed: Claimed
    code: str
    jitter: float


@dataclass(frozen=True, slots=True)
class Ended:
    """It will not be sent, for this reason."""

    claimed: Claimed
    state: DeliveryState
    reason: str


@dataclass(frozen=True, slots=True)
class GivenBack:
    """Nothing was sent, and nothing was wrong with it."""

    claimed: Claimed


Outcome = Sent | NotSent | NotBegun | Ended | GivenBack


def begin(session: Session, clock: Clock, attempts: Sequence[Attempt]) -> list[Content | None]:
    """Commit to sending deliveries, and learn what each is.

    None where there is nothing to send: it no longer applies (then it is skipped with its reason), the worker
    lost it, or it has to wait.
    """
    rows = _locked(session, [attempt.claimed for attempt in attempts])
    open_teams = lanes.open_teams(session, clock, {attempt.claimed.team_id for attempt in attempts})
    due = {
        attempt.claimed: (row, attempt.timezone)
        for attempt in attempts
        if (row := rows.get(attempt.claimed.id)) is not None and _may_begin(row, attempt.claimed)
    }
    contents = _contents(session, clock, [one for one in due.values() if one[0].team_id in open_teams])
    for row, _timezone in due.values():
        _mark(row, contents.get(row.id), clock.now())
    # A worker that was silent and began anew may ask for one delivery as its old and as its new self.
    found = [contents.get(attempt.claimed.id) if attempt.claimed in due else None for attempt in attempts]
    return [content if not isinstance(content, Reason) else None for content in found]


def _may_begin(row: Delivery, claimed: Claimed) -> bool:
    return _is_in_hand(row, claimed) and row.state == DeliveryState.QUEUED


def _mark(row: Delivery, content: Content | Reason | None, now: datetime) -> None:
    if content is None:
        _give_back(row)
    elif isinstance(content, Reason):
        _close(row, now, DeliveryState.SKIPPED, content)
    else:
        row.state = DeliveryState.SENDING
        row.began_at = now


def _contents(
    session: Session, clock: Clock, due: Sequence[tuple[Delivery, str]]
) -> Mapping[str, Content | Reason | None]:
    """What deliveries say, or why they say nothing any more, by id; None where they have to wait."""
    restored_at = session.scalar(select(func.max(Restoration.restored_at)))
    contents: dict[str, Content | Reason | None] = {}
    nudges = []
    for row, timezone in due:
        reason = _too_old(row, clock.now(), restored_at)
        if reason is not None:
            contents[row.id] = reason
        elif row.kind in _OTHERS:
            contents[row.id] = _OTHERS[row.kind](session, clock, row, timezone)
        else:
            nudges.append((row, timezone))
    return {**contents, **deliveries.prepare(session, clock, nudges)}


def _too_old(row: Delivery, now: datetime, restored_at: datetime | None) -> Reason | None:
    if now > row.expires_at:
        return Reason.LATE
    return Reason.RESTORED if restored_at is not None and row.due_at <= restored_at else None


def record(session: Session, clock: Clock, outcomes: Sequence[Outcome]) -> list[None]:
    """Record what became of deliveries in hand; nothing where one has ended already."""
    rows = _locked(session, [outcome.claimed for outcome in outcomes])
    for outcome in outcomes:
        row = rows.get(outcome.claimed.id)
        if row is None:
            continue
        if isinstance(outcome, Sent):
            _record_sent(clock, row, outcome)
        elif _is_in_hand(row, outcome.claimed):
            _record(session, clock, row, outcome)
    return [None] * len(outcomes)


def _record_sent(clock: Clock, row: Delivery, outcome: Sent) -> None:
    """Also where it was thought uncertain meanwhile, and queued once more."""
    if row.state in {DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.UNCERTAIN}:
        row.message_ts = outcome.message_ts
        _close(row, clock.now(), DeliveryState.SENT, None)


def _record(
    session: Session, clock: Clock, row: Delivery, outcome: NotSent | NotBegun | Ended | GivenBack
) -> None:
    match outcome:
        case NotSent():
            _record_not_sent(session, clock, row, outcome.failure, outcome.jitter)
        case NotBegun():
            _try_later(row, clock.now(), outcome.code, outcome.jitter)
        case Ended():
            _close(row, clock.now(), outcome.state, outcome.reason)
        case GivenBack():
            _give_back(row)


def _record_not_sent(session: Session, clock: Clock, row: Delivery, failure: Failure, jitter: float) -> None:
    """What happens next depends on whom the error concerns."""
    now, method = clock.now(), failure.method
    match failure.kind:
        case FailureKind.LIMITED:
            until = lanes.pause(session, clock, row.team_id, method, failure.retry_after)
            _requeue(row, until, Reason.RATE_LIMITED)
        case FailureKind.WORKSPACE:
            lanes.stop(session, clock, row.team_id, failure.code)
            installations.probe_soon(session, clock, Actor(row.team_id, ""))
            _requeue(row, row.send_after, failure.code)
        case FailureKind.UNKNOWN_OUTCOME if method == lanes.POST:
            lanes.rest(session, clock, row.team_id, method, jitter)
            _close(row, now, DeliveryState.UNCERTAIN, failure.code)
        case FailureKind.UNKNOWN_OUTCOME | FailureKind.TRANSIENT:
            lanes.rest(session, clock, row.team_id, method, jitter)
            _try_later(row, now, failure.code, jitter)
        case _:
            _close(row, now, DeliveryState.FAILED, failure.code)
            if failure.kind is FailureKind.CHANNEL:
                notices.tell_leads(session, clock, row, failure.code)


def _locked(session: Session, claimed: Collection[Claimed]) -> Mapping[str, Delivery]:
    """The rows by id. In the order of their ids, so that two transactions never wait for each other."""
    found = session.scalars(
        select(Delivery)
        .where(among(col(Delivery.id), [one.id for one in claimed]))
        .order_by(col(Delivery.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {row.id: row for row in found}


def _is_in_hand(row: Delivery, claimed: Claimed) -> bool:
    return row.worker_id == claimed.worker_id


def _try_later(row: Delivery, now: datetime, code: str, jitter: float) -> None:
    """Again later, and not for ever."""
    row.attempts += 1
    if row.attempts >= MOST_ATTEMPTS:
        _close(row, now, DeliveryState.FAILED, code)
    else:
        _requeue(row, now + backoff(BACKOFF, LONGEST_BACKOFF, row.attempts - 1, jitter), code)


def _give_back(row: Delivery) -> None:
    _requeue(row, row.send_after, row.reason)


def _requeue(row: Delivery, send_after: datetime, reason: str | None) -> None:
    row.state = DeliveryState.QUEUED
    row.worker_id = None
    row.send_after = send_after
    row.reason = reason


def _close(row: Delivery, now: datetime, state: DeliveryState, reason: str | None) -> None:
    row.state = state
    row.worker_id = None
    row.reason = reason
    row.finished_at = now
