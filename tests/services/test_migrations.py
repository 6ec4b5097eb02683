"""The migrations make exactly the tables of the models, and go down and up again, on both databases."""

from datetime import timedelta

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlmodel import select

from bot import migrations
from bot.db import Database, metadata
from bot.models import Delivery, Member
from bot.values import Actor
from tests.clocks import ManualClock

DAY = timedelta(hours=24)


def test_the_tables_are_those_of_the_models(database: Database) -> None:
    with database.engine.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata()) == []


def test_down_and_up_again(database: Database) -> None:
    migrations.downgrade(database.engine, "base")
    assert inspect(database.engine).get_table_names() == ["alembic_version"]
    migrations.upgrade(database.engine)
    migrations.upgrade(database.engine)
    assert "interview" in inspect(database.engine).get_table_names()


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
        member = session.exec(select(Member)).one()
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
        row = session.exec(select(Delivery)).one()
        assert (row.recipient, row.member_id, row.attempts) == ("U1", "m1", 1)
        assert (row.expires_at - row.due_at, row.send_after - row.due_at) == (DAY, timedelta(minutes=5))
        session.add(Delivery(**row.model_dump() | {"id": "d2", "recipient": "ULEAD", "member_id": None}))
    migrations.downgrade(database.engine, "0003")
    with database.engine.begin() as connection:
        assert connection.execute(text("SELECT id, member_id FROM delivery")).all() == [("d1", "m1")]
