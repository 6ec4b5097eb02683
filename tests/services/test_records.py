"""What an activity record has in it, on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from bot.db import Database
from bot.services import contacts, interviews, new_id, records
from bot.values import (
    PRIVATE_COLUMNS,
    ActivityRecord,
    Actor,
    Channel,
    ContactForm,
    Format,
    InterviewForm,
    NotEnrolledError,
    Outcome,
    RecordColumn,
    RecordKind,
    RecordRequest,
    RecordStep,
    Status,
    UserError,
)
from tests.clocks import ManualClock
from tests.people import KWAME, LINH, NEW_YORK, enrolled

S = RecordStep
ALL = RecordRequest(
    date(2026, 9, 1), date(2026, 9, 30), frozenset(RecordColumn) - PRIVATE_COLUMNS, RecordKind.PDF
)


async def add(database: Database, status: Status = Status.PLANNED, actor: Actor = LINH) -> str:
    form = ContactForm("Maya Chen", organisation="Harbor Data", channel=Channel.LINKEDIN, status=status)
    return (await database.run(actor, contacts.add, new_id(), form)).id


async def move(database: Database, contact_id: str, *way: Status) -> None:
    for status in way:
        await database.run(LINH, contacts.move, contact_id, status)


async def meet(database: Database, contact_id: str, starts_at: datetime, *, held: bool = True) -> str:
    form = InterviewForm(starts_at, NEW_YORK, 40, Format.PHONE)
    return (await database.run(LINH, interviews.plan, contact_id, new_id(), form, held=held)).id


async def record(database: Database, request: RecordRequest = ALL, actor: Actor = LINH) -> ActivityRecord:
    return await database.read(actor, records.build, request)


def steps(made: ActivityRecord) -> list[RecordStep]:
    return [line.step for line in made.lines]


async def test_the_whole_way_of_a_contact(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    contact = await add(database)
    for status in (Status.CONTACTED, Status.FOLLOWED_UP, Status.REPLIED):
        clock.advance(days=1)
        await move(database, contact, status)
    clock.advance(days=1)
    interview = await meet(database, contact, clock.now() + timedelta(hours=1), held=False)
    clock.advance(hours=3)
    await database.run(LINH, interviews.set_outcome, interview, Outcome.HELD)
    clock.advance(days=1)
    await database.run(LINH, interviews.mark_thanked, interview)
    clock.advance(days=1)
    await move(database, contact, Status.KEEPING_IN_TOUCH)
    clock.set(datetime(2026, 9, 30, 20, tzinfo=UTC))

    made = await record(database)
    assert steps(made) == [
        S.FOUND_PERSON,
        S.FIRST_MESSAGE,
        S.FOLLOW_UP,
        S.ANSWER,
        S.MEETING_AGREED,
        S.MEETING,
        S.THANK_YOU,
        S.KEPT_IN_TOUCH,
    ]
    by_step = {line.step: line for line in made.lines}
    message, meeting = by_step[S.FIRST_MESSAGE], by_step[S.MEETING]
    assert (message.day, message.status, message.format) == (
        date(2026, 9, 8),
        Status.CONTACTED,
        Channel.LINKEDIN,
    )
    assert (meeting.day, meeting.status, meeting.format) == (date(2026, 9, 11), Outcome.HELD, Format.PHONE)
    assert (meeting.minutes, made.minutes_met, made.made_on) == (40, 40, date(2026, 9, 30))
    assert {(line.name, line.organisation) for line in made.lines} == {(None, None)}


@pytest.mark.parametrize("column", sorted(PRIVATE_COLUMNS))
async def test_names_and_organisations_only_where_they_are_ticked(
    database: Database, clock: ManualClock, column: RecordColumn
) -> None:
    await enrolled(database, LINH)
    await add(database)
    clock.set(datetime(2026, 9, 30, 20, tzinfo=UTC))
    (line,) = (await record(database, replace(ALL, columns=frozenset([column])))).lines
    shown = {RecordColumn.NAME: "Maya Chen", RecordColumn.ORGANISATION: "Harbor Data"}
    for private in PRIVATE_COLUMNS:
        assert getattr(line, private) == (shown[private] if private is column else None)


async def test_a_meeting_that_did_not_take_place_says_so_and_adds_no_time(
    database: Database, clock: ManualClock
) -> None:
    await enrolled(database, LINH)
    contact = await add(database, Status.REPLIED)
    for outcome in (Outcome.NO_SHOW, Outcome.CANCELLED):
        interview = await meet(database, contact, clock.now() + timedelta(hours=1), held=False)
        clock.advance(hours=2)
        await database.run(LINH, interviews.set_outcome, interview, outcome)
    await meet(database, contact, clock.now() + timedelta(hours=1), held=False)
    clock.set(datetime(2026, 9, 30, 20, tzinfo=UTC))
    made = await record(database)
    # The way back to "replied" is no answer, and a meeting nobody reported is none.
    assert steps(made) == [
        S.ANSWER,
        S.MEETING_AGREED,
        S.MEETING_OFF,
        S.MEETING_AGREED,
        S.MEETING_OFF,
        S.MEETING_AGREED,
    ]
    assert made.minutes_met == 0


async def test_what_was_undone_or_only_put_back_is_no_step(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    contact = await add(database, Status.CONTACTED)
    await move(database, contact, Status.NO_RESPONSE, Status.PLANNED, Status.CLOSED)
    undone = await add(database, Status.CONTACTED)
    with database.transaction(LINH.team_id) as session:
        session.execute(
            text("UPDATE status_change SET undone_at = changed_at WHERE contact_id = :id"), {"id": undone}
        )
    clock.set(datetime(2026, 9, 30, 20, tzinfo=UTC))
    assert steps(await record(database)) == [S.FIRST_MESSAGE]


async def test_days_are_those_of_the_member(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    clock.set(datetime(2026, 9, 9, 3, 59, tzinfo=UTC))  # Tuesday, one minute before midnight in New York
    await add(database)
    clock.advance(minutes=2)
    await add(database)
    clock.set(datetime(2026, 9, 30, 20, tzinfo=UTC))

    async def between(first: int, last: int) -> list[date]:
        request = replace(ALL, first_day=date(2026, 9, first), last_day=date(2026, 9, last))
        return [line.day for line in (await record(database, request)).lines]

    assert await between(8, 8) == [date(2026, 9, 8)]
    assert await between(9, 9) == [date(2026, 9, 9)]
    assert await between(8, 9) == [date(2026, 9, 8), date(2026, 9, 9)]


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ((date(2026, 9, 1), date(2026, 9, 8)), "last_day"),  # tomorrow
        ((date(2026, 9, 7), date(2026, 9, 6)), "last_day"),
        ((date(2024, 9, 1), date(2026, 9, 7)), "first_day"),  # over two years
        ((date(2026, 8, 1), date(2026, 8, 31)), "first_day"),  # nothing there
    ],
)
async def test_days_that_cannot_be(database: Database, days: tuple[date, date], field: str) -> None:
    await enrolled(database, LINH)
    await add(database)
    with pytest.raises(UserError) as caught:
        await record(database, replace(ALL, first_day=days[0], last_day=days[1]))
    assert caught.value.field == field


async def test_a_document_has_room_for_so_many_steps(
    database: Database, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "PDF_LINES", 1)
    await enrolled(database, LINH)
    for _ in range(2):
        await add(database)
    clock.set(datetime(2026, 9, 30, 20, tzinfo=UTC))
    with pytest.raises(UserError, match=r"2 steps.*table"):
        await record(database)
    assert len((await record(database, replace(ALL, kind=RecordKind.CSV))).lines) == 2


async def test_everybody_gets_their_own(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH, KWAME)
    await add(database)
    await add(database, Status.CONTACTED, KWAME)
    clock.set(datetime(2026, 9, 30, 20, tzinfo=UTC))
    assert steps(await record(database)) == [S.FOUND_PERSON]
    assert steps(await record(database, actor=KWAME)) == [S.FIRST_MESSAGE]
    for stranger in (Actor(LINH.team_id, "U0NOBODY"), Actor("T0OTHER", LINH.user_id)):
        with pytest.raises(NotEnrolledError):
            await record(database, actor=stranger)
        with pytest.raises(NotEnrolledError):
            await database.read(stranger, records.today)
