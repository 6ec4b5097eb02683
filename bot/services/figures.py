"""The figures of some weeks, from the numbers that were published. Pure.

A count of a period is the difference of two published ones, so it covers the weeks between the two; the first
week of a term begins with nothing. What is so at the end of a period is the number published last by then.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.values import NOT_SHOWN, STATES, WHOLES, Figure, Measure, WeekCounts, Weeks

ANSWER_TIME = timedelta(weeks=2)
"""The response rate is of contacts who had this long to reply."""

_WEEK = timedelta(weeks=1)
_DAY = timedelta(days=1)
_WEEKLY = frozenset({Measure.ACTIVE_7_DAYS, Measure.ACTIVE_14_DAYS})
"""Measures that say nothing about any other week than the one they were counted for."""


@dataclass(slots=True)
class _Series:
    """The numbers of one measure, by the Sundays they were published for, the first first.

    A count is None where the number was withdrawn: too few members were left behind it.
    """

    days: list[date] = field(default_factory=list)
    counts: list[int | None] = field(default_factory=list)
    amounts: list[float | None] = field(default_factory=list)

    def by(self, day: date) -> int:
        """The index of what was published last by a day; -1 where there is nothing."""
        return bisect_right(self.days, day) - 1

    def shown_before(self, index: int) -> int:
        """The index of the number that was shown before another publication; -1 where there is none."""
        return next((earlier for earlier in range(index - 1, -1, -1) if self.counts[earlier] is not None), -1)

    def total(self, index: int) -> int | None:
        """The count of a publication; nothing was counted before the first one."""
        return self.counts[index] if index >= 0 else 0


class Published:
    """All that was published of a cohort whose first week begins on the Monday ``start``."""

    def __init__(self, start: date) -> None:
        self._start = start
        self._series: defaultdict[str, _Series] = defaultdict(_Series)

    def add(self, measure: str, day: date, count: int | None, amount: float | None) -> None:
        """One publication; those of one measure come in the order of their days."""
        series = self._series[measure]
        series.days.append(day)
        series.counts.append(count)
        series.amounts.append(amount)

    def figures(self, weeks: Weeks) -> dict[Measure, Figure]:
        """Every measure for these weeks."""
        return {
            measure: self._state(measure, weeks) if measure in STATES else self._flow(measure, weeks)
            for measure in Measure
        }

    def weekly(self, weeks: Weeks) -> Iterator[WeekCounts]:
        """Each of these weeks, with what was published at its end."""
        for number in range(weeks.count):
            monday = weeks.first_day + number * _WEEK
            outreach, meetings, debriefs = (
                self._published_on(measure, monday + _WEEK - _DAY, weeks)
                for measure in (Measure.CONTACTED, Measure.MEETINGS, Measure.DEBRIEFED)
            )
            yield WeekCounts(monday, outreach, meetings, debriefs)

    def _state(self, measure: Measure, weeks: Weeks) -> Figure:
        series = self._series[measure]
        index = series.by(weeks.last_day)
        if index < 0 or series.counts[index] is None:
            return NOT_SHOWN
        day = series.days[index]
        if measure in _WEEKLY and day != weeks.last_day:
            return NOT_SHOWN
        of = self._total(WHOLES[measure], day) if measure in WHOLES else None
        return Figure(series.counts[index], of, series.amounts[index], Weeks(self._start, day))

    def _flow(self, measure: Measure, weeks: Weeks) -> Figure:
        """From the first publication of these weeks, or the last one before them, to their last one."""
        series = self._series[measure]
        last = series.by(weeks.last_day)
        if last < 0 or series.days[last] < weeks.first_day:
            return NOT_SHOWN
        if weeks.first_day == self._start:
            return self._added(measure, -1, last)
        first = bisect_left(series.days, weeks.first_day - _DAY)
        while first < last and series.counts[first] is None:
            first += 1
        return self._added(measure, first if first < last else series.shown_before(last), last)

    def _published_on(self, measure: Measure, sunday: date, weeks: Weeks) -> Figure:
        series = self._series[measure]
        last = series.by(sunday)
        if last < 0 or series.days[last] != sunday:
            return NOT_SHOWN
        added = self._added(measure, series.shown_before(last), last)
        return added if added.weeks and added.weeks.first_day >= weeks.first_day else NOT_SHOWN

    def _added(self, measure: Measure, first: int, last: int) -> Figure:
        """What was added from one publication (-1: from the start of the term) to a later one."""
        series = self._series[measure]
        before, now = series.total(first), series.total(last)
        if before is None or now is None or now < before:  # or more was deleted or corrected than added
            return NOT_SHOWN
        since = self._start - _DAY if first < 0 else series.days[first]
        day = series.days[last]
        return Figure(now - before, self._whole(measure, since, day), weeks=Weeks(since + _DAY, day))

    def _whole(self, measure: Measure, since: date, day: date) -> int | None:
        """What was added to the whole of a measure in the meantime, as far as it was published by then."""
        if measure not in WHOLES:
            return None
        delay = ANSWER_TIME if measure is Measure.RESPONSE else timedelta(0)
        before, now = (self._total(WHOLES[measure], end - delay) for end in (since, day))
        return None if before is None or now is None or now <= before else now - before

    def _total(self, measure: Measure, day: date) -> int | None:
        series = self._series[measure]
        return series.total(series.by(day))
