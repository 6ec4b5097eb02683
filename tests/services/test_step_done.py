"""The next step from the log, and what its "done" button records, on both databases."""

from datetime import timedelta

import pytest

from bot.db import Database
from bot.services import contacts, interviews, new_id, step_done, steps
from bot.values import (
    Actor,
    ContactCard,
    ContactForm,
    Format,
    GoneError,
    InterviewForm,
    NextStep,
    NotEnrolledError,
    Status,
    StepKind,
    UserError,
)
from tests.clocks import START, ManualClock
from tests.people import KWAME, LINH, NEW_YORK, enrolled


async def add(database: Database, status: Status) -> ContactCard:
    return await database.run(LINH, contacts.add, new_id(), ContactForm("Maya Chen", status=status))


async def step(database: Database) -> NextStep:
    return await database.read(LINH, steps.next_step)


async def done(database: Database, kind: StepKind, subject_id: str, actor: Actor = LINH) -> NextStep:
    return await database.run(actor, step_done.record, kind, subject_id)


@pytest.mark.parametrize(
    ("status", "days", "kind", "after"),
    [
        (Status.PLANNED, 0, StepKind.WRITE_FIRST_MESSAGE, Status.CONTACTED),
        (Status.CONTACTED, 7, StepKind.FOLLOW_UP, Status.FOLLOWED_UP),
        (Status.FOLLOWED_UP, 7, StepKind.CLOSE_SILENT, Status.NO_RESPONSE),
        (Status.KEEPING_IN_TOUCH, 91, StepKind.KEEP_IN_TOUCH, Status.KEEPING_IN_TOUCH),
    ],
)
async def test_a_step_that_is_done_is_not_the_next_any_more(
    database: Database, clock: ManualClock, status: Status, days: int, kind: StepKind, after: Status
) -> None:
    await enrolled(database, LINH)
    contact = await add(database, status)
    clock.advance(days=days)
    assert await step(database) == NextStep(kind, contact.id, contact_name="Maya Chen", days=days or None)

    for _ in range(2):
        recorded = await done(database, kind, contact.id)
        assert recorded == NextStep(kind, contact.id, contact_name="Maya Chen")
    assert (await database.read(LINH, contacts.get, contact.id)).status is after
    assert (await step(database)).kind in {StepKind.ALL_DONE, StepKind.NEXT_PERSON}


async def test_thanks_after_a_meeting_then_the_debrief(database: Database) -> None:
    await enrolled(database, LINH)
    contact = await add(database, Status.REPLIED)
    begins = START - timedelta(hours=3)
    form = InterviewForm(begins, NEW_YORK, 25, Format.PHONE)
    meeting = await database.run(LINH, interviews.plan, contact.id, new_id(), form, held=True)
    assert await step(database) == NextStep(
        StepKind.THANK_YOU, contact.id, meeting.id, "Maya Chen", days=0, when=begins
    )
    recorded = await done(database, StepKind.THANK_YOU, meeting.id)
    assert recorded == NextStep(StepKind.THANK_YOU, contact.id, meeting.id, "Maya Chen")
    assert (await step(database)).kind is StepKind.DEBRIEF


async def test_a_step_that_does_not_fit_any_more_is_refused(database: Database) -> None:
    await enrolled(database, LINH)
    contact = await add(database, Status.REPLIED)
    with pytest.raises(UserError, match="does not fit any more"):
        await done(database, StepKind.FOLLOW_UP, contact.id)


async def test_only_the_owner_can_say_it_is_done(database: Database) -> None:
    await enrolled(database, LINH, KWAME)
    contact = await add(database, Status.PLANNED)
    for stranger in (KWAME, Actor("T0OTHER", LINH.user_id)):
        with pytest.raises(GoneError):
            await done(database, StepKind.WRITE_FIRST_MESSAGE, contact.id, stranger)
    with pytest.raises(GoneError):
        await done(database, StepKind.THANK_YOU, "no such interview")


async def test_who_never_joined_has_no_next_step(database: Database) -> None:
    with pytest.raises(NotEnrolledError):
        await step(database)


async def test_who_joined_begins_with_a_first_person(database: Database) -> None:
    await enrolled(database, LINH)
    assert await step(database) == NextStep(StepKind.FIRST_PERSON)
