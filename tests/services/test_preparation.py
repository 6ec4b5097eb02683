"""What a member prepares a meeting with, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.db import Database
from bot.services import calendars, interviews, new_id, preparation
from bot.values import Actor, Format, GoneError, InterviewCard, InterviewForm, PrepCard, TooLongError
from tests.clocks import START, ManualClock
from tests.meetings import add_contact, plan_meeting
from tests.people import KWAME, LINH, NEW_YORK, enrolled

OWN = "Warum Hafenlogistik? 🚢\nمتى بدأت؟"


async def a_meeting(database: Database) -> InterviewCard:
    await enrolled(database, LINH, KWAME)
    contact_id = await add_contact(database, LINH)
    return await plan_meeting(database, LINH, contact_id, START + timedelta(days=1))


async def card_of(database: Database, interview_id: str) -> PrepCard:
    return await database.read(LINH, preparation.get, interview_id)


async def prepared(database: Database) -> PrepCard:
    """A meeting with questions of both kinds."""
    meeting = await a_meeting(database)
    card = await database.run(LINH, preparation.pick, meeting.id, ("culture", "advice"), meeting.version)
    return await database.run(LINH, preparation.write_own, meeting.id, OWN, card.interview.version)


async def test_a_meeting_begins_without_questions_and_ends_after_its_length(database: Database) -> None:
    card = await card_of(database, (await a_meeting(database)).id)
    assert (card.questions.picked, card.questions.own) == ((), None)
    assert card.ends_at == START + timedelta(days=1, minutes=25)
    assert card.timezone == NEW_YORK


async def test_questions_are_kept_and_can_be_changed_one_by_one(database: Database) -> None:
    card = await prepared(database)
    assert (card.questions.picked, card.questions.own) == (("culture", "advice"), OWN)
    meeting = card.interview
    card = await database.run(LINH, preparation.pick, meeting.id, (), meeting.version)
    assert (card.questions.picked, card.questions.own) == ((), OWN)
    card = await database.run(LINH, preparation.write_own, meeting.id, None, card.interview.version)
    assert (await card_of(database, meeting.id)).questions == card.questions
    assert card.questions.own is None


async def test_questions_are_sealed(database: Database) -> None:
    await prepared(database)
    with database.system_session() as session:
        stored = session.execute(text("SELECT questions_sealed FROM interview")).scalar_one()
    assert "culture" not in stored
    assert "Hafenlogistik" not in stored


async def test_too_many_words_are_told(database: Database) -> None:
    meeting = await a_meeting(database)
    with pytest.raises(TooLongError) as caught:
        await database.run(LINH, preparation.write_own, meeting.id, "x" * 2001, meeting.version)
    assert caught.value.field == "own"


async def test_the_later_of_two_forms_is_told(database: Database) -> None:
    meeting = await a_meeting(database)
    await database.run(LINH, preparation.write_own, meeting.id, "the first", meeting.version)
    for late in (
        (preparation.write_own, "the second"),
        (preparation.pick, ("culture",)),
    ):
        with pytest.raises(preparation.QuestionsChangedError) as caught:
            await database.run(LINH, late[0], meeting.id, late[1], meeting.version)  # type: ignore[arg-type]
        assert caught.value.card.questions.own == "the first"


async def test_the_same_again_changes_nothing(database: Database) -> None:
    card = await prepared(database)
    again = await database.run(
        LINH, preparation.pick, card.interview.id, card.questions.picked, card.interview.version
    )
    assert again == card


async def test_a_moved_meeting_keeps_its_questions(database: Database) -> None:
    card = await prepared(database)
    old = card.interview
    form = InterviewForm(START + timedelta(days=4), NEW_YORK, 25, Format.PHONE)
    new = await database.run(LINH, interviews.plan, old.contact_id, new_id(), form, replaces=old.id)
    assert (await card_of(database, new.id)).questions == card.questions
    # An old button leads to the meeting that is still to come.
    assert (await card_of(database, old.id)).interview.id == new.id
    # So does an old form: it is told what changed, and asked again.
    with pytest.raises(preparation.QuestionsChangedError) as caught:
        await database.run(LINH, preparation.write_own, old.id, "typed before", old.version)
    assert caught.value.card.interview.id == new.id


async def test_a_sent_calendar_file_grows_old_with_each_change(database: Database) -> None:
    meeting = await a_meeting(database)
    assert not meeting.is_outdated_in_calendar
    card = await database.run(LINH, preparation.pick, meeting.id, ("culture",), meeting.version)
    assert not card.interview.is_outdated_in_calendar  # nothing was sent yet
    await database.run(LINH, calendars.mark_sent, meeting.id, card.interview.calendar_sequence)
    await database.run(LINH, calendars.mark_sent, meeting.id, 0)  # an older file that comes late
    assert not (await card_of(database, meeting.id)).interview.is_outdated_in_calendar
    form = InterviewForm(START + timedelta(days=4), NEW_YORK, 25, Format.PHONE)
    new = await database.run(LINH, interviews.plan, meeting.contact_id, new_id(), form, replaces=meeting.id)
    assert new.is_outdated_in_calendar
    await database.run(LINH, calendars.mark_sent, new.id, new.calendar_sequence)
    assert not (await card_of(database, new.id)).interview.is_outdated_in_calendar


async def test_nobody_else_prepares_a_meeting(database: Database, clock: ManualClock) -> None:
    meeting = await a_meeting(database)
    for other in (KWAME, Actor("T0OTHER", LINH.user_id)):
        with pytest.raises(GoneError):
            await database.read(other, preparation.get, meeting.id)
        with pytest.raises(GoneError):
            await database.run(other, preparation.pick, meeting.id, ("culture",), meeting.version)
        with pytest.raises(GoneError):
            await database.run(other, preparation.write_own, meeting.id, "mine", meeting.version)
        with pytest.raises(GoneError):
            await database.run(other, calendars.mark_sent, meeting.id, 1)
    assert (await card_of(database, meeting.id)).questions.picked == ()
