"""The summary against a slow, obvious count of the same rows, and against somebody who subtracts."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from bot.db import Database
from bot.models import Enrollment
from bot.services import summaries
from bot.values import Cell, CohortSummary, Rate
from tests.clocks import ManualClock
from tests.people import LEAD
from tests.services.summary_data import CohortRows, Meeting, Written
from tests.services.summary_reference import ENOUGH, Raw, raw, shown, shown_rate

PEOPLE = 8
WEEKS = 6
HOURS = st.integers(-5 * 24, 24 * 7 * (WEEKS + 2)).map(lambda hours: hours / 24)
MAYBE = st.none() | HOURS

WRITTEN = st.builds(Written, MAYBE, MAYBE, MAYBE, MAYBE, MAYBE, MAYBE)


@st.composite
def orderly(draw: st.DrawFn) -> Written:
    """A contact as services make it: each step after the one before, up to some step."""
    days = sorted(draw(st.lists(HOURS, min_size=1, max_size=6)))
    steps: list[float | None] = [*days, *[None] * (6 - len(days))]
    return Written(*steps)


MEETING = st.builds(
    Meeting,
    at=HOURS,
    logged=HOURS,
    outcome=st.sampled_from(["held", "held", "held", "no_show", None]),
    debriefed=MAYBE,
    thanked=MAYBE,
)
CONTACT = st.tuples(
    st.integers(0, PEOPLE - 1),
    WRITTEN | orderly(),
    st.lists(MEETING, max_size=2),
    st.lists(HOURS, max_size=2),
)
History = list[tuple[int, Written, list[Meeting], list[float]]]


@st.composite
def waves(draw: st.DrawFn) -> History:
    """Some members who do the same: most cells are large enough to be shown, and some by little."""
    size = draw(st.integers(1, PEOPLE))
    meetings = draw(st.lists(MEETING, max_size=1))
    written = draw(WRITTEN | orderly())
    return [(person, written, meetings, []) for person in range(size)]


@st.composite
def busy_weeks(draw: st.DrawFn) -> History:
    """In each week some members write, are answered and meet within the week."""
    sizes = draw(st.lists(st.sampled_from([0, 2, 3, 4, 5, 6, PEOPLE]), min_size=2, max_size=WEEKS))
    return [
        (
            person,
            Written(*(7 * week + hours / 24 for hours in (1, 1, 2, 3, 4))),
            [Meeting(7 * week + 3, logged=7 * week + 2, debriefed=7 * week + 4)],
            [],
        )
        for week, size in enumerate(sizes)
        for person in range(size)
    ]


@st.composite
def histories(draw: st.DrawFn) -> History:
    contacts = draw(busy_weeks() | st.lists(CONTACT, max_size=8))
    for wave in draw(st.lists(waves(), max_size=4)):
        contacts = contacts + wave
    return contacts


ZONES = st.sampled_from(["America/New_York", "Pacific/Auckland", "UTC", "Asia/Kolkata"])


def check(database: Database, history: History, zone: str, today: float, end: int) -> None:
    with database.transaction(LEAD.team_id) as session, undone(session):
        rows = CohortRows(session, LEAD, zone=zone)
        rows.cohort.ends_on = rows.cohort.starts_on + timedelta(days=end)
        people: list[Enrollment] = rows.members(PEOPLE)
        for person, written, meetings, changes in history:
            contact = rows.contact(people[person], written)
            for meeting in meetings:
                rows.meeting(contact, meeting)
            for days in changes:
                rows.change(contact, days)
        session.flush()
        now: datetime = rows.start + timedelta(days=today)
        summary = summaries.build(session, ManualClock(now), LEAD, rows.cohort.id)
        found = raw(session, rows.cohort, now)
    agrees(summary, found)
    tells_no_more(summary, found)


@contextmanager
def undone(session: Session) -> Iterator[None]:
    with session.begin_nested() as savepoint:
        yield
        savepoint.rollback()


def agrees(summary: CohortSummary, found: Raw) -> None:
    """Every cell is the obvious count; only weeks and the response rate may be hidden beyond that."""
    assert [week.starts_on for week in summary.weeks] == found.mondays
    if not found.mondays:
        return
    who = found.funnel
    meetings = who["meetings"] if len(set(who["met"])) >= ENOUGH else []
    met = who["met"] if len(set(who["meetings"])) >= ENOUGH else []
    assert summary.contacted == Cell(shown(who["contacted"]))
    assert summary.replied == Rate(*shown_rate(who["replied"], who["contacted"]))
    assert summary.scheduled == Rate(*shown_rate(who["scheduled"], who["replied"]))
    assert summary.met == Rate(*shown_rate(met, who["scheduled"]))
    assert summary.kept_in_touch == Rate(*shown_rate(who["kept_in_touch"], met))
    assert summary.meetings == Cell(shown(meetings))
    assert summary.debriefed == Rate(*shown_rate(who["debriefed"], meetings))
    assert summary.thanked == Rate(*shown_rate(who["thanked"], meetings))
    assert summary.follow_up == Rate(*shown_rate(who["follow_up_replied"], who["followed_up"]))
    assert summary.active_7_days == Cell(shown(who["active_7"]))
    assert summary.active_14_days == Cell(shown(who["active_14"]))
    assert summary.response in {Rate(None, None), Rate(*shown_rate(who["old_replied"], who["old"]))}
    if found.answerable_weeks == len(found.mondays) or shown(who["recent"]) is not None:
        assert summary.response == Rate(*shown_rate(who["old_replied"], who["old"]))
    for name in ("outreach", "meetings", "debriefs"):
        for week, members in zip(summary.weeks, found.weeks[name], strict=True):
            assert getattr(week, name).count in {None, shown(members)}


def tells_no_more(summary: CohortSummary, found: Raw) -> None:
    """Whatever follows from a shown sum less shown weeks has five members behind it."""
    old = found.answerable_weeks if summary.response.of is not None else 0
    for name, total, runs in (
        ("outreach", summary.contacted.count, (slice(0, old), slice(old, None))),
        ("meetings", summary.meetings.count, (slice(None),)),
        ("debriefs", summary.debriefed.count, (slice(None),)),
    ):
        weeks = [
            (getattr(week, name).count, members)
            for week, members in zip(summary.weeks, found.weeks.get(name, []), strict=True)
        ]
        if total is None:
            assert all(count is None for count, _ in weeks)
            continue
        for run in runs:
            hidden = [members for count, members in weeks[run] if count is None]
            assert len(hidden) != 1
            assert not hidden or len(set().union(*hidden)) >= ENOUGH


A_DATABASE_FOR_ALL = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
TODAY = st.integers(0, 7 * (WEEKS + 3)).map(float)
TERM_DAYS = st.integers(0, 7 * WEEKS) | st.just(7 * WEEKS)


def test_the_summary_is_the_obvious_count_and_gives_nothing_away(database: Database) -> None:
    is_sqlite = database.url.get_backend_name() == "sqlite"

    @settings(max_examples=150 if is_sqlite else 30, deadline=None, suppress_health_check=A_DATABASE_FOR_ALL)
    @given(history=histories(), zone=ZONES, today=TODAY, end=TERM_DAYS)
    def holds(history: History, zone: str, today: float, end: int) -> None:
        check(database, history, zone, today, end)

    holds()
