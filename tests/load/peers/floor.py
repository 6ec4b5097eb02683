"""The floor: a bare Starlette endpoint that checks Slack's signature and returns a ready answer."""

import os
from pathlib import Path

import uvicorn
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_VERIFIER = SignatureVerifier(os.environ["SLACK_SIGNING_SECRET"])
_ANSWER = Path(os.environ["ANSWER_FILE"]).read_bytes()


async def answer(request: Request) -> Response:
    """The same bytes to every signed request."""
    body = await request.body()
    if not _VERIFIER.is_valid_request(body, dict(request.headers)):
        return Response(status_code=401)
    return Response(_ANSWER, media_type="application/json")


if __name__ == "__main__":
    app = Starlette(routes=[Route("/slack/events", answer, methods=["POST"])])
    uvicorn.run(app, port=int(os.environ["PORT"]), log_level="error", access_log=False)
