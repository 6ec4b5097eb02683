"""Commands for operators: is the set-up right, and copies of the data."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli_support import configure_log, opened_database, read_settings, stop

if TYPE_CHECKING:
    from bot.operations.progress import Tell
    from bot.vault import Vault

_File = Annotated[Path, typer.Argument(help="The backup.", metavar="FILE")]


def doctor() -> None:
    """Look at everything a set-up needs, and say what to do where something is wrong. Changes nothing."""
    from bot.clock import SystemClock
    from bot.config import SettingsError, load_settings
    from bot.operations.doctor import examine, wrong_settings
    from bot.operations.findings import State, report

    configure_log("CRITICAL")  # each finding says what is to be known
    try:
        settings = load_settings()
    except SettingsError as error:
        typer.echo(report(wrong_settings(error), ()))
        raise typer.Exit(1) from None
    found = examine(settings, SystemClock())
    typer.echo(report(found, settings.secrets))
    if any(finding.state is State.PROBLEM for finding in found):
        raise typer.Exit(1)


def backup(file: _File) -> None:
    """Write all data to a new file while the bot runs, and look it through."""
    from bot.operations.backup import BackupError, backup

    with opened_database() as database:
        try:
            with _progress("Backup") as tell:
                copied = backup(database, file, tell)
        except BackupError as error:
            raise stop(str(error)) from None
    typer.echo(f"Written and checked: {copied.whole:,} rows in {len(copied.rows)} tables, {file}")
    typer.echo("The key is not in it: keep a copy of the key in another place.")


def restore(file: _File) -> None:
    """Put a backup into an empty database. What was due until now is not sent again."""
    from bot.clock import SystemClock
    from bot.config import SettingsError
    from bot.db import normalise_url
    from bot.operations.backup import BackupError, restore

    settings = read_settings(needs_slack=False)
    if settings.key_file is not None and not settings.key_file.exists():
        raise stop(f"First put the key file of the backup back: {settings.key_file} (mode 0600).")
    try:
        vault = settings.make_vault()
        with _progress("Restore") as tell:
            copied = restore(normalise_url(settings.database_url), vault, SystemClock(), file, tell)
    except (BackupError, SettingsError) as error:
        raise stop(str(error)) from None
    typer.echo(f"Put back and checked: {copied.whole:,} rows in {len(copied.rows)} tables.")
    typer.echo("What was due until now is not sent; what comes due from now on is. You can start the bot.")


def copy_database(
    source: Annotated[str, typer.Argument(help="sqlite:///…", metavar="FROM")],
    target: Annotated[
        str,
        typer.Argument(
            help="postgresql://…, empty; - asks for it, so that its password stands in no list of processes.",
            metavar="TO",
        ),
    ],
) -> None:
    """Copy all data from SQLite to an empty PostgreSQL database, and compare each row. Stop the bot first."""
    from sqlalchemy.exc import ArgumentError, DBAPIError

    from bot.clock import SystemClock
    from bot.db import normalise_url
    from bot.operations.copying import CopyError, copy
    from bot.vault import VaultError

    try:
        old, new = normalise_url(source), normalise_url(_asked_for() if target == "-" else target)
        vault = _vault_of(source)
        with _progress("Rows") as tell:
            rows = copy(old, new, vault, SystemClock(), tell)
    except (CopyError, VaultError, ArgumentError, ValueError) as error:
        raise stop(str(error)) from None
    except DBAPIError as error:
        raise stop(f"Nothing was copied. A database cannot be used: {error.orig}") from None
    typer.echo(f"Copied and compared: {sum(rows.values()):,} rows in {len(rows)} tables.")
    typer.echo("Now set DATABASE_URL to the new address, and INFOVIEW_SECRET_KEY to the key of the old one:")
    typer.echo("without it the texts cannot be read. Then start the bot, and keep the old file for a while.")


def _asked_for() -> str:
    """An address from standard input, unseen where somebody types it."""
    if sys.stdin.isatty():
        return str(typer.prompt("Address of the new database", hide_input=True))
    address = sys.stdin.readline().strip()
    if not address:
        raise stop("No address came by standard input.")
    return address


def _vault_of(database_url: str) -> "Vault":
    """The keys of a database: of the settings, or of the key file beside it, which must be there."""
    from bot.config import SettingsError, load_settings

    try:
        settings = load_settings().model_copy(update={"database_url": database_url})
        if settings.key_file is not None and not settings.key_file.exists():
            raise stop(f"The key is missing: set INFOVIEW_SECRET_KEY, or put {settings.key_file} back.")
        return settings.make_vault()
    except SettingsError as error:
        raise stop(f"These settings need a change:\n{error}") from None


@contextmanager
def _progress(label: str) -> "Iterator[Tell]":
    with typer.progressbar(length=100, label=label) as bar:

        def tell(done: int, whole: int) -> None:
            bar.update(100 * done // max(whole, 1) - bar.pos)

        yield tell
