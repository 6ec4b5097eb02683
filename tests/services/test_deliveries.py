"""Deliveries: one for each local week, filled when it is sent; on both databases."""

import asyncio
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from sqlmodel import select

from bot.db import Database
from bot.models import Enrollment, Member
from bot.services import cohorts, contacts, deliveries, joining, new_id, settings
from bot.services.deliveries import BATCH, Ready
from bot.services.sending import Content
from bot.values import Actor, ContactForm, NextStep, Reason, SettingsForm, Status, StepKind
from bot.vault import Vault
from tests.clocks import ManualClock
from tests.databases import SECRET
from tests.people import KWAME, LEAD, LINH, TEAM, enrol, enrolled, make_cohort
from tests.queueing import MANY, MONDAY, NEW_YORK, hand, only_row, plan, rows

UNCHANGED = SettingsForm(0, time(9), None, False, False)


async def next_nudge(database: Database, actor: Actor = LINH) -> datetime | None:
    return (await database.read(actor, settings.read)).next_digest_at


async def begin_next(database: Database, timezone: str = NEW_YORK) -> Content | None:
    """Take the one that may be sent now, and commit to sending it."""
    worker = await hand(database)
    return await worker.begin(await worker.one(), timezone)


async def test_nothing_is_planned_before_its_time(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    clock.set(MONDAY - timedelta(seconds=1))
    assert await plan(database) == 0
    assert await rows(database) == []


async def test_one_delivery_a_week_and_the_next_time(due: Database) -> None:
    row = await only_row(due)
    assert (row.team_id, row.kind, row.occurrence, row.state) == (TEAM, "digest", "2026-W38", "queued")
    assert row.due_at == MONDAY
    assert await next_nudge(due) == MONDAY + timedelta(days=7)
    assert await plan(due) == 0
    assert len(await rows(due)) == 1


async def test_more_members_than_one_batch(database: Database, clock: ManualClock) -> None:
    cohort = await make_cohort(database)
    await enrol(database, LINH, cohort)
    with database.system_session() as session:
        model = session.exec(select(Member)).one()
        place = session.exec(select(Enrollment)).one()
        for number in range(BATCH + 4):
            member = Member(**model.model_dump() | {"id": new_id(), "user_id": f"U{number}"})
            session.add(member)
            session.flush()
            session.add(Enrollment(**place.model_dump() | {"id": new_id(), "member_id": member.id}))
    clock.set(MONDAY)
    other = Database(database.url, Vault([SECRET]), clock)

    async def plan_all(worker: Database) -> int:
        planned = 0
        while due_now := await worker.system(deliveries.plan):
            planned += due_now
        return planned

    async def send_all(worker: Database) -> list[str]:
        sent: list[str] = []
        taker = await hand(worker)
        while claimed := await taker.claim(MANY, room=50):
            sent += [one.recipient for one in claimed]
        return sent

    assert sum(await asyncio.gather(plan_all(database), plan_all(other))) == BATCH + 5
    assert len({row.member_id for row in await rows(database)}) == len(await rows(database)) == BATCH + 5
    ours, theirs = await asyncio.gather(send_all(database), send_all(other))
    other.dispose()
    assert len(set(ours + theirs)) == len(ours + theirs) == BATCH + 5


async def test_later_than_a_day_is_skipped_with_its_reason(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    clock.set(MONDAY + timedelta(days=16, seconds=1))
    assert await plan(database) == 1
    row = await only_row(database)
    assert (row.state, row.reason, row.occurrence) == ("skipped", Reason.LATE, "2026-W38")
    assert await next_nudge(database) == MONDAY + timedelta(days=21)


async def test_a_day_late_is_not_too_late(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    clock.set(MONDAY + timedelta(hours=24))
    await plan(database)
    assert (await only_row(database)).state == "queued"


async def test_the_step_is_chosen_when_it_is_sent(due: Database) -> None:
    form = ContactForm("Maya <Chen>", notes="private notes")
    contact = await due.run(LINH, contacts.add, new_id(), form)
    ready = await begin_next(due)
    row = await only_row(due)
    step = NextStep(StepKind.WRITE_FIRST_MESSAGE, contact.id, contact_name="Maya <Chen>")
    assert ready == Ready(step, NEW_YORK, delivery_id=row.id)
    assert (row.state, row.began_at) == ("sending", MONDAY)
    assert (row.step_kind, row.step_subject) == ("write_first_message", contact.id)


async def test_nothing_waiting_is_no_nudge(due: Database) -> None:
    await due.run(LINH, contacts.add, new_id(), ContactForm("Maya Chen", status=Status.SCHEDULED))
    assert await begin_next(due) is None
    assert (await only_row(due)).reason == Reason.NOTHING_WAITING


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        (replace(UNCHANGED, stopped=True), Reason.STOPPED),
        (replace(UNCHANGED, paused_until=date(2026, 9, 15)), Reason.PAUSED),
    ],
)
async def test_who_stops_or_pauses_meanwhile_gets_none(
    due: Database, form: SettingsForm, reason: Reason
) -> None:
    await due.run(LINH, settings.change, form)
    assert await begin_next(due) is None
    row = await only_row(due)
    assert (row.state, row.reason, row.finished_at) == ("skipped", reason, MONDAY)


async def test_who_leaves_meanwhile_gets_none(due: Database) -> None:
    place = (await due.read(LINH, joining.enrollments))[0]
    await due.run(LINH, joining.leave, place.id)
    assert await begin_next(due) is None
    assert (await only_row(due)).reason == Reason.NOT_ENROLLED


async def test_stopped_paused_left_and_ended_members_get_nothing(
    database: Database, clock: ManualClock
) -> None:
    cohort = await enrolled(database, LINH, KWAME)
    await database.run(LINH, settings.change, replace(UNCHANGED, stopped=True))
    await database.run(KWAME, settings.change, replace(UNCHANGED, paused_until=date(2026, 9, 22)))
    clock.advance(days=14)
    assert await plan(database) == 2  # once, because they changed their settings
    assert await plan(database) == 0
    await database.run(LEAD, cohorts.end, cohort.id)
    clock.advance(days=30)
    assert await plan(database) == 2
    assert await plan(database) == 0
    assert await rows(database) == []


async def test_members_whose_time_was_not_updated_are_not_nudged(
    database: Database, clock: ManualClock
) -> None:
    """As after a restored backup: what holds now decides, not the time that was planned."""
    await enrolled(database, LINH)
    with database.system_session() as session:
        session.exec(select(Member)).one().nudges_stopped = True
    clock.set(MONDAY)
    assert await plan(database) == 1
    assert await rows(database) == []
    assert await next_nudge(database) is None


async def test_what_waited_in_the_queue_for_a_day_is_late(due: Database, clock: ManualClock) -> None:
    clock.advance(hours=24, seconds=1)
    assert await begin_next(due) is None
    assert (await only_row(due)).reason == Reason.LATE


async def test_a_member_who_travelled_west_gets_it_at_the_local_time(
    due: Database, clock: ManualClock
) -> None:
    assert await begin_next(due, "America/Los_Angeles") is None
    row = await only_row(due)
    assert (row.state, row.due_at) == ("queued", MONDAY + timedelta(hours=3))
    assert (await due.read(LINH, settings.read)).timezone == "America/Los_Angeles"
    assert await next_nudge(due) == MONDAY + timedelta(days=7, hours=3)

    assert await (await hand(due)).claim() == []
    clock.advance(hours=3)
    assert await begin_next(due, "America/Los_Angeles") is not None


async def test_a_member_who_travelled_east_into_the_night_gets_it_in_the_morning(
    due: Database, clock: ManualClock
) -> None:
    assert await begin_next(due, "Asia/Tokyo") is None  # it is 22:00 there
    row = await only_row(due)
    assert (row.state, row.due_at) == ("queued", MONDAY + timedelta(hours=11))
    clock.advance(hours=11)
    assert await begin_next(due, "Asia/Tokyo") is not None


async def test_a_member_who_travelled_east_gets_it_now(due: Database) -> None:
    assert await begin_next(due, "Europe/Lisbon") is not None
    assert await next_nudge(due) == MONDAY + timedelta(days=7, hours=-5)


async def test_a_step_sees_the_log_of_its_own_workspace_only(database: Database, clock: ManualClock) -> None:
    twin = Actor("T0OTHER", LINH.user_id)
    other = await make_cohort(database, actor=Actor("T0OTHER", "U0ADMIN", is_admin=True))
    await enrol(database, twin, other)
    await enrolled(database, LINH)
    await database.run(twin, contacts.add, new_id(), ContactForm("Somebody else"))
    clock.set(MONDAY)
    await plan(database)
    ready = await begin_next(database)
    assert isinstance(ready, Ready)
    assert ready.step == NextStep(StepKind.FIRST_PERSON)
