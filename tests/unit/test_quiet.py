"""The days and hours of nudges: their borders, and in every zone."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.quiet import OpenTimes, awake, is_open
from bot.values import Reason

NEW_YORK = ZoneInfo("America/New_York")
FIRST, LAST = date(2026, 9, 7), date(2026, 12, 4)
THANKSGIVING = date(2026, 11, 26)
TERM = OpenTimes("America/New_York", FIRST, LAST, frozenset({THANKSGIVING, date(2026, 10, 31)}))
PAUSED = OpenTimes("America/New_York", FIRST, LAST, resumes=date(2026, 10, 5))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), NEW_YORK)


@pytest.mark.parametrize(
    ("wall", "expected"),
    [
        (time(8, 59, 59), False),
        (time(9), True),
        (time(19, 59, 59), True),
        (time(20), False),
        (time(0), False),
    ],
)
def test_nudges_come_from_nine_to_eight(wall: time, expected: bool) -> None:
    assert is_open(wall) is expected
    assert TERM.is_awake(datetime.combine(FIRST, wall, NEW_YORK)) is expected


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 10, 30), None),  # a Friday
        (date(2026, 10, 31), Reason.HOLIDAY),  # a Saturday that is skipped, too
        (date(2026, 11, 1), Reason.WEEKEND),
        (date(2026, 11, 2), None),
        (date(2026, 11, 7), Reason.WEEKEND),
        (THANKSGIVING, Reason.HOLIDAY),
        (date(2026, 11, 27), None),
    ],
)
def test_days_of_rest(day: date, why: Reason | None) -> None:
    assert TERM.why_rest(day) is why
    assert TERM.is_rest(day) is (why is not None)


@pytest.mark.parametrize(
    ("times", "day", "why"),
    [
        (TERM, FIRST - timedelta(days=1), Reason.NOT_ENROLLED),
        (TERM, FIRST, None),
        (TERM, LAST, None),
        (TERM, LAST + timedelta(days=1), Reason.NOT_ENROLLED),
        (PAUSED, FIRST, Reason.PAUSED),
        (PAUSED, date(2026, 10, 4), Reason.PAUSED),
        (PAUSED, date(2026, 10, 5), None),
        (PAUSED, LAST + timedelta(days=1), Reason.NOT_ENROLLED),
    ],
)
def test_days_without_any(times: OpenTimes, day: date, why: Reason | None) -> None:
    assert times.why_closed(day) is why


@pytest.mark.parametrize(
    ("resumes", "begins"),
    [(None, FIRST), (FIRST - timedelta(days=1), FIRST), (date(2026, 10, 5), date(2026, 10, 5))],
)
def test_they_begin_with_the_term_or_after_a_pause(resumes: date | None, begins: date) -> None:
    assert OpenTimes("America/New_York", FIRST, LAST, resumes=resumes).begins == at(begins, 0)


def test_a_day_begins_where_the_member_is() -> None:
    assert TERM.begin_of(FIRST) == datetime(2026, 9, 7, 4, tzinfo=UTC)
    assert TERM.day_of(datetime(2026, 9, 7, 3, 59, tzinfo=UTC)) == date(2026, 9, 6)
    assert TERM.day_of(datetime(2026, 9, 7, 4, tzinfo=UTC)) == FIRST


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (at(FIRST, 0), at(FIRST, 9)),
        (at(FIRST, 8, 59), at(FIRST, 9)),
        (at(FIRST, 9), at(FIRST, 9)),
        (at(FIRST, 19, 59), at(FIRST, 19, 59)),
        (at(FIRST, 20), at(date(2026, 9, 8), 9)),
        (at(date(2026, 9, 11), 20), at(date(2026, 9, 12), 9)),  # into a Saturday
    ],
)
def test_after_quiet_time_comes_the_next_morning(moment: datetime, expected: datetime) -> None:
    assert TERM.awake(moment) == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (at(FIRST, 10), at(FIRST, 10)),
        (at(FIRST, 7), at(FIRST, 9)),
        (at(date(2026, 9, 11), 19, 59), at(date(2026, 9, 11), 19, 59)),
        (at(date(2026, 9, 11), 20), at(date(2026, 9, 14), 9)),
        (at(date(2026, 9, 12), 12), at(date(2026, 9, 14), 9)),
        (at(THANKSGIVING, 12), at(date(2026, 11, 27), 9)),
    ],
)
def test_a_working_moment_waits_for_a_working_day(moment: datetime, expected: datetime) -> None:
    assert TERM.next_working(moment) == expected


def test_mornings() -> None:
    noon = at(date(2026, 10, 31), 12)
    days = [date(2026, 11, 1), date(2026, 11, 2)]  # the clocks go back in between
    assert list(islice(TERM.mornings_after(noon), 3)) == [noon, *(at(day, 9) for day in days)]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 9, 8), date(2026, 9, 7)),
        (date(2026, 9, 14), date(2026, 9, 11)),
        (date(2026, 11, 27), date(2026, 11, 25)),
    ],
)
def test_the_working_day_before(day: date, expected: date) -> None:
    assert TERM.working_day_before(day) == expected


def test_where_clocks_go_back_over_nine_in_the_morning_the_second_nine_counts() -> None:
    """Kwajalein had the 30th of September 1969 twice; during its second night, the first nine is over."""
    second_night, nine = datetime(1969, 9, 30, 14, tzinfo=UTC), datetime(1969, 9, 30, 21, tzinfo=UTC)
    for moment in (second_night, nine - timedelta(minutes=1)):
        assert awake(moment, "Pacific/Kwajalein") == nine


@given(
    zone=st.sampled_from(sorted(available_timezones())),
    day=st.dates(date(2010, 1, 1), date(2037, 12, 31)),
    wall=st.times(),
)
def test_the_first_open_moment_in_any_zone(zone: str, day: date, wall: time) -> None:
    moment = datetime.combine(day, wall, UTC)
    times = OpenTimes(zone, date(1990, 1, 1), date(2040, 1, 1))
    opened, working = times.awake(moment), times.next_working(moment)
    assert times.is_awake(opened)
    assert times.awake(opened) == opened
    assert moment <= opened <= moment + timedelta(hours=14)
    assert times.is_awake(working)
    assert not times.is_rest(times.day_of(working))
    assert opened <= working <= opened + timedelta(days=2, hours=11)
    if opened > moment:
        assert not times.is_awake(opened - timedelta(minutes=1))
