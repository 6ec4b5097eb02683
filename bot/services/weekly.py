"""When a weekly message comes: once in each local ISO week, and not on a holiday. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.services.history import DIGEST, Counts
from bot.services.localtime import iso_week, moment, week_label
from bot.services.quiet import OpenTimes
from bot.values import Reason

LATEST = timedelta(hours=24)
"""What comes later than this after its moment is not sent any more: the next one is nearer."""

_GRACE = timedelta(hours=1)
"""So much later, a weekly message still comes at the moment that was chosen for it."""

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Week:
    """One local ISO week: when its message is meant to come, and when it comes; None: it has none.

    ``reason`` says why it moved or is left out.
    """

    label: str
    due_at: datetime
    at: datetime | None
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class WeeklyTimes:
    """A person's weekday (0 is Monday) and wall time, and the days and messages it has to fit in with."""

    weekday: int
    at: time
    times: OpenTimes
    counts: Counts

    def week_of(self, at: datetime) -> Week:
        """The week a moment lies in."""
        return self._week(self._monday_of(at))

    def week_labelled(self, label: str) -> Week:
        """The week with this label, such as ``2026-W40``."""
        year, week = label.split("-W")
        return self._week(date.fromisocalendar(int(year), int(week), 1))

    def weeks_from(self, at: datetime) -> Iterator[Week]:
        """The week of a moment and those after it, while the term lasts and nothing is paused."""
        monday = self._monday_of(at)
        while monday <= self.times.last:
            if self.times.why_closed(monday + timedelta(days=self.weekday)) is None:
                yield self._week(monday)
            monday += _WEEK

    def _monday_of(self, at: datetime) -> date:
        day = self.times.day_of(at)
        return day - timedelta(days=day.weekday())

    def _week(self, monday: date) -> Week:
        day = monday + timedelta(days=self.weekday)
        label = week_label(monday)
        due_at = moment(day, self.at, self.times.timezone)
        why = self._why_not(day, is_own=True)
        reason = why
        while why is not None and day < monday + _WEEK - _DAY:
            day += _DAY
            why = self._why_not(day, is_own=False)
            if why is None:
                return Week(label, due_at, moment(day, self.at, self.times.timezone), reason)
        return Week(label, due_at, due_at if why is None else None, reason)

    def _why_not(self, day: date, *, is_own: bool) -> Reason | None:
        rest = self.times.why_rest(day)
        # Who chose a Saturday gets it on a Saturday.
        if rest is Reason.HOLIDAY or (rest is not None and not is_own):
            return rest
        return self.times.why_closed(day) or self.counts.obstacle(DIGEST, day)


def in_time(times: OpenTimes, meant: datetime, now: datetime) -> datetime | None:
    """When a weekly message comes that was meant for a moment before: now, or when quiet time is over.

    At its own moment there is no quiet time: it was chosen. None where it would be too late.
    """
    if now - meant <= _GRACE:
        return now
    at = times.next_working(now)
    is_same_week = iso_week(at, times.timezone) == iso_week(meant, times.timezone)
    return at if is_same_week and at - meant <= LATEST else None


def comes_at(times: OpenTimes, week: Week, due_at: datetime, now: datetime) -> datetime | None:
    """The same for one in the queue, due at ``due_at`` where the person was then: it comes in any case.

    None where its week has no message. Only at the moment that the person chose is there no quiet time, so
    after a journey east it may have to wait for the morning.
    """
    if week.at is None:
        return None
    meant = max(week.at, due_at)
    at = in_time(times, meant, max(meant, now)) or now
    return at if meant == week.at and at - meant <= _GRACE else times.awake(at)


def next_week(weekly: WeeklyTimes, taken: Collection[str], after: datetime) -> tuple[Week | None, list[Week]]:
    """The next week with a message later than ``after``, and the weeks before it that have none."""
    left_out: list[Week] = []
    for week in weekly.weeks_from(after):
        if week.label in taken or (week.at or week.due_at) <= after:
            continue
        if week.at is not None:
            return week, left_out
        left_out.append(week)
    return None, left_out
