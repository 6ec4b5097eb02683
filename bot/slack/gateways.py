"""Which gateway speaks for which workspace."""

from collections.abc import Collection
from typing import Protocol

from bot.slack.gateway import Gateway


class Gateways(Protocol):
    """The workspaces this process can speak for."""

    def teams(self) -> Collection[str]:
        """Their team ids."""
        ...

    def of(self, team_id: str) -> Gateway:
        """The gateway of one of them."""
        ...


class OneGateway:
    """A single installation by token: one workspace."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    def teams(self) -> Collection[str]:
        """The one workspace's team id."""
        return {self._gateway.installation.team_id}

    def of(self, team_id: str) -> Gateway:
        """Its gateway. Raises KeyError for another workspace."""
        if team_id not in self.teams():
            raise KeyError(team_id)
        return self._gateway
