"""Asks Slack once a day for each workspace whether its token works: the news of its end may get lost."""

import asyncio
import logging
from datetime import timedelta

from bot.db import Database
from bot.services import installations
from bot.slack.failures import SlackFailureError
from bot.slack.gateways import ManyGateways
from bot.values import Actor

log = logging.getLogger(__name__)


class Prober:
    """Probes what is due, beside any number of other probers."""

    def __init__(self, db: Database, gateways: ManyGateways, kept: timedelta) -> None:
        """``kept`` is how long the data of a workspace is kept that uninstalled Infoview."""
        self._db = db
        self._gateways = gateways
        self._kept = kept
        self._stopping = False

    def stop(self) -> None:
        """Begin nothing more."""
        self._stopping = True

    async def probe_due(self) -> None:
        """Probe the workspaces whose time has come."""
        while not self._stopping:
            due = await self._db.system(installations.take_probes)
            if not due:
                return
            await self._gateways.refresh()  # a token that was replaced would be refused
            await asyncio.gather(*(self._probe(team_id) for team_id in due))

    async def _probe(self, team_id: str) -> None:
        by_infoview = Actor(team_id, "")
        try:
            gateway, installed_at = self._gateways.of(team_id), self._gateways.installed_at(team_id)
        except KeyError:
            return
        try:
            await gateway.call("auth.test")
        except SlackFailureError as error:
            log.warning("Slack refused the token of workspace %s: %s", team_id, error.code)
            if error.code in installations.ENDED_CODES:
                await self._db.run(by_infoview, installations.end, error.code, installed_at, self._kept)
                await self._gateways.refresh()
        else:
            await self._db.run(by_infoview, installations.note_alive)
