"""All of a member's data leaves complete, and comes back as it was, on both databases."""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from sqlalchemy import text
from sqlmodel import SQLModel

from bot.db import Database
from bot.documents.exports import as_json, export_files, read_json
from bot.services import cohorts, contacts, debriefs, exports, helping, interviews, new_id, sharing
from bot.services import practice as practice_service
from bot.services.imports import restore, waiting
from bot.values import (
    Actor,
    Export,
    ExportedContact,
    ImportCounts,
    ImportFile,
    Outcome,
    PracticeChoice,
    Status,
)
from tests.clocks import ManualClock
from tests.debrief_forms import FULL
from tests.logs import logs
from tests.meetings import add_contact, past_meeting
from tests.people import ADMIN, KWAME, LEAD, LINH, NEW_YORK, enrolled

NOT_EXPORTED = {
    "member": {"id", "team_id", "user_id"},
    "enrollment": {"id", "team_id", "member_id"},
    "help_request": {"id", "team_id", "enrollment_id"},
    "share": {"id", "team_id", "enrollment_id"},
    "contact": {
        "team_id",
        "member_id",
        "enrollment_id",  # the place in the cohort that is named
        "name_digest",
        "organisation_digest",
        "version",  # counts edits, so that two windows do not overwrite each other
    },
    "status_change": {
        "id",
        "team_id",
        "contact_id",
        "member_id",
        "cohort_id",
        "restores",  # what an undo puts back in this log, by its ids
    },
    "interview": {"team_id", "contact_id", "member_id", "cohort_id", "version"},
    "debrief": {
        "id",
        "team_id",
        "interview_id",
        "member_id",
        "cohort_id",
        # the answers have these
        *(f"covered_{goal}" for goal in ("career_path", "got_job", "organisation", "job_and_team")),
        *("covered_trends", "covered_advice", "advocate", "confidence"),
        *("introductions_received", "offered_referral"),
    },
    "debrief_draft": {
        *("id", "team_id", "interview_id", "member_id"),
        # how far its form is
        *("step", "turn", "typed_at", "saved_mark"),
    },
    "delivery": {
        "id",
        "team_id",
        "recipient",
        "member_id",
        # how it was sent
        *("send_after", "expires_at", "attempts", "worker_id", "began_at", "message_ts"),
    },
    "practice_answer": {"id", "team_id", "user_id"},
}
"""The columns that say nothing of the person that the export does not say: keys, and how we work."""

TABLES_WITHOUT_MEMBERS = {
    "audit_entry",  # the cohort's, for its leads
    "code_try",  # for an hour
    "cohort",
    "cohort_lead",  # as a role
    "contributor_marks",  # the cohort's numbers
    "install_state",  # for ten minutes, of nobody in particular
    "installed_workspace",  # the workspace's
    "previewed_nudge",  # the cohort's numbers
    "published_number",  # the cohort's numbers
    "summary_token",  # a lead's, of the cohort
    "webhook",  # a lead's, of the cohort
    "webhook_push",  # a lead's, of the cohort
    "workspace_lead",  # as a role
    "import_draft",  # the member's own file, for a day at most
    "handled_request",  # a digest, for a day
    "workspace_choices",  # the admins'
    "fixed_key",  # what digests of organizations are made with
    "lane",
    "restoration",
    "worker_lease",
}

NAMES = {
    "asked_at": "help_asked_at",
    "to_status": "after",
    "from_status": "before",
    "answers_sealed": "answers",
    "status": "form",
}
"""Columns that have another name in the file."""


def test_every_column_is_exported_or_has_a_reason_not_to_be() -> None:
    exported = {name for cls in _dataclasses(Export) for name in cls.__dataclass_fields__}
    tables = SQLModel.metadata.tables
    assert set(tables) == set(NOT_EXPORTED) | TABLES_WITHOUT_MEMBERS
    for name, left_out in NOT_EXPORTED.items():
        columns = {column.name for column in tables[name].columns}
        assert left_out <= columns
        missing = {
            column
            for column in columns - left_out
            if NAMES.get(column, column.removesuffix("_sealed")) not in exported
        }
        assert missing == set(), name


def _dataclasses(root: type) -> Iterator[type[Any]]:
    """A dataclass, and those its fields are made of."""
    found, seen = [root], set()
    while found:
        cls = found.pop()
        if cls in seen:
            continue
        seen.add(cls)
        yield cls
        for field in fields(cls):
            found += [
                each
                for name in re.findall(r"\w+", str(field.type))
                if is_dataclass(each := _named(name)) and isinstance(each, type)
            ]


def _named(name: str) -> object:
    import bot.values

    return getattr(bot.values, name, None)


async def exported(database: Database, actor: Actor = LINH) -> Export:
    """What the actor's JSON file says."""
    return read_json(as_json(await database.read(actor, exports.gather)))


async def bring_back(database: Database, export: Export, actor: Actor = LINH) -> ImportCounts:
    import_id = new_id()
    await database.run(actor, waiting.keep, import_id, ImportFile("all.json", as_json(export)))
    return await database.run(actor, restore.add, import_id, export.contacts)


async def forget_contacts(database: Database, actor: Actor = LINH) -> None:
    for contact in (await database.read(actor, exports.gather)).contacts:
        if contact.form.name:  # a deleted one cannot be opened any more
            await database.run(actor, contacts.delete, contact.id)


def without_ids(contacts: tuple[ExportedContact, ...]) -> list[object]:
    """The contacts with a name in place of each id, in an order that ids do not change."""
    place = {contact.id: contact.form.name for contact in contacts}
    return sorted(
        (
            replace(
                contact,
                id="",
                cohort_id="",
                introduced_by_id=place.get(contact.introduced_by_id or ""),
                interviews=tuple(sorted((replace(each, id="") for each in contact.interviews), key=repr)),
            )
            for contact in contacts
        ),
        key=repr,
    )


async def test_a_log_made_by_hand_comes_back_as_it_was(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    ana = await past_meeting(database, clock, LINH, "Ana Ruiz")
    await database.run(LINH, debriefs.record, ana.id, lambda _form: FULL)
    clock.advance(days=1)
    await database.run(LINH, interviews.mark_thanked, ana.id)
    planned = await add_contact(database, LINH, "Tom, whom she named")
    await database.run(LINH, contacts.move, planned, Status.CONTACTED)
    again = await add_contact(database, LINH, "Ana Ruiz")
    with database.system_session() as session:
        session.execute(
            text("UPDATE contact SET introduced_by_id = :ana WHERE id = :tom"),
            {"ana": ana.contact_id, "tom": planned},
        )

    before = await exported(database)
    assert len(before.contacts) == 3
    assert before.contacts[0].interviews[0].debrief is not None
    assert before.contacts[1].introduced_by_id == ana.contact_id
    assert before.contacts[2].id == again
    assert await bring_back(database, before) == ImportCounts(0, 3)

    await forget_contacts(database)
    assert await bring_back(database, before) == ImportCounts(3, 0)
    assert await bring_back(database, before) == ImportCounts(0, 3)
    after = await exported(database)
    assert without_ids(after.contacts) == without_ids(before.contacts)
    assert {each.cohort_id for each in after.contacts} == {each.cohort_id for each in before.contacts}
    card = await database.read(LINH, contacts.get, after.contacts[0].id)
    assert (card.next_step, card.interviews[0].outcome) == ("Write to Tom", Outcome.HELD)


async def test_somebody_else_gets_it_in_their_own_cohort(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    await past_meeting(database, clock, LINH)
    export = await exported(database)
    second = await enrolled(database, KWAME)
    await add_contact(database, KWAME, "Ana Silva")
    assert await bring_back(database, export, KWAME) == ImportCounts(0, 1)
    await forget_contacts(database, KWAME)
    assert await bring_back(database, export, KWAME) == ImportCounts(1, 0)
    (contact,) = (await exported(database, KWAME)).contacts
    assert contact.cohort_id == second.id
    assert len(contact.interviews) == 1
    assert (await exported(database)).contacts == export.contacts


async def test_what_was_shared_and_asked_goes_out_and_is_not_shared_anew(
    database: Database, clock: ManualClock
) -> None:
    await enrolled(database, LINH)
    shared = await add_contact(database, LINH, "Ana Ruiz")
    await database.run(LINH, sharing.share_record, shared)
    await database.run(LINH, helping.begin, new_id())
    (place,) = (await exported(database)).enrollments
    assert place.help_asked_at == (clock.now(),)
    assert [(each.contact_id, each.interview_id) for each in place.shares] == [(shared, None)]

    export = await exported(database)
    await forget_contacts(database)
    await bring_back(database, export)
    assert (await exported(database)).enrollments[0].shares == ()


async def test_what_was_deleted_after_the_program_does_not_stop_an_import(
    database: Database, clock: ManualClock
) -> None:
    await enrolled(database, LINH)
    ana = await past_meeting(database, clock, LINH, "Ana Ruiz")
    await database.run(LINH, debriefs.record, ana.id, lambda _form: FULL)
    with database.system_session() as session:
        session.execute(text("UPDATE contact SET name_sealed = '', organisation_sealed = NULL"))
        session.execute(text("UPDATE debrief SET answers_sealed = ''"))
    await add_contact(database, LINH, "Tom")
    export = await exported(database)
    assert [contact.form.name for contact in export.contacts] == ["", "Tom"]
    await forget_contacts(database)
    assert await bring_back(database, export) == ImportCounts(1, 0)


async def test_settings_roles_practice_and_nudges_are_there(database: Database, clock: ManualClock) -> None:
    cohort = await enrolled(database, LINH)
    await database.run(LINH, practice_service.answer, PracticeChoice("silence", 1, 2), ["silence", "salary"])
    export = await exported(database)
    assert export.settings is not None
    assert (export.settings.timezone, export.settings.nudge_weekday) == (NEW_YORK, 0)
    assert [(each.cohort, each.left_at) for each in export.enrollments] == [(cohort.name, None)]
    assert [(each.card_id, each.reply) for each in export.practice] == [("silence", 2)]
    assert export.roles == ()
    await database.run(ADMIN, cohorts.name_leads, (LEAD.user_id,))
    of_lead = await exported(database, LEAD)
    assert sorted(str(role.cohort) for role in of_lead.roles) == ["None", cohort.name]
    assert of_lead.settings is None


ONE_DATABASE = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]


def test_any_log_goes_out_and_comes_back(database: Database) -> None:
    asyncio.run(_enrol(database))
    is_sqlite = database.url.get_backend_name() == "sqlite"

    @settings(max_examples=15 if is_sqlite else 5, suppress_health_check=ONE_DATABASE)
    @given(log=logs())
    def holds(log: tuple[ExportedContact, ...]) -> None:
        asyncio.run(_out_and_back(database, log))

    holds()


async def _enrol(database: Database) -> None:
    await enrolled(database, LINH)


async def _out_and_back(database: Database, log: tuple[ExportedContact, ...]) -> None:
    await forget_contacts(database)
    empty = await exported(database)
    await bring_back(database, replace(empty, contacts=log))
    out = await exported(database)
    assert without_ids(out.contacts) == without_ids(log)
    await forget_contacts(database)
    assert await bring_back(database, out) == ImportCounts(len(log), 0)
    back = await exported(database)
    assert without_ids(back.contacts) == without_ids(out.contacts)
    assert await bring_back(database, out) == ImportCounts(0, len(log))
    assert export_files(back)[0].name.endswith(".json")
    assert timedelta() <= back.exported_at - out.exported_at
