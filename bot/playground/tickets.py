"""What Slack hands out for a time: trigger ids (3 seconds, once), response addresses (30 minutes, 5 uses)."""

from __future__ import annotations

import itertools
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.errors import SlackRefusalError

TRIGGER_SECONDS = 3.0
RESPONSE_SECONDS = 30 * 60.0
RESPONSE_USES = 5
_TRIGGER_SHAPE = re.compile(r"\d+\.\d+\.[0-9a-f]+")


@dataclass
class ResponseTarget:
    """Where a response address leads: the person, the conversation and, for actions, the message acted on."""

    user: str
    channel: str
    source_ts: str | None
    born: float
    uses: int = 0


@dataclass
class _Trigger:
    user: str
    born: float
    used: bool = False


class Tickets:
    """Issues and checks what ends. `monotonic` gives real seconds, never the page's movable clock."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.monotonic = monotonic
        self._triggers: dict[str, _Trigger] = {}
        self._responses: dict[str, ResponseTarget] = {}
        self._numbers = itertools.count(1)

    def trigger(self, user_id: str) -> str:
        """A new trigger id for an interaction of this person."""
        trigger_id = f"{int(time.time())}.{next(self._numbers)}.{secrets.token_hex(16)}"
        self._triggers[trigger_id] = _Trigger(user_id, self.monotonic())
        return trigger_id

    def exchange(self, trigger_id: str) -> str:
        """The person of this trigger id, once and within 3 seconds; else SlackRefusalError."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None or not _TRIGGER_SHAPE.fullmatch(trigger_id):
            raise SlackRefusalError("invalid_trigger_id")
        if trigger.used:
            raise SlackRefusalError("exchanged_trigger_id")
        if self.monotonic() - trigger.born > TRIGGER_SECONDS:
            raise SlackRefusalError("expired_trigger_id")
        trigger.used = True
        return trigger.user

    def response(self, user_id: str, channel: str, source_ts: str | None) -> str:
        """A new key for a response address."""
        key = f"{next(self._numbers)}/{secrets.token_urlsafe(18)}"
        self._responses[key] = ResponseTarget(user_id, channel, source_ts, self.monotonic())
        return key

    def use_response(self, key: str) -> ResponseTarget:
        """Where this address leads; SlackRefusalError when unknown, older than 30 minutes or used 5 times."""
        target = self._responses.get(key)
        if target is None:
            raise SlackRefusalError("invalid_url")
        if self.monotonic() - target.born > RESPONSE_SECONDS:
            raise SlackRefusalError("expired_url")
        if target.uses >= RESPONSE_USES:
            raise SlackRefusalError("used_url")
        target.uses += 1
        return target
