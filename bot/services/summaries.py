"""The cohort summary for leads: whole ISO weeks of the cohort's zone, counts of five members or more.

What was done in the cohort counts, also by members who left since: leaving changes the number of members and
nothing else, so that two summaries around it do not tell what one member did.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.clock import Clock, local_date
from bot.models import Cohort
from bot.services import tallies
from bot.services.access import require_lead
from bot.services.suppression import Tally, cell, rate, week_cells, within
from bot.services.tallies import Term, Weekly
from bot.values import Actor, Cell, CohortSummary, Rate, WeekCounts

_WEEK = timedelta(days=7)
_HIDDEN = Cell(None)
_NO_RATE = Rate(None, None)


def build(session: Session, clock: Clock, actor: Actor, cohort_id: str) -> CohortSummary:
    """The summary of the whole term, up to its last complete week. Raises GoneError and NotAllowedError."""
    cohort = require_lead(session, actor, cohort_id)
    this_monday = _monday(local_date(clock.now(), cohort.timezone))
    mondays = _mondays(cohort, this_monday)
    members = tallies.members(session, cohort.team_id, cohort.id)
    if len(mondays) == 1:
        return _without_numbers(cohort, mondays[0], members)

    term = Term(cohort.team_id, cohort.id, _midnights(cohort, mondays))
    long_ago, lately = _midnights(cohort, (this_monday - 2 * _WEEK, this_monday - _WEEK))
    since = _midnights(cohort, (mondays[-1] - _WEEK, mondays[-1] - 2 * _WEEK))
    active_7_days, active_14_days = tallies.active(session, term, since)
    contacts = tallies.contacts(session, term, written_before=long_ago, followed_up_before=lately)
    interviews = tallies.interviews(session, term)
    # Nearly always one number under two names: where one is hidden, the other would tell it.
    met = within(contacts["met"], interviews["held"])
    meetings = within(interviews["held"], contacts["met"])
    debriefed = within(interviews["debriefed"], meetings)
    answerable = sum(monday < this_monday - 2 * _WEEK for monday in mondays[:-1])
    response = _response(contacts, has_recent_weeks=answerable < term.weeks)
    parts = (answerable,) if response.of is not None else ()
    return CohortSummary(
        cohort_id=cohort.id,
        cohort_name=cohort.name,
        first_day=mondays[0],
        last_day=mondays[-1] - timedelta(days=1),
        members=members,
        active_7_days=cell(active_7_days),
        active_14_days=cell(active_14_days),
        contacted=cell(contacts["contacted"]),
        replied=rate(contacts["replied"], contacts["contacted"]),
        scheduled=rate(contacts["scheduled"], contacts["replied"]),
        met=rate(met, contacts["scheduled"]),
        kept_in_touch=rate(contacts["kept_in_touch"], met),
        meetings=cell(meetings),
        debriefed=rate(debriefed, meetings),
        thanked=rate(interviews["thanked"], meetings),
        response=response,
        follow_up=rate(contacts["followed_up_replied"], contacts["followed_up"]),
        weeks=tuple(
            WeekCounts(*week)
            for week in zip(
                mondays[:-1],
                _cells(tallies.weekly_outreach(session, term), contacts["contacted"], parts),
                _cells(tallies.weekly_meetings(session, term), meetings),
                _cells(tallies.weekly_debriefs(session, term), debriefed),
                strict=True,
            )
        ),
    )


def _response(contacts: dict[str, Tally], *, has_recent_weeks: bool) -> Rate:
    # Beside the number of all contacts this rate tells how many were written to in the weeks it leaves out.
    if has_recent_weeks and not contacts["recent"].is_enough:
        return _NO_RATE
    return rate(contacts["mature_replied"], contacts["mature"])


def _cells(weekly: Weekly, total: Tally, parts: tuple[int, ...] = ()) -> tuple[Cell, ...]:
    """The weeks of a measure beside its total, and beside the sums before and after each of ``parts``."""
    weeks = weekly.tallies()
    if not total.is_enough:
        return (_HIDDEN,) * len(weeks)
    edges = (0, *parts, len(weeks))
    runs = [range(first, end) for first, end in pairwise(edges)]
    return week_cells(weeks, runs, weekly.joint_members)


def _without_numbers(cohort: Cohort, first_day: date, members: int) -> CohortSummary:
    return CohortSummary(
        cohort_id=cohort.id,
        cohort_name=cohort.name,
        first_day=first_day,
        last_day=first_day - timedelta(days=1),
        members=members,
        active_7_days=_HIDDEN,
        active_14_days=_HIDDEN,
        contacted=_HIDDEN,
        replied=_NO_RATE,
        scheduled=_NO_RATE,
        met=_NO_RATE,
        kept_in_touch=_NO_RATE,
        meetings=_HIDDEN,
        debriefed=_NO_RATE,
        thanked=_NO_RATE,
        response=_NO_RATE,
        follow_up=_NO_RATE,
        weeks=(),
    )


def _mondays(cohort: Cohort, this_monday: date) -> tuple[date, ...]:
    """The Mondays of the term's complete weeks, and the one after the last of them."""
    first = _monday(cohort.starts_on)
    last_day = cohort.ends_on
    if cohort.ended_at is not None:
        last_day = min(last_day, local_date(cohort.ended_at, cohort.timezone))
    after = min(this_monday, _monday(last_day) + _WEEK)
    weeks = max(0, (after - first) // _WEEK)
    return tuple(first + number * _WEEK for number in range(weeks + 1))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _midnights(cohort: Cohort, days: Iterable[date]) -> tuple[datetime, ...]:
    """The starts of these days in the cohort's zone, in UTC."""
    zone = ZoneInfo(cohort.timezone)
    return tuple(datetime.combine(day, time(0), zone).astimezone(UTC) for day in days)
