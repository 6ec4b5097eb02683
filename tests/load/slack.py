"""The least that can stand in for Slack in a measurement: it answers five methods and looks at nothing."""

import asyncio
import json
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

import uvloop
from starlette.types import Receive, Scope, Send

from bot.web import serving

PROCESSES = multiprocessing.get_context("forkserver")

TEAM = "T1"

_ANSWERS = {
    "/api/auth.test": {"ok": True, "team_id": TEAM, "team": "Team", "user_id": "U0BOT", "bot_id": "B0BOT"},
    "/api/users.info": {"ok": True, "user": {"id": "U1", "team_id": TEAM, "tz": "America/New_York"}},
    "/api/chat.postMessage": {"ok": True, "channel": "D1", "ts": "1.2"},
    "/api/views.publish": {"ok": True, "view": {"id": "V1", "hash": "1.2"}},
    "/api/views.update": {"ok": True, "view": {"id": "V1", "hash": "1.2"}},
}
_IDLE_SECONDS = 600
"""A busy machine must not lose a connection that waits: what is sent on it at that moment is uncertain."""

_BODIES = {path: json.dumps(answer).encode() for path, answer in _ANSWERS.items()}


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """The ASGI application."""
    if scope["type"] != "http":
        return
    while (await receive()).get("more_body"):
        pass
    body = _BODIES[scope["path"]]
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _serve(address: Connection) -> None:
    async def until_closed() -> None:
        async with serving(app, "127.0.0.1", 0, idle_seconds=_IDLE_SECONDS) as served:
            address.send(f"{served}/api/")
            await asyncio.to_thread(address.recv)

    uvloop.run(until_closed())


@contextmanager
def bare_slack() -> Iterator[str]:
    """Runs in a process of its own while the block runs; gives the address of its Web API."""
    here, there = PROCESSES.Pipe()
    process = PROCESSES.Process(target=_serve, args=(there,), daemon=True)
    process.start()
    yield here.recv()
    here.send(None)
    process.join()
