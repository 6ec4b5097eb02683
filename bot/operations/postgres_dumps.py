"""Dumps of a PostgreSQL database by its own programs, pg_dump and pg_restore."""

import os
import re
import subprocess
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from sqlalchemy import Connection, Engine, func, inspect, select, table
from sqlalchemy.engine import URL

from bot.db import metadata
from bot.operations.progress import Tell

MAGIC = b"PGDMP"
"""How a dump in pg_dump's own format begins."""

_OURS = frozenset({*metadata().tables, "alembic_version"})
_ALL_WORKSPACES = "-c infoview.all_workspaces=on"
"""Otherwise row-level security would let the programs see no row."""


class DumpError(Exception):
    """A program is missing, or said why it does not go on."""


def dump(engine: Engine, file: Path, tell: Tell) -> Mapping[str, int]:
    """Write our tables as they are at one moment to a new file, for its owner only; returns their rows.

    Raises DumpError where that fails, or where what was written is not what is there.
    """
    os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with engine.begin() as connection:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        moment = connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one()
        schema = connection.exec_driver_sql("SELECT quote_ident(current_schema())").scalar_one()
        rows = _rows(connection)
        half, done = sum(rows.values()), 0  # all is written, then read
        command = ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--enable-row-security"]
        command += [f"--snapshot={moment}", f"--file={file}", "--verbose"]
        command += [f'--table={schema}."{name}"' for name in rows]
        for name in _tables_named(_run(command, engine.url)):
            done += rows.get(name, 0)
            tell(done, 2 * half)
    if _counted(engine.url, file, lambda read: tell(half + read, 2 * half)) != rows:
        raise DumpError(f"{file} has other rows than the database.")
    return rows


def load(engine: Engine, file: Path, tell: Tell) -> Mapping[str, int]:
    """Put a dump into a database that has none of these tables, whole or not at all; returns their rows.

    Raises DumpError where it cannot be read, or the database has something there.
    """
    rows = _counted(engine.url, file, lambda _read: None)
    if not rows.keys() <= _OURS:
        raise DumpError(f"{file} is no backup of this Infoview: it has other tables.")
    whole, done = sum(rows.values()), 0
    command = ["pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    command += ["--verbose", f"--dbname={engine.url.database}", str(file)]
    for name in _tables_named(_run(command, engine.url)):
        done += rows.get(name, 0)
        tell(done, whole)
    with engine.begin() as connection:
        if _rows(connection) != rows:
            raise DumpError("The database has other rows than the dump.")
    return rows


def drop(engine: Engine) -> None:
    """Take away what :func:`load` put there, once it has the newest tables."""
    with engine.begin() as connection:
        metadata().drop_all(connection)
        connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")


def is_empty(engine: Engine) -> bool:
    """Whether the database has none of our tables."""
    with engine.begin() as connection:
        return not _rows(connection)


def _rows(connection: Connection) -> Mapping[str, int]:
    return {
        name: connection.execute(select(func.count()).select_from(table(name))).scalar_one()
        for name in sorted(_OURS.intersection(inspect(connection).get_table_names()))
    }


_COPY = re.compile(r'COPY (?:\S+\.)?"?(\w+)"? \(')
_TABLE = re.compile(r'(?:contents of|data for) table "(?:.*\.)?(\w+)"')


def _counted(url: URL, file: Path, tell: Callable[[int], None]) -> Mapping[str, int]:
    """Read all of a dump; returns the rows of each of its tables."""
    rows: dict[str, int] = {}
    name, done = None, 0
    for line in _run(["pg_restore", "--data-only", "--file=-", str(file)], url):
        found = _COPY.match(line) if name is None else None
        if found is not None:
            name = found[1]
            rows[name] = 0
        elif name is not None and line != "\\.":
            rows[name] += 1
        elif name is not None:
            done += rows[name]
            name = None
            tell(done)
    return rows


def _tables_named(lines: Iterable[str]) -> Iterator[str]:
    """The tables that a program says it works on."""
    return (found[1] for found in map(_TABLE.search, lines) if found is not None)


def _run(command: Sequence[str], url: URL) -> Iterator[str]:
    """What a program of PostgreSQL says, line by line. Raises DumpError, with its last words, if it fails."""
    try:
        process = subprocess.Popen(  # noqa: S603 - its own programs, by no shell
            command,
            env={**os.environ, **_environment(url)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
    except FileNotFoundError:
        raise DumpError(f"{command[0]} is not on this machine. {_INSTALL}") from None
    last: deque[str] = deque(maxlen=3)
    with process:
        assert process.stdout is not None, "it is a pipe"
        for line in process.stdout:
            last.append(line)
            yield line.rstrip("\n")
    if process.returncode != 0:
        raise DumpError(f"{command[0]} ended with an error: {' '.join(line.strip() for line in last)}")


_INSTALL = (
    "Install PostgreSQL's client programs, of the server's version or newer (package postgresql-client)."
)
_VARIABLES = {"host": "PGHOST", "port": "PGPORT", "username": "PGUSER", "password": "PGPASSWORD"}


def _environment(url: URL) -> Mapping[str, str]:
    """How to connect, by variables: other users of this machine can read arguments."""
    given = {variable: getattr(url, name) for name, variable in _VARIABLES.items()}
    more = {f"PG{name.upper()}": value for name, value in url.query.items()}
    found = {**given, "PGDATABASE": url.database, **more, "PGOPTIONS": _ALL_WORKSPACES, "LC_ALL": "C"}
    return {name: str(value) for name, value in found.items() if value is not None}
