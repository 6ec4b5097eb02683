"""The Mondays of leads, whatever zones they and their cohorts are in."""

from datetime import UTC, date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.models import Cohort
from bot.services import terms
from bot.services.lead_weeks import LeadWeeks
from bot.services.localtime import week_label
from bot.services.quiet import is_open
from bot.services.weekly import Week
from bot.values import Reason

JANUARY = datetime(2026, 1, 1, tzinfo=UTC)
ZONES = ("Pacific/Kiritimati", "Pacific/Pago_Pago", "Africa/Cairo", "America/Havana", "Australia/Lord_Howe")
EVERY_ZONE = sorted(available_timezones())


def cohort_in(timezone: str) -> Cohort:
    """A cohort of 52 weeks with the public holidays of the United States."""
    return Cohort(
        name="Spring",
        starts_on=date(2026, 2, 2),
        ends_on=date(2027, 1, 29),
        timezone=timezone,
        country="US",
        created_by="U0",
        created_at=JANUARY,
    )


def comes_in(cohort: Cohort, of_lead: str) -> list[str]:
    """The weeks with a message: each in open hours of a working day, and after the cohort's week."""
    weeks = LeadWeeks.of(cohort, of_lead)
    labels: list[str] = []
    at = weeks.next_after(JANUARY)
    while at is not None and len(labels) < 60:
        week = weeks.week_of(at)
        assert week.at == at
        assert weeks.week_labelled(week.label) == week
        local = at.astimezone(ZoneInfo(of_lead))
        assert is_open(local.time())
        assert not weeks.times.is_rest(local.date())
        assert at >= terms.midnight(cohort, terms.monday_of(local.date()))
        labels.append(week.label)
        at = weeks.next_after(at)
    return labels


@pytest.mark.parametrize(("of_cohort", "of_lead"), list(product(ZONES, ZONES)))
def test_one_a_week_by_day_and_after_the_cohorts_week(of_cohort: str, of_lead: str) -> None:
    labels = comes_in(cohort_in(of_cohort), of_lead)
    assert len(set(labels)) == len(labels) == 52
    assert labels[0] == "2026-W07"


@settings(max_examples=40)
@given(
    of_cohort=st.sampled_from(EVERY_ZONE),
    of_lead=st.sampled_from(EVERY_ZONE),
    starts_on=st.dates(date(2026, 1, 5), date(2026, 12, 31)),
    days=st.integers(0, 90),
)
def test_one_for_each_week_of_any_cohort(of_cohort: str, of_lead: str, starts_on: date, days: int) -> None:
    cohort = cohort_in(of_cohort)
    cohort.starts_on, cohort.ends_on = starts_on, starts_on + timedelta(days=days)
    mondays = (terms.monday_of(cohort.ends_on) - terms.monday_of(starts_on)).days // 7 + 1
    expected = [terms.monday_of(starts_on) + timedelta(weeks=number) for number in range(1, mondays + 1)]
    assert comes_in(cohort, of_lead) == [week_label(monday) for monday in expected]


def test_it_comes_on_mondays_at_nine_and_after_a_holiday_on_tuesday() -> None:
    weeks = LeadWeeks.of(cohort_in("America/New_York"), None)
    assert weeks.next_after(JANUARY) == datetime(2026, 2, 9, 14, tzinfo=UTC)
    for label, day in (
        ("2026-W08", datetime(2026, 2, 17, tzinfo=UTC)),
        ("2027-W03", datetime(2027, 1, 19, tzinfo=UTC)),
    ):
        week = weeks.week_labelled(label)
        assert (week.at, week.reason) == (day.replace(hour=14), Reason.HOLIDAY)


def test_the_last_one_comes_after_the_last_week() -> None:
    weeks = LeadWeeks.of(cohort_in("America/New_York"), None)
    last = datetime(2027, 2, 1, 14, tzinfo=UTC)
    assert weeks.next_after(last - timedelta(seconds=1)) == last
    assert weeks.next_after(last) is None


def test_a_cohort_that_was_ended_has_none_to_come() -> None:
    cohort = cohort_in("America/New_York")
    cohort.ended_at = datetime(2026, 3, 1, tzinfo=UTC)
    assert LeadWeeks.of(cohort, None).next_after(JANUARY) is None


def test_a_week_without_a_working_day_has_none_and_is_told_at_its_moment() -> None:
    cohort = cohort_in("America/New_York")
    cohort.skip_dates = ",".join(f"2026-03-{day:02}" for day in range(9, 14))
    weeks = LeadWeeks.of(cohort, None)
    monday = datetime(2026, 3, 9, 13, tzinfo=UTC)
    assert weeks.week_labelled("2026-W11") == Week("2026-W11", monday, None, Reason.HOLIDAY)
    assert weeks.next_after(monday - timedelta(days=6)) == monday


def test_in_the_far_east_it_waits_until_the_cohorts_week_is_over() -> None:
    weeks = LeadWeeks.of(cohort_in("Pacific/Pago_Pago"), "Pacific/Kiritimati")
    week = weeks.week_labelled("2026-W07")
    assert week.due_at == datetime(2026, 2, 8, 19, tzinfo=UTC)
    assert week.at == datetime(2026, 2, 9, 19, tzinfo=UTC)  # Tuesday at nine, 25 hours ahead
