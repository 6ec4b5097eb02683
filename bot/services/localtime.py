"""Weekdays and wall times in somebody's own zone, as moments in UTC. Pure.

A wall time that a zone skips (clocks go forward, or a day is left out) means the first moment after the gap;
one that happens twice (clocks go back) means the first of the two.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.values import ClockChange

_WEEK = timedelta(days=7)
_SECOND = timedelta(seconds=1)


def moment(day: date, at: time, timezone: str) -> datetime:
    """The moment of a wall time in the IANA zone ``timezone``, in UTC."""
    zone = ZoneInfo(timezone)
    first, second = _both_readings(day, at, zone)
    return _end_of_gap(second, first, zone) if second < first else first


def clock_change(day: date, at: time, timezone: str) -> ClockChange | None:
    """Whether a wall time is skipped in the IANA zone ``timezone``, or comes twice; None: neither."""
    first, second = _both_readings(day, at, ZoneInfo(timezone))
    if first == second:
        return None
    return ClockChange.TWICE if first < second else ClockChange.SKIPPED


def next_weekly(after: datetime, weekday: int, at: time, timezone: str) -> datetime:
    """The first weekly moment later than ``after``: one in each local ISO week. 0 is Monday."""
    today = after.astimezone(ZoneInfo(timezone)).date()
    monday = today - timedelta(days=today.weekday())
    this_week = moment(monday + timedelta(days=weekday), at, timezone)
    return this_week if this_week > after else moment(monday + _WEEK + timedelta(days=weekday), at, timezone)


def iso_week(instant: datetime, timezone: str) -> str:
    """The local ISO week of a moment, such as ``2026-W40``."""
    return week_label(instant.astimezone(ZoneInfo(timezone)).date())


def week_label(day: date) -> str:
    """The ISO week of a day, such as ``2026-W40``."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def _both_readings(day: date, at: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """A wall time with the offsets before and after a change of the clocks, in UTC; mostly they are equal.

    Within a gap, the offset before it gives the later moment (PEP 495).
    """
    wall = datetime.combine(day, at)
    first, second = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return first, second


def _end_of_gap(before: datetime, behind: datetime, zone: ZoneInfo) -> datetime:
    """The first whole second with the new offset; it lies between the two moments, in UTC."""
    offset = before.astimezone(zone).utcoffset()
    while behind - before > _SECOND:
        middle = before + timedelta(seconds=(behind - before) // _SECOND // 2)
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            behind = middle
    return behind
