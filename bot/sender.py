"""Sends what is queued: one delivery at a time, each once, each end recorded."""

import logging
from collections.abc import Mapping
from typing import Any

from bot.db import Database
from bot.guidance.library import Library
from bot.guidance.translations import library_for
from bot.i18n import language, speaking
from bot.services import sending
from bot.services.deliveries import Ready, Reason
from bot.services.sending import Claimed
from bot.slack.failures import FailureKind, SlackFailureError
from bot.slack.gateway import Gateway
from bot.values import DeliveryState
from bot.views import nudges

log = logging.getLogger(__name__)


class Sender:
    """Sends the queue of its gateway's workspace."""

    def __init__(self, db: Database, libraries: Mapping[str, Library], slack: Gateway) -> None:
        self._db = db
        self._libraries = libraries
        self._slack = slack
        self._stopping = False

    def stop(self) -> None:
        """Take nothing more in hand."""
        self._stopping = True

    async def recover(self) -> None:
        """Give up what another worker began to send and cannot tell about any more."""
        lost = await self._db.system(sending.recover)
        if lost:
            log.warning("%d deliveries are uncertain: a worker ended while it sent them", lost)

    async def send_queue(self) -> None:
        """Send until nothing more may be sent now."""
        teams = {self._slack.installation.team_id}
        while teams and not self._stopping:
            claimed = await self._db.system(sending.claim, frozenset(teams))
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
        ready = await self._db.system(sending.begin, claimed, profile.timezone)
        if ready is not None:
            with speaking(ready.language or profile.locale):
                await self._post(claimed, ready)

    async def _post(self, claimed: Claimed, ready: Ready) -> None:
        try:
            payload = self._render(ready)
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
            await self._db.system(sending.mark_sent, claimed.id, message_ts)

    def _render(self, ready: Ready) -> dict[str, Any]:
        library = library_for(self._libraries, language())
        return nudges.digest(library, ready.step, ready.timezone).payload()

    async def _not_sent(self, claimed: Claimed, error: SlackFailureError) -> None:
        """Slack did not send it: try again where that makes sense."""
        if error.kind is FailureKind.LIMITED:
            await self._db.system(sending.wait_for_limit, claimed.id, error.retry_after)
        elif error.kind in {FailureKind.TRANSIENT, FailureKind.UNKNOWN_OUTCOME}:
            await self._db.system(sending.try_later, claimed.id, error.code)
        else:
            log.error("delivery %s failed: %s", claimed.id, error.code)
            await self._finish(claimed, DeliveryState.FAILED, error.code)
        if error.kind is FailureKind.WORKSPACE:
            raise error

    async def _finish(self, claimed: Claimed, state: DeliveryState, reason: str) -> None:
        await self._db.system(sending.finish, claimed.id, state, reason)
