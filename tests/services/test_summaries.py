"""The cohort summary: who may see it, what counts, what is hidden, when it moves; on both databases."""

from dataclasses import asdict, replace
from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from bot.db import Database
from bot.models import AuditEntry, Cohort, PublishedNumber
from bot.services import counting, retention, summaries
from bot.values import (
    NOT_SHOWN,
    Actor,
    AuditAct,
    CohortSummary,
    GoneError,
    Measure,
    NotAllowedError,
    PeriodChoice,
    UserError,
    Weeks,
)
from tests.clocks import ManualClock
from tests.people import LEAD, LINH, enrol, make_cohort
from tests.services.summary_data import CohortRows, Meeting, Written

OTHER_WORKSPACE = Actor("T0OTHER", LEAD.user_id)
OTHER_LEAD = Actor(LEAD.team_id, "U0OTHERLEAD")


def weeks_later(clock: ManualClock, weeks: int) -> None:
    clock.advance(days=7 * weeks)


def built(rows: CohortRows, clock: ManualClock, period: PeriodChoice | None = None) -> CohortSummary:
    rows.session.flush()
    return summaries.build(rows.session, clock, LEAD, rows.cohort.id, period or PeriodChoice())


def counts(summary: CohortSummary, *measures: Measure) -> list[int | None]:
    return [summary.figures[measure].count for measure in measures]


async def test_only_the_leads_of_that_cohort_see_it(database: Database) -> None:
    cohort = await make_cohort(database)
    await enrol(database, LINH, cohort)
    with database.transaction(LEAD.team_id) as session:
        CohortRows(session, OTHER_LEAD)
    assert (await database.run(LEAD, summaries.view, cohort.id)).members == 1
    for actor in (LINH, OTHER_LEAD):
        with pytest.raises(NotAllowedError, match="program team"):
            await database.run(actor, summaries.view, cohort.id)
    with pytest.raises(GoneError):
        await database.run(OTHER_WORKSPACE, summaries.view, cohort.id)
    with database.transaction(LEAD.team_id) as session:
        lines = session.exec(select(AuditEntry).where(AuditEntry.act == AuditAct.SUMMARY_VIEWED)).all()
        assert [(line.actor_id, line.cohort_id) for line in lines] == [(LEAD.user_id, cohort.id)]


@pytest.mark.parametrize("members", [0, 1, 4, 5, 6])
def test_a_number_is_shown_from_five_members_on(database: Database, clock: ManualClock, members: int) -> None:
    with database.transaction(LEAD.team_id) as session:
        rows = CohortRows(session, LEAD)
        written = Written(1, replied=2, scheduled=3, met=4, organisation="o", industry="arts", advocate="yes")
        debriefed = Meeting(
            4, logged=3, debriefed=4.5, thanked=4.9, covered=("trends",), introductions=2, referral=True
        )
        for contact in rows.all_do(rows.members(members, joined=0), written):
            rows.change(contact, 1)
            rows.meeting(contact, debriefed)
        weeks_later(clock, 1)
        summary = built(rows, clock)
    assert summary.members == members
    assert summary.figures[Measure.MEMBERS].count == members
    expected = members if members >= 5 else None
    for measure in (
        Measure.ACTIVE_7_DAYS,
        Measure.CONTACTED,
        Measure.REPLIED,
        Measure.MET,
        Measure.MEETINGS,
        Measure.DEBRIEFED_IN_48_HOURS,
        Measure.THANKED_IN_24_HOURS,
        Measure.WROTE,
        Measure.FIRST_INTERVIEW,
        Measure.COVERED_TRENDS,
        Measure.ADVOCATES,
        Measure.REFERRALS,
    ):
        assert summary.figures[measure].count == expected, measure
    assert summary.figures[Measure.INTRODUCTIONS].count == (2 * members if expected else None)
    assert summary.figures[Measure.ORGANISATIONS].count == (1 if expected else None)
    assert summary.figures[Measure.FIRST_INTERVIEW].amount == (4 if expected else None)
    assert summary.figures[Measure.COVERED_ADVICE] == NOT_SHOWN
    [week] = summary.weeks
    assert {week.outreach.count, week.meetings.count, week.debriefs.count} == {expected}


def test_shares_are_of_the_step_before(database: Database, clock: ManualClock) -> None:
    with database.transaction(LEAD.team_id) as session:
        rows = CohortRows(session, LEAD)
        people = rows.members(8)
        rows.all_do(people, Written(0.1, replied=0.2, scheduled=0.3, met=0.4, introduced=False))
        rows.all_do(people[:6], Written(0.1, replied=0.2, introduced=True))
        rows.all_do(people[:5], Written(0.1))
        weeks_later(clock, 1)
        figures = built(rows, clock).figures
    assert [(figures[m].count, figures[m].of) for m in (Measure.REPLIED, Measure.SCHEDULED)] == [
        (14, 19),
        (8, 14),
    ]
    assert (figures[Measure.NOT_INTRODUCED].count, figures[Measure.NOT_INTRODUCED].of) == (8, 14)
    assert (figures[Measure.GOT_REPLY].count, figures[Measure.GOT_REPLY].of) == (8, 8)


def test_the_running_week_is_not_counted(database: Database, clock: ManualClock) -> None:
    with database.transaction(LEAD.team_id) as session:
        rows = CohortRows(session, LEAD)
        people = rows.members(6)
        rows.all_do(people, Written(6.99, replied=7.01))
        rows.all_do(people, Written(7.01))
        weeks_later(clock, 1)
        summary = built(rows, clock)
    assert summary.term == summary.period == Weeks(date(2026, 9, 7), date(2026, 9, 13))
    assert summary.next_numbers_on == date(2026, 9, 21)
    assert counts(summary, Measure.CONTACTED, Measure.REPLIED) == [6, None]


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Auckland", "Pacific/Honolulu"])
def test_weeks_begin_at_the_cohorts_own_midnight(database: Database, clock: ManualClock, zone: str) -> None:
    with database.transaction(LEAD.team_id) as session:
        rows = CohortRows(session, LEAD, zone=zone)
        people = rows.members(5)
        for day in (-0.01, 0, 6.99, 7):
            rows.all_do(people, Written(day))
        weeks_later(clock, 3)
        summary = built(rows, clock)
    assert [week.outreach.count for week in summary.weeks] == [10, 5, None]
    assert counts(summary, Measure.CONTACTED) == [15]


def test_no_numbers_before_the_first_week_is_over(database: Database, clock: ManualClock) -> None:
    with database.transaction(LEAD.team_id) as session:
        rows = CohortRows(session, LEAD)
        rows.all_do(rows.members(6), Written(0.2))
        summary = built(rows, clock, PeriodChoice(latest=1))
    assert summary.weeks == ()
    assert summary.period.count == summary.term.count == 0
    assert summary.next_numbers_on == date(2026, 9, 14)
    assert set(summary.figures.values()) == {NOT_SHOWN}


def test_the_term_ends_with_the_week_of_its_last_day(database: Database, clock: ManualClock) -> None:
    with database.transaction(LEAD.team_id) as session:
        rows = CohortRows(session, LEAD, ends_on=date(2026, 9, 16))
        rows.all_do(rows.members(6), Written(15))
        weeks_later(clock, 8)
        summary = built(rows, clock)
    assert [week.starts_on for week in summary.weeks] == [date(2026, 9, 7), date(2026, 9, 14)]
    assert summary.next_numbers_on is None
    assert counts(summary, Measure.CONTACTED) == [None]


def test_an_ended_cohort_is_counted_to_the_week_of_its_end(database: Database, clock: ManualClock) -> None:
    with database.transaction(LEAD.team_id) as session:
        rows = CohortRows(session, LEAD)
        rows.all_do(rows.members(6), Written(1))
        weeks_later(clock, 1)
        built(rows, clock)
        rows.cohort.ended_at = datetime(2026, 9, 17, tzinfo=UTC)
        rows.cohort.name = "Another name"
        retention.set_dates(session, rows.cohort)
        weeks_later(clock, 8)
        summary = built(rows, clock)
    assert summary.cohort_name == "Another name"
    assert len(summary.weeks) == 2
    assert summary.next_numbers_on is None
    assert counts(summary, Measure.CONTACTED) == [6]


def test_members_who_left_still_count_in_what_was_done(database: Database, clock: ManualClock) -> None:
    with database.transaction(LEAD.team_id) as session:
        rows = CohortRows(session, LEAD)
        rows.all_do(rows.members(8, left=2), Written(1))
        weeks_later(clock, 1)
        summary = built(rows, clock)
    assert summary.members == 6
    assert counts(summary, Measure.CONTACTED, Measure.WROTE) == [8, 6]


def test_a_number_waits_until_five_members_moved_it(database: Database, clock: ManualClock) -> None:
    with database.transaction(LEAD.team_id) as session:
        rows = CohortRows(session, LEAD)
        people = rows.members(8)
        for weeks, who in ((0, people), (1, people[:4]), (2, people[:6]), (3, people[:2])):
            rows.all_do(who, Written(7 * weeks + 1, replied=7 * weeks + 2))
        weeks_later(clock, 4)
        summary = built(rows, clock)
        second = built(rows, clock, PeriodChoice(first=date(2026, 9, 14), last=date(2026, 9, 20)))
        both = built(rows, clock, PeriodChoice(first=date(2026, 9, 14), last=date(2026, 9, 27)))
        third = built(rows, clock, PeriodChoice(first=date(2026, 9, 21), last=date(2026, 9, 27)))
    assert summary.figures[Measure.CONTACTED].count == 18
    assert summary.figures[Measure.CONTACTED].weeks == Weeks(date(2026, 9, 7), date(2026, 9, 27))
    assert [week.outreach.count for week in summary.weeks] == [8, None, 10, None]
    assert summary.weeks[2].outreach.weeks == Weeks(date(2026, 9, 14), date(2026, 9, 27))
    assert second.figures[Measure.CONTACTED] == NOT_SHOWN
    assert both.figures[Measure.CONTACTED].count == 10
    assert third.figures[Measure.CONTACTED] == both.figures[Measure.CONTACTED]


def test_two_summaries_within_one_week_are_the_same(database: Database, clock: ManualClock) -> None:
    """Whatever is logged, corrected, undone or deleted between them, and whenever it happened."""
    with database.transaction(LEAD.team_id) as session:
        rows = CohortRows(session, LEAD)
        people = rows.members(8)
        contacts = rows.all_do(people, Written(1, replied=2))
        weeks_later(clock, 1)
        before = built(rows, clock)
        rows.meeting(contacts[0], Meeting(3, logged=8))  # late: last week's meeting
        session.delete(contacts[1])
        for contact in contacts[2:]:
            contact.introduced, contact.replied_at = False, None
        people[3].left_at = clock.now()
        assert built(rows, clock) == replace(before, members=7)


def test_what_is_logged_late_counts_in_the_next_week(database: Database, clock: ManualClock) -> None:
    with database.transaction(LEAD.team_id) as session:
        rows = CohortRows(session, LEAD)
        contacts = rows.all_do(rows.members(5), Written(1, 1, 1, 1, 1))
        weeks_later(clock, 1)
        assert counts(built(rows, clock), Measure.CONTACTED, Measure.MEETINGS) == [5, None]
        for contact in contacts:
            rows.meeting(contact, Meeting(3, logged=8))
        weeks_later(clock, 1)
        summary = built(rows, clock)
    assert counts(summary, Measure.MEETINGS, Measure.MET) == [5, 5]
    assert [week.meetings.count for week in summary.weeks] == [None, 5]


def test_a_number_is_withdrawn_when_too_few_are_left_behind_it(
    database: Database, clock: ManualClock
) -> None:
    with database.transaction(LEAD.team_id) as session:
        rows = CohortRows(session, LEAD)
        contacts = rows.all_do(rows.members(6), Written(1))
        weeks_later(clock, 1)
        assert counts(built(rows, clock), Measure.CONTACTED) == [6]
        for contact in contacts[:5]:
            session.delete(contact)
        weeks_later(clock, 1)
        assert counts(built(rows, clock), Measure.CONTACTED) == [None]
        first_week = PeriodChoice(last=date(2026, 9, 13))
        assert counts(built(rows, clock, first_week), Measure.CONTACTED) == [6]


def test_who_changed_and_changes_back_does_not_frame_another(database: Database, clock: ManualClock) -> None:
    """Five who leave and come back would show what a sixth did in the meantime."""
    with database.transaction(LEAD.team_id) as session:
        rows = CohortRows(session, LEAD)
        people = rows.members(12)
        rows.all_do(people[:11], Written(1))
        weeks_later(clock, 1)
        assert counts(built(rows, clock), Measure.WROTE) == [11]
        for place in people[:5]:
            place.left_at = rows.at(8)
        weeks_later(clock, 1)
        assert counts(built(rows, clock), Measure.WROTE) == [6]
        for place in people[:5]:
            place.left_at = None
        rows.contact(people[11], Written(15))
        weeks_later(clock, 1)
        assert counts(built(rows, clock), Measure.WROTE) == [6]


def test_members_who_share_their_steps_are_not_among_the_five(database: Database, clock: ManualClock) -> None:
    with database.transaction(LEAD.team_id) as session:
        rows = CohortRows(session, LEAD)
        people = rows.members(9)
        for place in people[:4]:
            place.shares_steps = True
        for contact in rows.all_do(people[:8], Written(1)):
            rows.change(contact, 1)
        weeks_later(clock, 1)
        measures = (Measure.CONTACTED, Measure.WROTE, Measure.ACTIVE_7_DAYS, Measure.ACTIVE_14_DAYS)
        assert counts(built(rows, clock), *measures) == [None] * 4
        rows.change(rows.contact(people[8], Written(8)), 8)
        for contact in rows.all_do(people[:8], Written(8)):
            rows.change(contact, 8)
        weeks_later(clock, 1)
        assert counts(built(rows, clock), *measures) == [17, 9, 9, 9]
        for place in people[4:8]:
            place.shares_steps = True
        rows.all_do(people, Written(15))
        weeks_later(clock, 1)
        assert counts(built(rows, clock), Measure.CONTACTED) == [17]


def test_response_is_of_contacts_who_had_two_weeks(database: Database, clock: ManualClock) -> None:
    with database.transaction(LEAD.team_id) as session:
        rows = CohortRows(session, LEAD)
        people = rows.members(6)
        rows.all_do(people, Written(1, followed_up=9, replied=10))
        rows.all_do(people, Written(2, followed_up=9))
        rows.all_do(people, Written(15, followed_up=22, replied=23))
        weeks_later(clock, 4)
        figures = built(rows, clock).figures
    assert (figures[Measure.RESPONSE].count, figures[Measure.RESPONSE].of) == (6, 12)
    assert (figures[Measure.FOLLOW_UP_YIELD].count, figures[Measure.FOLLOW_UP_YIELD].of) == (6, 12)
    assert (figures[Measure.REPLIED].count, figures[Measure.REPLIED].of) == (12, 18)


def test_no_rate_gives_the_latest_weeks_away(database: Database, clock: ManualClock) -> None:
    """The whole of the response rate is a number that is shown anyway."""
    with database.transaction(LEAD.team_id) as session:
        rows = CohortRows(session, LEAD)
        people = rows.members(8)
        rows.all_do(people, Written(1, replied=2))
        rows.all_do(people[:3], Written(8, replied=9))
        rows.all_do(people[:5], Written(15, replied=16))
        weeks_later(clock, 4)
        figures = built(rows, clock).figures
    assert (figures[Measure.RESPONSE].count, figures[Measure.RESPONSE].of) == (8, 8)
    assert figures[Measure.CONTACTED].count == 16


def test_met_and_meetings_move_together(database: Database, clock: ManualClock) -> None:
    with database.transaction(LEAD.team_id) as session:
        rows = CohortRows(session, LEAD)
        contacts = rows.all_do(rows.members(5), Written(1, replied=1, scheduled=1, met=2))
        for contact in contacts[:4]:
            rows.meeting(contact, Meeting(2, logged=1))
        weeks_later(clock, 1)
        assert counts(built(rows, clock), Measure.SCHEDULED, Measure.MET, Measure.MEETINGS) == [5, None, None]


def test_who_may_need_help(database: Database, clock: ManualClock) -> None:
    """One reason is enough, a member counts once, and who joined lately had no time yet."""
    with database.transaction(LEAD.team_id) as session:
        rows = CohortRows(session, LEAD)
        rows.members(5, joined=10)
        _idle, quiet, unanswered, undebriefed, fine = rows.members(5, joined=0)
        for place in (unanswered, undebriefed, fine):
            for _ in range(5):
                contact = rows.contact(place, Written(1, replied=None if place is unanswered else 2))
                rows.change(contact, 20)
        rows.contact(quiet, Written(1, replied=2))
        rows.meeting(contact, Meeting(3, logged=2, debriefed=4))
        late = rows.contact(undebriefed, Written(1, replied=2))
        rows.meeting(late, Meeting(3, logged=2))
        weeks_later(clock, 3)
        assert counts(built(rows, clock), Measure.AT_RISK) == [None]
        rows.members(1, joined=14)
        weeks_later(clock, 1)
        figure = built(rows, clock).figures[Measure.AT_RISK]
    # By then the five and the one who joined later wrote to nobody for 14 days.
    assert (figure.count, figure.of) == (10, 11)


def test_confidence_is_the_change_of_who_answered_twice(database: Database, clock: ManualClock) -> None:
    with database.transaction(LEAD.team_id) as session:
        rows = CohortRows(session, LEAD)
        for number, contact in enumerate(rows.all_do(rows.members(6), Written(1))):
            said = (2, None, 4) if number else (3, None, None)
            for day, confidence in enumerate(said):
                rows.meeting(contact, Meeting(2, logged=1, debriefed=2 + day, confidence=confidence))
        weeks_later(clock, 1)
        figure = built(rows, clock).figures[Measure.CONFIDENCE]
    assert (figure.count, figure.amount) == (5, 2)


def test_the_change_is_against_as_many_weeks_before(database: Database, clock: ManualClock) -> None:
    with database.transaction(LEAD.team_id) as session:
        rows = CohortRows(session, LEAD)
        people = rows.members(10)
        for week, who in enumerate((people[:6], people[:7], people, people[:5])):
            rows.all_do(who, Written(7 * week + 1))
        weeks_later(clock, 4)
        last_two = built(rows, clock, PeriodChoice(latest=2))
        term = built(rows, clock)
    assert last_two.before == Weeks(date(2026, 9, 7), date(2026, 9, 20))
    assert last_two.change(Measure.CONTACTED) == 2
    assert last_two.change(Measure.WROTE) is None  # seven, then ten: no five more
    assert (term.before, term.change(Measure.CONTACTED)) == (None, None)


REVERSED = PeriodChoice(first=date(2026, 9, 21), last=date(2026, 9, 13))
BEFORE = PeriodChoice(first=date.min, last=date(2026, 9, 6))
AFTER = PeriodChoice(first=date(2026, 9, 28), last=date.max)


@pytest.mark.parametrize("period", [REVERSED, BEFORE, AFTER])
def test_weeks_that_cannot_be_shown(database: Database, clock: ManualClock, period: PeriodChoice) -> None:
    with database.transaction(LEAD.team_id) as session:
        rows = CohortRows(session, LEAD)
        weeks_later(clock, 3)
        with pytest.raises(UserError, match="Please choose"):
            built(rows, clock, period)


@pytest.mark.parametrize(
    "period", [PeriodChoice(latest=99), PeriodChoice(latest=0), PeriodChoice(first=date.min, last=date.max)]
)
def test_weeks_are_cut_to_the_term(database: Database, clock: ManualClock, period: PeriodChoice) -> None:
    with database.transaction(LEAD.team_id) as session:
        rows = CohortRows(session, LEAD)
        weeks_later(clock, 3)
        summary = built(rows, clock, period)
    assert summary.period.last_day == date(2026, 9, 27)
    assert summary.period.count == (1 if period.latest == 0 else 3)


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
        written = Written(
            1, 2, 2, 2, 2, 2, organisation="o", industry="arts", introduced=False, advocate="yes"
        )
        for contact in foreign.all_do(foreign.members(6), written):
            foreign.change(contact, 1)
            foreign.meeting(contact, Meeting(2, logged=2, debriefed=3, thanked=3, covered=("trends",)))
        session.add(
            PublishedNumber(
                team_id=OTHER_WORKSPACE.team_id,
                cohort_id=rows.cohort.id,
                measure=Measure.MEETINGS,
                last_day=date(2026, 9, 13),
                count=6,
            )
        )
    weeks_later(clock, 1)
    with database.transaction(LEAD.team_id) as session:
        summary = summaries.build(session, clock, LEAD, rows.cohort.id)
    shown = {measure: figure.count for measure, figure in summary.figures.items() if figure != NOT_SHOWN}
    assert shown == {
        Measure.MEMBERS: 6,
        Measure.ACTIVE_7_DAYS: 6,
        Measure.ACTIVE_14_DAYS: 6,
        Measure.CONTACTED: 6,
        Measure.WROTE: 6,
    }


async def test_the_worker_counts_each_week_of_each_cohort_once(
    database: Database, clock: ManualClock
) -> None:
    with database.transaction(LEAD.team_id) as session:
        for name in ("One", "Two"):
            rows = CohortRows(session, LEAD, name=name)
            rows.all_do(rows.members(6), Written(1))
    assert not await database.system(counting.count_due)
    weeks_later(clock, 2)
    assert [await database.system(counting.count_due) for _ in range(5)] == [True] * 4 + [False]
    with database.transaction(LEAD.team_id) as session:
        summary = summaries.build(session, clock, LEAD, rows.cohort.id)
        assert counts(summary, Measure.CONTACTED) == [6]
        cohorts = session.exec(select(Cohort)).all()
        assert {cohort.counted_to for cohort in cohorts} == {date(2026, 9, 20)}
        assert all(cohort.count_at is not None and cohort.count_at > clock.now() for cohort in cohorts)


def test_no_field_can_carry_text_but_the_cohorts_own_name(database: Database, clock: ManualClock) -> None:
    with database.transaction(LEAD.team_id) as session:
        rows = CohortRows(session, LEAD)
        rows.all_do(rows.members(6), Written(1))
        weeks_later(clock, 2)
        summary = built(rows, clock)
    texts = {name for name, value in asdict(summary).items() if isinstance(value, str)}
    assert texts == {"cohort_id", "cohort_name"}
    numbers = {type(value) for figure in summary.figures.values() for value in asdict(figure).values()}
    assert numbers <= {int, float, type(None), dict}
