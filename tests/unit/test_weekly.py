"""The weekly message in local time: one in each local ISO week, in every zone, whatever its clocks do."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from importlib import resources
from itertools import takewhile
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.services.history import Counts
from bot.services.localtime import iso_week, week_label
from bot.services.quiet import OpenTimes
from bot.services.weekly import WeeklyTimes, next_week

YEARS = range(2020, 2030)


def weekly_times(zone: str, weekday: int = 0, at: time = time(9)) -> WeeklyTimes:
    times = OpenTimes(zone, date(1990, 1, 1), date(2040, 1, 1))
    return WeeklyTimes(weekday, at, times, Counts(times, ()))


def moments(weekly: WeeklyTimes, after: datetime, until: datetime) -> Iterator[datetime]:
    """Each next one after the one before."""
    while True:
        found, left_out = next_week(weekly, (), after)
        assert found is not None
        assert found.at is not None
        assert left_out == []
        if found.at >= until:
            return
        yield found.at
        after = found.at


def expected_weeks(first: str, count: int) -> list[str]:
    monday = datetime.strptime(first + "-1", "%G-W%V-%u").replace(tzinfo=UTC).date()
    return [week_label(monday + timedelta(weeks=number)) for number in range(count)]


def assert_one_a_week(found: list[datetime], zone: str) -> None:
    weeks = [iso_week(at, zone) for at in found]
    assert weeks == expected_weeks(weeks[0], len(weeks)), zone


def different_zones() -> list[str]:
    """Every zone of tzdata, each with one of its names."""
    tzdata = resources.files("tzdata")
    rules: dict[bytes, str] = {}
    for zone in tzdata.joinpath("zones").read_text().split():
        rules.setdefault(tzdata.joinpath("zoneinfo", *zone.split("/")).read_bytes(), zone)
    return list(rules.values())


@pytest.mark.slow
def test_every_zone_has_one_in_each_week_of_ten_years() -> None:
    begin, end = datetime(YEARS[0], 1, 1, tzinfo=UTC), datetime(YEARS[-1], 12, 31, tzinfo=UTC)
    zones = different_zones()
    assert len(zones) > 300
    for number, zone in enumerate(zones):
        # Most clocks change early on a Sunday, Cairo's on a Friday: the days take turns, Sunday most often.
        weekday = 6 if number % 2 else number // 2 % 6
        weeks = weekly_times(zone, weekday, time(0, 30)).weeks_from(begin)
        found = [week.at for week in takewhile(lambda week: week.due_at < end, weeks) if week.at]
        assert len(found) >= 521
        assert_one_a_week(found, zone)


CHANGES = {
    "Africa/Cairo": (date(2026, 4, 24), time(0, 10), "2026-04-24 01:00"),  # midnight is left out
    "Africa/Cairo back": (date(2026, 10, 29), time(23, 30), "2026-10-29 23:30"),  # comes twice: the first
    "America/Havana": (date(2026, 3, 8), time(0, 30), "2026-03-08 01:00"),
    "America/Havana back": (date(2026, 11, 1), time(0, 30), "2026-11-01 00:30"),
    "Australia/Lord_Howe": (date(2026, 10, 4), time(2, 10), "2026-10-04 02:30"),  # half an hour
    "Australia/Lord_Howe back": (date(2026, 4, 5), time(1, 45), "2026-04-05 01:45"),
    "Pacific/Apia": (date(2011, 12, 30), time(9), "2011-12-31 00:00"),  # the day is left out
}


@pytest.mark.parametrize(("day", "at", "expected"), CHANGES.values(), ids=CHANGES.keys())
def test_around_a_change_of_the_clocks(
    day: date, at: time, expected: str, request: pytest.FixtureRequest
) -> None:
    zone = request.node.callspec.id.partition(" ")[0]
    noon = datetime.combine(day, time(12), UTC)
    weekly = weekly_times(zone, day.weekday(), at)
    found = list(moments(weekly, noon - timedelta(days=30), noon + timedelta(days=30)))
    walls = [f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" for moment in found]
    assert expected in walls
    assert_one_a_week(found, zone)
    [changed] = [moment for moment in found if abs(moment - noon) < timedelta(days=3)]
    assert changed.astimezone(ZoneInfo(zone)).fold == 0


@settings(max_examples=40)
@given(
    zone=st.sampled_from(sorted(available_timezones())),
    start=st.dates(date(2012, 1, 10), date(2030, 1, 1)),
    weekday=st.integers(0, 6),
    at=st.times().map(lambda at: at.replace(microsecond=0)),
)
def test_one_in_each_week_at_any_day_and_time(zone: str, start: date, weekday: int, at: time) -> None:
    begin = datetime.combine(start, time.min, UTC)
    found = moments(weekly_times(zone, weekday, at), begin, begin + timedelta(weeks=20))
    assert_one_a_week(list(found), zone)


def test_a_moment_that_is_now_is_not_the_next() -> None:
    now = datetime(2026, 9, 7, 13, 0, tzinfo=UTC)
    for after, expected in ((now, now + timedelta(days=7)), (now - timedelta.resolution, now)):
        found, _ = next_week(weekly_times("America/New_York"), (), after)
        assert found is not None
        assert found.at == expected
