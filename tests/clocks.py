"""A clock for tests: it stands still until it is moved."""

from datetime import UTC, datetime, timedelta

from bot.clock import SystemClock

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


class AheadClock:
    """The machine's clock, some way ahead: for processes that have to agree on a time that goes on."""

    def __init__(self, ahead: timedelta) -> None:
        self._ahead = ahead
        self._system = SystemClock()

    @classmethod
    def starting_at(cls, moment: datetime) -> "AheadClock":
        """A clock that shows this moment now."""
        return cls(moment - SystemClock().now())

    @property
    def ahead(self) -> timedelta:
        """How far it is ahead."""
        return self._ahead

    def now(self) -> datetime:
        """The present moment, there."""
        return self._system.now() + self._ahead
