"""The time, injected everywhere: the only module that asks the machine what time it is."""

import time
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Something that tells the time. Tests and the playground bring their own."""

    def now(self) -> datetime:
        """The present moment, aware and in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present moment, aware and in UTC."""
        return datetime.now(UTC)


def local_date(moment: datetime, timezone: str) -> date:
    """The calendar day of ``moment`` for somebody who lives in the IANA zone ``timezone``."""
    return moment.astimezone(ZoneInfo(timezone)).date()


def monotonic() -> float:
    """Seconds from an unknown start, for measuring how long something took."""
    return time.monotonic()
