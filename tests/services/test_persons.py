"""Somebody asks a member to be taken out of their log; on both databases."""

from dataclasses import replace

import pytest

from bot.db import Database
from bot.services import contacts, debriefs, drafts, exports, new_id, persons
from bot.values import ContactForm, GoneError, Mentioned
from tests.clocks import ManualClock
from tests.debrief_forms import FULL
from tests.meetings import add_contact, past_meeting
from tests.people import KWAME, LINH, enrolled


async def test_a_person_is_found_by_any_part_of_the_name_in_the_own_log_only(database: Database) -> None:
    await enrolled(database, LINH, KWAME)
    zoe = await add_contact(database, LINH, "Zoë Lindqvist")
    await add_contact(database, KWAME, "Zoe Lindqvist")
    for typed in ("zoe", "LINDQVIST", "lind zo"):
        assert (await database.read(LINH, persons.find, typed)).entries == ((zoe, "Zoë Lindqvist"),)
    for typed in ("Maria", "", "  "):
        assert (await database.read(LINH, persons.find, typed)).entries == ()


async def test_a_forgotten_person_is_gone_and_other_texts_with_the_name_are_told(
    database: Database, clock: ManualClock
) -> None:
    await enrolled(database, LINH)
    zoe = (await past_meeting(database, clock, LINH, "Zoë Lindqvist")).contact_id
    tom, suggested = new_id(), new_id()
    await database.run(LINH, contacts.add, tom, ContactForm("Tom", notes="Ask about Zoë Lindqvist's team"))
    await database.run(LINH, contacts.add, suggested, ContactForm("Ida", introduced_by="zoë  lindqvist"))
    await database.run(LINH, drafts.save, suggested, "Dear Ida, Zoë LINDQVIST gave me your name.")
    meeting = await past_meeting(database, clock, LINH, contact_id=tom)
    answers = replace(FULL, suggested="Zoë Lindqvist\u2019s sister")
    await database.run(LINH, debriefs.record, meeting.id, lambda _: answers)

    found = await database.read(LINH, persons.find, "Zoe Lindqvist")
    assert [entry for entry, _name in found.entries] == [zoe]
    with pytest.raises(GoneError):
        await database.run(KWAME, persons.forget, zoe)
    left = await database.run(LINH, persons.forget, zoe)
    assert left.entries == ()
    assert [(mention.contact_name, mention.where) for mention in left.mentions] == [
        ("Tom", Mentioned.NOTES),
        ("Tom", Mentioned.DEBRIEF),
        ("Ida", Mentioned.DRAFT),
    ]
    assert (await database.read(LINH, contacts.get, suggested)).form.introduced_by is None
    whole = await database.read(LINH, exports.gather)
    assert [contact.form.name for contact in whole.contacts] == ["Tom", "Ida"]
