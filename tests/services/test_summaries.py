"""The cohort summary: who may see it, what counts, what is hidden; on both databases."""

from dataclasses import asdict
from datetime import UTC, date, datetime

import pytest

from bot.db import Database
from bot.services import summaries
from bot.values import Actor, Cell, GoneError, NotAllowedError, Rate
from tests.clocks import ManualClock
from tests.people import LEAD, LINH, enrol, make_cohort
from tests.services.summary_data import CohortRows, Meeting, Written

OTHER_WORKSPACE = Actor("T0OTHER", LEAD.user_id)
OTHER_LEAD = Actor(LEAD.team_id, "U0OTHERLEAD")


def weeks_later(clock: ManualClock, weeks: int) -> None:
    clock.advance(days=7 * weeks)


async def test_only_the_leads_of_that_cohort_see_it(database: Database) -> None:
    cohort = await make_cohort(database)
    await enrol(database, LINH, cohort)
    with database.transaction(LEAD.team_id) as session:
        CohortRows(session, OTHER_LEAD)
    assert (await database.read(LEAD, summaries.build, cohort.id)).members == 1
    for actor in (LINH, OTHER_LEAD):
        with pytest.raises(NotAllowedError, match="program team"):
            await database.read(actor, summaries.build, cohort.id)
    with pytest.raises(GoneError):
        await database.read(OTHER_WORKSPACE, summaries.build, cohort.id)


@pytest.mark.parametrize(("members", "expected"), [(0, None), (1, None), (4, None), (5, 5), (6, 6)])
def test_a_count_is_shown_from_five_members_on(
    database: Database, clock: ManualClock, members: int, expected: int | None
) -> None:
    with database.transaction(LEAD.team_id) as session:
        rows = CohortRows(session, LEAD)
        people = rows.members(members)
        contacts = rows.all_do(people, Written(1, replied=2, scheduled=3, met=4))
        for contact in contacts:
            rows.change(contact, 1)
            rows.meeting(contact, Meeting(4, logged=3, debriefed=4.5, thanked=5))
        session.flush()
        weeks_later(clock, 1)
        summary = summaries.build(session, clock, LEAD, rows.cohort.id)
    assert summary.members == members
    assert summary.contacted == summary.meetings == summary.active_7_days == Cell(expected)
    assert summary.replied == summary.met == summary.thanked == Rate(expected, expected)
    [week] = summary.weeks
    assert {week.outreach, week.meetings, week.debriefs} == {Cell(expected)}


def test_the_running_week_is_not_counted(database: Database, clock: ManualClock) -> None:
    with database.transaction(LEAD.team_id) as session:
        rows = CohortRows(session, LEAD)
        people = rows.members(6)
        rows.all_do(people, Written(6.99, replied=7.01))
        rows.all_do(people, Written(7.01))
        weeks_later(clock, 1)
        summary = summaries.build(session, clock, LEAD, rows.cohort.id)
    assert summary.last_day == date(2026, 9, 13)
    assert summary.contacted == Cell(6)
    assert summary.replied == Rate(None, None)


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Auckland", "Pacific/Honolulu"])
def test_weeks_begin_at_the_cohorts_own_midnight(database: Database, clock: ManualClock, zone: str) -> None:
    with database.transaction(LEAD.team_id) as session:
        rows = CohortRows(session, LEAD, zone=zone)
        people = rows.members(5)
        for day in (-0.01, 0, 6.99, 7):
            rows.all_do(people, Written(day))
        weeks_later(clock, 3)
        summary = summaries.build(session, clock, LEAD, rows.cohort.id)
    assert [week.outreach.count for week in summary.weeks] == [10, None, None]
    assert summary.contacted == Cell(15)


def test_no_numbers_before_the_first_week_is_over(database: Database, clock: ManualClock) -> None:
    with database.transaction(LEAD.team_id) as session:
        rows = CohortRows(session, LEAD)
        rows.all_do(rows.members(6), Written(0.2))
        summary = summaries.build(session, clock, LEAD, rows.cohort.id)
    assert summary.weeks == ()
    assert summary.last_day == date(2026, 9, 6)
    assert summary.contacted == summary.active_14_days == Cell(None)


def test_the_term_ends_with_the_week_of_its_last_day(database: Database, clock: ManualClock) -> None:
    with database.transaction(LEAD.team_id) as session:
        rows = CohortRows(session, LEAD, ends_on=date(2026, 9, 16))
        rows.all_do(rows.members(6), Written(15))
        weeks_later(clock, 8)
        summary = summaries.build(session, clock, LEAD, rows.cohort.id)
        assert [week.starts_on for week in summary.weeks] == [date(2026, 9, 7), date(2026, 9, 14)]
        assert summary.contacted == Cell(None)
        rows.cohort.ended_at = datetime(2026, 9, 10, tzinfo=UTC)
        session.flush()
        assert len(summaries.build(session, clock, LEAD, rows.cohort.id).weeks) == 1


def test_members_who_left_still_count_in_what_was_done(database: Database, clock: ManualClock) -> None:
    with database.transaction(LEAD.team_id) as session:
        rows = CohortRows(session, LEAD)
        rows.all_do(rows.members(5, left=2), Written(1))
        weeks_later(clock, 1)
        summary = summaries.build(session, clock, LEAD, rows.cohort.id)
    assert summary.members == 3
    assert summary.contacted == Cell(5)


def test_a_hidden_week_does_not_follow_from_the_total(database: Database, clock: ManualClock) -> None:
    with database.transaction(LEAD.team_id) as session:
        rows = CohortRows(session, LEAD)
        people = rows.members(8)
        for weeks, who in ((0, people), (1, people[:4]), (2, people[:6]), (3, people)):
            rows.all_do(who, Written(7 * weeks + 1, replied=7 * weeks + 2))
        weeks_later(clock, 4)
        summary = summaries.build(session, clock, LEAD, rows.cohort.id)
    assert summary.contacted == Cell(26)
    assert summary.response == Rate(12, 12)
    # The second week has four members; the rate tells the sum of the first two, so the first goes with it.
    assert [week.outreach.count for week in summary.weeks] == [None, None, 6, 8]


def test_no_rate_gives_the_latest_weeks_away(database: Database, clock: ManualClock) -> None:
    with database.transaction(LEAD.team_id) as session:
        rows = CohortRows(session, LEAD)
        people = rows.members(8)
        rows.all_do(people, Written(1, replied=2))
        rows.all_do(people, Written(8, replied=9))
        rows.all_do(people[:3], Written(22))
        weeks_later(clock, 4)
        summary = summaries.build(session, clock, LEAD, rows.cohort.id)
    assert summary.contacted == Cell(19)
    assert summary.response == Rate(None, None)
    assert [week.outreach.count for week in summary.weeks].count(None) == 3


def test_rates_wait_until_an_answer_was_possible(database: Database, clock: ManualClock) -> None:
    with database.transaction(LEAD.team_id) as session:
        rows = CohortRows(session, LEAD)
        people = rows.members(6)
        rows.all_do(people, Written(1, followed_up=9, replied=10))
        rows.all_do(people, Written(2, followed_up=9))
        rows.all_do(people, Written(15, followed_up=22, replied=23))
        weeks_later(clock, 4)
        summary = summaries.build(session, clock, LEAD, rows.cohort.id)
    assert summary.response == Rate(6, 12)
    assert summary.follow_up == Rate(6, 12)
    assert summary.replied == Rate(12, 18)


def test_met_and_meetings_are_hidden_together(database: Database, clock: ManualClock) -> None:
    with database.transaction(LEAD.team_id) as session:
        rows = CohortRows(session, LEAD)
        people = rows.members(5)
        contacts = rows.all_do(people, Written(1, replied=1, scheduled=1, met=2))
        for contact in contacts[:4]:
            rows.meeting(contact, Meeting(2, logged=1))
        weeks_later(clock, 1)
        summary = summaries.build(session, clock, LEAD, rows.cohort.id)
    assert summary.scheduled == Rate(5, 5)
    assert summary.met == Rate(None, None)
    assert summary.meetings == Cell(None)


def test_other_cohorts_and_workspaces_do_not_count(database: Database, clock: ManualClock) -> None:
    """Rows of another workspace that name this cohort's id are not counted either."""
    with database.transaction(LEAD.team_id) as session:
        rows = CohortRows(session, LEAD)
        beside = CohortRows(session, LEAD, name="Beside")
        for cohort in (rows, beside):
            for contact in cohort.all_do(cohort.members(6), Written(1)):
                cohort.change(contact, 1)
    with database.transaction(OTHER_WORKSPACE.team_id) as session:
        foreign = CohortRows(session, OTHER_WORKSPACE)
        foreign.cohort = rows.cohort
        for contact in foreign.all_do(foreign.members(6), Written(1, 2, 2, 2, 2, 2)):
            foreign.change(contact, 1)
            foreign.meeting(contact, Meeting(2, logged=2, debriefed=3, thanked=3))
    weeks_later(clock, 1)
    with database.transaction(LEAD.team_id) as session:
        summary = summaries.build(session, clock, LEAD, rows.cohort.id)
    assert summary.members == 6
    assert summary.contacted == summary.active_7_days == Cell(6)
    assert summary.meetings == Cell(None)


def test_no_field_can_carry_text_but_the_cohorts_own_name(database: Database, clock: ManualClock) -> None:
    with database.transaction(LEAD.team_id) as session:
        rows = CohortRows(session, LEAD)
        rows.all_do(rows.members(6), Written(1))
        weeks_later(clock, 2)
        summary = summaries.build(session, clock, LEAD, rows.cohort.id)
    texts = {name for name, value in asdict(summary).items() if isinstance(value, str)}
    assert texts == {"cohort_id", "cohort_name"}
