"""Nudges as rows: planned once when something is due, and again when the log changes; on both databases."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlmodel import Session, select

from bot.clock import Clock
from bot.db import Database
from bot.models import Delivery, Enrollment, Member
from bot.services import (
    contacts,
    debriefs,
    interviews,
    new_id,
    nudge_controls,
    sending,
    settings,
    settling,
)
from bot.services.curriculum import next_message
from bot.services.history import DIGEST
from bot.services.milestones import Goals, milestones
from bot.services.nudge_controls import SNOOZE
from bot.services.sending import Attempt
from bot.services.situations import situations
from bot.values import (
    Actor,
    Advocate,
    ContactForm,
    DebriefForm,
    DeliveryState,
    Ending,
    GoneError,
    InterviewCard,
    InterviewForm,
    LearningGoal,
    Milestone,
    NudgeChoices,
    Outcome,
    Reason,
    SettingsForm,
    Status,
    StepKind,
    UserError,
)
from tests.clocks import START, ManualClock
from tests.databases import statements_of
from tests.meetings import add_contact, past_meeting, plan_meeting
from tests.people import KWAME, LINH, SPRING, enrol, enrolled, make_cohort
from tests.queueing import MONDAY, NEW_YORK, hand, only_row, plan, rows

TUESDAY = START + timedelta(days=1)
QUIET = NudgeChoices(frozenset({StepKind.FIRST_PERSON, StepKind.CELEBRATE}))


async def member_of(database: Database, actor: Actor = LINH) -> Member:
    def read(session: Session, _clock: Clock) -> Member:
        found = select(Member).where(Member.team_id == actor.team_id, Member.user_id == actor.user_id)
        return session.exec(found).one()

    return await database.system(read)


async def mark_sent(database: Database, message_ts: str = "1.2") -> Delivery:
    """The one queued delivery is sent now."""

    def mark(session: Session, clock: Clock) -> Delivery:
        row = session.exec(select(Delivery).where(Delivery.state == DeliveryState.QUEUED)).one()
        row.state, row.finished_at, row.message_ts = DeliveryState.SENT, clock.now(), message_ts
        return row

    return await database.system(mark)


async def follow_up_row(database: Database) -> Delivery:
    """The one row that is no weekly message; the week before was lost while nobody planned."""
    (row,) = [row for row in await rows(database) if row.kind != DIGEST]
    return row


async def write_to(database: Database, name: str = "Ana Silva", actor: Actor = LINH) -> str:
    form = ContactForm(name, status=Status.CONTACTED)
    return (await database.run(actor, contacts.add, new_id(), form)).id


@pytest.fixture
async def linh(database: Database, clock: ManualClock) -> Database:
    """Linh, on a Tuesday, planned; she wants no first nudge and no celebrations."""
    await enrolled(database, LINH)
    await database.run(LINH, settings.choose_kinds, QUIET)
    clock.set(TUESDAY)
    await plan(database)
    return database


@pytest.fixture
async def follow_up(linh: Database, clock: ManualClock) -> Database:
    """She wrote to Ana Silva a week ago, and the follow-up is due now."""
    await write_to(linh)
    await plan(linh)
    clock.advance(days=7)
    await plan(linh)
    return linh


async def test_of_two_milestones_in_one_minute_the_last_is_told(
    database: Database, clock: ManualClock
) -> None:
    """On a Thursday whose week has one place left: the first is queued when the last is reached."""
    await enrolled(database, LINH)
    await database.run(LINH, settings.choose_kinds, NudgeChoices(frozenset({StepKind.FIRST_PERSON})))
    clock.set(MONDAY)
    await plan(database)
    await mark_sent(database)
    clock.advance(days=3, hours=1)
    await plan(database)
    contact_id = await write_to(database)
    await plan(database)
    clock.advance(seconds=10)
    await database.run(LINH, contacts.move, contact_id, Status.REPLIED)
    await plan(database)
    worker = await hand(database)
    assert await worker.begin(await worker.one()) is None
    await plan(database)
    told = {row.occurrence: row.state for row in await rows(database) if row.kind == StepKind.CELEBRATE}
    assert told == {
        Milestone.FIRST_MESSAGE: DeliveryState.SKIPPED,
        Milestone.FIRST_REPLY: DeliveryState.QUEUED,
    }


async def test_what_changes_the_log_wakes_the_planner(linh: Database, clock: ManualClock) -> None:
    before = (await member_of(linh)).next_nudge_at
    assert before == MONDAY
    await write_to(linh)
    woken = await member_of(linh)
    assert (woken.next_nudge_at, woken.active_at) == (TUESDAY, TUESDAY)
    assert await plan(linh) == 1
    assert await rows(linh) == []
    assert (await member_of(linh)).next_nudge_at == MONDAY


async def test_who_is_due_already_stays_due(linh: Database, clock: ManualClock) -> None:
    clock.set(MONDAY + timedelta(hours=1))
    await write_to(linh)
    assert (await member_of(linh)).next_nudge_at == MONDAY


async def test_every_change_of_a_log_wakes(linh: Database, clock: ManualClock) -> None:
    contact_id = await add_contact(linh, LINH)
    meeting = await plan_meeting(linh, LINH, contact_id, clock.now() + timedelta(hours=1))
    clock.advance(hours=2)
    await linh.run(LINH, interviews.set_outcome, meeting.id, Outcome.HELD)
    for name, act in ACTS.items():
        await plan(linh)
        clock.advance(minutes=1)
        await act(linh, contact_id, meeting)
        assert (await member_of(linh)).next_nudge_at == clock.now(), name


async def edit_again(database: Database, _contact_id: str, meeting: InterviewCard) -> None:
    card = await database.read(LINH, interviews.get, meeting.id)
    desk = await database.read(LINH, interviews.desk_for_edit, meeting.id)
    form = InterviewForm(card.starts_at, NEW_YORK, 45, desk.format or meeting.format)
    await database.run(LINH, interviews.edit, meeting.id, form, card.version, held=True)


async def write_debrief(database: Database, _contact_id: str, meeting: InterviewCard) -> None:
    form = DebriefForm(valuable="a", advocate=Advocate.MAYBE, next_step="b")
    await database.run(LINH, debriefs.record, meeting.id, lambda _: form)


ACTS: Mapping[str, Callable[[Database, str, InterviewCard], Awaitable[object]]] = {
    "move": lambda db, contact_id, _: db.run(LINH, contacts.move, contact_id, Status.KEEPING_IN_TOUCH),
    "edit": edit_again,
    "thanks": lambda db, _, meeting: db.run(LINH, interviews.mark_thanked, meeting.id),
    "outcome": lambda db, _, meeting: db.run(LINH, interviews.set_outcome, meeting.id, Outcome.CANCELLED),
    "held again": lambda db, _, meeting: db.run(LINH, interviews.set_outcome, meeting.id, Outcome.HELD),
    "debrief": write_debrief,
    "delete": lambda db, _, meeting: db.run(LINH, interviews.delete, meeting.id),
    "delete contact": lambda db, contact_id, _: db.run(LINH, contacts.delete, contact_id),
}


async def test_a_nudge_is_a_row_once(follow_up: Database, clock: ManualClock) -> None:
    row = await follow_up_row(follow_up)
    contact_id = (await follow_up_row(follow_up)).subject
    assert (row.kind, row.subject, row.occurrence, row.state) == ("follow_up", contact_id, "1", "queued")
    assert (row.recipient, row.due_at, row.expires_at) == (
        LINH.user_id,
        clock.now(),
        clock.now() + timedelta(hours=24),
    )
    await mark_sent(follow_up)
    clock.advance(hours=1)
    await follow_up.run(LINH, contacts.edit, contact_id, ContactForm("Ana Silva"), 1)
    await add_contact(follow_up, LINH, "Somebody else")
    await plan(follow_up)
    assert (await follow_up_row(follow_up)).id == row.id


async def test_a_nudge_that_no_longer_applies_is_skipped(follow_up: Database) -> None:
    contact_id = (await follow_up_row(follow_up)).subject
    await follow_up.run(LINH, contacts.move, contact_id, Status.REPLIED)
    worker = await hand(follow_up)
    assert await worker.begin(await worker.one()) is None
    row = await follow_up_row(follow_up)
    assert (row.state, row.reason) == ("skipped", Reason.NO_LONGER)


@pytest.mark.parametrize(
    ("choices", "form", "reason"),
    [
        (NudgeChoices(frozenset({StepKind.FOLLOW_UP})), None, Reason.MUTED),
        (None, SettingsForm(0, time(9), None, True, False), Reason.STOPPED),
        (None, SettingsForm(0, time(9), None, False, False, digest_only=True), Reason.DIGEST_ONLY),
    ],
)
async def test_who_wants_none_meanwhile_gets_none(
    follow_up: Database, choices: NudgeChoices | None, form: SettingsForm | None, reason: Reason
) -> None:
    if choices is not None:
        await follow_up.run(LINH, settings.choose_kinds, choices)
    if form is not None:
        await follow_up.run(LINH, settings.change, form)
    worker = await hand(follow_up)
    assert await worker.begin(await worker.one()) is None
    assert (await follow_up_row(follow_up)).reason == reason


async def test_in_another_zone_a_nudge_waits_for_its_hour_there(
    follow_up: Database, clock: ManualClock
) -> None:
    worker = await hand(follow_up)
    assert await worker.begin(await worker.one(), "America/Los_Angeles") is None
    row = await follow_up_row(follow_up)
    assert (row.state, row.send_after) == ("queued", clock.now() + timedelta(hours=3))
    clock.advance(hours=3)
    worker = await hand(follow_up)
    assert await worker.begin(await worker.one(), "America/Los_Angeles") is not None


async def test_in_quiet_time_a_nudge_waits_for_the_morning(follow_up: Database, clock: ManualClock) -> None:
    clock.advance(hours=10)  # 20:00
    worker = await hand(follow_up)
    assert await worker.begin(await worker.one()) is None
    assert (await follow_up_row(follow_up)).send_after == clock.now() + timedelta(hours=13)


async def test_a_worker_that_slept_for_days_records_what_was_lost(linh: Database, clock: ManualClock) -> None:
    await write_to(linh)
    await plan(linh)
    clock.advance(days=10)
    await plan(linh)
    lost = {(row.kind, row.state, row.reason) for row in await rows(linh)}
    assert lost == {("digest", "skipped", Reason.LATE), ("follow_up", "skipped", Reason.LATE)}


async def test_a_logged_action_within_a_week_is_an_answer(follow_up: Database, clock: ManualClock) -> None:
    await mark_sent(follow_up)
    clock.advance(days=3)
    await add_contact(follow_up, LINH, "Somebody else")
    await plan(follow_up)
    assert (await follow_up_row(follow_up)).answered_at == clock.now()


async def test_a_click_is_an_answer_and_may_settle(follow_up: Database, clock: ManualClock) -> None:
    await mark_sent(follow_up, "1.2")
    await follow_up.run(KWAME, nudge_controls.note_click, "1.2", settled=True)
    assert (await follow_up_row(follow_up)).answered_at is None
    await follow_up.run(LINH, nudge_controls.note_click, "1.2", settled=False)
    first = clock.now()
    clock.advance(hours=1)
    await follow_up.run(LINH, nudge_controls.note_click, "1.2", settled=True)
    row = await follow_up_row(follow_up)
    assert (row.answered_at, row.settled_at) == (first, clock.now())


async def test_snoozed_it_comes_again_after_a_week(follow_up: Database, clock: ManualClock) -> None:
    row = await mark_sent(follow_up)
    until = await follow_up.run(LINH, nudge_controls.snooze, row.id)
    assert until == (clock.now() + SNOOZE).date()
    await plan(follow_up)
    clock.set(datetime(2026, 9, 22, 13, 0, tzinfo=UTC))
    await plan(follow_up)
    again = (await rows(follow_up))[-1]
    assert (again.kind, again.occurrence, again.state) == ("follow_up", "2", "queued")


async def test_a_control_works_on_ones_own_messages_only(follow_up: Database) -> None:
    row = await mark_sent(follow_up)
    for actor in (KWAME, Actor("T0OTHER", LINH.user_id)):
        with pytest.raises(GoneError):
            await follow_up.run(actor, nudge_controls.snooze, row.id)
        with pytest.raises(GoneError):
            await follow_up.run(actor, nudge_controls.mute, row.id)
    await follow_up.run(LINH, nudge_controls.mute, row.id)
    assert StepKind.FOLLOW_UP in (await follow_up.read(LINH, settings.read)).choices.muted


async def test_the_weekly_message_mutes_what_it_was_about(linh: Database, clock: ManualClock) -> None:
    await add_contact(linh, LINH)
    clock.set(MONDAY)
    await plan(linh)
    worker = await hand(linh)
    assert await worker.begin(await worker.one()) is not None
    row = await only_row(linh)
    await linh.run(LINH, nudge_controls.mute, row.id)
    assert StepKind.WRITE_FIRST_MESSAGE in (await linh.read(LINH, settings.read)).choices.muted


async def test_ask_later_is_once_and_in_waking_hours(linh: Database, clock: ManualClock) -> None:
    meeting = await past_meeting(linh, clock, LINH)
    assert await linh.run(LINH, nudge_controls.ask_later, meeting.id) == clock.now() + timedelta(hours=3)
    clock.advance(hours=4)
    assert await linh.run(LINH, nudge_controls.ask_later, meeting.id) is None
    late = await past_meeting(linh, clock, LINH, "Late Talk")
    evening = await linh.run(LINH, nudge_controls.ask_later, late.id)
    assert evening == datetime(2026, 9, 9, 13, 0, tzinfo=UTC)


async def test_a_message_is_settled_by_what_happened(follow_up: Database) -> None:
    await mark_sent(follow_up, "1.2")
    contact_id = (await follow_up_row(follow_up)).subject
    assert await follow_up.read(LINH, settling.are_waiting)
    assert await follow_up.run(LINH, settling.settle) == ()
    await follow_up.run(LINH, contacts.move, contact_id, Status.FOLLOWED_UP)
    [settled] = await follow_up.run(LINH, settling.settle)
    assert (settled.message_ts, settled.ending, settled.contact_name) == ("1.2", Ending.DONE, "Ana Silva")
    assert await follow_up.run(LINH, settling.settle) == ()
    assert not await follow_up.read(LINH, settling.are_waiting)


async def test_a_message_about_somebody_deleted_is_settled(follow_up: Database) -> None:
    await mark_sent(follow_up)
    contact_id = (await follow_up_row(follow_up)).subject
    await follow_up.run(LINH, contacts.delete, contact_id)
    [settled] = await follow_up.run(LINH, settling.settle)
    assert (settled.ending, settled.contact_name) == (Ending.GONE, None)


async def test_milestones(database: Database, clock: ManualClock) -> None:
    cohort = await enrolled(database, LINH)
    begin = clock.now()
    await write_to(database, "Somebody")
    clock.advance(days=1)
    meeting = await past_meeting(database, clock, LINH)
    await database.run(LINH, interviews.set_outcome, meeting.id, Outcome.HELD)
    held = clock.now()
    form = DebriefForm(covered=frozenset(LearningGoal), valuable="a", advocate=Advocate.YES, next_step="b")
    clock.advance(hours=1)
    await database.run(LINH, debriefs.record, meeting.id, lambda _: form)
    member = await member_of(database)

    def achieved(session: Session, _clock: Clock) -> dict[Milestone, tuple[datetime, str]]:
        found = situations(session, clock.now(), [member])[member.id].achieved
        return {each.milestone: (each.at, each.subject) for each in found}

    assert await database.system(achieved) == {
        Milestone.FIRST_MESSAGE: (begin, ""),
        Milestone.FIRST_REPLY: (begin + timedelta(days=1), ""),
        Milestone.FIRST_MEETING: (held, ""),
        Milestone.FIRST_ADVOCATE: (clock.now(), ""),
        Milestone.ALL_SUBJECTS: (clock.now(), ""),
    }

    def goals(session: Session, _clock: Clock) -> set[Milestone]:
        key = (member.team_id, member.id)
        small = {member.id: [Goals(cohort.id, messages=2, meetings=1)]}
        return {each.milestone for each in milestones(session, [key], small)[member.id] if each.subject}

    assert await database.system(goals) == {Milestone.MESSAGES_GOAL, Milestone.MEETINGS_GOAL}


async def test_a_decline_is_no_first_reply(linh: Database, clock: ManualClock) -> None:
    contact_id = await write_to(linh)
    await linh.run(LINH, contacts.move, contact_id, Status.DECLINED)
    member = await member_of(linh)

    def achieved(session: Session, _clock: Clock) -> set[Milestone]:
        found = situations(session, clock.now(), [member])[member.id].achieved
        return {each.milestone for each in found}

    assert await linh.system(achieved) == {Milestone.FIRST_MESSAGE}


async def test_holidays_and_skipped_dates_of_the_cohort(database: Database, clock: ManualClock) -> None:
    form = replace(SPRING, country="US", skip_dates="2026-09-14,2026-09-15")
    await enrol(database, LINH, await make_cohort(database, form))
    # Today is Labor Day.
    assert (await database.read(LINH, settings.read)).next_digest_at == TUESDAY - timedelta(hours=1)
    clock.set(TUESDAY)
    await plan(database)
    assert (await member_of(database)).next_digest_at == MONDAY + timedelta(days=2)


async def test_a_country_without_known_holidays_is_told(database: Database) -> None:
    with pytest.raises(UserError) as refused:
        await make_cohort(database, replace(SPRING, country="XX"))
    assert refused.value.field == "country"


async def test_when_the_next_message_comes(follow_up: Database, clock: ManualClock) -> None:
    member = await member_of(follow_up)

    def look(session: Session, clock: Clock) -> datetime | None:
        return next_message(situations(session, clock.now(), [member])[member.id])

    await mark_sent(follow_up)
    # Nothing new is to be said before the next week: somebody else could be written to meanwhile.
    assert await follow_up.system(look) == MONDAY + timedelta(days=7)


async def test_many_are_planned_and_begun_in_few_statements(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    await write_to(database)

    def copies(session: Session, _clock: Clock) -> None:
        model, place = session.exec(select(Member)).one(), session.exec(select(Enrollment)).one()
        for number in range(60):
            member = Member(**model.model_dump() | {"id": new_id(), "user_id": f"U{number}"})
            session.add(member)
            session.flush()
            session.add(Enrollment(**place.model_dump() | {"id": new_id(), "member_id": member.id}))

    await database.system(copies)
    clock.set(MONDAY)
    with statements_of(database) as statements:
        assert await plan(database) == 61
    assert sum(row.kind == DIGEST for row in await rows(database)) == 61
    assert len(statements) <= 14

    worker = await hand(database)
    attempts = [Attempt(claimed, NEW_YORK) for claimed in await worker.claim(most=61)]
    attempts[0] = Attempt(attempts[0].claimed, "America/Los_Angeles")  # who moved meanwhile
    with statements_of(database) as statements:
        contents = await database.system(sending.begin, attempts)
    assert [content is None for content in contents] == [True] + [False] * 60
    assert len(statements) <= 28
