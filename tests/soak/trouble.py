"""A stand-in for Slack that has trouble with some of the calls, by chance but the same each time."""

from collections import Counter
from random import Random

from starlette.types import ASGIApp, Receive, Scope, Send

from bot.playground.faults import Faults

LIMITED, BROKEN, HANGING = 0.05, 0.02, 0.01
"""Of all calls, the shares that are answered 429, answered 500, and not answered while the bot waits."""

LONGEST_RETRY_AFTER = 10
_HANGS_SECONDS = 3600.0
_CALLS = "/api/"


class Troubled:
    """The stand-in behind this has the trouble; a call that hangs is carried out."""

    def __init__(self, stand_in: ASGIApp, faults: Faults, chance: Random) -> None:
        self._stand_in = stand_in
        self._faults = faults
        self._chance = chance
        self._begun = False
        self.caused: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Plan the trouble of this call, if any, and let the stand-in answer it."""
        if self._begun and scope["type"] == "http" and scope["path"].startswith(_CALLS):
            self._plan(scope["path"].removeprefix(_CALLS))
        await self._stand_in(scope, receive, send)

    def begin(self) -> None:
        """From now on Slack has trouble."""
        self._begun = True

    def end(self) -> None:
        """Slack is well again, and answers those who wait."""
        self._begun = False
        self._faults.clear()

    def _plan(self, method: str) -> None:
        draw, seconds = self._chance.random(), self._chance.randint(1, LONGEST_RETRY_AFTER)
        if draw < LIMITED:
            self._faults.add(method, "ratelimited", retry_after=seconds)
            self.caused["429"] += 1
        elif draw < LIMITED + BROKEN:
            self._faults.add(method, "server_error")
            self.caused["500"] += 1
        elif draw < LIMITED + BROKEN + HANGING:
            self._faults.add(method, "slow", seconds=_HANGS_SECONDS)
            self.caused["hanging"] += 1
        self.caused["calls"] += 1
