"""The days and hours in which nudges may come, in the member's own zone. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from bot.clock import local_date
from bot.services.localtime import moment
from bot.values import Reason

OPENS = time(9)
CLOSES = time(20)
"""Between 20:00 and 9:00 nothing comes by itself."""

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class OpenTimes:
    """When a member may get nudges: the hours of a day, and which days.

    ``off`` has the cohort's skipped dates and the public holidays of its country; ``first`` and ``last`` are
    the days of the term; ``resumes`` is the first day after a pause.
    """

    timezone: str
    first: date
    last: date
    off: frozenset[date] = frozenset()
    resumes: date | None = None

    def day_of(self, at: datetime) -> date:
        """The member's calendar day of a moment."""
        return local_date(at, self.timezone)

    def begin_of(self, day: date) -> datetime:
        """The first moment of a day."""
        return moment(day, time.min, self.timezone)

    @cached_property
    def begins(self) -> datetime:
        """The first moment of the first day with nudges."""
        return self.begin_of(max(self.first, self.resumes or self.first))

    def is_rest(self, day: date) -> bool:
        """Whether nobody works on this day: a weekend, a holiday or a date that the cohort skips."""
        return self.why_rest(day) is not None

    def why_rest(self, day: date) -> Reason | None:
        """Why a day is a day of rest; None for a working day."""
        if day in self.off:
            return Reason.HOLIDAY
        return Reason.WEEKEND if day.weekday() >= 5 else None

    def why_closed(self, day: date) -> Reason | None:
        """Why there are no nudges at all on a day, working or not; None where there may be."""
        if self.resumes is not None and day < self.resumes:
            return Reason.PAUSED
        return None if self.first <= day <= self.last else Reason.NOT_ENROLLED

    def is_awake(self, at: datetime) -> bool:
        """Whether a moment lies in the hours of nudges."""
        return _is_awake(at, self.timezone)

    def awake(self, at: datetime) -> datetime:
        """The first moment from ``at`` on in the hours of nudges, on whatever day."""
        return awake(at, self.timezone)

    def mornings_after(self, at: datetime) -> Iterator[datetime]:
        """``at``, then the first hour of nudges of each day that follows."""
        while True:
            yield at
            at = self.awake(self.begin_of(self.day_of(at) + _DAY))

    def next_working(self, at: datetime) -> datetime:
        """The first moment from ``at`` on in the hours of nudges of a working day."""
        return next(
            morning
            for morning in self.mornings_after(self.awake(at))
            if not self.is_rest(self.day_of(morning))
        )

    def working_day_before(self, day: date) -> date:
        """The last working day before a day."""
        day -= _DAY
        while self.is_rest(day):
            day -= _DAY
        return day


def awake(at: datetime, timezone: str) -> datetime:
    """The first moment from ``at`` on in the hours of nudges of an IANA zone."""
    while not _is_awake(at, timezone):
        local = at.astimezone(ZoneInfo(timezone))
        day = local.date() if local.time() < OPENS else local.date() + _DAY
        opens = moment(day, OPENS, timezone)
        # Clocks that go back over nine o'clock: the first nine o'clock is over.
        at = opens if opens > at else at + _MINUTE
    return at


def is_open(wall: time) -> bool:
    """Whether a wall time lies in the hours of nudges."""
    return OPENS <= wall < CLOSES


def _is_awake(at: datetime, timezone: str) -> bool:
    return is_open(at.astimezone(ZoneInfo(timezone)).time())
