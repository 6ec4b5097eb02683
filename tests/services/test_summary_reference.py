"""The summary against a slow, obvious count of the same rows, and against somebody who subtracts."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from bot.db import Database
from bot.models import Enrollment
from bot.services import summaries
from bot.values import (
    WHOLE_TERM,
    CohortSummary,
    Figure,
    LearningGoal,
    Measure,
    PeriodChoice,
    Weeks,
)
from tests.clocks import ManualClock
from tests.people import LEAD
from tests.services.summary_data import CohortRows, Meeting, Written
from tests.services.summary_reference import (
    AT_ONCE,
    AT_THE_END,
    ENOUGH,
    SHARES_OF,
    Reference,
    Week,
    shows,
)

PEOPLE = 9
WEEKS = 6
DAY, WEEK = timedelta(days=1), timedelta(days=7)
HOURS = st.integers(-5 * 24, 24 * 7 * (WEEKS + 2)).map(lambda hours: hours / 24)
MAYBE = st.none() | HOURS
FEW = st.sampled_from(["a", "b", "c"])
ABOUT: dict[str, st.SearchStrategy[Any]] = {
    "organisation": st.none() | FEW,
    "industry": st.none() | FEW,
    "introduced": st.none() | st.booleans(),
    "advocate": st.sampled_from([None, "yes", "maybe"]),
}

WRITTEN = st.builds(Written, MAYBE, MAYBE, MAYBE, MAYBE, MAYBE, MAYBE, **ABOUT)


@st.composite
def orderly(draw: st.DrawFn) -> Written:
    """A contact as services make it: each step after the one before, up to some step."""
    days = sorted(draw(st.lists(HOURS, min_size=1, max_size=6)))
    steps: list[Any] = [*days, *[None] * (6 - len(days))]
    return Written(*steps, **{name: draw(values) for name, values in ABOUT.items()})


MEETING = st.builds(
    Meeting,
    at=HOURS,
    logged=HOURS,
    outcome=st.sampled_from(["held", "held", "held", "no_show", None]),
    debriefed=MAYBE,
    thanked=MAYBE,
    minutes=st.sampled_from([30, 60]),
    covered=st.lists(st.sampled_from(list(LearningGoal)), max_size=3, unique=True).map(tuple),
    confidence=st.none() | st.integers(1, 5),
    introductions=st.integers(0, 2),
    referral=st.booleans(),
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
    """Some members who do the same: most numbers are large enough to be shown, and some by little."""
    size = draw(st.integers(1, PEOPLE))
    meetings = draw(st.lists(MEETING, max_size=2))
    written = draw(WRITTEN | orderly())
    return [(person, written, meetings, []) for person in range(size)]


def one_after_the_other(day: float) -> Written:
    """All steps up to the meeting on one day."""
    return Written(day + 0.1, day + 0.1, day + 0.2, day + 0.3, day + 0.4)


@st.composite
def busy_weeks(draw: st.DrawFn) -> History:
    """In each week some members write, are answered, meet, thank and debrief within the week."""
    sizes = draw(st.lists(st.sampled_from([0, 2, 3, 4, 5, 6, PEOPLE]), min_size=2, max_size=WEEKS))
    covered = draw(st.sampled_from([(), ("trends",), tuple(LearningGoal)]))
    return [
        (
            (person + week) % PEOPLE,
            replace(
                one_after_the_other(7 * week),
                organisation=str(week),
                industry="arts",
                introduced=week % 2 == 0,
                advocate="yes",
            ),
            [
                Meeting(
                    7 * week + 3,
                    logged=7 * week + 2,
                    debriefed=7 * week + 4,
                    thanked=7 * week + 3.5,
                    covered=covered,
                    confidence=1 + week % 5,
                    introductions=week,
                    referral=True,
                )
            ],
            [7 * week],
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
STAYS = st.lists(st.tuples(HOURS, MAYBE, st.booleans()), max_size=PEOPLE)
"""When some of the members join and leave, and whether they share their steps."""


def check(
    database: Database,
    history: History,
    stays: list[tuple[float, float | None, bool]],
    zone: str,
    today: float,
    end: int,
) -> None:
    with database.transaction(LEAD.team_id) as session, undone(session):
        rows = CohortRows(session, LEAD, zone=zone)
        rows.cohort.ends_on = rows.cohort.starts_on + timedelta(days=end)
        people: list[Enrollment] = rows.members(PEOPLE)
        for place, (joined, stayed, shares) in zip(people, stays, strict=False):
            place.shares_steps = shares
            place.joined_at = rows.at(joined)
            place.left_at = None if stayed is None else rows.at(max(joined, stayed))
        for person, written, meetings, changes in history:
            contact = rows.contact(people[person], written)
            for meeting in meetings:
                rows.meeting(contact, meeting)
            for days in changes:
                rows.change(contact, days)
        session.flush()
        now: datetime = rows.start + timedelta(days=today)
        clock = ManualClock(now)
        reference = Reference(session, rows.cohort, now)
        summary = summaries.build(session, clock, LEAD, rows.cohort.id)
        agrees(summary, reference, WHOLE_TERM)
        for first, last in combinations(range(len(reference.weeks)), 2):
            chosen = PeriodChoice(
                first=reference.weeks[first].sunday, last=reference.weeks[last].monday + DAY
            )
            agrees(summaries.build(session, clock, LEAD, rows.cohort.id, chosen), reference, chosen)
    tells_no_more(reference)


@contextmanager
def undone(session: Session) -> Iterator[None]:
    with session.begin_nested() as savepoint:
        yield
        savepoint.rollback()


def agrees(summary: CohortSummary, reference: Reference, chosen: PeriodChoice) -> None:
    """Every figure is the obvious one."""
    weeks = reference.weeks
    assert summary.term.count == len(weeks)
    if not weeks:
        assert set(summary.figures.values()) == {Figure()}
        return
    first = 0 if chosen == WHOLE_TERM else (chosen.first - weeks[0].monday).days // 7  # type: ignore[operator]
    last = len(weeks) - 1 if chosen == WHOLE_TERM else (chosen.last - weeks[0].monday).days // 7  # type: ignore[operator]
    assert summary.period == Weeks(weeks[first].monday, weeks[last].sunday)
    for measure in Measure:
        assert summary.figures[measure] == figure(measure, reference, first, last), measure
    size = last - first + 1
    if first >= size:
        assert summary.before == Weeks(weeks[first - size].monday, weeks[first - 1].sunday)
        for measure in Measure:
            then = figure(measure, reference, first - size, first - 1)
            assert summary.figures_before[measure] == then, measure
    else:
        assert summary.before is None
    for number, shown in enumerate(summary.weeks, first):
        for name, cell in (
            ("contacted", shown.outreach),
            ("meetings", shown.meetings),
            ("debriefed", shown.debriefs),
        ):
            assert cell == weekly(name, reference, first, number)


def figure(name: str, reference: Reference, first: int, last: int) -> Figure:
    """What a measure shows for the weeks from ``first`` to ``last``, by looking at each week."""
    weeks = reference.weeks
    published = [number for number in range(last + 1) if name in weeks[number].numbers]
    if not published or not shows(weeks[published[-1]], name):
        return Figure()
    at = published[-1]
    if name in AT_THE_END:
        if name in AT_ONCE and at != last:
            return Figure()
        count, amount = weeks[at].numbers[name]
        of = total(SHARES_OF[name], reference, at) if name in SHARES_OF else None
        return Figure(count, of, amount, Weeks(weeks[0].monday, weeks[at].sunday))
    if at < first:
        return Figure()
    shown = [-1, *(number for number in range(at) if shows(weeks[number], name))]
    within = [number for number in shown if number >= first - 1]
    return between(name, reference, within[0] if within else shown[-1], at)


def weekly(name: str, reference: Reference, first: int, at: int) -> Figure:
    weeks = reference.weeks
    if not shows(weeks[at], name):
        return Figure()
    since = max((number for number in range(at) if shows(weeks[number], name)), default=-1)
    return between(name, reference, since, at) if since >= first - 1 else Figure()


def between(name: str, reference: Reference, since: int, at: int) -> Figure:
    weeks = reference.weeks
    before, now = total(name, reference, since), total(name, reference, at)
    if before is None or now is None or now < before:
        return Figure()
    of = None
    if name in SHARES_OF:
        late = 2 if name == "response" else 0
        start, end = (total(SHARES_OF[name], reference, week - late) for week in (since, at))
        of = end - start if start is not None and end is not None and end > start else None
    return Figure(now - before, of, None, Weeks(weeks[since + 1].monday, weeks[at].sunday))


def total(name: str, reference: Reference, at: int) -> int | None:
    """The number published last by the end of a week; nothing before the first week."""
    for number in range(at, -1, -1):
        if name in reference.weeks[number].numbers:
            return reference.weeks[number].numbers[name][0]
    return 0


def tells_no_more(reference: Reference) -> None:
    """What two published numbers of a measure differ by, five members did of whom no lead sees it."""
    for name in reference.weeks[0].parts if reference.weeks else ():
        shown = [Week(reference.first)] + [week for week in reference.weeks if shows(week, name)]
        assert name == "members" or all(
            len({*week.parts[name]} - week.sharing) >= ENOUGH for week in shown[1:]
        )
        for before, now in combinations(shown, 2) if name not in AT_ONCE else ():
            old, new = before.parts.get(name, {}), now.parts[name]
            changed = {member for member in {*old, *new} if old.get(member) != new.get(member)}
            assert len(changed - now.sharing) >= ENOUGH


A_DATABASE_FOR_ALL = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
TODAY = st.integers(0, 7 * (WEEKS + 3)).map(float)
TERM_DAYS = st.integers(0, 7 * WEEKS) | st.just(7 * WEEKS)


def test_the_summary_is_the_obvious_count_and_gives_nothing_away(database: Database) -> None:
    is_sqlite = database.url.get_backend_name() == "sqlite"

    @settings(max_examples=60 if is_sqlite else 15, suppress_health_check=A_DATABASE_FOR_ALL)
    @given(history=histories(), stays=STAYS, zone=ZONES, today=TODAY, end=TERM_DAYS)
    def holds(
        history: History, stays: list[tuple[float, float | None, bool]], zone: str, today: float, end: int
    ) -> None:
        check(database, history, stays, zone, today, end)

    holds()
