"""The Mondays of leads, whatever zones they and their cohorts are in."""

from datetime import UTC, date, datetime
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from bot.models import Cohort
from bot.services import terms
from bot.services.lead_weeks import LeadWeeks
from bot.services.quiet import is_open

JANUARY = datetime(2026, 1, 1, tzinfo=UTC)
ZONES = ("Pacific/Kiritimati", "Pacific/Pago_Pago", "Africa/Cairo", "America/Havana", "Australia/Lord_Howe")


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


@pytest.mark.parametrize(("of_cohort", "of_lead"), list(product(ZONES, ZONES)))
def test_one_a_week_by_day_and_after_the_cohorts_week(of_cohort: str, of_lead: str) -> None:
    cohort = cohort_in(of_cohort)
    weeks = LeadWeeks.of(cohort, of_lead)
    labels = []
    at = weeks.next_after(JANUARY)
    while at is not None:
        week = weeks.week_of(at)
        assert week.at == at
        assert weeks.week_labelled(week.label) == week
        local = at.astimezone(ZoneInfo(of_lead))
        assert is_open(local.time())
        assert not weeks.times.is_rest(local.date())
        assert at >= terms.midnight(cohort, terms.monday_of(local.date()))
        labels.append(week.label)
        at = weeks.next_after(at)
    assert len(set(labels)) == len(labels) == 52
    assert labels[0] == "2026-W07"
