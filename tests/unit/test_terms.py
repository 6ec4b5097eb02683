"""The weeks of a cohort, and the days off that are stored with it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import local_date
from bot.models import Cohort
from bot.services import terms
from bot.services.offdays import countries, off_days, public_holidays, read_dates
from bot.values import Weeks

MONDAY = date(2026, 9, 7)
THANKSGIVING = date(2026, 11, 26)


def cohort(
    *,
    starts_on: date = date(2026, 9, 9),
    ends_on: date = date(2026, 9, 28),
    counted_to: date | None = None,
    ended_at: datetime | None = None,
) -> Cohort:
    """Four weeks, from a Wednesday to a Monday, in New York."""
    return Cohort(
        name="Fall",
        starts_on=starts_on,
        ends_on=ends_on,
        timezone="America/New_York",
        created_by="U0",
        created_at=datetime(2026, 8, 1, tzinfo=UTC),
        counted_to=counted_to,
        ended_at=ended_at,
    )


@given(day=st.dates())
def test_a_week_begins_on_the_monday_on_or_before_a_day(day: date) -> None:
    if day - date.min < timedelta(days=7):
        return
    monday = terms.monday_of(day)
    assert monday.weekday() == 0
    assert timedelta() <= day - monday < timedelta(days=7)


def test_a_cohorts_weeks_begin_with_the_one_it_starts_in() -> None:
    assert terms.first_monday(cohort()) == MONDAY
    assert terms.first_monday(cohort(starts_on=MONDAY)) == MONDAY


@pytest.mark.parametrize(
    ("counted_to", "ended_at", "expected"),
    [
        (None, None, MONDAY),
        (date(2026, 9, 13), None, date(2026, 9, 14)),
        (date(2026, 9, 27), None, date(2026, 9, 28)),  # its last day is a Monday
        (date(2026, 10, 4), None, None),
        (date(2026, 9, 13), datetime(2026, 9, 14, 4, tzinfo=UTC), date(2026, 9, 14)),
        (date(2026, 9, 13), datetime(2026, 9, 14, 3, 59, tzinfo=UTC), None),  # still Sunday in New York
        (date(2026, 10, 4), datetime(2026, 12, 1, tzinfo=UTC), None),  # ended after its term
    ],
)
def test_the_next_week_to_count(
    counted_to: date | None, ended_at: datetime | None, expected: date | None
) -> None:
    made = cohort(counted_to=counted_to, ended_at=ended_at)
    assert terms.next_week(made) == expected
    terms.set_count_at(made)
    over_at = None if expected is None else terms.midnight(made, expected + timedelta(days=7))
    assert made.count_at == over_at


def test_a_week_is_counted_when_it_is_over_where_the_cohort_is() -> None:
    made = cohort()
    terms.set_count_at(made)
    assert made.count_at == datetime(2026, 9, 14, 4, tzinfo=UTC)


def test_the_weeks_that_have_been_counted() -> None:
    assert terms.counted_weeks(cohort()) == Weeks(MONDAY, date(2026, 9, 6))
    counted = cohort(counted_to=date(2026, 9, 20))
    assert terms.counted_weeks(counted) == Weeks(MONDAY, date(2026, 9, 20))


def test_a_day_is_where_somebody_is() -> None:
    moment = datetime(2026, 9, 7, 3, 59, tzinfo=UTC)
    assert local_date(moment, "America/New_York") == date(2026, 9, 6)
    assert local_date(moment, "UTC") == date(2026, 9, 7)


def test_public_holidays() -> None:
    assert {"US", "CA", "GB", "DE"} <= countries()
    assert all(len(code) == 2 for code in countries())
    assert THANKSGIVING in public_holidays("US", 2026)
    assert public_holidays("XX", 2026) == frozenset()


def test_days_off_are_the_skipped_ones_and_the_holidays_of_each_year() -> None:
    skipped = date(2026, 10, 12)
    assert off_days(None, "", [2026]) == frozenset()
    assert off_days(None, "2026-10-12", [2026]) == {skipped}
    assert off_days("US", "2026-10-12", []) == {skipped}
    assert off_days("US", "2026-10-13", [2026, 2027]) == {
        date(2026, 10, 13),
        *public_holidays("US", 2026),
        *public_holidays("US", 2027),
    }


@given(days=st.lists(st.dates()))
def test_dates_come_back_as_they_were_stored(days: list[date]) -> None:
    assert read_dates(",".join(day.isoformat() for day in days)) == tuple(days)
