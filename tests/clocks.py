"""A clock for tests: it stands still until it is moved."""

from datetime import UTC, datetime, timedelta

START = datetime(2026, 9, 7, 14, 0, tzinfo=UTC)
"""Monday of ISO week 37, 10:00 in New York."""


class ManualClock:
    """Tells the time it was given."""

    def __init__(self, now: datetime = START) -> None:
        self._now = now

    def now(self) -> datetime:
        """The present moment."""
        return self._now

    def advance(self, **delta: float) -> None:
        """Move by a timedelta's keywords: ``clock.advance(days=1)``."""
        self._now += timedelta(**delta)

    def set(self, moment: datetime) -> None:
        """Move to a moment."""
        self._now = moment
