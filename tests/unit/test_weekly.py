"""The weekly message in local time: one in each local ISO week, in every zone, whatever its clocks do."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from importlib import resources
from itertools import islice, takewhile
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.services.history import Counts, Past
from bot.services.localtime import iso_week, week_label
from bot.services.quiet import OpenTimes
from bot.services.weekly import Week, WeeklyTimes, comes_at, in_time, next_week
from bot.values import Reason, StepKind

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


NEW_YORK = ZoneInfo("America/New_York")
MONDAY = date(2026, 9, 14)  # of 2026-W38
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
TERM = OpenTimes("America/New_York", date(2026, 9, 7), date(2026, 12, 4))
MINUTE, WEEK = timedelta(minutes=1), timedelta(weeks=1)


def on(weekday: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of that week in New York."""
    return datetime.combine(MONDAY + timedelta(days=weekday), time(hour, minute), NEW_YORK)


def days(*weekdays: int) -> frozenset[date]:
    return frozenset(MONDAY + timedelta(days=weekday) for weekday in weekdays)


def in_new_york(weekday: int = MON, *sent: datetime, **times: object) -> WeeklyTimes:
    """At nine on a weekday in the term, after messages that were sent."""
    fitting = replace(TERM, **times)  # type: ignore[arg-type]
    past = [Past(StepKind.FOLLOW_UP, "c1", "1", at) for at in sent]
    return WeeklyTimes(weekday, time(9), fitting, Counts(fitting, past))


def test_a_week_goes_from_monday_to_sunday_where_the_person_is() -> None:
    weekly = in_new_york(WED)
    week = Week("2026-W38", on(WED), on(WED))
    for moment in (on(MON, 0), on(WED), on(SUN, 23, 59)):
        assert weekly.week_of(moment.astimezone(UTC)) == week
    assert weekly.week_labelled("2026-W38") == week
    assert weekly.week_of(on(MON, 0) - MINUTE).label == "2026-W37"
    assert weekly.week_of(on(SUN, 23, 59) + MINUTE).label == "2026-W39"


@pytest.mark.parametrize(
    ("weekly", "comes_on", "reason"),
    [
        (in_new_york(SAT), SAT, None),
        (in_new_york(SUN), SUN, None),
        (in_new_york(MON, off=days(MON)), TUE, Reason.HOLIDAY),
        (in_new_york(MON, off=days(MON, TUE, WED, THU)), FRI, Reason.HOLIDAY),
        (in_new_york(MON, off=days(MON, TUE, WED, THU, FRI)), None, Reason.HOLIDAY),
        (in_new_york(FRI, off=days(FRI)), None, Reason.HOLIDAY),
        (in_new_york(SAT, off=days(SAT)), None, Reason.HOLIDAY),
        (in_new_york(SUN, off=days(SUN)), None, Reason.HOLIDAY),
        (in_new_york(TUE, on(TUE, 11)), WED, Reason.ONE_A_DAY),
        (in_new_york(TUE, on(TUE, 11), off=days(WED)), THU, Reason.ONE_A_DAY),
        (in_new_york(TUE, on(MON), on(WED)), None, Reason.WEEK_FULL),
        (in_new_york(MON, resumes=MONDAY + timedelta(days=WED)), WED, Reason.PAUSED),
        (in_new_york(MON, first=MONDAY + timedelta(days=WED)), WED, Reason.NOT_ENROLLED),
        (in_new_york(TUE, last=MONDAY), None, Reason.NOT_ENROLLED),
    ],
)
def test_where_its_day_is_not_free_it_comes_on_the_next_working_day_of_the_week(
    weekly: WeeklyTimes, comes_on: int | None, reason: Reason | None
) -> None:
    comes_at_nine = None if comes_on is None else on(comes_on)
    assert weekly.week_of(on(MON)) == Week("2026-W38", on(weekly.weekday), comes_at_nine, reason)


@pytest.mark.parametrize(
    ("weekly", "labels"),
    [
        (in_new_york(MON), [38, 39, 40]),
        (in_new_york(MON, first=date(2026, 9, 21)), [39, 40, 41]),
        (in_new_york(WED, first=date(2026, 9, 24)), [40, 41, 42]),  # a Thursday
        (in_new_york(WED, resumes=date(2026, 9, 23)), [39, 40, 41]),
        (in_new_york(WED, resumes=date(2026, 9, 24)), [40, 41, 42]),
        (in_new_york(WED, last=date(2026, 9, 30)), [38, 39, 40]),
        (in_new_york(WED, last=date(2026, 9, 29)), [38, 39]),
        (in_new_york(MON, last=date(2026, 9, 28)), [38, 39, 40]),
        (in_new_york(MON, last=date(2026, 9, 13)), []),
    ],
)
def test_the_weeks_of_the_term_without_those_of_a_pause(weekly: WeeklyTimes, labels: list[int]) -> None:
    weeks = [week.label for week in islice(weekly.weeks_from(on(SUN)), 3)]
    assert weeks == [f"2026-W{number}" for number in labels]


def test_the_next_week_is_one_with_a_message_that_nobody_had_yet() -> None:
    weekly = in_new_york(FRI, off=days(FRI))
    last_friday, next_friday = on(FRI) - WEEK, on(FRI) + WEEK
    before = Week("2026-W37", last_friday, last_friday)
    without = Week("2026-W38", on(FRI), None, Reason.HOLIDAY)
    after = Week("2026-W39", next_friday, next_friday)
    assert next_week(weekly, (), last_friday - MINUTE) == (before, [])
    assert next_week(weekly, {"2026-W37"}, last_friday - MINUTE) == (after, [without])
    assert next_week(weekly, (), on(FRI) - MINUTE) == (after, [without])
    assert next_week(weekly, (), on(FRI)) == (after, [])
    over = in_new_york(FRI, off=days(FRI), last=MONDAY + timedelta(days=FRI))
    assert next_week(over, (), on(MON)) == (None, [without])


LATE = [
    # It was meant for, it is now, and it comes.
    (on(TUE), on(TUE), on(TUE)),
    (on(TUE), on(TUE, 15), on(TUE, 15)),
    (on(TUE, 21), on(TUE, 22), on(TUE, 22)),
    (on(TUE, 21), on(TUE, 22, 1), on(WED)),
    (on(TUE), on(WED), on(WED)),
    (on(TUE), on(WED, 9, 1), None),
    (on(FRI, 18), on(FRI, 20), None),
    (on(SUN, 10), on(SUN, 11), on(SUN, 11)),
    (on(SUN, 10), on(SUN, 11, 1), None),  # the next working day is one of the next week
]


@pytest.mark.parametrize(("meant", "now", "expected"), LATE)
def test_a_late_one_comes_by_day_within_a_day_and_its_week(
    meant: datetime, now: datetime, expected: datetime | None
) -> None:
    assert in_time(TERM, meant, now) == expected


@pytest.mark.parametrize(
    ("chosen", "due_at", "now", "expected"),
    [
        (on(TUE, 21), on(TUE, 21), on(TUE, 8), on(TUE, 21)),  # chosen, so no quiet time
        (on(TUE, 21), on(TUE, 21), on(TUE, 22), on(TUE, 22)),
        (on(TUE, 21), on(TUE, 21), on(TUE, 22, 1), on(WED)),
        (on(TUE, 15), on(TUE), on(TUE, 8), on(TUE, 15)),
        (on(TUE), on(TUE, 15), on(TUE, 8), on(TUE, 15)),
        (on(TUE), on(TUE, 21), on(TUE, 8), on(WED)),
        (on(TUE), on(TUE, 21), on(TUE, 21, 30), on(WED)),
        (on(TUE), on(TUE), on(THU, 15), on(THU, 15)),
        (on(TUE), on(TUE), on(FRI, 21), on(SAT)),
        (None, on(TUE), on(TUE, 8), None),
    ],
)
def test_one_in_the_queue_comes_at_the_moment_that_was_chosen_or_by_day(
    chosen: datetime | None, due_at: datetime, now: datetime, expected: datetime | None
) -> None:
    week = Week("2026-W38", chosen or due_at, chosen)
    assert comes_at(TERM, week, due_at, now) == expected
