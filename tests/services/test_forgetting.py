"""Who asks to be forgotten is in no table any more, and everybody else is as before; on both databases."""

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, text
from sqlmodel import SQLModel
from typer.testing import CliRunner

from bot.cli import cli
from bot.db import Database, sqlite_path
from bot.models import TenantRow
from bot.services import audit, cohorts, contacts, exports, forgetting, leads, sharing, summaries
from bot.values import FORGOTTEN, Actor, AuditAct, Measure, OwnData, Status, UserError
from tests.clocks import ManualClock
from tests.databases import SECRET, make_database, sqlite_url
from tests.full_log import fill_log
from tests.meetings import add_contact
from tests.people import ADMIN, KWAME, LEAD, LINH, SPRING, enrol, enrolled, make_cohort
from tests.queueing import MONDAY, hand, plan, rows
from tests.whole_life import live

TELLS_OF_A_PERSON = ("user_id", "member_id", "enrollment_id", "recipient", "made_by")
"""Columns that say whose a row is."""
NAMES_A_PERSON = ("_by", "actor_id", "person_id")
"""How columns end that say who did something."""

TELLS_OF_NOBODY = {
    "published_number": "made of five members or more",
    "contributor_marks": "keyed by the id of a row that is deleted: nobody can say whose a mark is",
    "previewed_nudge": "the same",
    "webhook_push": "of a cohort, deleted with its address",
    "lane": "of a workspace",
    "handled_request": "a keyed digest, deleted after a day",
    "worker_lease": "of a process",
    "restoration": "of the server",
    "fixed_key": "of the server",
    "install_state": "a digest, good for ten minutes",
}


def dump(database: Database) -> str:
    """All that stands in all tables."""
    with database.system_session() as session:
        whole: list[Any] = []
        for table in SQLModel.metadata.sorted_tables:
            whole += session.connection().execute(text(f'SELECT * FROM "{table.name}"')).mappings().all()
    return "\n".join(str(dict(row)) for row in whole)


def places() -> dict[str, set[str]]:
    """The tables and columns that the service knows."""
    found: dict[str, set[str]] = {}
    for table, column in (*forgetting.DELETED, *forgetting.UNNAMED):
        found.setdefault(str(table.__tablename__), set()).add(column)
    return found


def own_rows(database: Database, tables: Iterable[type[TenantRow]]) -> dict[str, set[str]]:
    """The ids in these tables, by table."""
    with database.system_session() as session:
        return {
            str(table.__tablename__): set(
                session.connection().execute(text(f'SELECT id FROM "{table.__tablename__}"')).scalars()
            )
            for table in tables
        }


@pytest.mark.parametrize("table", SQLModel.metadata.sorted_tables, ids=lambda table: table.name)
def test_every_table_is_thought_of(table: Table) -> None:
    """A new table fails here until it is in ``forgetting``, or it is said why it tells of nobody."""
    known = places().get(table.name, set())
    telling = {
        column.name
        for column in table.c
        if column.name in TELLS_OF_A_PERSON or column.name.endswith(NAMES_A_PERSON)
    }
    goes_as_a_row = {table.__tablename__ for table, _column in forgetting.DELETED}
    assert telling <= known or table.name in goes_as_a_row
    assert bool(known) != (table.name in TELLS_OF_NOBODY)


async def test_nothing_of_a_person_is_left_and_nothing_of_others_is_lost(
    database: Database, clock: ManualClock
) -> None:
    cohort_id = (await live(database, clock, LINH, "linh", KWAME)).cohort_id
    await add_contact(database, KWAME, "linh name")
    deleted = [table for table, _column in forgetting.DELETED]
    before = own_rows(database, deleted)
    assert {name for name, ids in before.items() if not ids} == set(), "the test must fill every table"
    assert "linh " not in dump(database), "private texts are sealed, wherever they stand"
    kwame = await database.read(KWAME, exports.gather)
    had = await database.read(LINH, forgetting.stored)

    gone = await database.run(LINH, forgetting.forget)
    assert gone == had
    assert (gone.contacts, gone.meetings, gone.debriefs, gone.drafts, gone.cohorts) == (1, 2, 1, 2, 1)
    assert min(gone.messages, gone.practice, gone.roles) > 0
    assert (await database.read(LINH, forgetting.stored)).is_nothing

    whole = dump(database)
    assert LINH.user_id not in whole
    after = own_rows(database, deleted)
    for name, ids in before.items():
        lost = ids - after[name]
        assert [one for one in lost if one in whole] == [], name
    assert await database.read(KWAME, exports.gather) == kwame
    lines = (await database.read(LEAD, audit.page, cohort_id)).items
    assert (lines[0].act, lines[0].actor_id, lines[0].person_id) == (AuditAct.LEAD_REMOVED, None, FORGOTTEN)
    assert FORGOTTEN in {line.actor_id for line in lines}, "what the person did as a lead stays in the list"
    assert LINH.user_id not in (await database.read(LEAD, cohorts.led_cohort, cohort_id)).lead_ids
    roster = await database.run(LEAD, sharing.roster, cohort_id)
    assert [member.user_id for member in roster.items] == [KWAME.user_id]
    assert (await database.run(LINH, forgetting.forget)).is_nothing


async def test_the_same_ids_of_another_workspace_are_untouched(
    database: Database, clock: ManualClock
) -> None:
    await enrolled(database, LINH)
    await add_contact(database, LINH)
    twin = Actor("T0OTHER", LINH.user_id)
    other_cohort = await make_cohort(database, SPRING, Actor("T0OTHER", "U0ADMIN", is_admin=True))
    await enrol(database, twin, other_cohort)
    await add_contact(database, twin)
    before = await database.read(twin, exports.gather)
    assert (await database.run(LINH, forgetting.forget)).contacts == 1
    assert await database.read(twin, exports.gather) == before


async def test_what_a_summary_published_does_not_move(database: Database, clock: ManualClock) -> None:
    members = [Actor(LINH.team_id, f"U{number}") for number in range(6)]
    cohort = await enrolled(database, *members)
    for member in members:
        contact_id = await add_contact(database, member)
        await database.run(member, contacts.move, contact_id, Status.CONTACTED)
    clock.advance(days=8)
    before = await database.run(LEAD, summaries.build, cohort.id)
    assert before.figures[Measure.CONTACTED].count == 6
    await database.run(members[0], forgetting.forget)
    after = await database.run(LEAD, summaries.build, cohort.id)
    assert (after.figures, after.weeks) == (before.figures, before.weeks)
    assert (before.members, after.members) == (6, 5)  # who is in the cohort stands on the roster anyway
    clock.advance(days=7)
    later = await database.run(LEAD, summaries.build, cohort.id)
    assert later.figures[Measure.CONTACTED].count == 6, "one who left moves no number: five have to"


async def test_a_message_that_is_on_its_way_ends_quietly(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    clock.set(MONDAY)
    await plan(database)
    worker = await hand(database)
    claimed = await worker.one()
    await database.run(LINH, forgetting.forget)
    assert await worker.begin(claimed) is None
    await plan(database)
    assert await rows(database) == []


async def test_a_cohort_that_runs_is_not_left_without_a_lead(database: Database) -> None:
    cohort = await make_cohort(database)
    await database.run(ADMIN, leads.change, cohort.id, (LEAD.user_id,))
    with pytest.raises(UserError, match="the only lead"):
        await database.run(LEAD, forgetting.forget)
    await database.run(LEAD, cohorts.end, cohort.id)
    assert await database.run(LEAD, forgetting.forget) == OwnData(roles=1)


async def test_what_is_added_at_the_same_moment_is_gone_too_or_refused(database: Database) -> None:
    await enrolled(database, LINH)
    adding = (add_contact(database, LINH, f"Somebody {number}") for number in range(20))
    await asyncio.gather(*adding, database.run(LINH, forgetting.forget), return_exceptions=True)
    assert LINH.user_id not in dump(database)
    with database.system_session() as session:
        assert session.connection().execute(text("SELECT count(*) FROM contact")).scalar_one() == 0


async def test_the_files_have_no_copy(tmp_path: Path, clock: ManualClock) -> None:
    """Neither the database's free pages nor its write-ahead log."""
    database = make_database(sqlite_url(tmp_path), clock)
    path = sqlite_path(database.url)
    assert path is not None

    def in_files(what: str) -> int:
        files = (path, path.with_name(path.name + "-wal"))
        return sum(file.read_bytes().count(what.encode()) for file in files if file.exists())

    try:
        await live(database, clock, LINH, "linh", KWAME)
        fill_log(database, LINH, 200)
        with database.system_session() as session:
            sealed = list(session.connection().execute(text("SELECT name_sealed FROM contact")).scalars())
        assert in_files(LINH.user_id) > 0
        assert in_files(sealed[0]) > 0
        await database.run(LINH, forgetting.forget)
        await database.scrub()
        assert {one for one in (LINH.user_id, *sealed) if in_files(one)} == set()
    finally:
        database.dispose()


async def test_an_operator_forgets_somebody_who_left_slack(
    tmp_path: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", sqlite_url(tmp_path))
    monkeypatch.setenv("INFOVIEW_SECRET_KEY", SECRET)
    database = make_database(f"sqlite:///{tmp_path / 'test.db'}", clock)
    await enrolled(database, LINH)
    await add_contact(database, LINH)
    result = await asyncio.to_thread(CliRunner().invoke, cli, ["forget", LINH.team_id, LINH.user_id])
    assert (result.exit_code, "1 contacts" in result.output) == (0, True)
    result = await asyncio.to_thread(CliRunner().invoke, cli, ["forget", ADMIN.team_id, ADMIN.user_id])
    assert result.exit_code == 0, "another lead is there"
    result = await asyncio.to_thread(CliRunner().invoke, cli, ["forget", LEAD.team_id, LEAD.user_id])
    assert (result.exit_code, "the only lead" in result.output) == (1, True)
    assert LINH.user_id not in dump(database)
    database.dispose()
