"""The gateway against the stand-in: one call is one request, and every failure is one of ours."""

import json
import re

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.slack.failures import SlackFailureError
from bot.slack.gateway import Gateway, connected
from bot.slack.gateways import OneGateway
from bot.values import FailureKind
from bot.web import serving
from tests.stage import Stage


@pytest.fixture
def gateway(stage: Stage) -> Gateway:
    return stage.slack


async def failure(gateway: Gateway) -> SlackFailureError:
    with pytest.raises(SlackFailureError) as failed:
        await gateway.post("U0M01", {"text": "hello"})
    return failed.value


@pytest.mark.parametrize(
    ("fault", "options", "kind", "retry_after"),
    [
        ("ratelimited", {"retry_after": 7}, FailureKind.LIMITED, 7),
        ("ratelimited", {}, FailureKind.LIMITED, None),
        ("server_error", {}, FailureKind.UNKNOWN_OUTCOME, None),
        ("drop", {}, FailureKind.UNKNOWN_OUTCOME, None),
        ("error", {"error": "token_revoked"}, FailureKind.WORKSPACE, None),
        ("error", {"error": "is_archived"}, FailureKind.CHANNEL, None),
        ("error", {"error": "user_not_found"}, FailureKind.USER, None),
        ("error", {"error": "invalid_blocks"}, FailureKind.REQUEST, None),
    ],
)
async def test_each_trouble_is_one_kind_and_one_request(
    stage: Stage,
    gateway: Gateway,
    fault: str,
    options: dict[str, object],
    kind: FailureKind,
    retry_after: int | None,
) -> None:
    stage.workspace.faults.add("chat.postMessage", fault, times=1, **options)
    failed = await failure(gateway)
    assert failed.kind is kind
    assert failed.retry_after == retry_after
    assert len(stage.calls("chat.postMessage")) == 1


async def test_a_server_that_is_not_there_has_surely_sent_nothing() -> None:
    with pytest.raises(SlackFailureError) as failed:
        async with connected("xoxb-1", "http://127.0.0.1:9/api/"):
            pass
    assert failed.value.kind is FailureKind.TRANSIENT


@pytest.mark.parametrize(
    ("status", "kind"),
    [(200, FailureKind.UNKNOWN_OUTCOME), (403, FailureKind.REQUEST), (429, FailureKind.LIMITED)],
)
async def test_a_page_of_somebody_between_us_and_slack_is_a_failure(status: int, kind: FailureKind) -> None:
    async def page(_request: Request) -> Response:
        return Response("<html>Who are you?</html>", status, {"Retry-After": "soon"}, "text/html")

    app = Starlette(routes=[Route("/api/auth.test", page, methods=["POST"])])
    async with serving(app, "127.0.0.1", 0) as url:
        with pytest.raises(SlackFailureError) as failed:
            async with connected("xoxb-1", f"{url}/api"):
                pass
    assert (failed.value.kind, failed.value.retry_after) == (kind, None)


async def test_a_method_the_manifest_does_not_ask_for_is_refused(gateway: Gateway) -> None:
    with pytest.raises(ValueError, match="manifest"):
        await gateway.call("conversations.history", channel="C0GENERAL")


async def test_nobody_speaks_before_slack_is_connected() -> None:
    with pytest.raises(RuntimeError, match="not connected"):
        OneGateway("xoxb-1", "http://127.0.0.1:9/api/").teams()


async def test_a_used_up_response_url_is_a_failure(stage: Stage, gateway: Gateway) -> None:
    await stage.person("U0M01").command("/infoview tips")
    told = json.dumps([entry.body for entry in stage.workspace.log], default=str)
    found = re.search(r"http://127[^\"\s\\]+/commands/[^\"\s\\]+", told)
    assert found is not None, told
    for _ in range(5):
        await gateway.respond(found[0], {"text": "again"})
    with pytest.raises(SlackFailureError):
        await gateway.respond(found[0], {"text": "once too often"})


async def test_a_response_url_nobody_answers_is_a_failure(gateway: Gateway) -> None:
    with pytest.raises(SlackFailureError):
        await gateway.respond("http://127.0.0.1:9/gone", {"text": "nobody there"})


async def test_profiles_are_kept_for_a_while_and_zones_are_known_ones(stage: Stage, gateway: Gateway) -> None:
    first = await gateway.profile("U0M05")
    assert first.timezone == "America/Los_Angeles"
    await gateway.profile("U0M05")
    assert len(stage.calls("users.info")) == 1
    await gateway.profile("U0M05", fresh=True)
    assert len(stage.calls("users.info")) == 2


async def test_no_answer_lets_slack_fetch_what_it_names(gateway: Gateway) -> None:
    sent: list[dict[str, object]] = []

    async def response_url(request: Request) -> Response:
        sent.append(await request.json())
        return Response()

    async with serving(Starlette(routes=[Route("/", response_url, methods=["POST"])]), "127.0.0.1", 0) as url:
        await gateway.respond(f"{url}/", {"text": "see https://example.org"})
    assert sent == [{"text": "see https://example.org", "unfurl_links": False, "unfurl_media": False}]
