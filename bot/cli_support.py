"""What several commands of the command line share: settings, the database, the log, garbage, a known end."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.db import Database
    from bot.logs import LogFormat


@contextmanager
def opened_database(*, may_be_new: bool = False) -> "Iterator[Database]":
    """The database of the settings; what is wrong with it ends the command with a sentence.

    Where there is no file, it is made only if it ``may_be_new``: most commands are in the wrong folder then.
    """
    from sqlalchemy.exc import DBAPIError

    from bot.clock import SystemClock
    from bot.config import SettingsError
    from bot.db import Database, normalise_url, sqlite_path
    from bot.vault import VaultError

    settings = read_settings(needs_slack=False)
    url = normalise_url(settings.database_url)
    path = sqlite_path(url)
    if path is not None and not (may_be_new or path.exists()):
        raise stop(
            f"There is no database at {path.absolute()}.\n"
            "Go to the folder where the bot runs, or set DATABASE_URL as it is there."
        )
    try:
        vault = settings.make_vault()
    except SettingsError as error:
        raise stop(str(error)) from None
    database = Database(url, vault, SystemClock())
    try:
        yield database
    except DBAPIError as error:
        raise stop(f"The database cannot be used. Try `infoview db upgrade`.\n{error.orig}") from None
    except VaultError as error:
        raise stop(str(error)) from None
    finally:
        database.dispose()


def read_settings(*, needs_slack: bool = True) -> "Settings":
    """The settings; what is wrong with them ends the command with their names and cures."""
    from bot.config import SettingsError, load_settings

    try:
        settings = load_settings()
        if needs_slack:
            settings.require_slack()
    except SettingsError as error:
        raise stop(f"These settings need a change:\n{error}") from None
    configure_log(settings.log_level, settings.log_format)
    return settings


def configure_log(level: str, form: "LogFormat" = "text") -> None:
    """Log to standard error from ``level`` on."""
    from bot.logs import configure

    configure(level, form)


def put_garbage_off() -> None:
    """Look for no garbage while a process starts: nearly all that is imported and put together stays."""
    gc.disable()


def collect_garbage_from_now() -> None:
    """Look for garbage again, but never among what is there: a look through that holds up each answer."""
    gc.freeze()
    gc.enable()


def stop(text: str) -> typer.Exit:
    """Say why the command ends; to be raised."""
    typer.echo(text, err=True)
    return typer.Exit(1)
