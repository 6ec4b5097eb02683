"""The dry run: it says what comes, and of single members nothing; on both databases."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session, col, func, select

from bot.clock import Clock
from bot.db import Database
from bot.models import Member, PreviewedNudge
from bot.services import audit, cohorts, contacts, interviews, joining, new_id, previews, sharing
from bot.services.history import DIGEST
from bot.services.previews import Messages
from bot.services.sending import Sent
from bot.values import (
    Actor,
    AuditAct,
    CohortCard,
    ContactForm,
    NotAllowedError,
    NudgePreview,
    Outcome,
    PreviewLine,
    Status,
    StepKind,
    UserError,
)
from tests.clocks import ManualClock
from tests.meetings import add_contact, past_meeting, plan_meeting
from tests.people import ADMIN, KWAME, LEAD, LINH, SPRING, TEAM, enrol, enrolled, make_cohort
from tests.queueing import hand, plan, record, rows

CREW = [Actor(TEAM, f"U0M{number:02}") for number in range(1, 9)]
SUNDAY = datetime(2026, 9, 13, 22, 0, tzinfo=UTC)
WEEK = timedelta(weeks=1)
WROTE = ContactForm("Ana Silva", status=Status.CONTACTED)


async def dry_run(database: Database, cohort: CohortCard) -> Mapping[str, Messages]:
    members = await database.read(LEAD, previews.members, cohort.id)
    return await database.read(LEAD, previews.dry_run, cohort.id, members)


async def look(database: Database, cohort: CohortCard, found: Mapping[str, Messages]) -> NudgePreview:
    """What a lead sees, where this is what the members would get."""
    shown = await database.run(LEAD, previews.shown, cohort.id)
    if shown is None:
        return await database.run(LEAD, previews.publish, cohort.id, found)
    return shown


def line(shown: NudgePreview, kind: StepKind | None = StepKind.FOLLOW_UP) -> PreviewLine:
    return next(line for line in shown.lines if line.kind is kind)


def following(*numbers: int, count: int = 1) -> Mapping[str, Messages]:
    """These members would get so many follow-ups."""
    return {f"m{number}": {StepKind.FOLLOW_UP.value: count} for number in numbers}


async def test_what_it_says_is_what_comes_where_nobody_does_anything(
    database: Database, clock: ManualClock
) -> None:
    cohort = await enrolled(database, *CREW[:4])
    linh, kwame, third, _idle = CREW[:4]
    await database.run(linh, contacts.add, new_id(), WROTE)
    await add_contact(database, kwame)
    clock.set(SUNDAY - timedelta(days=2))
    await database.run(kwame, contacts.add, new_id(), replace(WROTE, name="Bo", status=Status.REPLIED))
    meeting = await add_contact(database, linh, "Maya Chen")
    await plan_meeting(database, linh, meeting, SUNDAY + timedelta(days=3))
    clock.set(SUNDAY - timedelta(hours=3))
    held = await past_meeting(database, clock, third)
    await database.run(third, interviews.set_outcome, held.id, Outcome.HELD)
    await _let_pass(database, clock, SUNDAY)

    expected = await dry_run(database, cohort)
    before = {row.id for row in await rows(database)}
    await _let_pass(database, clock, SUNDAY.replace(hour=4) + WEEK)
    came: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in await rows(database):
        if row.id not in before and row.state == "sent":
            came[str(row.member_id)][row.kind] += 1
    assert {member: counts for member, counts in expected.items() if counts} == came
    assert set().union(*came.values()) == {
        DIGEST,
        StepKind.PREPARE,
        StepKind.HOW_DID_IT_GO,
        StepKind.THANK_YOU,
        StepKind.OFFER_TIMES,
        StepKind.WRITE_FIRST_MESSAGE,
    }


async def _let_pass(database: Database, clock: ManualClock, until: datetime) -> None:
    """A worker plans and sends at each moment that something may be due."""

    def next_moment(session: Session, _clock: Clock) -> datetime | None:
        return session.exec(select(func.min(col(Member.next_nudge_at)))).one()

    while True:
        while await plan(database):
            pass
        worker = await hand(database)
        while claimed := await worker.claim(50):
            for one in claimed:
                if await worker.begin(one) is not None:
                    clock.advance(seconds=2)
                    await worker.renew()
                    await record(database, Sent(one, "1.2"))
        following_at = await database.system(next_moment)
        if following_at is None or following_at >= until:
            break
        clock.set(max(following_at, clock.now()))
    clock.set(until)


async def test_five_must_be_behind_a_number_and_behind_each_change(
    database: Database, clock: ManualClock
) -> None:
    cohort = await make_cohort(database)
    assert line(await look(database, cohort, following(1, 2, 3, 4))).messages is None
    assert line(await look(database, cohort, following(*range(9)))).messages is None, "counted once a week"
    clock.advance(weeks=1)
    shown = line(await look(database, cohort, following(1, 2, 3, 4, 5, 6, count=2)))
    assert (shown.messages, shown.members) == (12, 6)
    first_day = shown.counted_on
    for four_changed in (following(1, 2, count=2), following(*range(1, 11), count=2)):
        clock.advance(weeks=1)
        shown = line(await look(database, cohort, four_changed))
        assert (shown.messages, shown.counted_on) == (12, first_day)
    clock.advance(weeks=1)
    assert line(await look(database, cohort, {})).messages is None, "all six have none any more"


async def test_who_shares_their_steps_is_not_among_the_five(database: Database) -> None:
    cohort = await enrolled(database, *CREW[:6])
    places = [(await database.read(person, joining.enrollments))[0] for person in CREW[:2]]
    for person, place in zip(CREW, places, strict=False):
        await database.run(person, sharing.share_steps, place.id, on=True)
    members = await database.read(LEAD, previews.members, cohort.id)
    found = {member: {StepKind.FOLLOW_UP.value: 1} for member in members}
    assert line(await look(database, cohort, found)).messages is None


async def test_a_member_of_two_cohorts_counts_in_the_current_one(
    database: Database, clock: ManualClock
) -> None:
    first = await enrolled(database, LINH, KWAME)
    clock.advance(minutes=1)
    second = await make_cohort(database)
    await enrol(database, LINH, second)
    counted = [len(await dry_run(database, cohort)) for cohort in (first, second)]
    assert counted == [1, 1]


async def test_days_off_are_named_and_each_look_is_noted(database: Database, clock: ManualClock) -> None:
    cohort = await make_cohort(database, replace(SPRING, country="US", skip_dates="2026-09-10,2026-09-14"))
    shown = await look(database, cohort, {})
    assert shown.counted_on == date(2026, 9, 7)
    assert shown.days_off == (date(2026, 9, 7), date(2026, 9, 10)), "Labor Day, and one of the cohort"
    assert await look(database, cohort, {}) == shown
    acts = [entry.act for entry in (await database.read(LEAD, audit.page, cohort.id)).items]
    assert acts[:2] == [AuditAct.NUDGES_PREVIEWED] * 2


async def test_only_leads_of_a_running_cohort_look(database: Database) -> None:
    cohort = await make_cohort(database)
    await look(database, cohort, following(*range(6)))
    for service in (previews.shown, previews.members):
        with pytest.raises(NotAllowedError):
            await database.run(LINH, service, cohort.id)
    with pytest.raises(NotAllowedError):
        await database.read(LINH, previews.dry_run, cohort.id, [])
    with pytest.raises(NotAllowedError):
        await database.run(LINH, previews.publish, cohort.id, {})
    await database.run(ADMIN, cohorts.end, cohort.id)
    with pytest.raises(UserError, match="has ended"):
        await database.run(LEAD, previews.shown, cohort.id)

    def kept(session: Session, _clock: Clock) -> int:
        return session.exec(select(func.count()).select_from(PreviewedNudge)).one()

    assert await database.system(kept) == 0
