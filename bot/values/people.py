"""Who acts, and what Slack says of them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in which workspace. ``is_admin`` is only set where the profile was asked for."""

    team_id: str
    user_id: str
    is_admin: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """What Slack says of a person (users.info)."""

    user_id: str
    team_id: str
    timezone: str
    locale: str
    is_admin: bool
    is_bot: bool
    is_deleted: bool
