"""Undo of the last move of a contact, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.db import Database
from bot.services import calendars, contacts, debriefs, interviews, new_id, step_done
from bot.services.moves import CannotUndoError
from bot.values import (
    Actor,
    ContactCard,
    ContactForm,
    Format,
    GoneError,
    InterviewCard,
    InterviewForm,
    Outcome,
    Status,
    StepKind,
)
from tests.clocks import ManualClock
from tests.debrief_forms import FULL, sent
from tests.meetings import past_meeting, plan_meeting, without_counts
from tests.people import KWAME, LINH, NEW_YORK, enrolled


async def add(database: Database, status: Status) -> ContactCard:
    return await database.run(LINH, contacts.add, new_id(), ContactForm("Maya Chen", status=status))


async def card_of(database: Database, contact_id: str) -> ContactCard:
    return await database.read(LINH, contacts.get, contact_id)


async def undo(database: Database, card: ContactCard, actor: Actor = LINH) -> ContactCard:
    """Undo the last move that this card, as it was shown, offers to undo."""
    assert card.last_move is not None
    return await database.run(actor, contacts.undo, card.id, card.last_move.id)


async def first_times(database: Database, contact_id: str) -> tuple[object, ...]:
    columns = "contacted_at, followed_up_at, replied_at, scheduled_at, met_at, kept_in_touch_at"
    with database.system_session() as session:
        found = session.execute(text(f"SELECT {columns} FROM contact WHERE id = :id"), {"id": contact_id})
        return tuple(found.one())


async def history(database: Database, contact_id: str) -> list[tuple[str, bool]]:
    """Every step there ever was, and whether it is undone."""
    with database.system_session() as session:
        rows = session.execute(
            text("SELECT to_status, undone_at FROM status_change WHERE contact_id = :id ORDER BY id"),
            {"id": contact_id},
        )
        return [(status, undone_at is not None) for status, undone_at in rows]


async def test_an_undo_puts_everything_back_and_keeps_the_history(
    database: Database, clock: ManualClock
) -> None:
    await enrolled(database, LINH)
    before = await add(database, Status.PLANNED)
    times = await first_times(database, before.id)
    clock.advance(days=1)
    moved = await database.run(LINH, contacts.move, before.id, Status.CONTACTED)
    assert moved.last_move is not None
    assert moved.last_move.back_to is Status.PLANNED
    clock.advance(days=1)

    assert await undo(database, moved) == before
    assert await card_of(database, before.id) == before
    assert await first_times(database, before.id) == times
    assert await history(database, before.id) == [("planned", False), ("contacted", True)]


async def test_what_a_contact_was_added_with_is_no_move(database: Database) -> None:
    await enrolled(database, LINH)
    assert (await add(database, Status.MET)).last_move is None


async def test_moves_are_undone_one_after_the_other_from_the_last(
    database: Database, clock: ManualClock
) -> None:
    await enrolled(database, LINH)
    seen = [await add(database, Status.PLANNED)]
    for status in (Status.CONTACTED, Status.REPLIED, Status.CLOSED, Status.PLANNED):
        clock.advance(hours=1)
        seen.append(await database.run(LINH, contacts.move, seen[0].id, status))
    while len(seen) > 1:
        assert await undo(database, seen.pop()) == seen[-1]


async def test_the_button_of_an_older_move_undoes_nothing(database: Database) -> None:
    await enrolled(database, LINH)
    card = await add(database, Status.PLANNED)
    first = await database.run(LINH, contacts.move, card.id, Status.CONTACTED)
    second = await database.run(LINH, contacts.move, card.id, Status.REPLIED)
    with pytest.raises(CannotUndoError, match="another step followed"):
        await undo(database, first)
    await undo(database, second)
    with pytest.raises(CannotUndoError, match="undone already"):
        await undo(database, second)
    assert await card_of(database, card.id) == first


async def test_a_move_by_a_planned_meeting_takes_the_meeting_with_it(
    database: Database, clock: ManualClock
) -> None:
    await enrolled(database, LINH)
    before = await add(database, Status.CLOSED)
    await plan_meeting(database, LINH, before.id, clock.now() + timedelta(days=2))
    planned = await card_of(database, before.id)
    assert [status for status, _ in planned.history] == [Status.CLOSED, Status.PLANNED, Status.SCHEDULED]
    assert await undo(database, planned) == before
    assert await history(database, before.id) == [("closed", False), ("planned", True), ("scheduled", True)]


@pytest.mark.parametrize("status", [Status.REPLIED, Status.DECLINED, Status.CLOSED])
async def test_a_cancelled_meeting_is_planned_again(
    database: Database, clock: ManualClock, status: Status
) -> None:
    await enrolled(database, LINH)
    card = await add(database, Status.REPLIED)
    await plan_meeting(database, LINH, card.id, clock.now() + timedelta(days=2))
    before = await card_of(database, card.id)
    moved = await database.run(LINH, contacts.move, card.id, status)
    assert without_counts(await undo(database, moved)) == without_counts(before)


async def test_met_and_what_became_of_a_meeting(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    meeting = await past_meeting(database, clock, LINH)
    before = await card_of(database, meeting.contact_id)
    for outcome in (Outcome.HELD, Outcome.CANCELLED, Outcome.NO_SHOW):
        await database.run(LINH, interviews.set_outcome, meeting.id, outcome)
        after = await card_of(database, meeting.contact_id)
        assert after.status is not Status.SCHEDULED
        assert without_counts(await undo(database, after)) == without_counts(before)
    moved = await database.run(LINH, contacts.move, meeting.contact_id, Status.MET)
    assert without_counts(await undo(database, moved)) == without_counts(before)


async def test_an_edited_meeting_gets_its_time_and_place_back(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    card = await add(database, Status.REPLIED)
    form = InterviewForm(clock.now() + timedelta(days=2), NEW_YORK, 25, Format.PHONE, "+1 555 0100")
    planned = await database.run(LINH, interviews.plan, card.id, new_id(), form)
    before = await card_of(database, card.id)
    held = InterviewForm(clock.now() - timedelta(days=1), NEW_YORK, 45, Format.IN_PERSON, "The library")
    await database.run(LINH, interviews.edit, planned.id, held, planned.version, held=True)
    assert without_counts(await undo(database, await card_of(database, card.id))) == without_counts(before)


async def held_meeting(database: Database, clock: ManualClock) -> tuple[InterviewCard, ContactCard]:
    """A meeting that took place, and the card that offers to undo this."""
    meeting = await past_meeting(database, clock, LINH)
    await database.run(LINH, interviews.set_outcome, meeting.id, Outcome.HELD)
    return meeting, await card_of(database, meeting.contact_id)


async def test_a_debrief_written_since_keeps_the_move(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    meeting, card = await held_meeting(database, clock)
    await database.run(LINH, debriefs.record, meeting.id, lambda _: FULL)
    with pytest.raises(CannotUndoError, match="debrief"):
        await undo(database, card)
    assert (await card_of(database, card.id)).last_move is None


async def test_a_debrief_begun_since_is_not_lost(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    card = await add(database, Status.REPLIED)
    form = InterviewForm(clock.now() - timedelta(days=1), NEW_YORK, 25, Format.PHONE)
    meeting = await database.run(LINH, interviews.plan, card.id, new_id(), form, held=True)
    moved = await card_of(database, card.id)
    half = sent(lambda form: replace(form, valuable="Half a thought"))
    await database.run(LINH, debriefs.keep, meeting.id, half)
    with pytest.raises(CannotUndoError, match="debrief"):
        await undo(database, moved)
    assert (await database.read(LINH, debriefs.desk, meeting.id)).form.valuable == "Half a thought"


async def test_a_thank_you_noted_since_keeps_the_move(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    meeting, card = await held_meeting(database, clock)
    await database.run(LINH, interviews.mark_thanked, meeting.id)
    with pytest.raises(CannotUndoError, match="thank-you"):
        await undo(database, card)


async def test_a_planned_meeting_in_the_calendar_keeps_the_move(
    database: Database, clock: ManualClock
) -> None:
    await enrolled(database, LINH)
    card = await add(database, Status.REPLIED)
    meeting = await plan_meeting(database, LINH, card.id, clock.now() + timedelta(days=2))
    planned = await card_of(database, card.id)
    await database.run(LINH, calendars.mark_sent, meeting.id, 0)
    with pytest.raises(CannotUndoError, match="calendar"):
        await undo(database, planned)

    # What became of the meeting can be taken back: the calendar is told like of any change.
    before = await card_of(database, card.id)
    cancelled = await database.run(LINH, contacts.move, card.id, Status.REPLIED)
    await database.run(LINH, calendars.mark_sent, meeting.id, 1)
    after = await undo(database, cancelled)
    assert (after.status, after.interviews[0].outcome) == (before.status, None)
    assert after.interviews[0].is_outdated_in_calendar


async def test_another_meeting_since_keeps_the_move(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    card = await add(database, Status.REPLIED)
    first = await plan_meeting(database, LINH, card.id, clock.now() + timedelta(days=2))
    planned = await card_of(database, card.id)
    second = await plan_meeting(database, LINH, card.id, clock.now() + timedelta(days=9))
    with pytest.raises(CannotUndoError, match="meetings with this contact were changed"):
        await undo(database, planned)
    await database.run(LINH, interviews.delete, second.id)
    await database.run(LINH, interviews.delete, first.id)
    with pytest.raises(CannotUndoError, match="meetings with this contact were changed"):
        await undo(database, planned)


async def test_what_was_written_about_the_contact_since_stays(database: Database) -> None:
    await enrolled(database, LINH)
    card = await add(database, Status.PLANNED)
    moved = await database.run(LINH, contacts.move, card.id, Status.CONTACTED)
    noted = ContactForm("Maya Chen", notes="She answered on the train")
    await database.run(LINH, contacts.edit, card.id, noted, moved.version)
    after = await undo(database, moved)
    assert (after.status, after.form.notes) == (Status.PLANNED, "She answered on the train")


async def test_a_form_opened_before_the_undo_is_told(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    meeting, card = await held_meeting(database, clock)
    opened = await database.read(LINH, interviews.desk_for_edit, meeting.id)
    await undo(database, card)
    form = InterviewForm(meeting.starts_at, NEW_YORK, 45, Format.PHONE)
    with pytest.raises(interviews.InterviewChangedError):
        await database.run(LINH, interviews.edit, meeting.id, form, opened.place.version, held=True)


async def test_the_calendar_entry_of_a_meeting_counts_on(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    card = await add(database, Status.REPLIED)
    old = await plan_meeting(database, LINH, card.id, clock.now() + timedelta(days=2))
    await database.run(LINH, contacts.move, card.id, Status.CLOSED)  # cancels the meeting
    form = InterviewForm(clock.now() + timedelta(days=4), NEW_YORK, 25, Format.PHONE)
    new = await database.run(LINH, interviews.plan, card.id, new_id(), form, replaces=old.id)
    numbers = await sequences(database, card.id)
    await undo(database, await card_of(database, card.id))
    assert (await sequences(database, card.id))[old.id] == numbers[new.id] + 1


async def sequences(database: Database, contact_id: str) -> dict[str, int]:
    with database.system_session() as session:
        rows = session.execute(
            text("SELECT id, calendar_sequence FROM interview WHERE contact_id = :id"), {"id": contact_id}
        )
        return {row.id: row.calendar_sequence for row in rows}


async def test_another_touch_is_taken_back(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    before = await add(database, Status.KEEPING_IN_TOUCH)
    clock.advance(days=40)
    await database.run(LINH, step_done.record, StepKind.KEEP_IN_TOUCH, before.id)
    assert await undo(database, await card_of(database, before.id)) == before


async def test_nobody_else_undoes(database: Database) -> None:
    await enrolled(database, LINH, KWAME)
    card = await add(database, Status.PLANNED)
    moved = await database.run(LINH, contacts.move, card.id, Status.CONTACTED)
    for other in (KWAME, Actor("T0OTHER", LINH.user_id)):
        with pytest.raises(GoneError):
            await undo(database, moved, other)
        with pytest.raises(GoneError):
            await database.read(other, contacts.last_move, card.id)
