"""What is not Slack's is refused before anything is parsed, and leaves nothing in the log."""

import asyncio
import logging
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import httpx
import pytest

from bot.clock import monotonic
from bot.web import MAXIMUM_BODY_BYTES
from tests.flood import flood
from tests.redelivery import signed
from tests.stage import Stage

BODY = b"command=%2Finfoview&text=tips&team_id=T0HARBOR&user_id=U0M01&private=canary"


@pytest.fixture
async def slack(stage: Stage) -> AsyncIterator[httpx.AsyncClient]:
    url = stage.workspace.connection.request_url.removesuffix("/slack/events")
    async with httpx.AsyncClient(base_url=url) as client:
        yield client


async def test_a_signed_request_is_answered(slack: httpx.AsyncClient) -> None:
    answer = await slack.post("/slack/events", content=BODY, headers=signed(BODY))
    assert answer.status_code == 200
    assert answer.json()["response_type"] == "ephemeral"


async def test_an_answer_does_not_wait_for_a_delayed_acknowledgement(slack: httpx.AsyncClient) -> None:
    seconds = []
    for _ in range(9):
        started = monotonic()
        await slack.post("/slack/events", content=BODY, headers=signed(BODY))
        seconds.append(monotonic() - started)
    assert min(seconds) < 0.03  # the kernel's delay is 40 ms, each time


@pytest.mark.parametrize(
    "headers",
    [
        {},
        signed(BODY, secret="another secret"),
        signed(BODY, age=3600),
        signed(BODY) | {"x-slack-request-timestamp": "yesterday"},
        signed(BODY) | {"x-slack-request-timestamp": "9" * 400},
        signed(BODY) | {"x-slack-signature": ""},
        signed(b"other body"),
    ],
)
async def test_an_unsigned_request_is_refused_and_not_logged(
    slack: httpx.AsyncClient, caplog: pytest.LogCaptureFixture, headers: dict[str, str]
) -> None:
    caplog.set_level(logging.DEBUG)
    answer = await slack.post("/slack/events", content=BODY, headers=headers)
    assert answer.status_code == 401
    assert "canary" not in caplog.text


async def test_bytes_that_are_no_text_are_refused(slack: httpx.AsyncClient) -> None:
    body = b"\xff\xfe\x00"
    assert (await slack.post("/slack/events", content=body, headers=signed(BODY))).status_code == 401


async def test_a_body_over_the_limit_is_refused(slack: httpx.AsyncClient) -> None:
    body = b"x" * (MAXIMUM_BODY_BYTES + 1)
    assert (await slack.post("/slack/events", content=body, headers=signed(body))).status_code == 413
    assert (await slack.post("/slack/events", content=body)).status_code == 401


async def test_health(slack: httpx.AsyncClient) -> None:
    assert (await slack.get("/healthz")).text == "ok"


async def test_slack_checks_the_address(slack: httpx.AsyncClient) -> None:
    body = b'{"type": "url_verification", "challenge": "abc"}'
    headers = signed(body) | {"content-type": "application/json"}
    answer = await slack.post("/slack/events", content=body, headers=headers)
    assert answer.json() == {"challenge": "abc"}


async def test_a_flood_of_malformed_requests_runs_nothing(stage: Stage) -> None:
    """A short one; ``make test-deep`` sends 100,000."""
    result = await flood(stage, 3_000)
    assert set(result.statuses) == {401}
    assert (result.dispatched, result.handler_runs) == (0, 0)


async def test_a_sender_that_goes_away_is_no_error(
    stage: Stage, slack: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    place = urlsplit(str(stage.workspace.connection.request_url))
    _reader, writer = await asyncio.open_connection(place.hostname, place.port)
    headers = "".join(f"{name}: {value}\r\n" for name, value in signed(BODY).items())
    writer.write(
        f"POST {place.path} HTTP/1.1\r\nHost: bot\r\n{headers}Content-Length: 99\r\n\r\nabc".encode()
    )
    await writer.drain()
    writer.close()
    await writer.wait_closed()
    assert (await slack.get("/healthz")).text == "ok"
    assert not caplog.records
