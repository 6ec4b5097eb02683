"""APScheduler wiring: a few interval ticks, no job for each member; the schedule is in the database."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.db import Database
from bot.guidance.library import Library
from bot.guidance.translations import library_for
from bot.i18n import language, speaking
from bot.services import deliveries
from bot.services.deliveries import Claimed, Ready, Reason
from bot.slack.failures import FailureKind, SlackFailureError
from bot.slack.gateway import Gateway
from bot.values import DeliveryState
from bot.views import nudges

TICK_SECONDS = 15.0

log = logging.getLogger(__name__)


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
        self._libraries = libraries
        self._slack = slack
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
            async with self._one_at_a_time:
                self._scheduler.shutdown()

    async def tick(self) -> None:
        """Plan what is due, then send what is queued."""
        async with self._one_at_a_time:
            lost = await self._db.system(deliveries.recover)
            if lost:
                log.warning("%d deliveries are uncertain: a worker ended while it sent them", lost)
            await self._plan()
            await self._send_queue()

    async def _plan(self) -> None:
        due = deliveries.BATCH
        while due and not self._stopping:
            due = await self._db.system(deliveries.plan)

    async def _send_queue(self) -> None:
        teams = {self._slack.installation.team_id}
        while teams and not self._stopping:
            claimed = await self._db.system(deliveries.claim, frozenset(teams))
            if claimed is None:
                return
            try:
                await self._deliver(claimed)
            except SlackFailureError as error:
                log.error("workspace %s takes no messages: %s", claimed.team_id, error.code)
                teams.discard(claimed.team_id)

    async def _deliver(self, claimed: Claimed) -> None:
        """Send one delivery, or record why not.

        Raises SlackFailureError where the workspace takes no messages at all.
        """
        try:
            profile = await self._slack.profile(claimed.user_id, fresh=True)
        except SlackFailureError as error:
            await self._not_sent(claimed, error)
            return
        if profile.is_deleted:
            await self._finish(claimed, DeliveryState.SKIPPED, Reason.DEACTIVATED)
            return
        ready = await self._db.system(deliveries.begin, claimed, profile.timezone)
        if ready is not None:
            with speaking(ready.language or profile.locale):
                await self._post(claimed, ready)

    async def _post(self, claimed: Claimed, ready: Ready) -> None:
        try:
            library = library_for(self._libraries, language())
            payload = nudges.digest(library, ready.step, ready.timezone).payload()
        except Exception as error:
            log.error("delivery %s cannot be rendered: %s", claimed.id, type(error).__name__)
            await self._finish(claimed, DeliveryState.FAILED, f"not rendered: {type(error).__name__}")
            return
        try:
            message_ts = await self._slack.post(claimed.user_id, payload)
        except SlackFailureError as error:
            if error.kind is FailureKind.UNKNOWN_OUTCOME:
                log.warning("delivery %s is uncertain: %s", claimed.id, error.code)
                await self._finish(claimed, DeliveryState.UNCERTAIN, error.code)
            else:
                await self._not_sent(claimed, error)
        else:
            await self._db.system(deliveries.mark_sent, claimed.id, message_ts)

    async def _not_sent(self, claimed: Claimed, error: SlackFailureError) -> None:
        """Slack did not send it: try again where that makes sense."""
        if error.kind is FailureKind.LIMITED:
            await self._db.system(deliveries.wait_for_limit, claimed.id, error.retry_after)
        elif error.kind in {FailureKind.TRANSIENT, FailureKind.UNKNOWN_OUTCOME}:
            await self._db.system(deliveries.try_later, claimed.id, error.code)
        else:
            log.error("delivery %s failed: %s", claimed.id, error.code)
            await self._finish(claimed, DeliveryState.FAILED, error.code)
        if error.kind is FailureKind.WORKSPACE:
            raise error

    async def _finish(self, claimed: Claimed, state: DeliveryState, reason: str) -> None:
        await self._db.system(deliveries.finish, claimed.id, state, reason)
