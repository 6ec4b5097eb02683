"""Socket Mode on the stand-in, with Slack's own client."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from tests.unit.playground_stage import APP_TOKEN, Stage, stage

Json = dict[str, Any]


class SocketBot:
    """A bot on Socket Mode that records what comes and acknowledges with `payload`."""

    def __init__(self) -> None:
        self.requests: list[SocketModeRequest] = []
        self.arrived = asyncio.Event()
        self.hello = asyncio.Event()
        self.payload: Json | None = None

    async def listen(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        self.requests.append(request)
        self.arrived.set()
        await client.send_socket_mode_response(
            SocketModeResponse(envelope_id=request.envelope_id, payload=self.payload)
        )

    async def hear(self, _client: AsyncBaseSocketModeClient, message: Json, _raw: str | None) -> None:
        if message.get("type") == "hello":
            self.hello.set()


@asynccontextmanager
async def connected(scene: Stage) -> AsyncIterator[tuple[SocketModeClient, SocketBot]]:
    bot = SocketBot()
    client = SocketModeClient(app_token=APP_TOKEN, web_client=scene.slack, ping_interval=0.2)
    client.socket_mode_request_listeners.append(bot.listen)
    client.message_listeners.append(bot.hear)
    await client.connect()
    try:
        await asyncio.wait_for(bot.hello.wait(), 5)
        yield client, bot
    finally:
        await client.close()


@pytest.fixture
async def scene() -> AsyncIterator[Stage]:
    async with stage(socket_only=True) as built:
        yield built


async def test_commands_interactions_and_events_come_as_envelopes(scene: Stage) -> None:
    async with connected(scene) as (_client, bot):
        bot.payload = {"text": "Hello"}
        assert await scene.act("command", user="U0M01", channel="C0COHORT", text="/infoview x") == {
            "ok": True
        }
        assert [m["text"] for m in await scene.messages("U0M01", "C0COHORT")] == ["Hello"]
        bot.payload = None
        await scene.act("shortcut", user="U0M01", callback_id="log.shortcut")
        await scene.act("home", user="U0M01")
        await scene.delivery.idle()
        assert [r.type for r in bot.requests] == ["slash_commands", "interactive", "events_api"]
        assert [r.accepts_response_payload for r in bot.requests] == [True, True, False]
        assert bot.requests[2].retry_attempt == 0
        assert bot.requests[0].payload["text"] == "x"


async def test_the_address_is_for_one_connection_of_the_app_token(scene: Stage) -> None:
    answer = await scene.slack.apps_connections_open(app_token=APP_TOKEN)
    async with aiohttp.ClientSession() as session, session.ws_connect(answer["url"]) as socket:
        hello = await socket.receive_json()
        assert hello["type"] == "hello"
        assert hello["connection_info"]["app_id"] == "A0INFOVIEW"
        await socket.send_str("not json")
        await socket.send_str("[]")
        await socket.send_json({"envelope_id": "unknown"})
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(answer["url"])
    with pytest.raises(SlackApiError) as caught:
        await scene.slack.apps_connections_open(app_token="xapp-other")
    assert caught.value.response["error"] == "invalid_auth"


async def test_ten_connections_are_the_most(scene: Stage) -> None:
    async with aiohttp.ClientSession() as session, AsyncExitStack() as opened:
        for count in range(1, 11):
            answer = await scene.slack.apps_connections_open(app_token=APP_TOKEN)
            socket = await opened.enter_async_context(session.ws_connect(answer["url"]))
            assert (await socket.receive_json())["num_connections"] == count
        with pytest.raises(SlackApiError) as caught:
            await scene.slack.apps_connections_open(app_token=APP_TOKEN)
    assert caught.value.response["error"] == "too_many_websockets"


async def test_a_bot_that_does_not_acknowledge_is_timed_out(scene: Stage) -> None:
    answer = await scene.slack.apps_connections_open(app_token=APP_TOKEN)
    scene.workspace.deadline = 0.05
    async with aiohttp.ClientSession() as session, session.ws_connect(answer["url"]) as socket:
        await socket.receive_json()
        result = await scene.act("command", user="U0M01", channel="C0COHORT", text="/infoview")
        assert "did not respond" in result["error"]
        envelope = await socket.receive_json()
        await socket.send_json({"envelope_id": envelope["envelope_id"]})


async def test_a_bot_told_to_disconnect_comes_back(scene: Stage) -> None:
    async with connected(scene) as (_client, bot):
        bot.hello.clear()
        await scene.sockets.disconnect()
        await asyncio.wait_for(bot.hello.wait(), 10)
        assert scene.sockets.connected
        await scene.act("command", user="U0M01", channel="C0COHORT", text="/infoview again")
        assert bot.requests[-1].payload["text"] == "again"


async def test_without_any_connection_a_command_cannot_be_dispatched(scene: Stage) -> None:
    result = await scene.act("command", user="U0M01", channel="C0COHORT", text="/infoview")
    assert result["error"] == '/infoview failed with the error "dispatch_failed"'
