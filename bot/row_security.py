"""PostgreSQL's row-level security: the second wall between workspaces, behind the scope of :mod:`bot.db`.

Each transaction says whom it is for, by settings that end with it. The policy of each table reads them, also
for statements that no scope was added to. A transaction that says nothing sees and writes no row.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.types import String

TEAM_OPTION = "team_id"
"""The execution option of a connection that names its workspace. Without it: all of them, for the worker."""

WORKSPACE_ROLE = "infoview_workspace"
"""Whom a workspace's transaction acts as where the login is one that no policy holds, such as a superuser."""

_TEAM = "infoview.team_id"
_ALL = "infoview.all_workspaces"
# As sub-selects, they are read once a statement instead of once a row.
_IS_FOR_ALL = f"(SELECT current_setting('{_ALL}', true)) = 'on'"
_IS_OWN = f"team_id = (SELECT nullif(current_setting('{_TEAM}', true), ''))"

_NO_JIT = "SET LOCAL jit = off"
"""A policy hides from the planner how few rows it leaves. In large tables it then compiles statements that
read a few pages: https://www.postgresql.org/docs/current/jit-decision.html."""

_FREE_LOGIN = "row_security_free_login"


def guard(connection: Connection, *tables: str) -> None:
    """Let a workspace see and write its own rows only: in the migration of each table with ``team_id``."""
    _guard(connection, tables, f"{_IS_OWN} OR {_IS_FOR_ALL}")


def guard_for_all(connection: Connection, *tables: str) -> None:
    """Let no workspace see or write rows: in the migration of each table without ``team_id``."""
    _guard(connection, tables, _IS_FOR_ALL)


def _guard(connection: Connection, tables: tuple[str, ...], condition: str) -> None:
    if connection.dialect.name != "postgresql":
        return
    for table in tables:
        connection.exec_driver_sql(f"CREATE POLICY workspace ON {table} USING ({condition})")
        # Forced: the login mostly is the tables' owner, whom policies would not hold otherwise.
        connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")


def unguard(connection: Connection, *tables: str) -> None:
    """Take back :func:`guard` or :func:`guard_for_all`."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables:
        connection.exec_driver_sql(
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY"
        )
        connection.exec_driver_sql(f"DROP POLICY workspace ON {table}")


def tables_without_guard(connection: Connection) -> list[str]:
    """The tables on PostgreSQL that hold no workspace back, and should."""
    found = connection.exec_driver_sql(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
        " AND relname <> 'alembic_version' AND NOT (relrowsecurity AND relforcerowsecurity AND EXISTS"
        " (SELECT FROM pg_policy WHERE polrelid = pg_class.oid)) ORDER BY relname"
    )
    return [name for (name,) in found]


def let_workspaces_in(connection: Connection) -> None:
    """After a migration: make the role of workspaces and let it use all tables, where the login needs it."""
    if connection.dialect.name != "postgresql" or not connection.info[_FREE_LOGIN]:
        return
    connection.exec_driver_sql(
        # Roles belong to the whole server: another database's Infoview may make it at the same moment.
        f"DO $$ BEGIN CREATE ROLE {WORKSPACE_ROLE};"
        f" EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
    )
    schema = connection.exec_driver_sql("SELECT quote_ident(current_schema())").scalar_one()
    for grant in (
        f"{WORKSPACE_ROLE} TO CURRENT_USER",
        f"USAGE ON SCHEMA {schema} TO {WORKSPACE_ROLE}",
        f"SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {WORKSPACE_ROLE}",
    ):
        connection.exec_driver_sql(f"GRANT {grant}")


def say_whom_each_transaction_is_for(engine: Engine) -> None:
    """Begin each transaction of a PostgreSQL engine with its settings, and without its compiler.

    Its connections must be in psycopg's autocommit mode. Then the settings travel with ``BEGIN`` and cost no
    round trip.
    """

    @event.listens_for(engine, "connect")
    def _look_at_login(connection: Any, record: Any) -> None:  # noqa: ANN401 - a DBAPI connection has no type
        found = connection.execute(
            "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        record.info[_FREE_LOGIN] = found[0]

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("isolation_level") == "AUTOCOMMIT":
            return
        connection.exec_driver_sql("; ".join(["BEGIN", _NO_JIT, *_settings(connection)]))


def _settings(connection: Connection) -> list[str]:
    team_id = connection.get_execution_options().get(TEAM_OPTION)
    if team_id is None:
        return [f"SET LOCAL {_ALL} = 'on'"]
    quote: Callable[[str], str] = String().literal_processor(connection.dialect)  # type: ignore[no-untyped-call]
    settings = [f"SET LOCAL {_TEAM} = {quote(team_id)}"]
    if connection.info[_FREE_LOGIN]:
        settings.append(f"SET LOCAL ROLE {WORKSPACE_ROLE}")
    return settings
