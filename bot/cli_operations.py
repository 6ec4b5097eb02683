"""Commands for operators: is the set-up right, and copies of the data."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli_support import configure_log, opened_database, read_settings, stop

if TYPE_CHECKING:
    from bot.operations.progress import Tell

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


@contextmanager
def _progress(label: str) -> "Iterator[Tell]":
    with typer.progressbar(length=100, label=label) as bar:

        def tell(done: int, whole: int) -> None:
            bar.update(100 * done // max(whole, 1) - bar.pos)

        yield tell
