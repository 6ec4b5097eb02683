"""Moves a grown program from SQLite to PostgreSQL: row for row, and compared row for row afterwards.

Sealed values stay as they are: each is bound to its workspace, table, column and row, and none of these
changes. So the copy needs the same key, and never opens a value.
"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Row, Table, func, insert, select
from sqlalchemy.engine import URL

from bot import migrations
from bot.clock import Clock
from bot.db import Database, metadata, sqlite_path
from bot.operations.postgres_dumps import is_empty
from bot.operations.progress import Tell
from bot.row_security import tables_without_guard
from bot.services import keyring
from bot.vault import Vault

ROWS = 1000
"""Rows in one statement."""


class CopyError(Exception):
    """Nothing was copied; the text says why, and what to do."""


def copy(source: URL, target: URL, vault: Vault, clock: Clock, tell: Tell) -> Mapping[str, int]:
    """Copy all rows into an empty database, in one transaction; returns how many, by table.

    Raises CopyError where the target is not empty, the source is not of the newest tables or does not open
    with the keys, or a row arrived otherwise than it was.
    """
    path = sqlite_path(source)
    if path is None or sqlite_path(target) is not None:
        raise CopyError("It copies from a sqlite:///… address to a postgresql://… one.")
    if not path.exists():
        raise CopyError(f"There is no database at {path}.")
    old, new = Database(source, vault, clock), Database(target, vault, clock)
    try:
        _look_before(old, new)
        migrations.upgrade(new.engine)
        return _copy(old, new, tell)
    finally:
        old.dispose()
        new.dispose()


def _look_before(old: Database, new: Database) -> None:
    with old.system_session() as session:
        if migrations.level(session.connection()) != migrations.newest():
            raise CopyError("The tables are not the newest: run  infoview db upgrade  there first.")
        keyring.check(session, old.clock)
    if not is_empty(new.engine):
        raise CopyError("The target is not empty. Make a new database for it.")


def _copy(old: Database, new: Database, tell: Tell) -> Mapping[str, int]:
    """The source stands still meanwhile: its transaction is one that writes, and there can be only one."""
    with old.engine.begin() as source, new.engine.begin() as target:
        rows = {table.name: _count(source, table) for table in metadata().sorted_tables}
        whole, done = 2 * sum(rows.values()), 0  # each is written, then read again
        for table in metadata().sorted_tables:
            for batch in _batches(source, table):
                target.execute(insert(table), [dict(row._mapping) for row in batch])
                done += len(batch)
                tell(done, whole)
        for table in metadata().sorted_tables:
            _compare(source, target, table)
            done += rows[table.name]
            tell(done, whole)
        unguarded = tables_without_guard(target)
        if unguarded:
            raise CopyError(f"Row-level security is off for: {', '.join(unguarded)}")
    return rows


def _compare(source: Connection, target: Connection, table: Table) -> None:
    if fingerprint(source, table) != fingerprint(target, table):
        raise CopyError(f"The rows of {table.name} arrived otherwise than they were. Nothing was kept.")


def fingerprint(connection: Connection, table: Table) -> tuple[int, int]:
    """How many rows a table has, and the sum of their hashes: the order of rows does not count.

    A sum, because databases sort texts differently.
    """
    count = total = 0
    for batch in _batches(connection, table):
        for row in batch:
            told = repr(tuple(row)).encode("utf-8", "surrogatepass")
            total += int.from_bytes(hashlib.blake2b(told, digest_size=16).digest())
        count += len(batch)
    return count, total


def _batches(connection: Connection, table: Table) -> Iterator[list[Row[Any]]]:
    found = connection.execute(select(table), execution_options={"stream_results": True})
    yield from (list(part) for part in found.partitions(ROWS))


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()
