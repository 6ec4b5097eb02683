"""APScheduler wiring: a few interval ticks, no job for each member; the schedule is in the database."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.db import Database
from bot.guidance.library import Library
from bot.sender import Sender
from bot.services import deliveries
from bot.slack.gateway import Gateway

TICK_SECONDS = 15.0


class Worker:
    """Plans and sends nudges at each tick, for the workspace of its gateway."""

    def __init__(
        self,
        db: Database,
        libraries: Mapping[str, Library],
        slack: Gateway,
        *,
        tick_seconds: float = TICK_SECONDS,
    ) -> None:
        self._db = db
        self._sender = Sender(db, libraries, slack)
        self._tick_seconds = tick_seconds
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._one_at_a_time = asyncio.Lock()
        self._stopping = False

    @asynccontextmanager
    async def ticking(self) -> AsyncIterator[None]:
        """Tick while the block runs; at the end the delivery in hand is finished first."""
        self._scheduler.add_job(
            self.tick, "interval", seconds=self._tick_seconds, coalesce=True, max_instances=1
        )
        self._scheduler.start()
        try:
            yield
        finally:
            # The scheduler would cancel a tick that runs, and leave its delivery uncertain.
            self._stopping = True
            self._sender.stop()
            async with self._one_at_a_time:
                self._scheduler.shutdown()

    async def tick(self) -> None:
        """Plan what is due, then send what is queued."""
        async with self._one_at_a_time:
            await self._sender.recover()
            await self._plan()
            await self._sender.send_queue()

    async def _plan(self) -> None:
        due = deliveries.BATCH
        while due and not self._stopping:
            due = await self._db.system(deliveries.plan)
