"""For operators at the command line: which workspaces have Infoview, in plain text."""

from collections.abc import Sequence

from bot.delivery_tools import moment_text, table
from bot.values import WorkspaceLine

_HEAD = ("WORKSPACE", "NAME", "ADDED BY", "ADDED", "NOW")
_NONE = "No workspace has added Infoview. A single workspace by SLACK_BOT_TOKEN is not listed here."


def report(lines: Sequence[WorkspaceLine]) -> str:
    """One line each, with what is to become of those that removed it."""
    return table([_HEAD, *map(_cells, lines)]) if lines else _NONE


def _cells(line: WorkspaceLine) -> Sequence[str]:
    return (line.team_id, line.team_name, line.installed_by, moment_text(line.installed_at), _now(line))


def _now(line: WorkspaceLine) -> str:
    if line.ended_at is None or line.purge_at is None:
        return "installed"
    return f"removed {moment_text(line.ended_at)} ({line.end_reason}), deleted {moment_text(line.purge_at)}"
