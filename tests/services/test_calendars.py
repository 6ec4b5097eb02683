"""A meeting keeps one entry of the member's calendar, whatever becomes of it, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.db import Database
from bot.services import contacts, interviews, new_id
from bot.values import Format, InterviewCard, InterviewForm, Outcome, Status, UserError
from tests.clocks import START
from tests.meetings import add_contact
from tests.people import LINH, NEW_YORK, enrolled

TOMORROW = InterviewForm(START + timedelta(days=1), NEW_YORK, 25, Format.VIRTUAL)


async def a_meeting(database: Database, form: InterviewForm = TOMORROW) -> InterviewCard:
    await enrolled(database, LINH)
    return await database.run(LINH, interviews.plan, await add_contact(database, LINH), new_id(), form)


async def move(database: Database, card: InterviewCard, days: int) -> InterviewCard:
    form = replace(TOMORROW, starts_at=START + timedelta(days=days))
    return await database.run(LINH, interviews.plan, card.contact_id, new_id(), form, replaces=card.id)


async def edit(database: Database, card: InterviewCard, form: InterviewForm) -> InterviewCard:
    return await database.run(LINH, interviews.edit, card.id, form, card.version, held=False)


def entry(database: Database, card: InterviewCard) -> tuple[str, int]:
    """The UID and the sequence of a meeting's calendar entry."""
    with database.system_session() as session:
        found = session.execute(
            text("SELECT calendar_uid, calendar_sequence FROM interview WHERE id = :id"), {"id": card.id}
        )
        uid, sequence = found.one()
        return uid, sequence


async def test_a_moved_meeting_stays_one_entry(database: Database) -> None:
    old = await a_meeting(database, replace(TOMORROW, location="+1 555 0100"))
    desk = await database.read(LINH, interviews.desk_for_new_time, old.id)
    assert desk.location == "+1 555 0100"
    first = await move(database, old, days=3)
    second = await move(database, first, days=5)
    uid, _ = entry(database, old)
    assert [entry(database, card) for card in (old, first, second)] == [(uid, 0), (uid, 1), (uid, 2)]


async def test_another_meeting_is_another_entry(database: Database) -> None:
    card = await a_meeting(database)
    other = await database.run(LINH, interviews.plan, card.contact_id, new_id(), TOMORROW)
    assert entry(database, card)[0] != entry(database, other)[0]


async def test_a_meeting_is_moved_once(database: Database) -> None:
    old = await a_meeting(database)
    new = await move(database, old, days=3)
    with pytest.raises(UserError, match="moved already"):
        await move(database, old, days=4)
    assert [card.id for card in await database.read(LINH, interviews.upcoming)] == [new.id]


async def test_the_entry_counts_changes_of_what_a_calendar_shows(database: Database) -> None:
    card = await a_meeting(database)
    longer = replace(TOMORROW, minutes=30)
    somewhere = replace(longer, location="Harbor Street 5")
    by_phone = replace(somewhere, format=Format.PHONE)
    later = replace(by_phone, starts_at=START + timedelta(days=2))
    seen = []
    for form in (replace(TOMORROW, timezone="Europe/Lisbon"), longer, somewhere, somewhere, by_phone, later):
        card = await edit(database, card, form)
        seen.append(entry(database, card)[1])
    assert seen == [0, 1, 2, 2, 3, 4]


async def test_a_cancelled_meeting_changes_its_entry_and_so_does_its_return(database: Database) -> None:
    card = await a_meeting(database)
    card = await database.run(LINH, interviews.set_outcome, card.id, Outcome.CANCELLED)
    assert entry(database, card)[1] == 1
    card = await edit(database, card, TOMORROW)
    assert entry(database, card)[1] == 2
    await database.run(LINH, contacts.move, card.contact_id, Status.REPLIED)
    assert entry(database, card)[1] == 3


async def test_the_location_is_sealed_and_can_be_taken_away(database: Database) -> None:
    card = await a_meeting(database, replace(TOMORROW, location="שלום 🍕 Straße 5"))
    assert card.location == "שלום 🍕 Straße 5"
    with database.system_session() as session:
        stored = session.execute(text("SELECT place_sealed FROM interview")).scalar_one()
    assert "Straße" not in stored
    assert (await edit(database, card, TOMORROW)).location is None
