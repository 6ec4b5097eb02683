"""Copies of a SQLite file, made page by page while others read and write it."""

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from bot.operations.progress import Tell

MAGIC = b"SQLite format 3\0"
"""How each of its files begins. https://www.sqlite.org/fileformat.html"""

_PAGES = 512
"""In one step: 2 MB."""


class DamagedError(Exception):
    """A file is not what it should be; the text says how."""


def copy(source: Path, target: Path, tell: Tell) -> Mapping[str, int]:
    """Copy the database as it is at one moment to a new file, for its owner only; returns its rows by table.

    Raises DamagedError where the copy is not sound, and sqlite3.Error.
    """
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with _opened(source, "ro") as old, _opened(target, "rw") as new:
        # A transaction that reads holds the moment: without it, each write of others begins the copy anew.
        old.execute("BEGIN")
        rows = _rows(old)
        old.backup(new, pages=_PAGES, progress=lambda _status, left, whole: tell(whole - left, whole))
        new.execute("PRAGMA journal_mode=DELETE")  # one file is the whole copy
    _check(target, rows)
    return rows


def _check(path: Path, rows: Mapping[str, int]) -> None:
    with _opened(path, "ro") as copied:
        (found,) = copied.execute("PRAGMA integrity_check(1)").fetchone()
        if found != "ok":
            raise DamagedError(f"{path} is damaged: {found}")
        if copied.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise DamagedError(f"{path} is damaged: rows point to rows that are not there")
        if _rows(copied) != rows:
            raise DamagedError(f"{path} has other rows than the database")


def _rows(connection: sqlite3.Connection) -> Mapping[str, int]:
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - its own names
        for (name,) in names
    }


@contextmanager
def _opened(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    address = f"{path.absolute().as_uri()}?mode={mode}"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
        yield connection
