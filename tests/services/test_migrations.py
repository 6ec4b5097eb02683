"""The migrations make exactly the tables of the models, and go down and up again, on both databases."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import func, inspect, select, table, text

from bot import migrations
from bot.db import Database, metadata
from bot.models import Delivery, Member
from bot.row_security import tables_without_guard
from bot.services import contacts
from bot.values import Actor
from tests.clocks import ManualClock
from tests.people import KWAME, LINH
from tests.whole_life import live

DAY = timedelta(hours=24)


def test_the_tables_are_those_of_the_models(database: Database) -> None:
    with database.engine.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata()) == []


def test_the_level_is_what_alembic_says(database: Database) -> None:
    """It is read without Alembic, which a start on an up-to-date database need not load."""
    script = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert migrations.revisions() == tuple(step.revision for step in script.walk_revisions())
    for revision in (migrations.revisions()[1], "base", "head"):
        if revision == "head":
            migrations.upgrade(database.engine)
        else:
            migrations.downgrade(database.engine, revision)
        with database.engine.begin() as connection:
            known = MigrationContext.configure(connection).get_current_revision()
            assert migrations.level(connection) == known


def test_down_and_up_again(database: Database) -> None:
    migrations.downgrade(database.engine, "base")
    assert inspect(database.engine).get_table_names() == ["alembic_version"]
    migrations.upgrade(database.engine)
    migrations.upgrade(database.engine)
    assert "interview" in inspect(database.engine).get_table_names()


def test_one_line_says_what_became_of_the_tables(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    migrations.downgrade(database.engine, "base")
    with caplog.at_level("INFO", "bot.migrations"):
        migrations.upgrade(database.engine, "0003")
        migrations.upgrade(database.engine)
        migrations.upgrade(database.engine)
    assert [record.getMessage() for record in caplog.records if record.name == "bot.migrations"] == [
        "the tables are made, at revision 0003",
        f"the tables are brought from revision 0003 to {migrations.newest()}",
    ]


KEPT = ("cohort", "member", "enrollment", "contact", "interview", "debrief", "status_change")
"""Tables of all times, whose rows no migration may lose."""


async def test_each_step_down_and_up_again_with_somebodys_data(
    database: Database, clock: ManualClock
) -> None:
    """Each revision goes down with rows in its tables, and up again with rows in those before it."""
    life = await live(database, clock, LINH, "linh", KWAME)
    steps = list(modules())
    before = counts(database)
    assert all(before[name] for name in KEPT)
    sizes = []
    for step in steps[:-1]:  # the first revision makes the tables themselves
        take(database, step.downgrade)
        sizes.append(counts(database))
    for step in reversed(steps[:-1]):
        take(database, step.upgrade)
        sizes.append(counts(database))
    for size in sizes:
        assert {name: size[name] for name in KEPT} == {name: before[name] for name in KEPT}
        assert all(count <= before.get(name, 0) for name, count in size.items())
    with database.engine.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata()) == []
        if connection.dialect.name == "postgresql":
            assert tables_without_guard(connection) == []
    contact = await database.read(LINH, contacts.get, life.contact_id)
    assert contact.form.name == "linh name"
    assert contact.form.notes == "linh notes"


def modules() -> Iterator[ModuleType]:
    """All revisions, the newest first."""
    scripts = ScriptDirectory(str(Path(migrations.__file__).parent))
    return (script.module for script in scripts.walk_revisions())


def take(database: Database, step: Callable[[], None]) -> None:
    """One step of one revision, in a transaction of its own."""
    with database.engine.begin() as connection:
        context = MigrationContext.configure(connection)
        with Operations.context(context):
            step()


def counts(database: Database) -> dict[str, int]:
    """The rows of each table there is."""
    with database.engine.begin() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table(name))).scalar_one()
            for name in inspect(connection).get_table_names()
        }


def test_a_members_row_outlives_the_way_from_the_first_tables_and_back(
    database: Database, clock: ManualClock
) -> None:
    person = Actor("T0001", "U0001")
    migrations.downgrade(database.engine, "0001")
    with database.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO member (id, team_id, user_id, timezone, locale, nudge_weekday, nudge_time,"
                " nudges_stopped, created_at) VALUES ('m1', :team, :user, 'UTC', 'es-MX', 0, '09:00:00',"
                " :stopped, :now)"
            ),
            {"team": person.team_id, "user": person.user_id, "stopped": False, "now": clock.now()},
        )
    migrations.upgrade(database.engine)
    with database.transaction(person.team_id) as session:
        member = session.scalars(select(Member)).one()
        assert (member.user_id, member.locale, member.language) == ("U0001", "es-MX", None)
    migrations.downgrade(database.engine, "0001")
    with database.engine.begin() as connection:
        assert connection.execute(text("SELECT locale FROM member")).scalar_one() == "es-MX"


def test_deliveries_outlive_the_way_to_many_workers_and_back(database: Database, clock: ManualClock) -> None:
    migrations.downgrade(database.engine, "0003")
    with database.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO member (id, team_id, user_id, timezone, locale, nudge_weekday, nudge_time,"
                " nudges_stopped, created_at) VALUES ('m1', 'T1', 'U1', 'UTC', 'en-US', 0, '09:00:00',"
                " :stopped, :now)"
            ),
            {"stopped": False, "now": clock.now()},
        )
        connection.execute(
            text(
                "INSERT INTO delivery (id, team_id, member_id, kind, subject, occurrence, state, due_at,"
                " send_after, attempts) VALUES ('d1', 'T1', 'm1', 'digest', '', '2026-W38', 'queued',"
                " '2026-09-14 13:00:00', '2026-09-14 13:05:00', 1)"
            )
        )
    migrations.upgrade(database.engine)
    with database.system_session() as session:
        row = session.scalars(select(Delivery)).one()
        assert (row.recipient, row.member_id, row.attempts) == ("U1", "m1", 1)
        assert (row.expires_at - row.due_at, row.send_after - row.due_at) == (DAY, timedelta(minutes=5))
        session.add(Delivery(**row.model_dump() | {"id": "d2", "recipient": "ULEAD", "member_id": None}))
    migrations.downgrade(database.engine, "0003")
    with database.engine.begin() as connection:
        assert connection.execute(text("SELECT id, member_id FROM delivery")).all() == [("d1", "m1")]
