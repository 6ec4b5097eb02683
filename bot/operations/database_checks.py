"""The doctor's look at the database and the keys. It makes and changes nothing."""

import os
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from bot import migrations
from bot.clock import Clock
from bot.config import Settings, SettingsError
from bot.db import Database, normalise_url, sqlite_path
from bot.operations.findings import Finding, not_checked, ok, problem
from bot.row_security import tables_without_guard
from bot.services import installations, keyring
from bot.slack.scopes import BOT_SCOPES
from bot.vault import KeyLostError, VaultError

DATABASE, TABLES, KEYS, WALL, INSTALLED = "database", "tables", "keys", "workspaces", "installed"


def database_findings(settings: Settings, clock: Clock) -> Iterator[Finding]:
    """Can it be used, are its tables the newest, do the keys fit, are workspaces kept apart."""
    path = sqlite_path(normalise_url(settings.database_url))
    if path is not None and not path.exists():
        yield _before_the_first_start(path)
        return
    trouble = _key_file_trouble(settings)
    if trouble is not None:
        yield trouble
        return
    database = Database(normalise_url(settings.database_url), settings.make_vault(), clock)
    try:
        yield from _look_into(settings, database)
    except DBAPIError as error:
        yield problem(DATABASE, f"It cannot be used: {_first_line(error)}", _cure(error))
    finally:
        database.dispose()


def _before_the_first_start(path: Path) -> Finding:
    folder = next(parent for parent in path.absolute().parents if parent.exists())
    if folder.is_dir() and os.access(folder, os.W_OK):
        return ok(DATABASE, f"{path} is not there yet: the first start makes it, and its key file.")
    return problem(
        DATABASE,
        f"{path} is not there, and cannot be made in {folder}.",
        "Let the account that runs Infoview own that folder, or name another file in DATABASE_URL.",
    )


def _key_file_trouble(settings: Settings) -> Finding | None:
    path = settings.key_file
    if path is None:
        return None
    if not path.exists():
        return problem(
            KEYS,
            f"The database is there, and its key file {path} is not.",
            "Put the key file back from your backup, or set INFOVIEW_SECRET_KEY to the key that was in it.",
        )
    try:
        settings.make_vault()
    except SettingsError as error:
        said = str(error)
        return problem(KEYS, said, "Correct the key file as said, or put it back from your backup.")
    return None


def _look_into(settings: Settings, database: Database) -> Iterator[Finding]:
    with database.system_session() as session:
        session.connection().exec_driver_sql("SELECT 1")
    kind = "PostgreSQL" if sqlite_path(database.url) is None else "SQLite"
    yield ok(DATABASE, f"{kind} can be read and written.")
    standing = _tables(database.engine)
    yield standing
    if standing.fix:
        yield not_checked(KEYS, "The tables come first.")
        return
    with database.system_session() as session:
        yield _keys(session, database.clock)
        yield from _installed(settings, session, database.clock)
    yield from _wall(database.engine)


def _tables(engine: Engine) -> Finding:
    with engine.begin() as connection:
        present, newest = migrations.level(connection), migrations.newest()
    if present == newest:
        return ok(TABLES, f"They are the newest ({newest}).")
    if present is not None and present not in migrations.revisions():
        return problem(
            TABLES,
            f"They are of a newer Infoview ({present}) than this one ({newest}).",
            "Install the newer Infoview again, or put back the backup from before it was installed.",
        )
    words = f"They are older ({present}) than this Infoview ({newest})." if present else "There are none yet."
    return problem(TABLES, words, "Run  infoview db upgrade  (a start does it, too).")


def _keys(session: Session, clock: Clock) -> Finding:
    try:
        keyring.check(session, clock)
    except KeyLostError as error:
        return problem(
            KEYS,
            str(error).partition("\n")[0],
            "Put the key it was encrypted with back into INFOVIEW_SECRET_KEY or the key file, after the"
            " present one.",
        )
    except VaultError as error:
        return problem(KEYS, str(error), "Put back the database and its key from one and the same backup.")
    return ok(KEYS, "They open what is stored.")


def _installed(settings: Settings, session: Session, clock: Clock) -> Iterator[Finding]:
    if not settings.serves_many_workspaces:
        return
    granted = installations.granted_scopes(session, clock)
    behind = sorted(team_id for team_id, scopes in granted.items() if not scopes.issuperset(BOT_SCOPES))
    if behind:
        yield problem(
            INSTALLED,
            f"{len(behind)} of {len(granted)} workspaces granted less than manifest.yml asks for:"
            f" {', '.join(behind[:5])}{' …' if len(behind) > 5 else ''}",
            "Ask an admin of each to open  PUBLIC_URL/slack/install  once more and to allow what is new.",
        )
    else:
        yield ok(INSTALLED, f"{len(granted)} workspaces, each with all scopes of manifest.yml.")


def _wall(engine: Engine) -> Iterator[Finding]:
    with engine.begin() as connection:
        if connection.dialect.name != "postgresql":
            return
        open_tables = tables_without_guard(connection)
    if open_tables:
        yield problem(
            WALL,
            f"Row-level security is off for: {', '.join(open_tables)}",
            "Put the tables back from a backup with `infoview restore`, which brings their policies along.",
        )
    else:
        yield ok(WALL, "Row-level security keeps them apart in every table.")


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).strip().partition("\n")[0]


_CURES = (
    ("readonly", "Let the account that runs Infoview own the file, its folder and the -wal and -shm files."),
    ("full", "Make room on the disk."),
    ("locked", "Another program holds the file: end it (a copy, an editor, a backup), then try again."),
    ("not a database", "Put the file back from a backup, or name another one in DATABASE_URL."),
    ("malformed", "The file is damaged: put it back from a backup with `infoview restore`."),
    ("unable to open", "Look at the path in DATABASE_URL: it must be a file in a folder we may write to."),
    ("password", "Look at the user and the password in DATABASE_URL."),
    ("does not exist", "Make that database or user on the server, or correct its name in DATABASE_URL."),
    ("permission denied", "Let the user in DATABASE_URL own the tables."),
)


def _cure(error: DBAPIError) -> str:
    told = str(error.orig).lower()
    found = (cure for words, cure in _CURES if words in told)
    return next(found, "Look at the host and port in DATABASE_URL, and whether the server runs there.")
