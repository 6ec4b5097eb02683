"""What PostgreSQL itself lets a workspace's transaction see and write, without the scope of the ORM.

Two logins: the owner of the tables, as platforms give it, and a superuser, whom no policy holds by itself.
"""

from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import CursorResult, Table, text
from sqlalchemy.exc import ProgrammingError
from sqlmodel import Session, UTCDateTime

from bot import migrations, row_security
from bot.db import Database, metadata
from tests.clocks import ManualClock
from tests.databases import make_database, postgres_url, sqlite_database
from tests.postgres import PostgresServer

pytestmark = pytest.mark.postgres

HARBOR, RIVER = "T0HARBOR", "T0RIVER"
OF_WORKSPACES = [table for table in metadata().sorted_tables if "team_id" in table.columns]
OF_NONE = [table for table in metadata().sorted_tables if "team_id" not in table.columns]


@pytest.fixture(params=["owner", "superuser"], scope="module")
def rows(request: pytest.FixtureRequest, postgres_server: PostgresServer) -> Iterator[Database]:
    """A database with one row of each of two workspaces in every table. Tests leave it as it was."""
    clock = ManualClock()
    with postgres_url(postgres_server, clock) as url:
        login = postgres_server.as_superuser(url) if request.param == "superuser" else url
        with psycopg.connect(postgres_server.as_superuser(url)) as connection:
            connection.execute("SET session_replication_role = replica")  # no foreign keys
            for table in metadata().sorted_tables:
                for team_id in (HARBOR, RIVER):
                    _insert(connection, table, team_id, clock)
        database = make_database(login, clock)
        migrations.upgrade(database.engine)
        yield database
        database.dispose()


def _insert(connection: psycopg.Connection, table: Table, team_id: str, clock: ManualClock) -> None:
    moment = clock.now()
    values: dict[type, Any] = {
        bool: False,
        bytes: b"",
        float: 1.0,
        int: 1,
        date: moment.date(),
        time: moment.time(),
    }
    row = {
        column.name: moment
        if isinstance(column.type, UTCDateTime)
        else values.get(column.type.python_type, team_id)
        for column in table.columns
        if not column.nullable
    }
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(table.name),
        sql.SQL(", ").join(map(sql.Identifier, row)),
        sql.SQL(", ").join(sql.Placeholder() * len(row)),
    )
    connection.execute(statement, list(row.values()))


def _changed(session: Session, statement: str, **values: str) -> int:
    result = session.connection().execute(text(statement), values)
    assert isinstance(result, CursorResult)
    return result.rowcount


def _teams(session: Session, table: Table) -> set[str]:
    return set(session.connection().execute(text(f"SELECT team_id FROM {table.name}")).scalars())


def test_raw_sql_of_a_workspace_sees_and_changes_its_own_rows_only(rows: Database) -> None:
    assert len(OF_WORKSPACES) > 20
    for table in OF_WORKSPACES:
        with rows.transaction(HARBOR) as session:
            assert _teams(session, table) == {HARBOR}, table.name
            assert _changed(session, f"UPDATE {table.name} SET id = id") == 1, table.name
            of_river = f"{table.name} WHERE team_id = :team"
            assert _changed(session, f"DELETE FROM {of_river}", team=RIVER) == 0, table.name
        with rows.system_session() as session:
            assert _teams(session, table) == {HARBOR, RIVER}, table.name
    with rows.transaction(HARBOR) as session:
        before = session.connection().begin_nested()
        for table in reversed(OF_WORKSPACES):
            assert _changed(session, f"DELETE FROM {table.name}") == 1, table.name
        before.rollback()


def test_raw_sql_of_a_workspace_writes_no_row_of_another(rows: Database) -> None:
    for table in OF_WORKSPACES:
        names = [column.name for column in table.columns]
        copied = [{"id": "'new'", "team_id": ":team"}.get(name, name) for name in names]
        for statement in (
            f"UPDATE {table.name} SET team_id = :team",
            f"INSERT INTO {table.name} ({', '.join(names)}) SELECT {', '.join(copied)} FROM {table.name}",
        ):
            with (
                pytest.raises(ProgrammingError, match="violates row-level security policy"),
                rows.transaction(HARBOR) as session,
            ):
                _changed(session, statement, team=RIVER)


def test_tables_of_no_workspace_are_the_workers(rows: Database) -> None:
    for table in OF_NONE:
        count = text(f"SELECT count(*) FROM {table.name}")
        with rows.transaction(HARBOR) as session:
            assert session.connection().execute(count).scalar_one() == 0
        with rows.system_session() as session:
            assert session.connection().execute(count).scalar_one() == 2


def test_a_pooled_connection_keeps_nothing_of_the_last_transaction(rows: Database) -> None:
    def state(connection: Any) -> tuple[Any, ...]:
        asked = "SELECT pg_backend_pid(), current_user, current_setting('infoview.team_id', true)"
        found: tuple[Any, ...] = connection.execute(asked).fetchone()
        return found

    with rows.transaction(HARBOR) as session:
        before = state(session.connection().connection.driver_connection)
    with pytest.raises(RuntimeError, match="taken back"), rows.transaction(RIVER):
        raise RuntimeError("taken back")
    raw = rows.engine.raw_connection()
    after = state(raw.driver_connection)
    raw.close()
    assert before[2] == HARBOR
    assert after == (before[0], rows.url.username, "")
    with rows.transaction("T0NEW") as session:
        assert [table.name for table in OF_WORKSPACES if _teams(session, table)] == []


def test_no_transaction_compiles_its_statements(rows: Database) -> None:
    """A policy hides how few rows it leaves: at ten million rows the compiler took twenty times the query."""
    with rows.transaction(HARBOR) as own, rows.system_session() as everywhere:
        found = [session.execute(text("SHOW jit")).scalar_one() for session in (own, everywhere)]
    assert found == ["off", "off"]


def test_a_strange_workspace_id_is_nobodys(rows: Database) -> None:
    said = text("SELECT current_setting('infoview.team_id')")
    for team_id in (
        "",
        "*",
        f"{HARBOR}'; SET LOCAL infoview.all_workspaces = 'on",
        "T%",
        "T\\'",
        f"{HARBOR} ",
    ):
        with rows.transaction(team_id) as session:
            assert session.connection().execute(said).scalar_one() == team_id
            assert [table.name for table in OF_WORKSPACES if _teams(session, table)] == []


def test_a_connection_that_says_nothing_sees_and_writes_nothing(rows: Database) -> None:
    address = rows.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address) as connection:
        if rows.url.username == "postgres":
            connection.execute("SET ROLE infoview_workspace")
        for table in metadata().sorted_tables:
            everything = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table.name))
            assert connection.execute(everything).fetchone() == (0,), table.name
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("INSERT INTO restoration (id, restored_at) VALUES ('new', now())")


def test_a_guard_can_be_taken_back_and_given_again(rows: Database) -> None:
    with rows.system_session() as session:
        connection = session.connection()
        assert row_security.tables_without_guard(connection) == []
        row_security.unguard(connection, "cohort", "contact")
        assert row_security.tables_without_guard(connection) == ["cohort", "contact"]
        row_security.guard(connection, "cohort")
        row_security.guard_for_all(connection, "contact")
        assert row_security.tables_without_guard(connection) == []
        session.rollback()


def test_on_sqlite_there_is_nothing_to_guard(tmp_path: Path) -> None:
    with sqlite_database(tmp_path, ManualClock()) as database, database.system_session() as session:
        row_security.guard(session.connection(), "cohort")
        row_security.unguard(session.connection(), "cohort")
        row_security.let_workspaces_in(session.connection())


def test_what_needs_no_transaction_gets_none(rows: Database) -> None:
    with rows.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM cohort")  # refused within a transaction
