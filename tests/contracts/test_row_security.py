"""Every table says on PostgreSQL who may see its rows (:mod:`bot.row_security`)."""

import pytest
from sqlalchemy import text

from bot.db import metadata
from bot.migrations import upgrade
from tests.clocks import ManualClock
from tests.databases import postgres_database
from tests.postgres import PostgresServer

POLICIES = text(
    "SELECT relname, relrowsecurity AND relforcerowsecurity, qual, with_check, cmd, permissive"
    " FROM pg_class LEFT JOIN pg_policies ON tablename = relname"
    " WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'"
)


@pytest.mark.postgres
def test_every_table_has_a_forced_policy(postgres_server: PostgresServer, clock: ManualClock) -> None:
    """A new table calls ``row_security.guard`` in its migration; without ``team_id``, ``guard_for_all``."""
    with postgres_database(postgres_server, clock) as database:
        upgrade(database.engine)
        with database.engine.begin() as connection:
            found = connection.execute(POLICIES).all()
    assert sorted(row[0] for row in found) == sorted(metadata().tables)  # one policy each, views none
    for name, is_forced, condition, check, command, permissive in found:
        assert is_forced, f"{name}: no row-level security"
        assert (check, command, permissive) == (None, "ALL", "PERMISSIVE"), name
        assert ("team_id)::text = " in condition) == ("team_id" in metadata().tables[name].columns), condition
