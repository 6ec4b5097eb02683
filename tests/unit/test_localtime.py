"""Weekly moments in every zone: one in each local ISO week, gaps and overlaps as promised."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.services.localtime import clock_change, iso_week, moment, next_weekly
from bot.values import ClockChange

ZONES = sorted(available_timezones())


def local(instant: datetime, zone: str) -> str:
    return instant.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S")


@pytest.mark.parametrize(
    ("zone", "day", "at", "expected"),
    [
        pytest.param("America/New_York", date(2026, 9, 7), time(9), "2026-09-07 09:00:00", id="plain"),
        pytest.param("America/New_York", date(2026, 3, 8), time(2, 30), "2026-03-08 03:00:00", id="gap"),
        pytest.param(
            "Africa/Cairo", date(2026, 4, 24), time(0, 10), "2026-04-24 01:00:00", id="midnight gap"
        ),
        pytest.param("America/Havana", date(2026, 3, 8), time(0, 0), "2026-03-08 01:00:00", id="Havana"),
        pytest.param(
            "Australia/Lord_Howe", date(2026, 10, 4), time(2, 10), "2026-10-04 02:30:00", id="half an hour"
        ),
        pytest.param("Pacific/Apia", date(2011, 12, 30), time(9), "2011-12-31 00:00:00", id="a day left out"),
    ],
)
def test_a_wall_time_that_is_skipped_means_the_end_of_the_gap(
    zone: str, day: date, at: time, expected: str
) -> None:
    assert local(moment(day, at, zone), zone) == expected


def test_a_wall_time_that_happens_twice_means_the_first() -> None:
    assert moment(date(2026, 11, 1), time(1, 30), "America/New_York") == datetime(
        2026, 11, 1, 5, 30, tzinfo=UTC
    )


def test_the_end_of_a_gap_is_the_first_valid_second() -> None:
    first = moment(date(2026, 3, 8), time(2, 59, 59), "America/New_York")
    assert local(first - timedelta(seconds=1), "America/New_York") == "2026-03-08 01:59:59"


@pytest.mark.parametrize(
    ("zone", "day", "at", "expected"),
    [
        ("America/New_York", date(2026, 3, 8), time(1, 59), None),
        ("America/New_York", date(2026, 3, 8), time(2, 0), ClockChange.SKIPPED),
        ("America/New_York", date(2026, 3, 8), time(2, 59), ClockChange.SKIPPED),
        ("America/New_York", date(2026, 3, 8), time(3, 0), None),
        ("America/New_York", date(2026, 11, 1), time(0, 59), None),
        ("America/New_York", date(2026, 11, 1), time(1, 0), ClockChange.TWICE),
        ("America/New_York", date(2026, 11, 1), time(2, 0), None),
        ("Australia/Lord_Howe", date(2026, 4, 5), time(1, 40), ClockChange.TWICE),
        ("Pacific/Apia", date(2011, 12, 30), time(9), ClockChange.SKIPPED),
        ("UTC", date(2026, 3, 8), time(2, 30), None),
    ],
)
def test_what_a_change_of_the_clocks_does_to_a_wall_time(
    zone: str, day: date, at: time, expected: ClockChange | None
) -> None:
    assert clock_change(day, at, zone) is expected


@settings(max_examples=150)
@given(
    zone=st.sampled_from(ZONES),
    day=st.dates(date(2010, 1, 1), date(2037, 12, 31)),
    at=st.times().map(lambda at: at.replace(microsecond=0)),
)
def test_only_a_skipped_wall_time_is_shown_as_another(zone: str, day: date, at: time) -> None:
    shown = local(moment(day, at, zone), zone)
    assert (shown != f"{day} {at:%H:%M:%S}") == (clock_change(day, at, zone) is ClockChange.SKIPPED)


def test_a_moment_that_is_now_is_not_the_next() -> None:
    now = datetime(2026, 9, 7, 13, 0, tzinfo=UTC)
    assert next_weekly(now, 0, time(9), "America/New_York") == now + timedelta(days=7)
    assert next_weekly(now - timedelta(microseconds=1), 0, time(9), "America/New_York") == now


def test_it_is_on_the_weekday_that_is_asked_for() -> None:
    monday_noon = datetime(2026, 9, 7, 16, 0, tzinfo=UTC)
    thursday = datetime(2026, 9, 10, 13, 0, tzinfo=UTC)
    assert next_weekly(monday_noon, 3, time(9), "America/New_York") == thursday
    assert next_weekly(thursday, 3, time(9), "America/New_York") == thursday + timedelta(days=7)


def test_a_wall_time_is_in_the_zone_that_is_named() -> None:
    nine = datetime(2026, 9, 7, 13, 0, tzinfo=UTC)
    assert moment(nine.date(), time(9, tzinfo=UTC), "America/New_York") == nine


@settings(max_examples=150)
@given(
    zone=st.sampled_from(ZONES),
    year=st.integers(2010, 2037),
    weekday=st.integers(0, 6),
    at=st.times().map(lambda at: at.replace(microsecond=0)),
)
def test_exactly_one_in_each_local_week_of_a_year(zone: str, year: int, weekday: int, at: time) -> None:
    due = datetime(year, 1, 4, tzinfo=UTC)  # in the first ISO week, whatever the zone
    weeks: list[str] = []
    while due.year == year and len(weeks) < 60:
        due = next_weekly(due, weekday, at, zone)
        weeks.append(iso_week(due, zone))
    assert len(set(weeks)) == len(weeks)
    assert weeks == expected_weeks(weeks[0], len(weeks))


@pytest.mark.parametrize("year", [2024, 2026])
def test_every_zone_has_one_a_week_in_the_first_hour_of_sunday(year: int) -> None:
    # Most clocks change early on a Sunday: the hour where one could be lost or doubled.
    for zone in ZONES:
        due = datetime(year, 1, 4, tzinfo=UTC)
        weeks = []
        for _ in range(52):
            due = next_weekly(due, 6, time(0, 30), zone)
            weeks.append(iso_week(due, zone))
        assert weeks == expected_weeks(weeks[0], 52), zone


def expected_weeks(first: str, count: int) -> list[str]:
    monday = datetime.strptime(first + "-1", "%G-W%V-%u").replace(tzinfo=UTC)
    return [iso_week(monday + timedelta(weeks=number), "UTC") for number in range(count)]
