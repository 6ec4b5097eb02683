"""``infoview doctor``: everything a set-up needs, looked at once, with what to do where it is not in order.

It changes nothing, and may run beside the bot.
"""

import asyncio

from bot.clock import Clock
from bot.config import Settings, SettingsError
from bot.operations.database_checks import database_findings
from bot.operations.findings import Finding, ok, problem
from bot.operations.slack_checks import slack_findings

SETTINGS = "settings"


def examine(settings: Settings, clock: Clock) -> list[Finding]:
    """All findings, in the order in which to put them right."""
    found = _settings(settings)
    found += database_findings(settings, clock)
    found += asyncio.run(slack_findings(settings, clock))
    return found


def wrong_settings(error: SettingsError) -> list[Finding]:
    """A line for each setting that is wrong; its own words say what to put there."""
    return [
        problem(SETTINGS, f"{name} is wrong or missing.", f"{cure[:1].upper()}{cure[1:]}.")
        for name, _, cure in (line.partition(": ") for line in str(error).splitlines())
    ]


def _settings(settings: Settings) -> list[Finding]:
    try:
        settings.require_slack()
    except SettingsError as error:
        return wrong_settings(error)
    whom = "many workspaces" if settings.serves_many_workspaces else "one workspace"
    way = "Socket Mode" if settings.uses_socket_mode else f"HTTP on {settings.host}:{settings.port}"
    return [ok(SETTINGS, f"They go together: {whom}, by {way}.")]
