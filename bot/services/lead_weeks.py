"""When a lead gets the numbers of a cohort: once in each ISO week of theirs, after a week of it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from bot.models import Cohort
from bot.services import terms
from bot.services.history import Counts
from bot.services.offdays import off_days
from bot.services.quiet import OpenTimes
from bot.services.terms import WEEK
from bot.services.weekly import Week, WeeklyTimes

_MONDAY = 0
_AT = time(9)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LeadWeeks:
    """A lead's Mondays: from the first one after a week of the cohort to the one after its last week."""

    cohort: Cohort
    times: OpenTimes

    @classmethod
    def of(cls, cohort: Cohort, timezone: str | None) -> "LeadWeeks":
        """For a lead in an IANA zone; None is the cohort's."""
        first = terms.first_monday(cohort) + WEEK
        last = terms.monday_of(cohort.ends_on) + 2 * WEEK - _DAY
        off = off_days(cohort.country, cohort.skip_dates, range(first.year, last.year + 1))
        return cls(cohort, OpenTimes(timezone or cohort.timezone, first, last, off))

    def week_of(self, at: datetime) -> Week:
        """The week a moment lies in."""
        return self._late_enough(self._weekly.week_of(at))

    def week_labelled(self, label: str) -> Week:
        """The week with this label, such as ``2026-W40``."""
        return self._late_enough(self._weekly.week_labelled(label))

    def next_after(self, after: datetime) -> datetime | None:
        """When the next message comes, or would come that is left out; None where no week is left."""
        moments = (week.at or week.due_at for week in self._weeks_from(after))
        return next((at for at in moments if at > after), None)

    @property
    def _weekly(self) -> WeeklyTimes:
        return WeeklyTimes(_MONDAY, _AT, self.times, Counts(self.times, ()))

    def _weeks_from(self, at: datetime) -> Iterator[Week]:
        if self.cohort.ended_at is None:
            yield from map(self._late_enough, self._weekly.weeks_from(at))

    def _late_enough(self, week: Week) -> Week:
        """Far in the east, Monday morning comes before the cohort's week is over: then once it is."""
        over_at = terms.midnight(self.cohort, terms.monday_of(self.times.day_of(week.due_at)))
        if week.at is None or week.at >= over_at:
            return week
        return replace(week, at=self.times.next_working(over_at))
