"""The HTTP side: a guard in front of Bolt, and serving on a socket.

The guard checks size, timestamp and signature before anything is parsed, so that a request that is not
Slack's costs nothing, runs no handler and puts no body into a log.
"""

import asyncio
import contextlib
import errno
import re
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import uvicorn
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot import web_body
from bot.web_shield import Shield

MAXIMUM_BODY_BYTES = 1_000_000
"""Slack's own payloads stay far below: a view has at most 250 kB."""

GRACE_SECONDS = 20
"""How long a request that has begun may still take when the process is told to stop."""

_IDLE_SECONDS = 5

_EVENTS_PATH = "/slack/events"

Events = Callable[[Request], Awaitable[Response]]
Answer = Callable[[dict[str, Any]], Awaitable[BoltResponse]]

_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


class PortTakenError(Exception):
    """Another program listens there; the text says what to do."""


class _TooLargeError(Exception):
    """The body is larger than anything Slack sends."""


def create_web_app(
    answer: Answer, signing_secret: str | None, others: Iterable[Route] = (), proxy_hops: int = 0
) -> ASGIApp:
    """The ASGI application: ``others``, and where there is a secret ``POST /slack/events``.

    ``answer`` is asked with what verified requests say; ``proxy_hops`` is how many proxies in front are
    trusted to tell who asks.
    """
    if signing_secret is None:
        return Shield(Starlette(routes=[*others]), proxy_hops)
    events = _guarded(answer, SignatureVerifier(signing_secret))
    return Shield(_App(events, others), proxy_hops)


class _App(Starlette):
    """Nearly all requests are Slack's: they need no search for a route, nor what Starlette puts around it."""

    def __init__(self, events: Events, others: Iterable[Route]) -> None:
        super().__init__(routes=[*others, Route(_EVENTS_PATH, events, methods=["POST"])])
        self._events = events

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "POST" and scope["path"] == _EVENTS_PATH:
            response = await self._events(Request(scope, receive))
            await response(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def _listener(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
    raise PortTakenError(
        f"Another program has {host}:{port} already, perhaps an Infoview that still runs. Stop it, or choose"
        " another PORT (for the playground: --port)."
    )


@asynccontextmanager
async def serving(
    app: ASGIApp,
    host: str,
    port: int,
    before_stop: Callable[[], None] = lambda: None,
    *,
    idle_seconds: int = _IDLE_SECONDS,
) -> AsyncIterator[str]:
    """Serve ``app`` on ``host``:``port`` (0: any free port) while the block runs; gives the address.

    ``before_stop`` ends what would otherwise be waited for, such as open event streams. A connection on which
    nothing came for ``idle_seconds`` is closed.

    Raises PortTakenError, and OSError where the address is not this machine's. A request that has begun is
    finished first.
    """
    listener = _listener(host, port)
    # Connections inherit it; asyncio sets it only for sockets made with the protocol number of TCP. Without
    # it, an answer in two writes waits up to 40 ms for the other side's delayed acknowledgement.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    server = _Server(
        uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
            timeout_keep_alive=idle_seconds,
            proxy_headers=False,  # it would believe whoever connects from this machine
            server_header=False,
        )
    )
    task = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        await server.ready.wait()
        yield f"http://{host}:{listener.getsockname()[1]}"
    finally:
        before_stop()
        server.stop.set()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        listener.close()


_TICKS_A_SECOND = 10
"""As uvicorn counts them."""


class _Server(uvicorn.Server):
    """A server that leaves signals to the command line, because one process may run two of them."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()
        self.stop = asyncio.Event()

    async def main_loop(self) -> None:
        # Uvicorn's own loop looks ten times a second whether to stop. A tick renews the Date header.
        ticks = 0
        while not self.stop.is_set():
            await self.on_tick(ticks)
            ticks += _TICKS_A_SECOND
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.stop.wait(), 1)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().startup(sockets)
        finally:
            self.ready.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _guarded(answer: Answer, verifier: SignatureVerifier) -> Events:
    async def slack_events(request: Request) -> Response:
        stamped = _stamp(request)
        if stamped is None:
            return _unsigned()
        try:
            body = await _read(request)
        except _TooLargeError:
            return PlainTextResponse("too large", 413)
        except ClientDisconnect:
            return _unsigned()
        if not _is_from_slack(verifier, body, *stamped):
            return _unsigned()
        try:
            said = web_body.read(body.decode())
        except (ValueError, RecursionError):
            return PlainTextResponse("not understood", 400)
        given = await answer(said)
        return Response(given.body, given.status, {"content-type": given.headers["content-type"][0]})

    return slack_events


async def _read(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAXIMUM_BODY_BYTES:
            raise _TooLargeError
    return bytes(body)


def _unsigned() -> Response:
    return PlainTextResponse("not signed by Slack", 401)


def _stamp(request: Request) -> tuple[str, str] | None:
    """The timestamp and the signature, where both look like Slack's; then only is the body worth reading."""
    headers = dict(request.scope["headers"])
    timestamp = headers.get(b"x-slack-request-timestamp", b"").decode("latin-1")
    signature = headers.get(b"x-slack-signature", b"").decode("latin-1")
    is_well_formed = _TIMESTAMP.fullmatch(timestamp) and _SIGNATURE.fullmatch(signature)
    return (timestamp, signature) if is_well_formed else None


def _is_from_slack(verifier: SignatureVerifier, body: bytes, timestamp: str, signature: str) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return verifier.is_valid(body, timestamp, signature)
