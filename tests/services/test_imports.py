"""What members bring into their log: whose it is, what it becomes, and what cannot come in."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from bot.db import Database
from bot.services import new_id
from bot.services.imports import people, restore, waiting
from bot.services.imports.tidy import CONTACT_LIMIT, BadRecordError, tidied
from bot.values import (
    Actor,
    ContactForm,
    DebriefForm,
    ExportedContact,
    ExportedDebrief,
    ExportedDraft,
    FirstTimes,
    GoneError,
    ImportCounts,
    ImportFile,
    ImportRow,
    NotEnrolledError,
    Outcome,
    Status,
    UserError,
)
from tests.clocks import START, ManualClock
from tests.debrief_forms import FULL
from tests.logs import CONTACT, MEETING
from tests.people import KWAME, LINH, enrolled
from tests.services.test_exports import bring_back, exported


async def test_an_import_is_its_members_own(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH, KWAME)
    import_id = await database.read(LINH, waiting.prepare)
    await database.run(LINH, waiting.keep, import_id, ImportFile("a.csv", b"Name\nMaya\n"))
    for other in (KWAME, Actor("T0OTHER", LINH.user_id)):
        with pytest.raises(GoneError):
            await database.read(other, waiting.find, import_id)
        await database.run(other, waiting.forget, import_id)
        with pytest.raises((GoneError, NotEnrolledError)):
            await database.run(other, people.add, import_id, [ImportRow(2, ContactForm("Maya"))])
    file, today = await database.read(LINH, waiting.find, import_id)
    assert (file.content, today) == (b"Name\nMaya\n", date(2026, 9, 7))

    newer = new_id()
    await database.run(LINH, waiting.keep, newer, ImportFile("b.csv", b"Name\nTom\n"))
    with pytest.raises(GoneError):
        await database.read(LINH, waiting.find, import_id)
    clock.advance(days=1)
    with pytest.raises(GoneError):
        await database.read(LINH, waiting.find, newer)
    await database.system(waiting.forget_old)
    with database.system_session() as session:
        assert session.execute(text("SELECT count(*) FROM import_draft")).scalar_one() == 0


async def test_a_row_that_does_not_fit_brings_nobody_in(database: Database) -> None:
    await enrolled(database, LINH)
    import_id = new_id()
    await database.run(LINH, waiting.keep, import_id, ImportFile("a.csv", b"x"))
    rows = [ImportRow(2, ContactForm("Maya")), ImportRow(3, ContactForm("x" * 301))]
    with pytest.raises(UserError):
        await database.run(LINH, people.add, import_id, rows)
    assert (await exported(database)).contacts == ()
    assert await database.run(LINH, people.add, import_id, rows[:1]) == ImportCounts(1, 0)


async def test_the_last_contact_becomes_the_history(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    import_id = new_id()
    await database.run(LINH, waiting.keep, import_id, ImportFile("a.csv", b"x"))
    rows = [
        ImportRow(2, ContactForm("Maya", status=Status.REPLIED), date(2026, 8, 31)),
        ImportRow(3, ContactForm("Tom", status=Status.CONTACTED), date(2026, 9, 7)),
        ImportRow(4, ContactForm("Ana")),
    ]
    await database.run(LINH, people.add, import_id, rows)
    maya, tom, ana = sorted((await exported(database)).contacts, key=lambda each: -len(each.form.name))[:3]
    found = {each.form.name: each for each in (maya, tom, ana)}
    noon = datetime(2026, 8, 31, 16, tzinfo=UTC)
    assert found["Maya"].status_at == noon
    assert found["Maya"].first_times == FirstTimes(contacted_at=noon, replied_at=noon)
    assert [step.after for step in found["Maya"].history] == [Status.REPLIED]
    assert found["Tom"].status_at == clock.now()  # noon is still to come
    assert found["Ana"].first_times == FirstTimes()


@pytest.mark.parametrize(
    "contact",
    [
        replace(CONTACT, form=ContactForm("\u200b")),
        replace(CONTACT, form=ContactForm("x" * 301)),
        replace(CONTACT, draft="x" * 3001),
        replace(CONTACT, history=()),
        replace(CONTACT, status_at=START.replace(tzinfo=None)),
        replace(CONTACT, status_at=datetime(1, 1, 1, tzinfo=UTC)),
        replace(CONTACT, status_at=datetime(9999, 12, 31, tzinfo=UTC)),
        replace(CONTACT, next_step_due=date(1, 1, 1)),
        replace(CONTACT, interviews=(replace(MEETING, minutes=-5),)),
        replace(CONTACT, interviews=(replace(MEETING, timezone="Mars/Olympus"),)),
        replace(CONTACT, interviews=(replace(MEETING, timezone="../etc/passwd"),)),
        replace(CONTACT, interviews=(replace(MEETING, calendar_uid="c" * 33),)),
        replace(CONTACT, interviews=(replace(MEETING, calendar_sequence=-1),)),
        replace(
            CONTACT, interviews=(replace(MEETING, debrief=ExportedDebrief(DebriefForm(), START, START)),)
        ),
        replace(
            CONTACT,
            interviews=(
                replace(MEETING, outcome=Outcome.NO_SHOW, debrief=ExportedDebrief(FULL, START, START)),
            ),
        ),
        replace(
            CONTACT,
            interviews=(replace(MEETING, debrief_drafts=(ExportedDraft(DebriefForm(confidence=9), START),)),),
        ),
    ],
)
def test_what_cannot_stand_in_a_log_is_named(contact: ExportedContact) -> None:
    with pytest.raises(BadRecordError, match=r"contacts > 2"):
        tidied((CONTACT, contact), START)


async def test_a_bad_record_brings_nobody_in(database: Database) -> None:
    await enrolled(database, LINH)
    export = replace(await exported(database), contacts=(CONTACT, replace(CONTACT, history=())))
    with pytest.raises(BadRecordError):
        await bring_back(database, export)
    assert (await exported(database)).contacts == ()


async def test_too_many_contacts_are_refused(database: Database) -> None:
    await enrolled(database, LINH)
    with pytest.raises(BadRecordError, match="5,000"):
        await database.read(LINH, restore.count, (CONTACT,) * (CONTACT_LIMIT + 1))
