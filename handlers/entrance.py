"""Where payloads leave Bolt for the router, before Bolt looks for a listener.

Bolt makes a client, finds the authorization, asks each listener whether a payload is for it, and makes the
arguments of one, for each request; that cost more than the rest of an answer. Here a payload's kind is
looked up in a table. What is none of ours (url_verification), and what comes from a workspace without an
installation, is left to Bolt.
"""

import logging
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.request.internals import extract_team_id
from slack_bolt.response import BoltResponse

from bot.logs import one_request
from bot.slack.gateways import InstalledGateways
from handlers.errors import describe
from handlers.router import Router

log = logging.getLogger(__name__)


class Entrance(AsyncApp):
    """Bolt's app, whose payloads go to a router: those by HTTP and those by Socket Mode."""

    def __init__(self, router: Router, gateways: InstalledGateways, **bolt: Any) -> None:  # noqa: ANN401
        """``bolt`` are Bolt's own arguments."""
        super().__init__(**bolt)
        self._router = router
        self._gateways = gateways

    async def answer(self, body: dict[str, Any]) -> BoltResponse:
        """Answer a payload whose sender is verified, within a request of the log. Never raises."""
        ack = AsyncAck()
        try:
            if await self._is_answered(body, ack):
                return ack.response or await ack()
        except Exception as error:
            log.error("a payload was not understood: %s", describe(error))
            return BoltResponse(status=500)
        # For Bolt, what is verified and read already is the same as what comes by Socket Mode.
        return await super().async_dispatch(AsyncBoltRequest(body=body, mode="socket_mode"))

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        """Where Bolt's Socket Mode brings its payloads."""
        with one_request():
            return await self.answer(req.body)

    async def _is_answered(self, body: Mapping[str, Any], ack: AsyncAck) -> bool:
        team_id = extract_team_id(body)  # type: ignore[arg-type] # it only reads
        if await self._router.heard_of_workspace(body, team_id):
            return True
        listener = self._router.listener_for(body)
        gateway = await self._gateways.find(team_id) if listener is not None else None
        if listener is None or gateway is None:
            return False
        await listener(body, ack, gateway)
        return True
