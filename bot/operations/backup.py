"""Backups and how they are put back: each is looked through before it counts, and nothing is sent twice.

What is in a backup stays sealed: it is worth nothing without the key, and nobody can read it then.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from bot import migrations
from bot.clock import Clock
from bot.db import Database, sqlite_path
from bot.operations import postgres_dumps, sqlite_files
from bot.operations.postgres_dumps import DumpError
from bot.operations.progress import Tell
from bot.operations.sqlite_files import DamagedError
from bot.services import delivery_desk, keyring
from bot.vault import Vault, VaultError

_KINDS = {sqlite_files.MAGIC: "SQLite", postgres_dumps.MAGIC: "PostgreSQL"}


class BackupError(Exception):
    """A backup was not made or not put back; the text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What is in a backup."""

    rows: Mapping[str, int]  # by table

    @property
    def whole(self) -> int:
        """All rows."""
        return sum(self.rows.values())


def backup(database: Database, file: Path, tell: Tell) -> Copied:
    """Write all there is at one moment to a new file, while the bot runs; it has its name once it is sound.

    Raises BackupError.
    """
    if file.exists():
        raise BackupError(f"{file} is there already. Choose another name, or move it away.")
    source = sqlite_path(database.url)
    with _made_whole(file) as partial:
        if source is not None:
            rows = sqlite_files.copy(source, partial, tell)
        else:
            rows = postgres_dumps.dump(database.engine, partial, tell)
    return Copied(rows)


def restore(url: URL, vault: Vault, clock: Clock, file: Path, tell: Tell) -> Copied:
    """Put a backup into a database that is not there or empty, and bring it to the newest tables.

    What was due until now is not sent: it may have been sent already. Raises BackupError, where the file is
    none of its kind, the database has something in it, or the keys do not open it.
    """
    target = sqlite_path(url)
    _expect_kind(file, "SQLite" if target is not None else "PostgreSQL")
    if target is not None:
        return _restore_file(url, target, vault, clock, file, tell)
    database = Database(url, vault, clock)
    try:
        with _in_words():
            if not postgres_dumps.is_empty(database.engine):
                raise BackupError(f"The database {url.database} is not empty. Make a new one and name that.")
            rows = postgres_dumps.load(database.engine, file, tell)
            _make_ready_or_drop(database)
    finally:
        database.dispose()
    return Copied(rows)


def _restore_file(url: URL, target: Path, vault: Vault, clock: Clock, file: Path, tell: Tell) -> Copied:
    if target.exists():
        raise BackupError(
            f"{target} is there already. Stop the bot, then move it away with its -wal and -shm."
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    with _made_whole(target) as partial:
        rows = sqlite_files.copy(file, partial, tell)
        database = Database(url.set(database=str(partial)), vault, clock)
        try:
            _make_ready(database)
        finally:
            database.dispose()
    return Copied(rows)


def _make_ready_or_drop(database: Database) -> None:
    try:
        _make_ready(database)
    except (BackupError, VaultError):
        postgres_dumps.drop(database.engine)
        raise


def _make_ready(database: Database) -> None:
    with database.engine.begin() as connection:
        level = migrations.level(connection)
    if level is None:
        raise BackupError("That is no backup of Infoview.")
    if level not in migrations.revisions():
        raise BackupError(f"That is a backup of a newer Infoview ({level}): install that one first.")
    migrations.upgrade(database.engine)
    with database.system_session() as session:
        delivery_desk.note_restored(session, database.clock)
    with database.system_session() as session:
        keyring.check(session, database.clock)


@contextmanager
def _made_whole(file: Path) -> Iterator[Path]:
    """A name to write to; the file gets its own when the block is through, and is not there otherwise."""
    partial = file.with_name(f"{file.name}.partial")
    partial.unlink(missing_ok=True)
    try:
        with _in_words():
            yield partial
            partial.rename(file)
    finally:
        for rest in file.parent.glob(f"{partial.name}*"):  # with what SQLite keeps beside it
            rest.unlink()


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except (DamagedError, DumpError, VaultError) as error:
        raise BackupError(str(error)) from None
    except DBAPIError as error:
        raise BackupError(f"The database cannot be used: {error.orig}") from None
    except (sqlite3.Error, OSError) as error:
        raise BackupError(f"The copy failed: {error}") from None


def _expect_kind(file: Path, wanted: str) -> None:
    try:
        with file.open("rb") as opened:
            begin = opened.read(len(sqlite_files.MAGIC))
    except OSError as error:
        raise BackupError(f"{file} cannot be read: {error.strerror}") from None
    kind = next((name for magic, name in _KINDS.items() if begin.startswith(magic)), None)
    if kind is None:
        raise BackupError(f"{file} is no backup of Infoview.")
    if kind != wanted:
        raise BackupError(
            f"{file} is of {kind}, and DATABASE_URL names {wanted}. Put it back into {kind}; from SQLite"
            " `infoview db copy` leads to PostgreSQL."
        )
