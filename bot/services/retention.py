"""When a cohort's weeks are counted, and when the names and texts in its log are deleted: after its end."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from bot.clock import Clock, local_date
from bot.models import Cohort
from bot.services import terms
from bot.services.localtime import moment

NOTICE = timedelta(days=7)
"""From telling the members to the deletion; never less, also where the telling is late."""

MORNING = time(10)
EVENING = time(18)
"""Between these hours of a member's day they are told."""

_DAY = timedelta(days=1)
_FRIDAY = 4


def set_dates(session: Session, cohort: Cohort) -> None:
    """Plan the counting, telling the members and the deletion, by the last day or the day it was ended."""
    kept: timedelta = session.info["texts_kept"]  # as the settings say
    last = cohort.ends_on
    if cohort.ended_at is not None:
        last = min(last, local_date(cohort.ended_at, cohort.timezone))
    purge_on = last + kept
    cohort.announce_at = moment(_working_day(purge_on - NOTICE), time.min, cohort.timezone)
    cohort.purge_at = moment(purge_on, time.min, cohort.timezone)
    terms.set_count_at(cohort)


def plan_anew(session: Session, clock: Clock) -> None:
    """Where the members were not told yet, let the deletion follow the present settings; at each start."""
    del clock
    waiting = select(Cohort).where(col(Cohort.announce_at).is_not(None), col(Cohort.purge_at).is_not(None))
    for cohort in session.scalars(waiting.order_by(col(Cohort.id)).with_for_update()):
        set_dates(session, cohort)


def leave_time(cohort: Cohort, now: datetime) -> None:
    """Move the deletion where it would come less than ``NOTICE`` after the telling, which begins now."""
    assert cohort.purge_at is not None, "what is announced is still to come"
    today = local_date(now, cohort.timezone)
    if local_date(cohort.purge_at, cohort.timezone) - today < NOTICE:
        # Who cannot be told today any more is told tomorrow.
        cohort.purge_at = moment(today + NOTICE + _DAY, time.min, cohort.timezone)


def tell_at(day: date, timezone: str, now: datetime) -> datetime:
    """When a member in the IANA zone ``timezone`` is told: on ``day`` in the morning, else the next one."""
    day = max(day, local_date(now, timezone))
    if now >= moment(day, EVENING, timezone):
        day += _DAY
    return moment(day, MORNING, timezone)


def _working_day(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(day.weekday() - _FRIDAY, 0))
