"""A stage for tests of the stand-in: it and a small bot double, both served on loopback ports."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
import httpx
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.playground.delivery import Delivery, trusted
from bot.playground.interactions import Interactions
from bot.playground.scenarios import Director
from bot.playground.server import BotConnection, ClockControl, create_app
from bot.playground.socketmode import SocketHub
from bot.playground.workspace import Workspace
from bot.web import serving

Json = dict[str, Any]

SECRET, BOT_TOKEN, APP_TOKEN = "stage-secret", "xoxb-stage", "xapp-stage"
MANIFEST: Json = {
    "features": {
        "slash_commands": [
            {"command": "/infoview", "description": "Help", "usage_hint": "help · tips [topic] · log · …"},
            {"command": "/plain", "description": "No hint"},
        ],
        "shortcuts": [
            {"name": "Log", "callback_id": "log.shortcut", "description": "d", "type": "global"},
            {"name": "Keep", "callback_id": "keep.shortcut", "description": "d", "type": "message"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "chat:write",
                "users:read",
                "channels:read",
                "im:write",
                "team:read",
                "files:read",
                "files:write",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": ["app_home_opened", "message.im", "message.channels", "user_change"]
        }
    },
}


@dataclass
class Received:
    """One request the bot double got, its signature already verified."""

    body: Json
    headers: dict[str, str]


@dataclass
class BotDouble:
    """A bot that records what it is sent and answers with `reply` (200 and nothing when it is None)."""

    received: list[Received] = field(default_factory=list)
    reply: Callable[[Json], Awaitable[Response]] | None = None
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    def answers_too_late(self) -> None:
        """Answer nothing until the stage is taken down."""

        async def reply(_request: Json) -> Response:
            await self.closing.wait()
            return Response()

        self.reply = reply

    def answers(self, body: object, status: int = 200) -> None:
        async def reply(_request: Json) -> Response:
            return JSONResponse(body, status_code=status)

        self.reply = reply

    def of_type(self, kind: str) -> list[Json]:
        return [r.body for r in self.received if r.body.get("type") == kind]

    def events(self, kind: str) -> list[Json]:
        return [b["event"] for b in self.of_type("event_callback") if b["event"]["type"] == kind]

    def app(self) -> Starlette:
        verifier = SignatureVerifier(SECRET)

        async def events(request: Request) -> Response:
            raw = await request.body()
            if not verifier.is_valid_request(raw, dict(request.headers)):
                return Response(status_code=401)
            body = _body(request, raw)
            self.received.append(Received(body, dict(request.headers)))
            return Response() if self.reply is None else await self.reply(body)

        return Starlette(routes=[Route("/slack/events", events, methods=["POST"])])


def _body(request: Request, raw: bytes) -> Json:
    if request.headers["content-type"] == "application/json":
        body: Json = json.loads(raw)
        return body
    form = dict(parse_qsl(raw.decode(), keep_blank_values=True))
    return json.loads(form["payload"]) if "payload" in form else dict(form)


class TestClock:
    """A clock that can be moved; its next nudge is whatever a test sets."""

    __test__ = False

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
        self.nudge: datetime | None = None

    def now(self) -> datetime:
        return self.moment

    def advance(self, delta: timedelta) -> None:
        self.moment += delta

    async def next_nudge(self, user_id: str) -> datetime | None:
        return self.nudge


@dataclass
class Stage:
    """The stand-in, the bot double, a Slack client of the bot and a client of the page."""

    url: str
    app: Starlette
    bot: BotDouble
    slack: AsyncWebClient
    page: httpx.AsyncClient

    @property
    def workspace(self) -> Workspace:
        workspace: Workspace = self.app.state.workspace
        return workspace

    @property
    def interactions(self) -> Interactions:
        interactions: Interactions = self.app.state.interactions
        return interactions

    @property
    def delivery(self) -> Delivery:
        delivery: Delivery = self.app.state.delivery
        return delivery

    @property
    def sockets(self) -> SocketHub:
        sockets: SocketHub = self.app.state.sockets
        return sockets

    async def act(self, name: str, **body: object) -> Json:
        answer: Json = (await self.page.post(f"/playground/api/{name}", json=body)).json()
        return answer

    async def state(self, user: str) -> Json:
        answer: Json = (await self.page.get("/playground/api/state", params={"user": user})).json()
        return answer

    async def messages(self, user: str, channel: str) -> list[Json]:
        conversations = (await self.state(user))["conversations"]
        found: list[Json] = next(c["messages"] for c in conversations if c["id"] == channel)
        return found

    async def open_modal(self, user: str = "U0M01", **changes: object) -> Json:
        """Open a modal of one input by a real command and views.open; returns the stored view."""
        await self.act("command", user=user, channel="C0COHORT", text="/infoview log")
        trigger = self.bot.received[-1].body["trigger_id"]
        opened = await self.slack.views_open(trigger_id=trigger, view=modal(**changes))
        view: Json = opened["view"]
        return view


def text_input(block_id: str = "name", action_id: str = "name.text", **element: object) -> Json:
    """An input block of one line of text."""
    return {
        "type": "input",
        "block_id": block_id,
        "label": {"type": "plain_text", "text": "Name"},
        "element": {"type": "plain_text_input", "action_id": action_id, **element},
    }


def button(action_id: str = "go", value: str = "1") -> Json:
    """A button."""
    return {
        "type": "button",
        "action_id": action_id,
        "text": {"type": "plain_text", "text": "Go"},
        "value": value,
    }


def actions(*elements: Json, block_id: str = "bar") -> Json:
    """An actions block."""
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def section(text: str, **more: object) -> Json:
    """A section of text."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def modal(**changes: object) -> Json:
    """A valid modal of one required input."""
    view = {
        "type": "modal",
        "callback_id": "contact.submit",
        "title": {"type": "plain_text", "text": "A contact"},
        "submit": {"type": "plain_text", "text": "Save"},
        "blocks": [text_input()],
    }
    return {k: v for k, v in (view | changes).items() if v is not None}


@asynccontextmanager
async def stage(
    *,
    clock: ClockControl | None = None,
    manifest: Json = MANIFEST,
    socket_only: bool = False,
    director: Director | None = None,
) -> AsyncIterator[Stage]:
    """The whole stage, served while the block runs."""
    bot = BotDouble()
    async with serving(bot.app(), "127.0.0.1", 0) as bot_url:
        request_url = None if socket_only else f"{bot_url}/slack/events"
        connection = BotConnection(SECRET, BOT_TOKEN, APP_TOKEN, request_url)
        app = create_app(connection, manifest=manifest, clock=clock, director=director)
        async with (
            serving(app, "127.0.0.1", 0) as url,
            aiohttp.ClientSession() as session,
            httpx.AsyncClient(base_url=url, trust_env=False, verify=trusted()) as page,
        ):
            slack = AsyncWebClient(
                token=BOT_TOKEN, base_url=f"{url}/api/", session=session, retry_handlers=[]
            )
            await slack.auth_test()
            try:
                yield Stage(url, app, bot, slack, page)
            finally:
                bot.closing.set()
                app.state.end_streams()
