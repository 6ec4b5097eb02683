"""The movable clock: only the playground injects it, and only into the bot it starts itself."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

PLACE = ZoneInfo("America/New_York")
_THURSDAY = 3


class MovableClock:
    """A clock that goes on from ``start`` and is moved forward by hand."""

    def __init__(self, start: datetime) -> None:
        self._ahead = start - datetime.now(UTC)

    def now(self) -> datetime:
        """The present moment as the playground sees it, aware and in UTC."""
        return datetime.now(UTC) + self._ahead

    def advance(self, delta: timedelta) -> None:
        """Move forward by ``delta``."""
        self._ahead += delta


def thursday_morning() -> datetime:
    """Thursday of this week at ten in the morning: the same weekday at every start, with the week's data."""
    local = datetime.now(PLACE)
    thursday = local + timedelta(days=_THURSDAY - local.weekday())
    return thursday.replace(hour=10, minute=0, second=0, microsecond=0).astimezone(UTC)
