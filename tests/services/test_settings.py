"""Settings and the next nudge they bring, on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from sqlmodel import Session, select

from bot.clock import Clock
from bot.db import Database
from bot.models import Delivery, Member
from bot.services import cohorts, contacts, joining, new_id, settings
from bot.services.history import DIGEST
from bot.services.situations import situations
from bot.values import (
    Actor,
    ContactForm,
    NotEnrolledError,
    NudgeChoices,
    NudgeSettings,
    SettingsForm,
    Status,
    StepKind,
    UserError,
)
from tests.clocks import ManualClock
from tests.people import KWAME, LEAD, LINH, SPRING, enrol, enrolled, make_cohort
from tests.queueing import only_row, plan

NEXT_MONDAY = datetime(2026, 9, 14, 13, 0, tzinfo=UTC)  # 9:00 in New York
UNCHANGED = SettingsForm(0, time(9), None, False, False)


async def change(database: Database, form: SettingsForm, actor: Actor = LINH) -> NudgeSettings:
    return await database.run(actor, settings.change, form)


async def read(database: Database, actor: Actor = LINH) -> NudgeSettings:
    return await database.read(actor, settings.read)


async def test_who_joins_gets_the_cohorts_day_and_time(database: Database) -> None:
    await enrolled(database, LINH)
    assert await read(database) == NudgeSettings(0, time(9), "America/New_York", None, False, NEXT_MONDAY)


async def test_a_member_chooses_day_and_time(database: Database) -> None:
    await enrolled(database, LINH, KWAME)
    saved = await change(database, replace(UNCHANGED, weekday=3, time=time(17, 30), shares_steps=True))
    assert saved.next_digest_at == datetime(2026, 9, 10, 21, 30, tzinfo=UTC)
    assert saved == await read(database)
    assert saved.shares_steps
    assert (await read(database, KWAME)).next_digest_at == NEXT_MONDAY


async def test_a_pause_ends_with_the_first_moment_on_or_after_its_day(database: Database) -> None:
    await enrolled(database, LINH)
    saved = await change(database, replace(UNCHANGED, paused_until=date(2026, 9, 21)))
    assert saved.next_digest_at == datetime(2026, 9, 21, 13, 0, tzinfo=UTC)
    assert saved.paused_until == date(2026, 9, 21)


async def test_a_pause_that_is_over_is_not_shown(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    await change(database, replace(UNCHANGED, paused_until=date(2026, 9, 21)))
    clock.advance(days=14)
    assert (await read(database)).paused_until is None


@pytest.mark.parametrize("until", [date(2026, 9, 6), date(2027, 9, 9), date(9999, 1, 1)])
async def test_a_pause_that_cannot_be(database: Database, until: date) -> None:
    await enrolled(database, LINH)
    with pytest.raises(UserError) as refused:
        await change(database, replace(UNCHANGED, weekday=4, paused_until=until))
    assert refused.value.field == "paused_until"
    assert (await read(database)).weekday == 0


async def test_stopping_and_starting_again(database: Database) -> None:
    await enrolled(database, LINH)
    assert (await change(database, replace(UNCHANGED, stopped=True))).next_digest_at is None
    assert (await change(database, UNCHANGED)).next_digest_at == NEXT_MONDAY


async def test_a_week_that_had_its_nudge_gets_no_other(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    with database.system_session() as session:
        member = session.exec(select(Member)).one()
        session.add(digest_of(member, clock))
    saved = await change(database, replace(UNCHANGED, weekday=4))
    assert saved.next_digest_at == datetime(2026, 9, 18, 13, 0, tzinfo=UTC)


async def test_nudges_begin_and_end_with_the_cohort(database: Database, clock: ManualClock) -> None:
    later = replace(SPRING, starts_on=date(2026, 9, 23), ends_on=date(2026, 10, 4))
    await enrol(database, LINH, await make_cohort(database, later))
    assert (await read(database)).next_digest_at == datetime(2026, 9, 28, 13, 0, tzinfo=UTC)

    clock.set(datetime(2026, 9, 28, 13, 0, tzinfo=UTC))
    await plan(database)
    assert (await change(database, UNCHANGED)).next_digest_at is None


async def test_what_is_due_now_is_not_lost_when_settings_are_saved(
    database: Database, clock: ManualClock
) -> None:
    await enrolled(database, LINH)
    clock.set(NEXT_MONDAY)
    assert (await change(database, replace(UNCHANGED, shares_steps=True))).next_digest_at == NEXT_MONDAY
    await plan(database)
    assert (await only_row(database)).state == "queued"
    assert (await read(database)).next_digest_at == datetime(2026, 9, 21, 13, 0, tzinfo=UTC)


async def test_which_nudges_a_member_does_not_want(database: Database) -> None:
    await enrolled(database, LINH)
    wanted = NudgeChoices(frozenset({StepKind.FOLLOW_UP, StepKind.CELEBRATE}), on_rest_days=True)
    saved = await database.run(LINH, settings.choose_kinds, wanted)
    assert saved.choices == wanted
    assert (await change(database, replace(UNCHANGED, digest_only=True))) == await read(database)
    assert (await read(database)).choices == wanted
    assert (await read(database)).digest_only


async def test_leaving_and_ending_end_the_nudges(database: Database) -> None:
    cohort = await enrolled(database, LINH, KWAME)
    place = (await database.read(LINH, joining.enrollments))[0]
    await database.run(LINH, joining.leave, place.id)
    assert await next_nudges(database) == {LINH.user_id: None, KWAME.user_id: NEXT_MONDAY}

    await database.run(LEAD, cohorts.end, cohort.id)
    assert await next_nudges(database) == {LINH.user_id: None, KWAME.user_id: None}


async def test_who_is_in_no_cohort_has_no_settings(database: Database) -> None:
    with pytest.raises(NotEnrolledError):
        await read(database)
    with pytest.raises(NotEnrolledError):
        await change(database, UNCHANGED)


async def test_another_workspace_changes_nothing_here(database: Database) -> None:
    await enrolled(database, LINH)
    twin = Actor("T0OTHER", LINH.user_id)
    with pytest.raises(NotEnrolledError):
        await change(database, replace(UNCHANGED, stopped=True), twin)
    other = await make_cohort(database, actor=Actor("T0OTHER", "U0ADMIN", is_admin=True))
    await enrol(database, twin, other)
    await change(database, replace(UNCHANGED, stopped=True), twin)
    assert (await read(database)).next_digest_at == NEXT_MONDAY


async def test_the_workers_queries_take_the_workspace_too(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    await database.run(LINH, contacts.add, new_id(), ContactForm("Maya Chen", status=Status.CONTACTED))

    def known(session: Session, clock: Clock, team_id: str) -> list[object]:
        member = session.exec(select(Member)).one()
        session.add(digest_of(member, clock))
        session.flush()
        asked = Member(id=member.id, team_id=team_id, user_id="U1", timezone="UTC", created_at=clock.now())
        found = situations(session, clock.now(), [asked])[member.id]
        session.rollback()
        return [found.times, *found.state.contacts, *found.past, *found.weeks, *found.achieved]

    assert len(await database.system(known, LINH.team_id)) == 5
    assert await database.system(known, "T0OTHER") == [None]


def digest_of(member: Member, clock: Clock) -> Delivery:
    return Delivery(
        team_id=member.team_id,
        recipient=member.user_id,
        member_id=member.id,
        kind=DIGEST,
        occurrence="2026-W37",
        state="sent",
        due_at=clock.now(),
        send_after=clock.now(),
        expires_at=clock.now(),
    )


async def next_nudges(database: Database) -> dict[str, datetime | None]:
    def nudges(session: Session, _clock: Clock) -> dict[str, datetime | None]:
        return {member.user_id: member.next_digest_at for member in session.exec(select(Member))}

    return await database.system(nudges)
