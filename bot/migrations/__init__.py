"""Alembic migrations: the history of the tables. :func:`upgrade` brings a database to the newest one."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine

from bot.row_security import let_workspaces_in

if TYPE_CHECKING:
    from alembic.config import Config

LOCK_KEY = 0x1_4F0_71E3


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Migrate the database behind ``engine`` to ``revision``, one process at a time."""
    from alembic import command  # noqa: PLC0415 - 0.2 s that a start on an up-to-date database need not pay

    config = _config()
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            # Several processes may be released at once; SQLite's BEGIN IMMEDIATE holds the others by itself.
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK_KEY})")
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        let_workspaces_in(connection)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the database behind ``engine`` back to ``revision`` (``base``: no tables)."""
    from alembic import command  # noqa: PLC0415

    config = _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


def level(connection: Connection) -> str | None:
    """The revision of the database; None where it has no tables of ours."""
    from alembic.migration import MigrationContext  # noqa: PLC0415

    return MigrationContext.configure(connection).get_current_revision()


@cache
def revisions() -> tuple[str, ...]:
    """All revisions that this Infoview knows, the newest first."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    return tuple(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())


def newest() -> str:
    """The revision that :func:`upgrade` brings a database to."""
    return revisions()[0]


def _config() -> "Config":
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    return config
