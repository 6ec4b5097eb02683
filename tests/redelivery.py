"""Slack's requests once more: what the bot was sent, signed anew or byte by byte, as often as wanted."""

import asyncio
import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

import httpx
from slack_sdk.signature import SignatureVerifier

from bot.clock import SystemClock
from tests.stage import SIGNING_SECRET, Json, Stage

Headers = dict[str, str]


def signed(body: bytes, age: int = 0, secret: str = SIGNING_SECRET) -> Headers:
    """The headers of a form that Slack signed so many seconds ago."""
    timestamp = str(int(SystemClock().now().timestamp()) - age)
    signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
    return {
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": str(signature),
        "content-type": "application/x-www-form-urlencoded",
    }


def encoded(payload: Mapping[str, Any]) -> tuple[bytes, Headers]:
    """A payload as Slack sends it: a command's form, an event's JSON, or an interaction in a form."""
    if "command" in payload:
        body = urlencode(payload).encode()
    elif payload["type"] == "event_callback":
        body = json.dumps(payload).encode()
        return body, signed(body) | {"content-type": "application/json"}
    else:
        body = urlencode({"payload": json.dumps(payload)}).encode()
    return body, signed(body)


def last_request(stage: Stage, kind: str) -> Json:
    """The newest request of this kind (command, event, block_actions, view_submission …)."""
    return next(
        entry.body["request"]
        for entry in reversed(stage.workspace.log)
        if entry.direction == "to_bot" and entry.kind == kind
    )


async def deliver(address: str, payload: Mapping[str, Any]) -> httpx.Response:
    """Send a payload once more."""
    body, headers = encoded(payload)
    async with httpx.AsyncClient() as client:
        return await client.post(address, content=body, headers=headers)


async def deliver_again(stage: Stage, kind: str, times: int = 1) -> list[httpx.Response]:
    """Send the newest request of this kind so many times at once, and wait for what follows."""
    payload, address = last_request(stage, kind), str(stage.workspace.connection.request_url)
    answers = await asyncio.gather(*(deliver(address, payload) for _time in range(times)))
    await stage.settle()
    return answers


def statuses(answers: Iterable[httpx.Response]) -> set[int]:
    """What they were answered with."""
    return {answer.status_code for answer in answers}
