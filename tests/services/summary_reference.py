"""The summary once more, slow and obvious: every row is loaded, and counted in plain Python.

A measure is the list of the members it happened to, one entry each time.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import Session, col

from bot.models import Cohort, Contact, Debrief, Interview, StatusChange

Who = list[str]
ENOUGH = 5


@dataclass
class Raw:
    """Everything that happened in the complete weeks of the term, before anything is hidden."""

    mondays: list[date]
    funnel: dict[str, Who] = field(default_factory=dict)
    weeks: dict[str, list[Who]] = field(default_factory=dict)
    answerable_weeks: int = 0  # those with fourteen days after them


def raw(session: Session, cohort: Cohort, now: datetime) -> Raw:
    """Count one cohort."""
    zone = ZoneInfo(cohort.timezone)

    def day(moment: datetime | None) -> date:
        return date.max if moment is None else moment.astimezone(zone).date()

    def monday(of: date) -> date:
        return of - timedelta(days=of.weekday())

    this_monday = monday(now.astimezone(zone).date())
    found = Raw([])
    next_one = monday(cohort.starts_on)
    last_day = min(cohort.ends_on, day(cohort.ended_at))
    while next_one + timedelta(days=7) <= this_monday and next_one <= last_day:
        found.mondays.append(next_one)
        next_one += timedelta(days=7)
    if not found.mondays:
        return found

    def counted(moment: datetime | None) -> bool:
        return found.mondays[0] <= day(moment) < next_one

    contacts = [
        contact
        for contact in session.scalars(select(Contact).where(col(Contact.cohort_id) == cohort.id))
        if counted(contact.contacted_at)
    ]
    held = [
        interview
        for interview in session.scalars(select(Interview).where(col(Interview.cohort_id) == cohort.id))
        if interview.outcome == "held" and counted(interview.starts_at)
    ]
    replied = [c for c in contacts if day(c.replied_at) < next_one]
    scheduled = [c for c in replied if day(c.scheduled_at) < next_one]
    met = [c for c in scheduled if day(c.met_at) < next_one]
    old = [c for c in contacts if day(c.contacted_at) < this_monday - timedelta(days=14)]
    followed_up = [
        c for c in contacts if day(c.followed_up_at) < min(this_monday - timedelta(days=7), next_one)
    ]
    debriefed = [i for i in held if counted(i.debriefed_at)]

    def who(rows: Iterable[Contact | Interview]) -> Who:
        return [row.member_id for row in rows]

    found.funnel = {
        "contacted": who(contacts),
        "replied": who(replied),
        "scheduled": who(scheduled),
        "met": who(met),
        "kept_in_touch": who(c for c in met if day(c.kept_in_touch_at) < next_one),
        "old": who(old),
        "old_replied": who(c for c in old if c in replied),
        "recent": who(c for c in contacts if c not in old),
        "followed_up": who(followed_up),
        "follow_up_replied": who(
            c
            for c in followed_up
            if c in replied and c.replied_at >= c.followed_up_at  # type: ignore[operator]
        ),
        "meetings": who(held),
        "debriefed": who(debriefed),
        "thanked": who(i for i in held if day(i.thanked_at) < next_one),
        "active_7": _active(session, cohort, day, next_one - timedelta(days=7), next_one),
        "active_14": _active(session, cohort, day, next_one - timedelta(days=14), next_one),
    }
    found.weeks = {
        "outreach": [
            who(c for c in contacts if monday(day(c.contacted_at)) == week) for week in found.mondays
        ],
        "meetings": [who(i for i in held if monday(day(i.starts_at)) == week) for week in found.mondays],
        "debriefs": [
            who(i for i in debriefed if monday(day(i.debriefed_at)) == week) for week in found.mondays
        ],
    }
    found.answerable_weeks = len([week for week in found.mondays if week < this_monday - timedelta(days=14)])
    return found


def _active(session: Session, cohort: Cohort, day: Callable[[datetime], date], first: date, end: date) -> Who:
    logged = [
        (row.member_id, row.changed_at)
        for row in session.scalars(select(StatusChange).where(col(StatusChange.cohort_id) == cohort.id))
        if row.undone_at is None
    ]
    interviews = session.scalars(select(Interview).where(col(Interview.cohort_id) == cohort.id))
    logged += [(row.member_id, row.created_at) for row in interviews]
    debriefs = session.scalars(select(Debrief).where(col(Debrief.cohort_id) == cohort.id))
    logged += [(row.member_id, row.created_at) for row in debriefs]
    return sorted({member for member, moment in logged if first <= day(moment) < end})


def shown(who: Who) -> int | None:
    """The count, where five members stand behind it."""
    return len(who) if len(set(who)) >= ENOUGH else None


def shown_rate(part: Who, whole: Who) -> tuple[int | None, int | None]:
    """Both counts, where both may be shown."""
    both = shown(part) is not None and shown(whole) is not None
    return (len(part), len(whole)) if both else (None, None)
