"""APScheduler wiring: a few interval ticks, no job for each member; the schedule is in the database."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.db import Database
from bot.guidance.library import Library
from bot.slack.gateway import Gateway

TICK_SECONDS = 15.0

log = logging.getLogger(__name__)


class Worker:
    """Plans and sends nudges at each tick."""

    def __init__(
        self, db: Database, library: Library, slack: Gateway, *, tick_seconds: float = TICK_SECONDS
    ) -> None:
        self._db = db
        self._library = library
        self._slack = slack
        self._tick_seconds = tick_seconds
        self._scheduler = AsyncIOScheduler(timezone="UTC")

    @asynccontextmanager
    async def ticking(self) -> AsyncIterator[None]:
        """Tick while the block runs; a tick that has begun is finished first."""
        self._scheduler.add_job(
            self.tick, "interval", seconds=self._tick_seconds, coalesce=True, max_instances=1
        )
        self._scheduler.start()
        try:
            yield
        finally:
            self._scheduler.shutdown()

    async def tick(self) -> None:
        """Plan what is due, then send what is queued."""
