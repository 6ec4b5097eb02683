"""Alembic migrations: the history of the tables. :func:`upgrade` brings a database to the newest one."""

import logging
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, column, inspect, select, table

from bot.row_security import let_workspaces_in

if TYPE_CHECKING:
    from alembic.config import Config

log = logging.getLogger(__name__)

LOCK_KEY = 0x1_4F0_71E3

_LEVEL = table("alembic_version", column("version_num"))
"""Where Alembic notes the level (https://alembic.sqlalchemy.org/en/latest/tutorial.html); read without it."""


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Migrate the database behind ``engine`` to ``revision``, one process at a time."""
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            # Several processes may be released at once; SQLite's BEGIN IMMEDIATE holds the others by itself.
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK_KEY})")
        if revision != "head" or level(connection) != newest():
            _migrate(connection, revision)
        let_workspaces_in(connection)


def _migrate(connection: Connection, revision: str) -> None:
    from alembic import command  # noqa: PLC0415 - a tenth of the memory and of the start, seldom needed

    config = _config()
    config.attributes["connection"] = connection
    before = level(connection)
    command.upgrade(config, revision)
    if before is None:
        log.info("the tables are made, at revision %s", level(connection))
    else:
        log.info("the tables are brought from revision %s to %s", before, level(connection))


def downgrade(engine: Engine, revision: str) -> None:
    """Take the database behind ``engine`` back to ``revision`` (``base``: no tables)."""
    from alembic import command  # noqa: PLC0415

    config = _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


def level(connection: Connection) -> str | None:
    """The revision of the database; None where it has no tables of ours."""
    if not inspect(connection).has_table(_LEVEL.name):
        return None
    found: str | None = connection.scalar(select(_LEVEL.c.version_num))
    return found


@cache
def revisions() -> tuple[str, ...]:
    """All revisions that this Infoview knows, the newest first: the numbers of the files."""
    files = Path(__file__).with_name("versions").glob("[0-9]*.py")
    return tuple(sorted((file.stem.partition("_")[0] for file in files), reverse=True))


def newest() -> str:
    """The revision that :func:`upgrade` brings a database to."""
    return revisions()[0]


def _config() -> "Config":
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    return config
