"""What watches over a process asks: does it live, is it ready, its figures.

``/healthz`` and ``/readyz`` stand on the public address, too; ``/metrics`` only on one of its own.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from bot import metrics, migrations
from bot.clock import Clock, monotonic
from bot.db import Database
from bot.services import delivery_desk
from bot.web_shield import HEALTH_PATH, READY_PATH, Shield

METRICS_PATH = "/metrics"

FRESH_SECONDS = 1.0
"""So old may an answer be: however often somebody asks, the database is not asked more often."""

PATIENCE_SECONDS = 3.0


class Beating(Protocol):
    """A worker of this process."""

    async def is_alive(self) -> bool:
        """Whether its last heartbeat is recent enough, by what the database says."""
        ...


class Readiness:
    """Whether this process can do its work: database, tables and, where it has one, its worker."""

    def __init__(self, db: Database, worker: Beating | None) -> None:
        self._db = db
        self._worker = worker
        self._one_at_a_time = asyncio.Lock()
        self._seen: tuple[float, str | None] | None = None

    async def trouble(self) -> str | None:
        """What is not in order, in one word; None where all is."""
        async with self._one_at_a_time:
            now = monotonic()
            if self._seen is None or now - self._seen[0] > FRESH_SECONDS:
                self._seen = now, await self._look()
            return self._seen[1]

    async def _look(self) -> str | None:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                if not await self._db.system_read(_has_newest_tables):
                    return "tables"
                if self._worker is not None and not await self._worker.is_alive():
                    return "worker"
        except (TimeoutError, SQLAlchemyError):
            return "database"
        return None


def health_routes(readiness: Readiness) -> list[Route]:
    """``/healthz``: the process answers. ``/readyz``: it can do its work."""

    async def ready(_request: Request) -> Response:
        trouble = await readiness.trouble()
        if trouble is not None:
            return PlainTextResponse(f"not ready: {trouble}", 503)
        return PlainTextResponse("ready")

    return [
        Route(HEALTH_PATH, _healthz, methods=["GET"]),
        Route(READY_PATH, ready, methods=["GET"]),
    ]


def watch_app(db: Database, readiness: Readiness) -> ASGIApp:
    """The ASGI application of ``METRICS_PORT``: health, readiness and figures."""
    routes = [*health_routes(readiness), Route(METRICS_PATH, _metrics(db), methods=["GET"])]
    return Shield(Starlette(routes=routes))


def _metrics(db: Database) -> Callable[[Request], Awaitable[Response]]:
    async def shown(_request: Request) -> Response:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                numbers = await db.system_read(delivery_desk.numbers)
        except (TimeoutError, SQLAlchemyError):
            numbers = None
        return Response(metrics.page(numbers), media_type=CONTENT_TYPE_LATEST)

    return shown


async def _healthz(_request: Request) -> Response:
    return PlainTextResponse("ok")


def _has_newest_tables(session: Session, _clock: Clock) -> bool:
    return migrations.level(session.connection()) == migrations.newest()
