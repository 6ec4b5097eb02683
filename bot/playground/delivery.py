"""Delivery to the bot: by an open Socket Mode connection, else by signed HTTP; three seconds either way."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import ssl
import time
from collections.abc import Coroutine
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal
from urllib.parse import urlencode

import httpx

from bot.playground.forms import Json
from bot.playground.socketmode import SocketHub
from bot.playground.workspace import LogEntry, Workspace

_LAST_WORDS = {"app_uninstalled", "tokens_revoked"}
DeliveryKind = Literal["slash_commands", "interactive", "events_api"]


@dataclass(frozen=True)
class Answer:
    """What the bot answered. `error` is None, operation_timeout, dispatch_failed or http_error.

    `body` is the decoded JSON, the text when it is not JSON, or None when empty.
    """

    error: str | None
    body: object = None


@cache
def trusted() -> ssl.SSLContext:
    """Whom HTTP clients trust: read once for the process, since reading takes longer than most requests."""
    return httpx.create_ssl_context(trust_env=False)


class Delivery:
    """Sends to the bot and writes each delivery into the inspector's log."""

    def __init__(self, workspace: Workspace, hub: SocketHub) -> None:
        self._workspace = workspace
        self._hub = hub
        self._client: httpx.AsyncClient | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Open the shared HTTP client."""
        self._client = httpx.AsyncClient(
            trust_env=False,
            timeout=None,  # noqa: S113 - `deadline` bounds it
            verify=trusted(),
        )

    async def stop(self) -> None:
        """End what is under way and close the client."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._client is not None:
            await self._client.aclose()

    async def command(self, form: Json, user: str) -> Answer:
        """Deliver a slash command."""
        summary = f"{form['command']} {form['text']}".strip()
        return await self._deliver("slash_commands", form, user, "command", summary)

    async def interaction(self, payload: Json, user: str) -> Answer:
        """Deliver an interactive payload."""
        return await self._deliver(
            "interactive", payload, user, payload["type"], _interaction_summary(payload)
        )

    def event(self, body: Json, user: str | None) -> None:
        """Deliver an event in the background, if the app subscribed to it."""
        kind = _subscription(body["event"])
        goes = self._workspace.is_installed or kind in _LAST_WORDS
        if goes and kind in self._workspace.manifest.events:
            self._spawn(self._event(body, user))

    async def idle(self) -> None:
        """Wait until no event delivery is under way."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _event(self, body: Json, user: str | None) -> None:
        kind = str(body["event"]["type"])
        answer = await self._deliver("events_api", body, user, "event", kind)
        for number in range(1, self._workspace.event_retries + 1):
            if answer.error is None:
                return
            reason = "http_timeout" if answer.error == "operation_timeout" else "http_error"
            retry = (number, reason)
            answer = await self._deliver("events_api", body, user, "event", f"{kind}, retry {number}", retry)

    async def _deliver(
        self,
        kind: DeliveryKind,
        payload: Json,
        user: str | None,
        label: str,
        summary: str,
        retry: tuple[int, str] | None = None,
    ) -> Answer:
        begun = time.perf_counter()
        try:
            async with asyncio.timeout(self._workspace.deadline):
                answer = await self._send(kind, payload, retry)
        except TimeoutError:
            answer = Answer("operation_timeout")
        entry = LogEntry(
            at=self._workspace.now().isoformat(),
            direction="to_bot",
            kind=label,
            summary=summary,
            status=answer.error or "ok",
            ms=round((time.perf_counter() - begun) * 1000, 1),
            body={"request": payload, "answer": answer.body},
            user=user,
        )
        self._workspace.note(entry)
        return answer

    async def _send(self, kind: DeliveryKind, payload: Json, retry: tuple[int, str] | None) -> Answer:
        if not self._hub.connected:
            return await self._post(kind, payload, retry)
        try:
            return Answer(None, await self._hub.deliver(kind, payload, retry))
        except ConnectionError:
            return Answer("dispatch_failed")

    async def _post(self, kind: DeliveryKind, payload: Json, retry: tuple[int, str] | None) -> Answer:
        url = self._workspace.connection.request_url
        if url is None or self._client is None:
            return Answer("dispatch_failed")
        content, content_type = _encode(kind, payload)
        headers = self._sign(content) | {"Content-Type": content_type}
        if retry is not None:
            headers |= {"X-Slack-Retry-Num": str(retry[0]), "X-Slack-Retry-Reason": retry[1]}
        try:
            response = await self._client.post(url, content=content, headers=headers)
        except httpx.TransportError:
            return Answer("dispatch_failed")
        if response.status_code != httpx.codes.OK:
            return Answer("http_error", response.text)
        return Answer(None, _decode(response.text))

    def _sign(self, content: bytes) -> dict[str, str]:
        stamp = str(int(time.time()))
        secret = self._workspace.connection.signing_secret.encode()
        digest = hmac.new(secret, b"v0:" + stamp.encode() + b":" + content, hashlib.sha256).hexdigest()
        return {
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={digest}",
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        }


def _encode(kind: DeliveryKind, payload: Json) -> tuple[bytes, str]:
    if kind == "events_api":
        return json.dumps(payload).encode(), "application/json"
    form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(form).encode(), "application/x-www-form-urlencoded"


def _decode(text: str) -> object:
    if not text.strip():
        return None
    try:
        decoded: object = json.loads(text)
    except ValueError:
        return text
    return decoded


def _subscription(event: Json) -> str:
    if event["type"] != "message":
        return str(event["type"])
    return "message.im" if event["channel_type"] == "im" else "message.channels"


def _interaction_summary(payload: Json) -> str:
    if payload["type"] == "block_actions":
        return ", ".join(a["action_id"] for a in payload["actions"])
    return str(payload["view"]["callback_id"] if "view" in payload else payload["callback_id"])
