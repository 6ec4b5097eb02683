"""Pushes cohort summaries to the addresses of leads: what is due, signed, with each end recorded.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import asyncio
import json
import logging
from random import Random

from standardwebhooks import Webhook

from bot import metrics
from bot.db import Database
from bot.documents.summaries import as_json
from bot.outbound import Poster
from bot.services import pushes, summaries
from bot.values import (
    Actor,
    ClaimedPush,
    GoneError,
    NotAllowedError,
    PushKind,
    PushOutcome,
    PushTrouble,
)

EVENTS = {PushKind.WEEKLY: "cohort.summary", PushKind.TEST: "cohort.summary.test"}

log = logging.getLogger(__name__)


class Pusher:
    """Pushes what is due, beside any number of other pushers."""

    def __init__(
        self, db: Database, poster: Poster | None = None, *, randomness: Random | None = None
    ) -> None:
        self._db = db
        self._poster = poster or Poster()
        self._random = randomness or Random()  # noqa: S311 - spreads attempts in time, nothing secret
        self._stopping = False

    def stop(self) -> None:
        """Begin nothing more."""
        self._stopping = True

    async def push_due(self) -> None:
        """Plan what is due, and push until nothing is left that may be pushed now."""
        planned = 1
        while planned and not self._stopping:
            planned = await self._db.system(pushes.plan)
        while not self._stopping:
            claimed = await self._db.system(pushes.claim)
            if not claimed:
                return
            await asyncio.gather(*(self._push(one) for one in claimed))

    async def _push(self, claimed: ClaimedPush) -> None:
        try:
            outcome = await self._attempt(claimed)
        except Exception as error:
            log.error("push %s cannot be made: %s", claimed.id, type(error).__name__)
            outcome = PushOutcome(PushTrouble.NOT_MADE)
        metrics.of(metrics.PUSHES, outcome.trouble or "sent").inc()
        if outcome.trouble is not None:
            log.info("push %s did not succeed: %s", claimed.id, outcome.trouble)
        await self._db.system(pushes.record, claimed.id, outcome, self._random.random())

    async def _attempt(self, claimed: ClaimedPush) -> PushOutcome:
        actor = Actor(claimed.team_id, claimed.made_by)
        try:
            found = await self._db.run(actor, summaries.build, claimed.cohort_id)
        except (GoneError, NotAllowedError):
            return PushOutcome(PushTrouble.NOT_LEAD)
        now = self._db.clock.now()
        body = json.dumps(
            {"type": EVENTS[claimed.kind], "timestamp": now.isoformat(), "data": json.loads(as_json(found))},
            ensure_ascii=False,
        )
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Infoview",
            "webhook-id": claimed.id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Webhook(claimed.secret).sign(claimed.id, now, body),
        }
        return await self._poster.post(claimed.address, body.encode(), headers)
