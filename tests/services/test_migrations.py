"""The migrations make exactly the tables of the models, and go down and up again, on both databases."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlmodel import select

from bot import migrations
from bot.db import Database, metadata
from bot.models import Member
from bot.values import Actor
from tests.clocks import ManualClock


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
