"""Deliveries of the weekly nudge: planned once for each local week, filled when they are sent.

How they are sent is in :mod:`bot.services.sending`. Any number of workers share the rows: what one has locked
the others skip (SQLite has one writer and ignores the clause). These services run in the worker's session
over all workspaces.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
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
    RESTORED = "due before a backup was restored"


@dataclass(frozen=True, slots=True)
class Ready:
    """What to send now. The step has no words of the member's own."""

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
        recipient=member.user_id,
        member_id=member.id,
        kind=DIGEST,
        occurrence=week,
        state=DeliveryState.SKIPPED if is_late else DeliveryState.QUEUED,
        reason=Reason.LATE if is_late else None,
        due_at=due,
        send_after=due,
        expires_at=due + LATEST,
        finished_at=now if is_late else None,
    )


def prepare(session: Session, clock: Clock, delivery: Delivery, timezone: str) -> Ready | Reason | None:
    """Choose from the member's present state what to send, or why nothing is sent any more.

    ``timezone`` is the member's zone as Slack names it now. None where the member has moved to a zone where
    the time is still to come: then the delivery waits for it.
    """
    member = session.get_one(Member, delivery.member_id, with_for_update=True)
    if member.timezone != timezone and _move(session, clock, member, delivery, timezone):
        return None
    step = choose(member_state(session, clock, member))
    reason = _reason_to_skip(session, clock, member, delivery, step)
    if reason is not None:
        return reason
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
    delivery.expires_at = there + LATEST
    session.flush()
    return True


def _reason_to_skip(
    session: Session, clock: Clock, member: Member, delivery: Delivery, step: NextStep
) -> Reason | None:
    now = clock.now()
    obstacle = _obstacle(member, terms_of(session, [member]).get(member.id), now)
    if obstacle is None and now > delivery.expires_at:
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
