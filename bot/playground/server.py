"""The stand-in's server: Web API, Socket Mode, response addresses, the page and its API in one app."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.playground.delivery import Delivery
from bot.playground.interactions import Interactions
from bot.playground.manifest import read_manifest
from bot.playground.pageapi import PageApi
from bot.playground.socketmode import SocketHub
from bot.playground.webapi import WebApi
from bot.playground.workspace import BotConnection, ClockControl, Workspace

__all__ = ["BotConnection", "ClockControl", "create_app"]

_STATIC = Path(__file__).parent / "static"


class _OwnAddress:
    """Learns the address the stand-in is reached at; the addresses it hands out begin with it."""

    def __init__(self, app: ASGIApp, workspace: Workspace) -> None:
        self._app = app
        self._workspace = workspace

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            self._workspace.base_url = str(Request(scope).base_url).rstrip("/")
        await self._app(scope, receive, send)


async def _page(_request: Request) -> Response:
    return FileResponse(_STATIC / "index.html")


def create_app(
    connection: BotConnection, *, manifest: Mapping[str, Any], clock: ClockControl | None = None
) -> Starlette:
    """The stand-in for Slack as an ASGI app.

    `manifest` is the app's parsed manifest.yml; `clock`, when given, can be moved from the page. On
    `app.state` lie `workspace`, `interactions` (acts of people), `delivery`, `sockets` and `end_streams()`,
    which is for a server to call before a shutdown that should not wait for open pages.
    """
    workspace = Workspace(connection, read_manifest(manifest), clock)
    sockets = SocketHub()
    delivery = Delivery(workspace, sockets)
    interactions = Interactions(workspace, delivery)
    page = PageApi(workspace, interactions)
    api = WebApi(workspace, sockets, interactions)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await delivery.start()
        yield
        page.end_streams()
        await delivery.stop()

    app = Starlette(
        routes=[
            Route("/", _page),
            Mount("/static", StaticFiles(directory=_STATIC, check_dir=False)),
            *page.routes(),
            *api.routes(),
            WebSocketRoute("/link/", sockets.endpoint),
        ],
        middleware=[Middleware(_OwnAddress, workspace=workspace)],
        lifespan=lifespan,
    )
    app.state.workspace = workspace
    app.state.interactions = interactions
    app.state.delivery = delivery
    app.state.sockets = sockets
    app.state.end_streams = page.end_streams
    return app
