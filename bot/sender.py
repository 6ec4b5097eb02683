"""Sends what is queued: each delivery once, each end recorded, no workspace in the way of another."""

import asyncio
import logging
import os
import socket
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any

from bot import metrics
from bot.db import Database
from bot.guidance.library import Library
from bot.guidance.translations import library_for
from bot.i18n import language, speaking
from bot.services import claims, lanes, leases, sending
from bot.services.claims import Claimed
from bot.services.lanes import Pace
from bot.services.sending import Attempt, Content, Ended, GivenBack, NotBegun, NotSent, Outcome, Sent
from bot.slack.failures import SlackFailureError
from bot.slack.gateway import Gateway
from bot.slack.gateways import Gateways
from bot.together import Together
from bot.values import (
    DeliveryState,
    FailureKind,
    LeadDigest,
    LeadNotice,
    MilestonePost,
    Profile,
    PurgeNotice,
    Reason,
    Welcome,
)
from bot.views import lead_digests, lead_notices, milestones, nudges, retention, welcome

POLL_SECONDS = 1.0
"""How often to look for work, and while some is under way for more."""

GRACE_SECONDS = 20.0
"""How long what is under way may still take when the process is to stop; a call to Slack takes 10 at most."""

MOST_AT_ONCE = 200
MOST_AT_ONCE_IN_A_WORKSPACE = 10
"""A workspace whose Slack is slow keeps that many waiting, no more. At five a second, each may take two."""

_PEOPLE = ("U", "W")
"""How Slack's ids of people begin; a channel has no profile."""

_FRESH = timedelta(seconds=30)
_ATTEMPTS_TO_RECORD = 60

log = logging.getLogger(__name__)


class Sender:
    """Sends the queue of the workspaces it has gateways for, beside any number of other senders."""

    def __init__(
        self,
        db: Database,
        libraries: Mapping[str, Library],
        gateways: Gateways,
        *,
        pace: Pace | None = None,
        lease: timedelta = leases.LEASE,
        randomness: Random | None = None,
    ) -> None:
        self.lease = lease
        self._db = db
        self._beginnings = Together(db, sending.begin)
        self._records = Together(db, sending.record)
        self._libraries = libraries
        self._gateways = gateways
        self._pace = pace or Pace()
        self._random = randomness or Random()  # noqa: S311 - spreads attempts in time, nothing secret
        self._worker_id: str | None = None
        self._under_way: dict[asyncio.Task[None], str] = {}  # with the workspace of each
        self._refusals: dict[str, str] = {}  # not recorded yet: by delivery, the workspace that wants a rest
        self._stopping = asyncio.Event()

    async def beat(self) -> None:
        """Say that this worker is alive; at first, and after a long silence, begin anew."""
        known = self._worker_id
        if known is not None and await self._db.system(leases.renew, known, self.lease):
            return
        teams = self._gateways.teams()
        await self._db.system(lanes.open_lanes, teams)
        if known is None:
            started_again = await self._db.system(lanes.start_again, teams)
            if started_again:
                log.info("%d workspaces whose queue was stopped are sent to again", started_again)
        else:
            log.warning("this worker was silent for too long; what it had in hand is given back")
            await self._db.system(leases.sign_off, known)
        name = f"{socket.gethostname()[:64]}:{os.getpid()}"
        self._worker_id = await self._db.system(leases.sign_on, name, self.lease)

    async def is_alive(self) -> bool:
        """Whether this worker may take something in hand: it beat in time."""
        known = self._worker_id
        return known is not None and await self._db.system_read(leases.holds, known)

    async def tidy(self) -> None:
        """Let go of what silent workers had in hand, and skip what is too late."""
        let_go = await self._db.system(leases.reap)
        if let_go.uncertain:
            log.warning("%d deliveries are uncertain: a worker ended while it sent them", let_go.uncertain)
        while await self._db.system(claims.expire) and not self._stopping.is_set():
            pass

    async def run(self) -> None:
        """Send until :meth:`stop`, then finish or give back what is in hand."""
        while not self._stopping.is_set():
            try:
                await self.send_queue()
            except Exception as error:
                log.error("the queue cannot be read: %s", type(error).__name__)
            await _wait(self._stopping, POLL_SECONDS)
        if self._under_way:
            _done, late = await asyncio.wait(self._under_way, timeout=GRACE_SECONDS)
            for task in late:
                task.cancel()
        if self._worker_id is not None:
            let_go = await self._db.system(leases.sign_off, self._worker_id)
            if let_go.uncertain:
                log.warning("%d deliveries are uncertain: Slack did not answer in time", let_go.uncertain)

    def stop(self) -> None:
        """Take nothing more in hand."""
        self._stopping.set()

    async def send_queue(self) -> None:
        """Send until there is nothing that may be sent now."""
        while await self._take() or self._under_way:
            if self._stopping.is_set():
                return
            if self._under_way:
                await asyncio.wait(self._under_way, timeout=POLL_SECONDS)

    async def _take(self) -> bool:
        room = MOST_AT_ONCE - len(self._under_way)
        if room <= 0 or self._worker_id is None or self._stopping.is_set():
            return False
        counts = Counter(self._under_way.values())
        rooms = {team: MOST_AT_ONCE_IN_A_WORKSPACE - counts[team] for team in self._gateways.teams()}
        try:
            claimed = await self._db.system(claims.claim, self._worker_id, rooms, room, self._pace)
        except leases.SilentWorkerError:
            # The machine slept, or its clock was set: begin anew now and not at the next beat.
            await self.beat()
            return True
        for one in claimed:
            task = asyncio.create_task(self._deliver(one))
            self._under_way[task] = one.team_id
            task.add_done_callback(self._under_way.pop)
        return bool(claimed)

    async def _deliver(self, claimed: Claimed) -> None:
        outcome = await self._attempt(claimed)
        if outcome is not None:
            metrics.of(metrics.ATTEMPTS, _word(outcome)).inc()
            await self._record(outcome)
        self._refusals.pop(claimed.id, None)

    async def _record(self, outcome: Outcome) -> None:
        for _ in range(_ATTEMPTS_TO_RECORD):
            try:
                await self._records.run(outcome)
            except Exception as error:
                log.error("delivery %s cannot be recorded yet: %s", outcome.claimed.id, type(error).__name__)
                await asyncio.sleep(POLL_SECONDS)
            else:
                return

    async def _attempt(self, claimed: Claimed) -> Outcome | None:
        """Send one delivery; returns what became of it, None where that is recorded already."""
        if self._is_refused(claimed):
            return GivenBack(claimed)
        try:
            gateway = self._gateways.of(claimed.team_id)
        except KeyError:  # it was uninstalled a moment ago
            return GivenBack(claimed)
        return await self._attempt_by(gateway, claimed)

    async def _attempt_by(self, gateway: Gateway, claimed: Claimed) -> Outcome | None:
        try:
            profile = await _profile(gateway, claimed)
        except SlackFailureError as error:
            return self._not_sent(claimed, error)
        if profile.is_deleted:
            return Ended(claimed, DeliveryState.SKIPPED, Reason.DEACTIVATED)
        if self._stopping.is_set():
            return GivenBack(claimed)
        asked_at = self._db.clock.now()
        try:
            ready = await self._beginnings.run(Attempt(claimed, profile.timezone))
        except Exception as error:
            log.error("delivery %s cannot begin: %s", claimed.id, type(error).__name__)
            return NotBegun(claimed, type(error).__name__, self._random.random())
        if ready is None:
            return None
        was_asleep = self._db.clock.now() - asked_at > _FRESH
        if was_asleep or self._is_refused(claimed):
            return GivenBack(claimed)
        with speaking(ready.language or profile.locale):
            return await self._post(gateway, claimed, ready)

    async def _post(self, gateway: Gateway, claimed: Claimed, ready: Content) -> Outcome:
        try:
            payload = self._render(ready)
        except Exception as error:
            log.error("delivery %s cannot be rendered: %s", claimed.id, type(error).__name__)
            return Ended(claimed, DeliveryState.FAILED, f"not rendered: {type(error).__name__}")
        try:
            message_ts = await gateway.post(claimed.recipient, payload)
        except SlackFailureError as error:
            return self._not_sent(claimed, error)
        return Sent(claimed, message_ts)

    def _render(self, ready: Content) -> dict[str, Any]:
        if isinstance(ready, PurgeNotice):
            return retention.purge_notice(ready).payload()
        if isinstance(ready, LeadDigest):
            return lead_digests.digest(ready.summary).payload()
        if isinstance(ready, MilestonePost):
            return milestones.post(ready).payload()
        if isinstance(ready, Welcome):
            return welcome.welcome(ready).payload()
        if isinstance(ready, LeadNotice):
            return lead_notices.channel_trouble(ready).payload()
        library = library_for(self._libraries, language())
        message = nudges.nudge(
            library,
            ready.step,
            ready.timezone,
            ready.delivery_id,
            may_ask_later=ready.may_ask_later,
            may_share=ready.may_share,
        )
        return message.payload()

    def _is_refused(self, claimed: Claimed) -> bool:
        """Whether the workspace said no a moment ago: from then on no call may begin there."""
        return claimed.team_id in self._refusals.values()

    def _not_sent(self, claimed: Claimed, error: SlackFailureError) -> Outcome:
        if error.kind in {FailureKind.LIMITED, FailureKind.WORKSPACE}:
            self._refusals[claimed.id] = claimed.team_id
        level = logging.INFO if error.kind in {FailureKind.LIMITED, FailureKind.TRANSIENT} else logging.ERROR
        log.log(level, "delivery %s was not sent: %s", claimed.id, error)
        return NotSent(claimed, error.failure, self._random.random())


def _word(outcome: Outcome) -> str:
    """What came of an attempt, for the figures."""
    match outcome:
        case Sent():
            return DeliveryState.SENT
        case Ended():
            return outcome.state
        case NotSent():
            return outcome.failure.kind
        case NotBegun():
            return "not begun"
        case GivenBack():
            return "given back"


async def _profile(gateway: Gateway, claimed: Claimed) -> Profile:
    if not claimed.recipient.startswith(_PEOPLE):
        return Profile(claimed.recipient, claimed.team_id, "UTC", "en-US", False, False, False)
    return await gateway.profile(claimed.recipient, fresh=True)


async def _wait(event: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return
