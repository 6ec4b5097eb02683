"""Socket Mode: one-time addresses, the hello, envelopes and their acknowledgements, disconnects."""

from __future__ import annotations

import asyncio
import json
import secrets
import uuid
from dataclasses import dataclass, field

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.playground import cast
from bot.playground.errors import SlackRefusalError
from bot.playground.forms import Json

CONNECTION_LIMIT = 10


@dataclass(eq=False)
class _Connection:
    socket: WebSocket
    waiting: dict[str, asyncio.Future[object]] = field(default_factory=dict)


class SocketHub:
    """The app's open Socket Mode connections; deliveries take turns among them."""

    def __init__(self) -> None:
        self._tickets: set[str] = set()
        self._connections: list[_Connection] = []

    @property
    def connected(self) -> bool:
        """Whether the bot has a connection open."""
        return bool(self._connections)

    def issue_ticket(self) -> str:
        """A ticket for one connection; SlackRefusalError(too_many_websockets) at ten."""
        if len(self._connections) >= CONNECTION_LIMIT:
            raise SlackRefusalError("too_many_websockets")
        ticket = str(uuid.uuid4())
        self._tickets.add(ticket)
        return ticket

    async def endpoint(self, socket: WebSocket) -> None:
        """Serve one connection until it ends."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await socket.close()
            return
        self._tickets.remove(ticket)
        await socket.accept()
        connection = _Connection(socket)
        self._connections.append(connection)
        try:
            await socket.send_json(_hello(len(self._connections)))
            while True:
                _acknowledge(connection, await socket.receive_text())
        except WebSocketDisconnect:
            pass
        finally:
            self._drop(connection)

    async def deliver(self, kind: str, payload: Json, retry: tuple[int, str] | None = None) -> object:
        """Send an envelope and wait for its acknowledgement; returns the acknowledgement's payload.

        Raises ConnectionError when the connection is gone.
        """
        connection = self._connections.pop(0)
        self._connections.append(connection)
        envelope_id = str(uuid.uuid4())
        envelope: Json = {
            "envelope_id": envelope_id,
            "type": kind,
            "accepts_response_payload": kind != "events_api",
            "payload": payload,
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": retry[0] if retry else 0, "retry_reason": retry[1] if retry else ""}
        answer: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        connection.waiting[envelope_id] = answer
        try:
            await _send(connection, envelope)
            return await answer
        finally:
            connection.waiting.pop(envelope_id, None)

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask the bot to connect anew, as Slack does every few hours, and close; `reason` is Slack's."""
        for connection in list(self._connections):
            notice = {"type": "disconnect", "reason": reason, "debug_info": {"host": "playground"}}
            await connection.socket.send_json(notice)
            await connection.socket.close()
            self._drop(connection)

    def _drop(self, connection: _Connection) -> None:
        if connection in self._connections:
            self._connections.remove(connection)


async def _send(connection: _Connection, message: Json) -> None:
    try:
        await connection.socket.send_json(message)
    except (RuntimeError, WebSocketDisconnect) as error:
        raise ConnectionError from error


def _hello(count: int) -> Json:
    return {
        "type": "hello",
        "num_connections": count,
        "debug_info": {"host": f"playground-{secrets.token_hex(2)}", "approximate_connection_time": 18060},
        "connection_info": {"app_id": cast.APP_ID},
    }


def _acknowledge(connection: _Connection, text: str) -> None:
    try:
        message = json.loads(text)
    except ValueError:
        return
    answer = connection.waiting.get(message.get("envelope_id", "")) if isinstance(message, dict) else None
    if answer is not None and not answer.done():
        answer.set_result(message.get("payload"))
