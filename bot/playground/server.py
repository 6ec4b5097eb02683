"""The stand-in's server: Web API, Socket Mode, response addresses, the page and its API in one app."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.playground import cast
from bot.playground.delivery import Delivery
from bot.playground.interactions import Interactions
from bot.playground.manifest import read_manifest
from bot.playground.oauth import OAuth, Place, SlackApp
from bot.playground.pageapi import PageApi
from bot.playground.scenarios import Director
from bot.playground.socketmode import SocketHub
from bot.playground.webapi import Endpoint, WebApi
from bot.playground.workspace import BotConnection, ClockControl, Workspace

__all__ = ["BotConnection", "ClockControl", "SlackApp", "create_app"]

_STATIC = Path(__file__).parent / "static"


class _OwnAddress:
    """Learns the address the stand-in is reached at; the addresses it hands out begin with it."""

    def __init__(self, app: ASGIApp, workspaces: Sequence[Workspace]) -> None:
        self._app = app
        self._workspaces = workspaces

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            for workspace in self._workspaces:
                workspace.base_url = str(Request(scope).base_url).rstrip("/")
        await self._app(scope, receive, send)


async def _page(_request: Request) -> Response:
    return FileResponse(_STATIC / "index.html")


@dataclass(frozen=True)
class _Tenant:
    """One workspace with all that acts in it."""

    workspace: Workspace
    delivery: Delivery
    interactions: Interactions
    page: PageApi


def _tenant(workspace: Workspace, sockets: SocketHub, director: Director | None) -> _Tenant:
    delivery = Delivery(workspace, sockets)
    interactions = Interactions(workspace, delivery)
    return _Tenant(workspace, delivery, interactions, PageApi(workspace, interactions, director))


def create_app(
    connection: BotConnection,
    *,
    manifest: Mapping[str, Any],
    clock: ClockControl | None = None,
    slack_app: SlackApp | None = None,
    director: Director | None = None,
) -> Starlette:
    """The stand-in for Slack as an ASGI app.

    `manifest` is the app's parsed manifest.yml; `clock`, when given, can be moved from the page;
    `director`, when given, begins another scenario. With `slack_app` there are two workspaces, and the
    app has to be added to each.

    On `app.state` lie `workspace`, `interactions` (acts of people) and `delivery` of the first workspace,
    `workspaces` by team id, `oauth`, `sockets` and `end_streams()`, which is for a server to call before a
    shutdown that should not wait for open pages.
    """
    sockets = SocketHub()
    teams = (cast.HOME,) if slack_app is None else (cast.HOME, cast.SECOND)
    tenants = {
        team.id: _tenant(Workspace(connection, read_manifest(manifest), clock, team), sockets, director)
        for team in teams
    }
    home = tenants[cast.TEAM_ID]
    places = {team_id: Place(each.workspace, each.interactions) for team_id, each in tenants.items()}
    oauth = OAuth(slack_app, places, manifest) if slack_app is not None else None
    apis = [WebApi(each.workspace, sockets, each.interactions, oauth) for each in tenants.values()]

    def end_streams() -> None:
        for each in tenants.values():
            each.page.end_streams()

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        for each in tenants.values():
            await each.delivery.start()
        yield
        end_streams()
        for each in tenants.values():
            await each.delivery.stop()

    others = [each for team_id, each in tenants.items() if team_id != cast.TEAM_ID]
    app = Starlette(
        routes=[
            Route("/", _page),
            Mount("/static", StaticFiles(directory=_STATIC, check_dir=False)),
            *home.page.routes(),
            *(
                Mount(f"/{each.workspace.team.id}", routes=[Route("/", _page), *each.page.routes()])
                for each in others
            ),
            *(oauth.routes() if oauth is not None else ()),
            Route("/api/{method}", Endpoint(apis)),
            *(route for api in apis for route in api.routes()),
            WebSocketRoute("/link/", sockets.endpoint),
        ],
        middleware=[Middleware(_OwnAddress, workspaces=[each.workspace for each in tenants.values()])],
        lifespan=lifespan,
    )
    app.state.workspace = home.workspace
    app.state.workspaces = {team_id: each.workspace for team_id, each in tenants.items()}
    app.state.interactions = home.interactions
    app.state.delivery = home.delivery
    app.state.oauth = oauth
    app.state.sockets = sockets
    app.state.end_streams = end_streams
    return app
