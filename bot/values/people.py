"""Who acts, and what Slack says of them."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Request:
    """A request of Slack, which may come more than once: retried by Slack, or replayed by somebody else.

    ``key`` is the same for each repetition, and holds nothing that a person wrote. ``is_claimed`` once the
    first effect of this very handling is committed, and with it that the request was handled.
    """

    key: str
    is_claimed: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in which workspace. ``is_admin`` is only set where the profile was asked for.

    ``request`` is the one by which they act; None for what Infoview does by itself.
    """

    team_id: str
    user_id: str
    is_admin: bool = False
    request: Request | None = field(default=None, compare=False)


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
    is_guest: bool = False  # of one channel or of several
