"""Bolt for Python with one listener that returns a ready answer, on Starlette as its documentation shows."""

import json
import os
from pathlib import Path
from typing import Any

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_ANSWER = json.loads(Path(os.environ["ANSWER_FILE"]).read_text(encoding="utf-8"))


async def _authorize() -> AuthorizeResult:
    return AuthorizeResult(
        enterprise_id=None, team_id="T0", bot_token="xoxb-bench", bot_id="B0", bot_user_id="U0"
    )


def _app() -> Starlette:
    bolt = AsyncApp(
        signing_secret=os.environ["SLACK_SIGNING_SECRET"],
        authorize=_authorize,
        process_before_response=os.environ["PROCESS_BEFORE_RESPONSE"] == "1",
    )

    @bolt.command("/infoview")
    async def hello(ack: AsyncAck) -> None:
        await ack(**_ANSWER)

    handler = AsyncSlackRequestHandler(bolt)

    async def endpoint(request: Request) -> Response:
        response: Any = await handler.handle(request)
        return response  # type: ignore[no-any-return]

    return Starlette(routes=[Route("/slack/events", endpoint, methods=["POST"])])


if __name__ == "__main__":
    uvicorn.run(_app(), port=int(os.environ["PORT"]), log_level="error", access_log=False)
