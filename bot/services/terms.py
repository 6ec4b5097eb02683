"""The weeks of a cohort that its summary counts: whole ISO weeks in the cohort's own time zone."""

from datetime import date, datetime, time, timedelta

from bot.clock import local_date
from bot.models import Cohort
from bot.services.localtime import moment
from bot.values import Weeks

WEEK = timedelta(days=7)
_DAY = timedelta(days=1)


def first_monday(cohort: Cohort) -> date:
    """The Monday of the week the cohort starts in."""
    return monday_of(cohort.starts_on)


def monday_of(day: date) -> date:
    """The Monday of the ISO week of a day."""
    return day - timedelta(days=day.weekday())


def next_week(cohort: Cohort) -> date | None:
    """The Monday of the first week that is not counted yet; None where all weeks of the term are."""
    monday = first_monday(cohort) if cohort.counted_to is None else cohort.counted_to + _DAY
    last = cohort.ends_on
    if cohort.ended_at is not None:
        last = min(last, local_date(cohort.ended_at, cohort.timezone))
    return monday if monday <= last else None


def set_count_at(cohort: Cohort) -> None:
    """Plan the next counting: when the first week that is not counted is over."""
    monday = next_week(cohort)
    cohort.count_at = None if monday is None else midnight(cohort, monday + WEEK)


def counted_weeks(cohort: Cohort) -> Weeks:
    """All weeks that have been counted."""
    monday = first_monday(cohort)
    return Weeks(monday, monday - _DAY if cohort.counted_to is None else cohort.counted_to)


def midnight(cohort: Cohort, day: date) -> datetime:
    """The first moment of a day where the cohort is, in UTC."""
    return moment(day, time.min, cohort.timezone)
