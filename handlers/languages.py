"""Which language to answer a person in: the one they chose, else the one of their Slack, else English.

Where there is no other language than English, nobody is asked: no database and no call to Slack on the way.
"""

import asyncio
import logging

from bot import i18n
from bot.clock import monotonic
from bot.db import Database
from bot.services import members
from bot.slack.gateways import Gateways
from bot.values import Actor

log = logging.getLogger(__name__)

_KEPT_SECONDS = 300
_KEPT = 10_000
_PATIENCE_SECONDS = 1  # Slack waits three for the answer itself


class Languages:
    """The languages of the people who acted lately, each known for at most five minutes."""

    def __init__(self, db: Database, gateways: Gateways) -> None:
        self._db = db
        self._gateways = gateways
        self._known: dict[tuple[str, str], tuple[float, str]] = {}

    async def of(self, actor: Actor) -> str:
        """The tag of the person's language; English where it cannot be found out now. Never raises."""
        if i18n.languages() == (i18n.ENGLISH,):
            return i18n.ENGLISH
        key = (actor.team_id, actor.user_id)
        known = self._known.get(key)
        if known is not None and monotonic() - known[0] < _KEPT_SECONDS:
            return known[1]
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                tag = await self._look_up(actor)
        except Exception as error:
            log.warning("the language of a person is not known now: %s", type(error).__name__)
            return i18n.ENGLISH
        if len(self._known) >= _KEPT:
            self._known.clear()
        self._known[key] = (monotonic(), tag)
        return tag

    def forget(self, actor: Actor) -> None:
        """Look it up again next time: the person may have chosen another one."""
        self._known.pop((actor.team_id, actor.user_id), None)

    async def _look_up(self, actor: Actor) -> str:
        chosen = await self._db.read(actor, members.chosen_language)
        return chosen or (await self._gateways.of(actor.team_id).profile(actor.user_id)).locale
