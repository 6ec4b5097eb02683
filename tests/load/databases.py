"""The databases that are measured: fresh ones, removed afterwards."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from bot.db import Database
from tests.clocks import ManualClock
from tests.databases import postgres_database, sqlite_database
from tests.postgres import PostgresServer


@contextmanager
def fresh_database(kind: str, server: PostgresServer, clock: ManualClock) -> Iterator[Database]:
    """A migrated database: a file for ``SQLite`` (in any spelling), else one of the server."""
    if kind.casefold() == "sqlite":
        with tempfile.TemporaryDirectory() as folder, sqlite_database(Path(folder), clock) as database:
            yield database
    else:
        with postgres_database(server, clock) as database:
            yield database


def gather_statistics(database: Database) -> None:
    """Let the database look at what was filled in, as it does by itself after a while."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(
            text("ANALYZE" if database.url.get_backend_name() == "sqlite" else "VACUUM ANALYZE")
        )
