"""Drafts: kept sealed with their contact, read and changed by their owner only."""

import pytest
from sqlalchemy import text as sql

from bot.db import Database
from bot.services import contacts, drafts, new_id
from bot.values import ContactForm, GoneError, UserError
from tests.people import KWAME, LINH, enrolled

MESSAGE = "Hello Maya, could we talk for 20 minutes?"


async def contact_of_linh(database: Database, name: str = "Maya Chen") -> str:
    contact_id = new_id()
    await database.run(LINH, contacts.add, contact_id, ContactForm(name=name, notes="my notes"))
    return contact_id


async def test_a_saved_draft_comes_back_and_nothing_else_changes(database: Database) -> None:
    await enrolled(database, LINH)
    maya = await contact_of_linh(database)
    before = await database.read(LINH, contacts.get, maya)
    assert await database.run(LINH, drafts.save, maya, MESSAGE) == "Maya Chen"
    desk = await database.read(LINH, drafts.desk, maya)
    assert (desk.chosen, desk.saved, desk.contacts) == (maya, MESSAGE, ((maya, "Maya Chen"),))
    assert await database.read(LINH, contacts.get, maya) == before


async def test_a_draft_is_sealed(database: Database) -> None:
    await enrolled(database, LINH)
    maya = await contact_of_linh(database)
    await database.run(LINH, drafts.save, maya, MESSAGE)
    with database.engine.connect() as connection:
        (stored,) = connection.execute(sql("select draft_sealed from contact")).scalars()
    assert stored
    assert "Hello" not in stored


async def test_nobody_else_reads_or_writes_it(database: Database) -> None:
    await enrolled(database, LINH, KWAME)
    maya = await contact_of_linh(database)
    with pytest.raises(GoneError):
        await database.run(KWAME, drafts.save, maya, MESSAGE)
    with pytest.raises(GoneError):
        await database.read(KWAME, drafts.desk, maya)
    assert (await database.read(KWAME, drafts.desk)).contacts == ()


@pytest.mark.parametrize("text", ["", "  \n", "x" * 3001])
async def test_an_empty_or_endless_draft_is_not_saved(database: Database, text: str) -> None:
    await enrolled(database, LINH)
    maya = await contact_of_linh(database)
    with pytest.raises(UserError):
        await database.run(LINH, drafts.save, maya, text)


async def test_the_contact_asked_for_is_offered_even_where_there_are_many(database: Database) -> None:
    await enrolled(database, LINH)
    oldest = await contact_of_linh(database, "The oldest")
    for number in range(drafts.CHOICES):
        await contact_of_linh(database, f"Contact {number}")
    desk = await database.read(LINH, drafts.desk, oldest)
    assert len(desk.contacts) == drafts.CHOICES
    assert desk.contacts[0] == (oldest, "The oldest")


async def test_somebody_who_never_joined_has_no_contacts(database: Database) -> None:
    assert (await database.read(LINH, drafts.desk)).contacts == ()
