"""When the names and texts in a cohort's log are deleted: some time after the program is over."""

from datetime import time, timedelta

from bot.clock import local_date
from bot.models import Cohort
from bot.services.localtime import moment

KEPT = timedelta(days=90)
"""From the cohort's last day to the deletion."""

NOTICE = timedelta(days=7)
"""From telling the members to the deletion; never less, also when the telling came late."""


def set_dates(cohort: Cohort) -> None:
    """Plan telling the members and the deletion, by the cohort's last day or the day it was ended."""
    last = cohort.ends_on
    if cohort.ended_at is not None:
        last = min(last, local_date(cohort.ended_at, cohort.timezone))
    purge_on = last + KEPT
    cohort.announce_at = moment(purge_on - NOTICE, time.min, cohort.timezone)
    cohort.purge_at = moment(purge_on, time.min, cohort.timezone)
