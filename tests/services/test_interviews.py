"""The meetings of the interview log, on both databases."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import text

from bot.db import Database
from bot.services import contacts, interviews, new_id
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
    UserError,
)
from tests.clocks import START, ManualClock
from tests.people import KWAME, LINH, enrolled

NEW_YORK = "America/New_York"


def at(**delta: float) -> InterviewForm:
    """A video call of 25 minutes, so long after the tests' first moment."""
    return InterviewForm(START + timedelta(**delta), NEW_YORK, 25, Format.VIRTUAL)


async def a_contact(database: Database, status: Status = Status.REPLIED, actor: Actor = LINH) -> str:
    form = ContactForm("Maya Chen", organisation="Harbor Data", status=status)
    return (await database.run(actor, contacts.add, new_id(), form)).id


async def plan(
    database: Database, contact_id: str, form: InterviewForm, *, held: bool = False
) -> InterviewCard:
    return await database.run(LINH, interviews.plan, contact_id, new_id(), form, held=held)


async def card_of(database: Database, contact_id: str) -> ContactCard:
    return await database.read(LINH, contacts.get, contact_id)


async def path(database: Database, contact_id: str) -> list[Status]:
    return [status for status, _ in (await card_of(database, contact_id)).history]


async def is_met(database: Database, contact_id: str) -> bool:
    with database.system_session() as session:
        found = session.execute(text("SELECT met_at FROM contact WHERE id = :id"), {"id": contact_id})
        return found.scalar_one() is not None


async def set_outcome(database: Database, card: InterviewCard, outcome: Outcome) -> InterviewCard:
    return await database.run(LINH, interviews.set_outcome, card.id, outcome)


async def test_planning_moves_the_contact_to_scheduled(database: Database) -> None:
    await enrolled(database, LINH)
    contact = await a_contact(database)
    card = await plan(database, contact, at(days=2))
    assert (card.contact_name, card.organisation, card.minutes) == ("Maya Chen", "Harbor Data", 25)
    assert (card.starts_at, card.timezone, card.outcome) == (START + timedelta(days=2), NEW_YORK, None)
    assert await path(database, contact) == [Status.REPLIED, Status.SCHEDULED]


@pytest.mark.parametrize("status", list(Status))
async def test_a_meeting_can_be_planned_from_every_status(database: Database, status: Status) -> None:
    await enrolled(database, LINH)
    contact = await a_contact(database, status)
    await plan(database, contact, at(days=2))
    assert (await card_of(database, contact)).status is Status.SCHEDULED


@pytest.mark.parametrize("status", list(Status))
async def test_a_meeting_that_took_place_can_be_added_from_every_status(
    database: Database, status: Status
) -> None:
    await enrolled(database, LINH)
    contact = await a_contact(database, status)
    card = await plan(database, contact, at(days=-3), held=True)
    assert card.outcome is Outcome.HELD
    assert (await card_of(database, contact)).status in {Status.MET, Status.KEEPING_IN_TOUCH}
    assert await is_met(database, contact)


async def test_who_kept_in_touch_after_a_decline_is_met_at_last(database: Database) -> None:
    await enrolled(database, LINH)
    contact = await a_contact(database, Status.DECLINED)
    await database.run(LINH, contacts.move, contact, Status.KEEPING_IN_TOUCH)
    assert not await is_met(database, contact)
    await plan(database, contact, at(days=-1), held=True)
    assert await is_met(database, contact)


async def test_a_double_submit_adds_one_meeting(database: Database) -> None:
    await enrolled(database, LINH)
    contact = await a_contact(database)
    desk = await database.read(LINH, interviews.desk_for_new, contact)
    await asyncio.gather(
        *(database.run(LINH, interviews.plan, contact, desk.place.interview_id, at(days=1)) for _ in range(2))
    )
    assert len((await card_of(database, contact)).interviews) == 1


async def test_a_new_form_begins_with_today_and_25_minutes(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    contact = await a_contact(database)
    clock.set(datetime(2026, 9, 8, 2, 0, tzinfo=UTC))  # the evening before in New York
    desk = await database.read(LINH, interviews.desk_for_new, contact, held=True)
    assert (desk.contact_name, desk.place.timezone, desk.day) == ("Maya Chen", NEW_YORK, date(2026, 9, 7))
    assert (desk.at, desk.minutes, desk.format, desk.held) == (None, 25, None, True)


async def test_the_form_of_a_meeting_shows_it_in_the_members_zone(database: Database) -> None:
    await enrolled(database, LINH)
    card = await plan(database, await a_contact(database), at(days=1))
    desk = await database.read(LINH, interviews.desk_for_edit, card.id)
    assert (desk.day, desk.at, desk.format) == (date(2026, 9, 8), time(10, 0), Format.VIRTUAL)
    early = await database.read(LINH, interviews.desk_for_edit, card.id, held=True)
    assert (early.day, early.held) == (date(2026, 9, 7), True)


@pytest.mark.parametrize(
    ("form", "held", "field"),
    [
        (at(days=-1), False, "day"),
        (at(days=731), False, "day"),
        (at(days=1), True, "day"),
        (InterviewForm(datetime(1999, 12, 31, tzinfo=UTC), NEW_YORK, 25, Format.PHONE), True, "day"),
        (InterviewForm(START, NEW_YORK, 0, Format.PHONE), False, "minutes"),
        (InterviewForm(START, NEW_YORK, 10_000, Format.PHONE), False, "minutes"),
        (InterviewForm(START, NEW_YORK, 25, Format.PHONE, "x" * 501), False, "location"),
    ],
)
async def test_times_that_cannot_be(database: Database, form: InterviewForm, held: bool, field: str) -> None:
    await enrolled(database, LINH)
    contact = await a_contact(database)
    with pytest.raises(UserError) as caught:
        await plan(database, contact, form, held=held)
    assert caught.value.field == field
    assert (await card_of(database, contact)).interviews == ()


async def test_a_meeting_that_runs_now_can_still_be_planned(database: Database) -> None:
    await enrolled(database, LINH)
    await plan(database, await a_contact(database), at(minutes=-10))


async def test_held_moves_the_contact_to_met(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    contact = await a_contact(database)
    card = await plan(database, contact, at(hours=1))
    with pytest.raises(interviews.StillToComeError):
        await set_outcome(database, card, Outcome.HELD)
    clock.advance(hours=2)
    await set_outcome(database, card, Outcome.HELD)
    await set_outcome(database, card, Outcome.HELD)
    assert await path(database, contact) == [Status.REPLIED, Status.SCHEDULED, Status.MET]


@pytest.mark.parametrize("outcome", [Outcome.CANCELLED, Outcome.NO_SHOW])
async def test_a_meeting_that_did_not_happen_leads_back_to_replied(
    database: Database, outcome: Outcome
) -> None:
    await enrolled(database, LINH)
    contact = await a_contact(database)
    card = await set_outcome(database, await plan(database, contact, at(hours=1)), outcome)
    assert card.outcome is outcome
    assert await path(database, contact) == [Status.REPLIED, Status.SCHEDULED, Status.REPLIED]


async def test_another_planned_meeting_keeps_the_contact_scheduled(
    database: Database, clock: ManualClock
) -> None:
    await enrolled(database, LINH)
    contact = await a_contact(database)
    first = await plan(database, contact, at(hours=1))
    second = await plan(database, contact, at(days=9))
    await set_outcome(database, second, Outcome.CANCELLED)
    assert (await card_of(database, contact)).status is Status.SCHEDULED

    await plan(database, contact, at(days=10))
    clock.advance(hours=2)
    await set_outcome(database, first, Outcome.HELD)
    assert (await card_of(database, contact)).status is Status.SCHEDULED
    assert await is_met(database, contact)


async def test_a_moved_meeting_gives_way_to_a_new_one(database: Database) -> None:
    await enrolled(database, LINH)
    contact = await a_contact(database)
    old = await plan(database, contact, at(days=1))
    desk = await database.read(LINH, interviews.desk_for_new_time, old.id)
    assert (desk.place.replaces, desk.day, desk.at) == (old.id, date(2026, 9, 8), time(10, 0))
    new = await database.run(
        LINH, interviews.plan, contact, desk.place.interview_id, at(days=4), replaces=desk.place.replaces
    )
    card = await card_of(database, contact)
    assert [(one.id, one.outcome) for one in card.interviews] == [
        (old.id, Outcome.RESCHEDULED),
        (new.id, None),
    ]
    assert card.status is Status.SCHEDULED


async def test_a_meeting_that_took_place_cannot_be_moved(database: Database) -> None:
    await enrolled(database, LINH)
    contact = await a_contact(database)
    held = await plan(database, contact, at(days=-1), held=True)
    with pytest.raises(UserError, match="took place already"):
        await database.run(LINH, interviews.plan, contact, new_id(), at(days=1), replaces=held.id)
    assert len((await card_of(database, contact)).interviews) == 1


@pytest.mark.parametrize("outcome", [Outcome.CANCELLED, Outcome.NO_SHOW])
async def test_held_by_mistake_can_be_put_right(database: Database, outcome: Outcome) -> None:
    await enrolled(database, LINH)
    contact = await a_contact(database)
    card = await plan(database, contact, at(days=-1), held=True)
    await set_outcome(database, card, outcome)
    assert (await card_of(database, contact)).status is Status.REPLIED
    assert not await is_met(database, contact)


async def test_cancelled_by_mistake_can_be_put_right(database: Database) -> None:
    await enrolled(database, LINH)
    contact = await a_contact(database)
    card = await set_outcome(database, await plan(database, contact, at(days=1)), Outcome.CANCELLED)
    card = await database.run(LINH, interviews.edit, card.id, at(days=2), card.version, held=False)
    assert card.outcome is None
    assert (await card_of(database, contact)).status is Status.SCHEDULED


async def test_a_debriefed_meeting_took_place(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    card = await plan(database, await a_contact(database), at(days=-1), held=True)
    with database.transaction(LINH.team_id) as session:
        session.execute(text("UPDATE interview SET debriefed_at = starts_at"))
    with pytest.raises(UserError, match="debrief"):
        await set_outcome(database, card, Outcome.CANCELLED)


async def test_an_edit_changes_the_time_and_nothing_else(database: Database) -> None:
    await enrolled(database, LINH)
    contact = await a_contact(database, Status.CLOSED)
    card = await plan(database, contact, at(days=-2), held=True)
    await database.run(LINH, contacts.move, contact, Status.CLOSED)
    before = await path(database, contact)
    form = InterviewForm(START - timedelta(days=3), "Europe/Lisbon", 40, Format.IN_PERSON)
    edited = await database.run(LINH, interviews.edit, card.id, form, card.version, held=True)
    assert (edited.starts_at, edited.timezone, edited.minutes, edited.format) == (
        form.starts_at,
        form.timezone,
        40,
        Format.IN_PERSON,
    )
    assert await path(database, contact) == before


async def test_an_edit_over_a_newer_version_is_told(database: Database) -> None:
    await enrolled(database, LINH)
    card = await plan(database, await a_contact(database), at(days=1))
    await database.run(LINH, interviews.edit, card.id, at(days=2), card.version, held=False)
    with pytest.raises(interviews.InterviewChangedError) as caught:
        await database.run(LINH, interviews.edit, card.id, at(days=3), card.version, held=False)
    assert caught.value.card.starts_at == START + timedelta(days=2)


async def test_the_first_thank_you_counts(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    card = await plan(database, await a_contact(database), at(hours=1))
    with pytest.raises(UserError, match="took place"):
        await database.run(LINH, interviews.mark_thanked, card.id)
    clock.advance(hours=2)
    await set_outcome(database, card, Outcome.HELD)
    first = await database.run(LINH, interviews.mark_thanked, card.id)
    clock.advance(days=1)
    assert (await database.run(LINH, interviews.mark_thanked, card.id)).thanked_at == first.thanked_at


async def test_a_deleted_meeting_is_gone(database: Database) -> None:
    await enrolled(database, LINH)
    contact = await a_contact(database)
    card = await plan(database, contact, at(days=1))
    assert await database.run(LINH, interviews.delete, card.id) == contact
    with pytest.raises(GoneError, match="not in your log any more"):
        await database.read(LINH, interviews.get, card.id)
    assert (await card_of(database, contact)).interviews == ()


async def test_nobody_else_reaches_a_meeting(database: Database) -> None:
    await enrolled(database, LINH, KWAME)
    contact = await a_contact(database)
    card = await plan(database, contact, at(days=1))
    for other in (KWAME, Actor("T0OTHER", LINH.user_id)):
        for reading in (interviews.get, interviews.desk_for_edit, interviews.desk_for_new_time):
            with pytest.raises(GoneError):
                await database.read(other, reading, card.id)
        with pytest.raises(GoneError):
            await database.read(other, interviews.desk_for_new, contact)
        with pytest.raises(GoneError):
            await database.run(other, interviews.plan, contact, new_id(), at(days=1))
        with pytest.raises(GoneError):
            await database.run(other, interviews.edit, card.id, at(days=1), 1, held=False)
        with pytest.raises(GoneError):
            await database.run(other, interviews.set_outcome, card.id, Outcome.CANCELLED)
        with pytest.raises(GoneError):
            await database.run(other, interviews.mark_thanked, card.id)
        with pytest.raises(GoneError):
            await database.run(other, interviews.delete, card.id)
        assert await database.read(other, interviews.upcoming) == ()
        assert (await database.read(other, interviews.recent)).total == 0


async def test_a_meeting_of_somebody_else_is_not_replaced_or_shown(database: Database) -> None:
    await enrolled(database, LINH, KWAME)
    card = await plan(database, await a_contact(database), at(days=1))
    other = await a_contact(database, actor=KWAME)
    with pytest.raises(GoneError):
        await database.run(KWAME, interviews.plan, other, card.id, at(days=1))
    with pytest.raises(GoneError):
        await database.run(KWAME, interviews.plan, other, new_id(), at(days=1), replaces=card.id)


async def test_upcoming_and_recent(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    contact = await a_contact(database)
    for day in (3, 1, 2):
        await plan(database, contact, at(days=day))
    past = [await plan(database, contact, at(days=-day), held=True) for day in range(1, 8)]
    moved = await plan(database, contact, at(days=5))
    await database.run(LINH, interviews.plan, contact, new_id(), at(days=6), replaces=moved.id)

    upcoming = await database.read(LINH, interviews.upcoming)
    assert [(card.starts_at - START).days for card in upcoming] == [1, 2, 3, 6]
    first = await database.read(LINH, interviews.recent)
    second = await database.read(LINH, interviews.recent, 2)
    assert [card.id for card in (*first.items, *second.items)] == [card.id for card in past]
    assert (second.number, second.pages, second.total) == (2, 2, 7)

    clock.advance(days=1, hours=1)
    assert (await database.read(LINH, interviews.recent)).items[0].outcome is None


@pytest.mark.parametrize("outcome", [Outcome.CANCELLED, Outcome.NO_SHOW, Outcome.HELD])
async def test_an_old_button_of_a_meeting_that_moved_is_told(
    database: Database, clock: ManualClock, outcome: Outcome
) -> None:
    await enrolled(database, LINH)
    contact = await a_contact(database)
    old = await plan(database, contact, at(hours=1))
    await database.run(LINH, interviews.plan, contact, new_id(), at(days=4), replaces=old.id)
    clock.advance(hours=3)
    before = await card_of(database, contact)
    with pytest.raises(UserError, match="moved already"):
        await set_outcome(database, old, outcome)
    assert await card_of(database, contact) == before
