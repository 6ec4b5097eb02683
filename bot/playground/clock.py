"""The movable clock: only the playground injects it, and only into the bot it starts itself."""

from datetime import UTC, datetime, timedelta


class MovableClock:
    """The machine's clock, moved forward by hand."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        """The present moment as the playground sees it, aware and in UTC."""
        return datetime.now(UTC) + self._ahead

    def advance(self, delta: timedelta) -> None:
        """Move forward by ``delta``."""
        self._ahead += delta
