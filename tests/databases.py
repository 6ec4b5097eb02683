"""A fresh, migrated database for each test, on SQLite and on a real PostgreSQL."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import event
from sqlmodel import SQLModel

from bot import migrations
from bot.clock import Clock
from bot.db import Database, normalise_url
from bot.vault import Vault
from tests.clocks import ManualClock
from tests.postgres import PostgresServer

SECRET = "a-secret-for-tests-only-long-enough-to-be-one"

_templates: dict[str, str] = {}
_spare: dict[str, str] = {}
"""By server: a database whose rows are deleted, for the next test of this process."""


def make_database(url: str, clock: Clock) -> Database:
    """A database object with the tests' vault."""
    return Database(normalise_url(url), Vault([SECRET]), clock)


@contextmanager
def statements_of(database: Database) -> Iterator[list[str]]:
    """The statements that reach the database meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_others: object) -> None:
        sent.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


@contextmanager
def sqlite_database(folder: Path, clock: Clock) -> Iterator[Database]:
    """A migrated SQLite database in ``folder``."""
    database = make_database(sqlite_url(folder), clock)
    yield database
    database.dispose()


def sqlite_url(folder: Path) -> str:
    """The address of a migrated SQLite file in ``folder``, copied from one template for each test process."""
    path = folder / "test.db"
    path.write_bytes(_migrated_sqlite())
    return f"sqlite:///{path}"


@cache
def _migrated_sqlite() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.db"
        database = make_database(f"sqlite:///{path}", ManualClock())
        migrations.upgrade(database.engine)
        database.dispose()  # the last connection writes everything into the one file
        return path.read_bytes()


@contextmanager
def postgres_url(server: PostgresServer, clock: Clock) -> Iterator[str]:
    """The address of a migrated PostgreSQL database, copied from one template for each test process."""
    if server.admin_url not in _templates:
        template = server.create_database()
        database = make_database(template, clock)
        migrations.upgrade(database.engine)
        database.dispose()
        _templates[server.admin_url] = template
    url = _spare.pop(server.admin_url, None) or server.create_database(_templates[server.admin_url])
    yield url
    if _emptied(server.as_superuser(url)):
        _spare[server.admin_url] = url
    else:
        server.drop_database(url)


def _emptied(url: str) -> bool:
    """Delete all rows, so that the next test can use the database: making one anew takes far longer.

    Whether that was possible: not where the test changed the tables, or left a connection with locks.
    """
    tables = {*SQLModel.metadata.tables, "alembic_version"}
    try:
        with psycopg.connect(url, autocommit=False) as connection:
            connection.execute("SET lock_timeout = '2s'")
            there = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            if {name for (name,) in there} != tables:
                return False
            version = connection.execute("SELECT version_num FROM alembic_version").fetchall()
            if version != [(migrations.newest(),)]:
                return False
            connection.execute("SET session_replication_role = replica")  # in any order of the tables
            for name in SQLModel.metadata.tables:
                connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))
    except psycopg.Error:
        return False
    return True


def drop_spares() -> None:
    """Drop what is kept for the next test of this process, where none follows."""
    while _spare:
        admin_url, url = _spare.popitem()
        PostgresServer(admin_url).drop_database(url)


def forget_templates() -> None:
    """Migrate anew for the next test: for a process in which migrations do something else."""
    _migrated_sqlite.cache_clear()
    _templates.clear()
    drop_spares()


@contextmanager
def postgres_database(server: PostgresServer, clock: Clock) -> Iterator[Database]:
    """A migrated PostgreSQL database."""
    with postgres_url(server, clock) as url:
        database = make_database(url, clock)
        yield database
        database.dispose()
