"""A small bot for tests of the page: it records what it is sent and answers as the test says."""

import json
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

Json = dict[str, Any]
Answer = Callable[[Json], Awaitable[Json | None]]
BOT_TOKEN = "xoxb-page-tests"

MANIFEST: Json = {
    "features": {
        "slash_commands": [
            {
                "command": "/demo",
                "description": "Try the page",
                "usage_hint": "tips [topic] · form · both",
            }
        ],
        "shortcuts": [
            {"name": "Open the form", "callback_id": "demo.form", "description": "A form", "type": "global"},
            {"name": "Keep this", "callback_id": "demo.keep", "description": "A note", "type": "message"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "chat:write",
                "commands",
                "files:read",
                "files:write",
                "im:history",
                "users:read",
            ]
        }
    },
    "settings": {"event_subscriptions": {"bot_events": ["message.im", "app_home_opened"]}},
}


async def _nothing(_payload: Json) -> Json | None:
    return None


@dataclass
class BotDouble:
    """`answer` gets each payload and returns the response body. Slash commands get the type "command"."""

    api_url: str
    answer: Answer = _nothing
    received: list[Json] = field(default_factory=list)
    arrived: threading.Condition = field(default_factory=threading.Condition)

    def app(self) -> Starlette:
        """The double as an ASGI app."""
        return Starlette(routes=[Route("/slack/events", self._endpoint, methods=["POST"])])

    def of(self, kind: str) -> list[Json]:
        """The payloads of one type, oldest first."""
        return [payload for payload in self.received if payload["type"] == kind]

    def wait_for(self, kind: str, count: int = 1) -> Json:
        """The `count`-th payload of a type; AssertionError when it has not come within five seconds."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.of(kind)) >= count, 5), f"no {kind}"
        return self.of(kind)[count - 1]

    async def call(self, method: str, **arguments: object) -> Json:
        """Call the stand-in's Web API; AssertionError on an error answer."""
        async with httpx.AsyncClient(trust_env=False) as client:
            headers = {"Authorization": f"Bearer {BOT_TOKEN}"}
            response = await client.post(f"{self.api_url}/api/{method}", json=arguments, headers=headers)
        body: Json = response.json()
        assert body["ok"], body
        return body

    async def _endpoint(self, request: Request) -> Response:
        payload = _decoded((await request.body()).decode())
        with self.arrived:
            self.received.append(payload)
            self.arrived.notify_all()
        answer = await self.answer(payload)
        return Response() if answer is None else JSONResponse(answer)


def _decoded(body: str) -> Json:
    if body.startswith("{"):
        event: Json = json.loads(body)["event"]
        return event
    form = dict(parse_qsl(body, keep_blank_values=True))
    if "payload" not in form:
        return {"type": "command", **form}
    payload: Json = json.loads(form["payload"])
    return payload


def plain(text: str) -> Json:
    """A plain_text object."""
    return {"type": "plain_text", "text": text}


def option(text: str) -> Json:
    """An option whose value is its text in lower case."""
    return {"text": plain(text), "value": text.lower()}


def button(text: str, **more: object) -> Json:
    """A button whose action_id and value are its text in lower case."""
    name = text.lower().replace(" ", "_")
    return {"type": "button", "text": plain(text), "action_id": name, "value": name, **more}


def actions(*elements: Json) -> Json:
    """An actions block."""
    return {"type": "actions", "block_id": "buttons", "elements": list(elements)}


def field_of(block_id: str, label: str, element: Json, **more: object) -> Json:
    """An input block; its element's action_id is `value`."""
    block = {"type": "input", "block_id": block_id, "label": plain(label)}
    return block | {"element": {"action_id": "value", **element}} | more


def modal(*blocks: Json, title: str = "Form", callback_id: str = "demo.submit", **more: object) -> Json:
    """A modal with a submit button."""
    head = {"type": "modal", "callback_id": callback_id, "title": plain(title), "submit": plain("Save")}
    return head | {"blocks": list(blocks), "notify_on_close": True} | more
