"""Which gateway speaks for which workspace: one by its token, or each one that was installed."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from typing import Protocol

import aiohttp

from bot.slack.calls import connection_pool
from bot.slack.gateway import Gateway, Installation, connected
from bot.values import ActiveInstallation

REFRESH_SECONDS = 2.0
"""How long a workspace that another process installed may be unknown to this one's worker."""

log = logging.getLogger(__name__)

Overview = Callable[[], Awaitable[Mapping[str, datetime]]]
"""The workspaces that are installed now, each with the moment of its installation."""

Load = Callable[[Collection[str]], Awaitable[Sequence[ActiveInstallation]]]
"""What some of them were installed with."""


class Gateways(Protocol):
    """The workspaces this process can speak for."""

    def teams(self) -> Collection[str]:
        """Their team ids."""
        ...

    def of(self, team_id: str) -> Gateway:
        """The gateway of one of them. Raises KeyError for another workspace."""
        ...


class InstalledGateways(Gateways, Protocol):
    """The same, as they come and go while the process runs."""

    def connected(self) -> AbstractAsyncContextManager[None]:
        """Be ready to speak while the block runs. Raises SlackFailureError."""
        ...

    async def find(self, team_id: str | None) -> Gateway | None:
        """The gateway for a request that came through the installation of this workspace."""
        ...

    async def refresh(self) -> None:
        """Learn which workspaces were installed and uninstalled meanwhile."""
        ...


class OneGateway:
    """A single installation by token: one workspace, which never changes."""

    def __init__(self, token: str, base_url: str) -> None:
        self._token = token
        self._base_url = base_url
        self._gateway: Gateway | None = None

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[None]:
        """Ask Slack whose the token is. Raises SlackFailureError where it is refused."""
        async with connected(self._token, self._base_url) as self._gateway:
            yield

    def teams(self) -> Collection[str]:
        """The one workspace's team id."""
        return {self._the_one().installation.team_id}

    def of(self, team_id: str) -> Gateway:
        """Its gateway. Raises KeyError for another workspace."""
        if team_id not in self.teams():
            raise KeyError(team_id)
        return self._the_one()

    async def find(self, _team_id: str | None) -> Gateway | None:
        """Its gateway: nobody else has the secret that requests are signed with."""
        return self._the_one()

    async def refresh(self) -> None:
        """There is nothing to learn."""

    def _the_one(self) -> Gateway:
        if self._gateway is None:
            raise RuntimeError("Slack is not connected yet")
        return self._gateway


class ManyGateways:
    """Each installed workspace with its own token, all on the same connections.

    What is in the database counts: any process may install or uninstall a workspace. A known one costs a
    request nothing.
    """

    def __init__(self, base_url: str, overview: Overview, load: Load) -> None:
        self._base_url = base_url
        self._overview = overview
        self._load = load
        self._known: dict[str, tuple[datetime, Gateway]] = {}
        self._pool: aiohttp.ClientSession | None = None
        self._one_at_a_time = asyncio.Lock()

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[None]:
        """Know the installed workspaces, and keep up with what other processes do."""
        async with connection_pool() as self._pool:
            await self.refresh()
            keeping_up = asyncio.create_task(self._keep_up())
            try:
                yield
            finally:
                keeping_up.cancel()

    @property
    def pool(self) -> aiohttp.ClientSession:
        """The connections, for calls that no workspace's token is for."""
        if self._pool is None:
            raise RuntimeError("Slack is not connected yet")
        return self._pool

    def teams(self) -> Collection[str]:
        """All workspaces that were installed when this process last looked."""
        return frozenset(self._known)  # it goes to other threads, and changes meanwhile

    def of(self, team_id: str) -> Gateway:
        """Its gateway. Raises KeyError where the workspace is not installed."""
        return self._known[team_id][1]

    def installed_at(self, team_id: str) -> datetime:
        """When the installation was made whose token its gateway has. Raises KeyError."""
        return self._known[team_id][0]

    async def find(self, team_id: str | None) -> Gateway | None:
        """The gateway of an installed workspace; where it is not known yet, look once more."""
        if team_id is not None and team_id not in self._known:
            await self.refresh()
        known = self._known.get(team_id or "")
        return known[1] if known is not None else None

    async def refresh(self) -> None:
        """Learn which workspaces were installed, installed anew, and uninstalled meanwhile."""
        async with self._one_at_a_time:
            present = await self._overview()
            for gone in self._known.keys() - present.keys():
                del self._known[gone]
            news = [team_id for team_id, at in present.items() if self._moment(team_id) != at]
            for installed in await self._load(news) if news else ():
                self._known[installed.team_id] = (installed.installed_at, self._gateway(installed))

    def _moment(self, team_id: str) -> datetime | None:
        known = self._known.get(team_id)
        return known[0] if known is not None else None

    def _gateway(self, installed: ActiveInstallation) -> Gateway:
        installation = Installation(
            installed.team_id, installed.team_name, installed.bot_id, installed.bot_user_id
        )
        return Gateway(installed.token, self._base_url, self.pool, installation)

    async def _keep_up(self) -> None:
        while True:
            await asyncio.sleep(REFRESH_SECONDS)
            try:
                await self.refresh()
            except Exception as error:
                log.error("the installed workspaces cannot be read: %s", type(error).__name__)
