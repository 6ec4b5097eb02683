"""APScheduler wiring: a few interval ticks, no job for each member; the schedule is in the database."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.db import Database
from bot.prober import Prober
from bot.pusher import Pusher
from bot.sender import Sender
from bot.services import (
    counting,
    debrief_drafts,
    deliveries,
    erasing,
    handled_requests,
    lead_digests,
    purging,
    retention,
)
from bot.services.imports import waiting

TICK_SECONDS = 15.0

_BEATS_A_LEASE = 4
_BATCHES = 10
"""Weeks counted, and batches of leads and of what is old, in one tick: nudges do not wait for all of it."""


class Worker:
    """Plans nudges at each tick, and has its sender send them; any number of processes may have one."""

    def __init__(
        self,
        db: Database,
        sender: Sender,
        pusher: Pusher | None = None,
        prober: Prober | None = None,
        *,
        tick_seconds: float = TICK_SECONDS,
    ) -> None:
        self._db = db
        self._sender = sender
        self._pusher = pusher or Pusher(db)
        self._prober = prober
        self._tick_seconds = tick_seconds
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._one_at_a_time = asyncio.Lock()
        self._one_push_at_a_time = asyncio.Lock()
        self._one_probe_at_a_time = asyncio.Lock()
        self._stopping = False

    @asynccontextmanager
    async def ticking(self) -> AsyncIterator[None]:
        """Tick and send while the block runs; at the end what is in hand is finished or given back."""
        await self._sender.beat()
        await self._db.system(retention.plan_anew)
        self._every(self._sender.lease.total_seconds() / _BEATS_A_LEASE, self._sender.beat)
        self._every(self._tick_seconds, self._prepare)
        self._every(self._tick_seconds, self._push)
        self._every(self._tick_seconds, self._probe)
        self._scheduler.start()
        sending = asyncio.create_task(self._sender.run())
        try:
            yield
        finally:
            self._stopping = True
            self._sender.stop()
            self._pusher.stop()
            if self._prober is not None:
                self._prober.stop()
            await sending
            # The scheduler would cancel a tick that runs.
            async with self._one_at_a_time, self._one_push_at_a_time, self._one_probe_at_a_time:
                self._scheduler.shutdown()

    async def tick(self) -> None:
        """Everything once, by hand: be alive, probe, tidy, plan what is due, send what is queued."""
        await self._probe()
        async with self._one_at_a_time:
            await self._sender.beat()
            await self._tidy_and_plan()
            await self._sender.send_queue()
        await self._push()

    def _every(self, seconds: float, work: Callable[[], Awaitable[None]]) -> None:
        self._scheduler.add_job(work, "interval", seconds=seconds, coalesce=True, max_instances=1)

    async def _push(self) -> None:
        async with self._one_push_at_a_time:
            await self._pusher.push_due()

    async def _probe(self) -> None:
        if self._prober is not None:
            async with self._one_probe_at_a_time:
                await self._prober.probe_due()

    async def _prepare(self) -> None:
        async with self._one_at_a_time:
            await self._sender.beat()  # where the clock was moved, as in the playground, it seemed silent
            await self._tidy_and_plan()

    async def _tidy_and_plan(self) -> None:
        await self._sender.tidy()
        await self._db.system(waiting.forget_old)
        await self._db.system(handled_requests.forget_old)
        await self._db.system(debrief_drafts.forget_old)
        await self._work_in_batches()
        due = deliveries.BATCH
        while due and not self._stopping:
            due = await self._db.system(deliveries.plan)

    async def _work_in_batches(self) -> None:
        services = (counting.count_due, lead_digests.plan, purging.announce, purging.purge, erasing.purge)
        for service in services:
            for _batch in range(_BATCHES):
                if self._stopping or not await self._db.system(service):
                    break
