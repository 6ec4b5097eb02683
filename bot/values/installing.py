"""Workspaces that install and uninstall Infoview."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class NewInstallation:
    """What Slack granted when somebody added Infoview to a workspace."""

    team_id: str
    team_name: str
    bot_id: str
    bot_user_id: str
    token: str = field(repr=False)
    scopes: str  # with commas between them


@dataclass(frozen=True, slots=True)
class ActiveInstallation:
    """What calls for an installed workspace are made with."""

    team_id: str
    team_name: str
    bot_id: str
    bot_user_id: str
    token: str = field(repr=False)
    installed_at: datetime


@dataclass(frozen=True, slots=True)
class WorkspaceLine:
    """One workspace as an operator sees it; ``purge_at`` is when what it left is deleted."""

    team_id: str
    team_name: str
    installed_by: str
    installed_at: datetime
    ended_at: datetime | None
    end_reason: str | None
    purge_at: datetime | None


class InstallOutcome(StrEnum):
    """What an installation meant."""

    NEW = "new"
    BACK = "back"  # it was uninstalled not long ago, and everything is there
    RENEWED = "renewed"  # it was installed


@dataclass(frozen=True, slots=True)
class Welcome:
    """What the person is told who installed Infoview; ``is_back``: its data was still there."""

    is_back: bool
    language: str | None = None  # what they chose, if they are a member; None: as in their Slack
