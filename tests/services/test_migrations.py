"""The migrations make exactly the tables of the models, and go down and up again, on both databases."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from bot import migrations
from bot.db import Database, metadata


def test_the_tables_are_those_of_the_models(database: Database) -> None:
    with database.engine.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata()) == []


def test_down_and_up_again(database: Database) -> None:
    migrations.downgrade(database.engine, "base")
    assert inspect(database.engine).get_table_names() == ["alembic_version"]
    migrations.upgrade(database.engine)
    migrations.upgrade(database.engine)
    assert "interview" in inspect(database.engine).get_table_names()
