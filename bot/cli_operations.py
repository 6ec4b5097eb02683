"""Commands for operators: is the set-up right, and copies of the data."""

import typer

from bot.cli_support import configure_log


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
