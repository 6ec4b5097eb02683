"""When each member gets the next weekly nudge: the one place that sets ``Member.next_nudge_at``.

Whatever changes a member's settings, enrollments or the dates of their cohorts calls :func:`schedule_member`
afterwards, in the same transaction.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select, tuple_
from sqlmodel import Session, col

from bot.clock import Clock, local_date
from bot.models import Cohort, Delivery, Enrollment, Member
from bot.services.localtime import iso_week, moment, next_weekly

DIGEST = "digest"
"""The kind of delivery that is the weekly nudge; its occurrence is the member's local ISO week."""

_AT_ONCE = 500
"""Members in one statement: databases limit the number of its parameters."""

_TAKEN_DAYS = 15
"""How far back a digest can lie and still share its local ISO week with one to come."""


@dataclass(frozen=True, slots=True)
class Term:
    """The days on which a member is in a running cohort, both included, in the member's own zone."""

    first: date
    last: date


def schedule_member(session: Session, clock: Clock, member: Member) -> None:
    """Set when the member gets the next weekly nudge; None where nudges are stopped or no cohort runs.

    Works in a workspace's session and in the worker's. A week that had its nudge gets no other, also when the
    member moves the day or travels.
    """
    session.add(member)
    schedule_members(session, clock, [member])


def schedule_members(session: Session, clock: Clock, members: Sequence[Member]) -> None:
    """:func:`schedule_member` for many, in few statements."""
    session.flush()
    for start in range(0, len(members), _AT_ONCE):
        some = members[start : start + _AT_ONCE]
        terms = terms_of(session, some)
        taken = taken_weeks(session, clock, some)
        for member in some:
            weeks = taken.get(member.id, ())
            member.next_nudge_at = next_nudge(member, terms.get(member.id), weeks, clock.now())
    session.flush()


def next_nudge(member: Member, term: Term | None, taken: Collection[str], after: datetime) -> datetime | None:
    """The first weekly moment later than ``after``, on a day with nudges and in a week not taken. Pure."""
    if member.nudges_stopped or term is None:
        return None
    first_day = max(term.first, member.paused_until or term.first)
    due = max(after, moment(first_day, time.min, member.timezone) - timedelta.resolution)
    while True:
        due = next_weekly(due, member.nudge_weekday, member.nudge_time, member.timezone)
        if local_date(due, member.timezone) > term.last:
            return None
        if iso_week(due, member.timezone) not in taken:
            return due


def terms_of(session: Session, members: Collection[Member]) -> Mapping[str, Term]:
    """The terms of those of the members who are in a running cohort, by member id; any workspaces."""
    rows = session.execute(
        select(col(Enrollment.member_id), col(Cohort.starts_on), col(Cohort.ends_on))
        .join(
            Cohort,
            (col(Cohort.id) == col(Enrollment.cohort_id)) & (col(Cohort.team_id) == col(Enrollment.team_id)),
        )
        .where(
            tuple_(col(Enrollment.team_id), col(Enrollment.member_id)).in_(_keys(members)),
            col(Enrollment.left_at).is_(None),
            col(Cohort.ended_at).is_(None),
        )
    )
    terms: dict[str, Term] = {}
    for member_id, first, last in rows:
        known = terms.get(member_id, Term(first, last))
        terms[member_id] = Term(min(known.first, first), max(known.last, last))
    return terms


def taken_weeks(session: Session, clock: Clock, members: Collection[Member]) -> Mapping[str, set[str]]:
    """The recent local ISO weeks that have a digest already, by member id; any workspaces."""
    rows = session.execute(
        select(col(Delivery.member_id), col(Delivery.occurrence)).where(
            tuple_(col(Delivery.team_id), col(Delivery.member_id)).in_(_keys(members)),
            col(Delivery.kind) == DIGEST,
            col(Delivery.due_at) > clock.now() - timedelta(days=_TAKEN_DAYS),
        )
    )
    weeks: dict[str, set[str]] = {}
    for member_id, week in rows:
        weeks.setdefault(member_id, set()).add(week)
    return weeks


def _keys(members: Collection[Member]) -> list[tuple[str, str]]:
    return [(member.team_id, member.id) for member in members]
