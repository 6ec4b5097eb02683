"""Contacts and meetings for tests, made through the services."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.db import Database
from bot.services import contacts, interviews, new_id
from bot.values import Actor, ContactCard, ContactForm, Format, InterviewCard, InterviewForm
from tests.clocks import ManualClock
from tests.people import NEW_YORK

LENGTH = timedelta(minutes=25)


async def add_contact(database: Database, actor: Actor, name: str = "Ana Silva") -> str:
    """A contact of this name; returns its id."""
    contact_id = new_id()
    await database.run(actor, contacts.add, contact_id, ContactForm(name=name, organisation="Harbor Foods"))
    return contact_id


async def plan_meeting(
    database: Database, actor: Actor, contact_id: str, starts_at: datetime
) -> InterviewCard:
    """A meeting that is planned for a time to come."""
    form = InterviewForm(starts_at, NEW_YORK, 25, Format.VIRTUAL)
    return await database.run(actor, interviews.plan, contact_id, new_id(), form)


async def past_meeting(
    database: Database,
    clock: ManualClock,
    actor: Actor,
    name: str = "Ana Silva",
    contact_id: str | None = None,
) -> InterviewCard:
    """A meeting that was planned and is just over, while nobody said yet how it went; moves the clock."""
    contact_id = contact_id or await add_contact(database, actor, name)
    card = await plan_meeting(database, actor, contact_id, clock.now() + timedelta(hours=1))
    clock.advance(hours=2)
    return card


def without_counts(card: ContactCard) -> ContactCard:
    """The card without the numbers by which forms and calendar entries of an earlier state are known."""
    meetings = (replace(meeting, version=0, calendar_sequence=0) for meeting in card.interviews)
    return replace(card, interviews=tuple(meetings))
