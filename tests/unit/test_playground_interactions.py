"""What people do on the stand-in reaches the bot as Slack sends it, and answers show as Slack shows them."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.webhook.async_client import AsyncWebhookClient
from starlette.responses import PlainTextResponse, Response

from tests.unit.playground_stage import SECRET, Stage, actions, button, section, stage

Json = dict[str, Any]


@pytest.fixture
async def scene() -> AsyncIterator[Stage]:
    async with stage() as built:
        yield built


async def post_buttons(scene: Stage, *elements: Json, channel: str = "C0COHORT") -> str:
    posted = await scene.slack.chat_postMessage(
        channel=channel, text="Join?", blocks=[actions(*(elements or (button(),)))]
    )
    return str(posted["ts"])


async def click(
    scene: Stage, ts: str, user: str = "U0M01", channel: str = "C0COHORT", **more: object
) -> Json:
    return await scene.act(
        "action",
        user=user,
        container={"type": "message", "channel": channel, "ts": ts},
        action={"type": "button", "block_id": "bar", "action_id": "go", **more},
    )


async def hook(scene: Stage, url: str, **body: object) -> tuple[int, str]:
    answer = await AsyncWebhookClient(url, session=scene.slack.session).send_dict(body)
    return answer.status_code, answer.body


async def test_a_command_has_every_field_slack_sends_and_is_signed(scene: Stage) -> None:
    assert await scene.act("command", user="U0M01", channel="C0COHORT", text="/infoview  tips <b> & co ") == {
        "ok": True
    }
    received = scene.bot.received[-1]
    body = received.body
    assert body.keys() == {
        "token",
        "team_id",
        "team_domain",
        "channel_id",
        "channel_name",
        "user_id",
        "user_name",
        "command",
        "text",
        "api_app_id",
        "is_enterprise_install",
        "response_url",
        "trigger_id",
    }
    assert (body["command"], body["text"]) == ("/infoview", "tips <b> & co")
    assert (body["channel_id"], body["channel_name"]) == ("C0COHORT", "spring-cohort")
    assert received.headers["content-type"] == "application/x-www-form-urlencoded"
    await scene.act("command", user="U0M01", channel="D0M01", text="/infoview")
    assert scene.bot.received[-1].body["channel_name"] == "directmessage"


@pytest.mark.parametrize(
    ("answer", "shown", "ephemeral"),
    [
        ({"text": "Hello", "blocks": [section("Hello")]}, "Hello", True),
        ({"response_type": "in_channel", "text": "All"}, "All", False),
    ],
)
async def test_the_answer_to_a_command_is_shown(
    scene: Stage, answer: Json, shown: str, ephemeral: bool
) -> None:
    scene.bot.answers(answer)
    await scene.act("command", user="U0M01", channel="C0GENERAL", text="/infoview")
    (message,) = await scene.messages("U0M01", "C0GENERAL")
    assert (message["text"], message["ephemeral"], message["is_bot"]) == (shown, ephemeral, True)
    assert len(await scene.messages("U0M02", "C0GENERAL")) == (0 if ephemeral else 1)


async def test_a_plain_text_answer_is_shown(scene: Stage) -> None:
    async def reply(_body: Json) -> Response:
        return PlainTextResponse("Just words")

    scene.bot.reply = reply
    await scene.act("command", user="U0M01", channel="C0COHORT", text="/infoview")
    assert [m["text"] for m in await scene.messages("U0M01", "C0COHORT")] == ["Just words"]


async def test_a_failing_command_says_slacks_sentence(scene: Stage) -> None:
    async def run() -> str:
        answer = await scene.act("command", user="U0M01", channel="C0COHORT", text="/infoview x")
        assert answer["ok"] is False
        assert (await scene.state("U0M01"))["notice"] == answer["error"]
        return str(answer["error"])

    scene.bot.answers({"text": "x"}, status=500)
    assert await run() == '/infoview failed with the error "dispatch_failed"'
    scene.bot.answers({"blocks": [{"type": "nonsense"}], "text": "x"})
    assert await run() == '/infoview failed with the error "invalid_command_response"'
    scene.bot.answers(["x"])
    assert await run() == '/infoview failed with the error "invalid_command_response"'
    scene.workspace.deadline = 0.05
    scene.bot.answers_too_late()
    assert "the app did not respond" in await run()
    unknown = await scene.act("command", user="U0M01", channel="C0COHORT", text="/other")
    assert unknown["error"] == "/other is not a valid command."
    scene.bot.reply = None
    scene.workspace.deadline = 3.0
    await scene.act("command", user="U0M01", channel="C0COHORT", text="/infoview")
    assert (await scene.state("U0M01"))["notice"] is None


async def test_a_bot_that_is_not_there_or_knows_another_secret(scene: Stage) -> None:
    connection = scene.workspace.connection
    scene.workspace.connection = type(connection)("other", "xoxb-stage", "xapp-stage", connection.request_url)
    answer = await scene.act("command", user="U0M01", channel="C0COHORT", text="/infoview")
    assert scene.workspace.log[-1].status == "http_error"
    for url in (None, "http://127.0.0.1:1/slack/events"):
        scene.workspace.connection = type(connection)(SECRET, "xoxb-stage", "xapp-stage", url)
        answer = await scene.act("command", user="U0M01", channel="C0COHORT", text="/infoview")
        assert scene.workspace.log[-1].status == "dispatch_failed"
    assert answer["ok"] is False


async def test_typed_text_arrives_escaped_in_events(scene: Stage) -> None:
    await scene.act("message", user="U0M01", channel="D0M01", text="tips <!channel> & co")
    await scene.delivery.idle()
    (event,) = scene.bot.events("message")
    assert event["text"] == "tips &lt;!channel&gt; &amp; co"
    assert (event["channel"], event["channel_type"], event["user"]) == ("D0M01", "im", "U0M01")
    assert "bot_id" not in event
    (body,) = scene.bot.of_type("event_callback")
    assert body["event_id"].startswith("Ev")
    assert body["authorizations"][0]["user_id"] == "U0BOT"
    assert (await scene.act("message", user="U0M01", channel="D0M01", text="  "))["ok"] is False


async def test_the_bots_own_posts_come_back_as_events_with_its_bot_id(scene: Stage) -> None:
    await scene.slack.chat_postMessage(channel="U0M01", text="Hello")
    await scene.delivery.idle()
    (event,) = scene.bot.events("message")
    assert (event["bot_id"], event["user"], event["channel_type"]) == ("B0BOT", "U0BOT", "im")


async def test_only_subscribed_events_of_joined_channels_are_sent(scene: Stage) -> None:
    await scene.act("message", user="U0M01", channel="C0GENERAL", text="not for the bot")
    await scene.act("message", user="U0OUTSIDE", channel="C0PARTNERS", text="from outside")
    await scene.delivery.idle()
    (event,) = scene.bot.events("message")
    assert (event["user_team"], event["team"]) == ("T0OTHER", "T0OTHER")
    assert scene.bot.of_type("event_callback")[0]["is_ext_shared_channel"] is True
    async with stage(manifest={}) as deaf:
        await deaf.act("message", user="U0M01", channel="D0M01", text="hi")
        await deaf.delivery.idle()
        assert deaf.bot.received == []


async def test_a_changed_person_is_announced(scene: Stage) -> None:
    scene.interactions.change_person("U0M01", tz="Asia/Tokyo")
    scene.interactions.change_person("U0M02", deleted=True)
    await scene.delivery.idle()
    users = {e["user"]["id"]: e["user"] for e in scene.bot.events("user_change")}
    assert users["U0M01"]["tz"] == "Asia/Tokyo"
    assert users["U0M02"]["deleted"] is True
    body = {"user": "U0M02", "channel": "C0COHORT", "text": "hi"}
    assert (await scene.page.post("/playground/api/message", json=body)).status_code == 400


async def test_events_are_sent_again_only_when_a_test_asks(scene: Stage) -> None:
    scene.bot.answers({}, status=500)
    await scene.act("home", user="U0M01")
    await scene.delivery.idle()
    assert len(scene.bot.events("app_home_opened")) == 1
    scene.workspace.event_retries = 2
    await scene.act("home", user="U0M02")
    await scene.delivery.idle()
    again = [r for r in scene.bot.received if "x-slack-retry-num" in r.headers]
    assert [r.headers["x-slack-retry-num"] for r in again] == ["1", "2"]
    assert again[0].headers["x-slack-retry-reason"] == "http_error"
    assert len({r.body["event_id"] for r in again}) == 1


async def test_a_click_in_a_message(scene: Stage) -> None:
    ts = await post_buttons(scene)
    assert await click(scene, ts, value="forged") == {"ok": True}
    (sent,) = scene.bot.of_type("block_actions")
    assert sent["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": "C0COHORT",
        "is_ephemeral": False,
    }
    (action,) = sent["actions"]
    assert (action["value"], action["action_id"], action["block_id"]) == ("1", "go", "bar")
    assert action["action_ts"]
    assert sent["message"]["ts"] == ts
    assert sent["channel"] == {"id": "C0COHORT", "name": "spring-cohort"}
    assert sent["state"] == {"values": {}}
    assert sent["trigger_id"]


async def test_a_click_of_somebody_of_another_workspace(scene: Stage) -> None:
    ts = await post_buttons(scene, channel="C0PARTNERS")
    await click(scene, ts, user="U0OUTSIDE", channel="C0PARTNERS")
    (sent,) = scene.bot.of_type("block_actions")
    assert (sent["user"]["team_id"], sent["team"]["id"]) == ("T0OTHER", "T0HARBOR")


async def test_a_failing_click_is_told(scene: Stage) -> None:
    ts = await post_buttons(scene)
    scene.bot.answers({}, status=503)
    answer = await click(scene, ts)
    assert answer == {"ok": False, "error": "This app didn't respond. Try again."}


async def test_an_ephemeral_message_comes_without_its_text(scene: Stage) -> None:
    posted = await scene.slack.chat_postEphemeral(
        channel="C0COHORT", user="U0M01", text="x", blocks=[actions(button())]
    )
    await click(scene, posted["message_ts"])
    (sent,) = scene.bot.of_type("block_actions")
    assert sent["container"]["is_ephemeral"] is True
    assert "message" not in sent
    body = {
        "user": "U0M02",
        "container": {"type": "message", "channel": "C0COHORT", "ts": posted["message_ts"]},
        "action": {"block_id": "bar", "action_id": "go"},
    }
    assert (await scene.page.post("/playground/api/action", json=body)).status_code == 400


async def test_choices_are_checked_and_stand_in_the_state(scene: Stage) -> None:
    def option(value: str) -> Json:
        return {"text": {"type": "plain_text", "text": value.upper()}, "value": value}

    select = {"type": "static_select", "action_id": "go", "options": [option("a"), option("b")]}
    ts = await post_buttons(scene, select)
    await click(scene, ts, type="static_select", selected_option={"value": "b", "text": "forged"})
    (sent,) = scene.bot.of_type("block_actions")
    assert sent["actions"][0]["selected_option"] == option("b")
    assert sent["state"]["values"]["bar"]["go"]["selected_option"] == option("b")
    menu = {"type": "overflow", "action_id": "go", "options": [option("a")]}
    ts = await post_buttons(scene, menu)
    await click(scene, ts, type="overflow", selected_option={"value": "a"})
    assert scene.bot.of_type("block_actions")[-1]["actions"][0]["selected_option"] == option("a")
    body = {
        "user": "U0M01",
        "container": {"type": "message", "channel": "C0COHORT", "ts": ts},
        "action": {"block_id": "bar", "action_id": "go", "selected_option": {"value": "z"}},
    }
    assert (await scene.page.post("/playground/api/action", json=body)).status_code == 400
    body["action"] = {"block_id": "bar", "action_id": "none"}
    assert (await scene.page.post("/playground/api/action", json=body)).status_code == 400


async def test_a_click_in_home_carries_the_view(scene: Stage) -> None:
    home = {"type": "home", "blocks": [section("Hi", block_id="s", accessory=button())]}
    view = (await scene.slack.views_publish(user_id="U0M01", view=home))["view"]
    await scene.act(
        "action",
        user="U0M01",
        container={"type": "view", "view_id": view["id"]},
        action={"type": "button", "block_id": "s", "action_id": "go"},
    )
    (sent,) = scene.bot.of_type("block_actions")
    assert sent["container"] == {"type": "view", "view_id": view["id"]}
    assert sent["view"]["hash"] == view["hash"]
    assert "response_url" not in sent


async def test_a_click_in_a_home_that_was_published_again_meanwhile_arrives(scene: Stage) -> None:
    """Slack makes up block ids where an app gives none; the page shows the ones of the Home before."""
    home = {"type": "home", "blocks": [{"type": "actions", "elements": [button()]}]}
    shown = (await scene.slack.views_publish(user_id="U0M01", view=home))["view"]
    again = (await scene.slack.views_publish(user_id="U0M01", view=home))["view"]
    before, now = shown["blocks"][0]["block_id"], again["blocks"][0]["block_id"]
    assert before != now
    clicked = {"type": "button", "block_id": before, "action_id": "go"}
    container = {"type": "view", "view_id": shown["id"]}
    assert (await scene.act("action", user="U0M01", container=container, action=clicked))["ok"]
    (sent,) = scene.bot.of_type("block_actions")
    (action,) = sent["actions"]
    assert (action["action_id"], action["block_id"]) == ("go", now)


async def test_shortcuts(scene: Stage) -> None:
    await scene.act("shortcut", user="U0M01", callback_id="log.shortcut")
    (sent,) = scene.bot.of_type("shortcut")
    assert sent["callback_id"] == "log.shortcut"
    assert sent["trigger_id"]
    typed = await scene.act("message", user="U0M02", channel="C0COHORT", text="keep this")
    await scene.act("shortcut", user="U0M01", callback_id="keep.shortcut", channel="C0COHORT", ts=typed["ts"])
    (kept,) = scene.bot.of_type("message_action")
    assert (kept["message"]["text"], kept["message_ts"]) == ("keep this", typed["ts"])
    body = {"user": "U0M01", "callback_id": "none"}
    assert (await scene.page.post("/playground/api/shortcut", json=body)).status_code == 400


async def test_a_response_url_works_five_times_in_thirty_minutes(scene: Stage) -> None:
    await scene.act("command", user="U0M01", channel="C0COHORT", text="/infoview")
    url = scene.bot.received[-1].body["response_url"]
    for number in range(5):
        assert await hook(scene, url, text=f"{number}", replace_original=True) == (200, "ok")
    assert await hook(scene, url, text="6") == (404, "used_url")
    assert [m["text"] for m in await scene.messages("U0M01", "C0COHORT")] == list("01234")
    await scene.act("command", user="U0M01", channel="C0COHORT", text="/infoview")
    url = scene.bot.received[-1].body["response_url"]
    real = scene.workspace.tickets.monotonic
    scene.workspace.tickets.monotonic = lambda: real() + 1801
    assert await hook(scene, url, text="late") == (404, "expired_url")
    assert await hook(scene, f"{scene.url}/commands/T0HARBOR/1/x", text="?") == (404, "invalid_url")


async def test_a_response_url_refuses_what_slack_refuses(scene: Stage) -> None:
    await scene.act("command", user="U0M01", channel="C0COHORT", text="/infoview")
    url = scene.bot.received[-1].body["response_url"]
    assert await hook(scene, url, text="") == (400, "no_text")
    assert await hook(scene, url, text="x", blocks=[{"type": "none"}]) == (400, "invalid_blocks")
    assert (await scene.page.post(url, content=b"nothing")).text == "invalid_payload"
    assert (await scene.page.post(url, data={"payload": '{"text": "form"}'})).text == "ok"
    assert [m["text"] for m in await scene.messages("U0M01", "C0COHORT")] == ["form"]


async def test_a_response_url_of_a_click_replaces_adds_or_deletes(scene: Stage) -> None:
    posted = await scene.slack.chat_postEphemeral(
        channel="C0COHORT", user="U0M01", text="first", blocks=[actions(button())]
    )
    await click(scene, posted["message_ts"])
    url = scene.bot.of_type("block_actions")[0]["response_url"]
    await hook(scene, url, text="second", replace_original=True)
    await hook(scene, url, text="added", replace_original=False)
    texts = [(m["text"], m["ephemeral"]) for m in await scene.messages("U0M01", "C0COHORT")]
    assert texts == [("second", True), ("added", True)]
    await hook(scene, url, text="to all", replace_original=False, response_type="in_channel")
    assert [m["text"] for m in await scene.messages("U0M02", "C0COHORT")] == ["to all"]
    assert await hook(scene, url, delete_original=True) == (200, "ok")
    assert [m["text"] for m in await scene.messages("U0M01", "C0COHORT")] == ["added", "to all"]


async def test_an_event_is_not_sent_again_once_it_is_taken(scene: Stage) -> None:
    scene.workspace.event_retries = 3
    seen = 0

    async def reply(_body: Json) -> Response:
        nonlocal seen
        seen += 1
        return Response(status_code=500 if seen == 1 else 200)

    scene.bot.reply = reply
    await scene.act("home", user="U0M01")
    await scene.delivery.idle()
    assert len(scene.bot.events("app_home_opened")) == 2
