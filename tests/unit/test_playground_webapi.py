"""The stand-in's Web API refuses what Slack refuses, by Slack's names."""

from collections.abc import AsyncIterator

import aiohttp
import httpx
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.unit.playground_stage import APP_TOKEN, BOT_TOKEN, MANIFEST, Stage, section, stage


@pytest.fixture
async def scene() -> AsyncIterator[Stage]:
    async with stage() as built:
        yield built


async def refused(scene: Stage, method: str, **args: object) -> str:
    with pytest.raises(SlackApiError) as error:
        await scene.slack.api_call(method, json=args)
    return str(error.value.response["error"])


async def refused_by_query(scene: Stage, method: str, **args: object) -> str:
    with pytest.raises(SlackApiError) as error:
        await scene.slack.api_call(method, params=args)
    return str(error.value.response["error"])


async def test_tokens_are_checked_on_every_method(scene: Stage) -> None:
    for token, error in (
        (None, "not_authed"),
        ("xoxb-other", "invalid_auth"),
        (APP_TOKEN, "not_allowed_token_type"),
    ):
        client = AsyncWebClient(token=token, base_url=f"{scene.url}/api/", session=scene.slack.session)
        with pytest.raises(SlackApiError) as caught:
            await client.auth_test()
        assert caught.value.response["error"] == error


async def test_a_token_may_also_stand_in_the_form(scene: Stage) -> None:
    answer = await scene.page.post("/api/auth.test", data={"token": BOT_TOKEN})
    assert answer.json()["team_id"] == "T0HARBOR"
    assert "token" not in scene.workspace.log[-1].body["request"]


async def test_an_unknown_method_and_a_scope_that_was_not_granted(scene: Stage) -> None:
    assert await refused(scene, "users.setPresence") == "unknown_method"
    with pytest.raises(SlackApiError) as caught:
        await scene.slack.conversations_info(channel="D0M01")
    assert caught.value.response["error"] == "missing_scope"
    assert caught.value.response["needed"] == "im:read"
    assert "chat:write" in caught.value.response["provided"]
    bare = {**MANIFEST, "oauth_config": {"scopes": {"bot": []}}}
    async with stage(manifest=bare) as without:
        with pytest.raises(SlackApiError) as caught:
            await without.slack.chat_postMessage(channel="C0COHORT", text="hi")
    assert caught.value.response["needed"] == "chat:write"


async def test_people_and_the_workspace(scene: Stage) -> None:
    admin = (await scene.slack.users_info(user="U0ADMIN", include_locale=True))["user"]
    assert (admin["is_admin"], admin["is_owner"], admin["locale"]) == (True, True, "en-US")
    assert admin["tz"] == "America/New_York"
    assert admin["tz_offset"] in (-18000, -14400)
    member = (await scene.slack.users_info(user="U0M01"))["user"]
    assert (member["is_admin"], "locale" in member, member["is_bot"]) == (False, False, False)
    gone = (await scene.slack.users_info(user="U0GONE"))["user"]
    assert gone["deleted"]
    assert "tz" not in gone
    outside = (await scene.slack.users_info(user="U0OUTSIDE"))["user"]
    assert (outside["team_id"], outside["is_stranger"]) == ("T0OTHER", False)
    assert (await scene.slack.users_info(user="U0BOT"))["user"]["is_bot"]
    assert (await scene.slack.team_info())["team"]["name"] == "Harbor Career Program"
    assert await refused_by_query(scene, "users.info", user="U0NOBODY") == "user_not_found"
    assert await refused(scene, "users.info", user="U0M01") == "invalid_arguments"


async def test_lists_come_in_pages(scene: Stage) -> None:
    first = await scene.slack.users_list(limit=10)
    cursor = first["response_metadata"]["next_cursor"]
    second = await scene.slack.users_list(limit=10, cursor=cursor)
    assert len(first["members"]) == 10
    assert second["response_metadata"]["next_cursor"] == ""
    ids = {m["id"] for m in [*first["members"], *second["members"]]}
    assert {"U0ADMIN", "U0GONE", "U0BOT", "U0M12"} <= ids
    members = await scene.slack.conversations_members(channel="C0PARTNERS")
    assert "U0OUTSIDE" in members["members"]


async def test_conversations(scene: Stage) -> None:
    channel = (await scene.slack.conversations_info(channel="C0GENERAL"))["channel"]
    assert (channel["name"], channel["is_member"], channel["is_ext_shared"]) == ("general", False, False)
    assert await refused_by_query(scene, "conversations.info", channel="C0NONE") == "channel_not_found"
    assert (await scene.slack.conversations_open(users="U0M01"))["channel"]["id"] == "D0M01"
    opened = await scene.slack.conversations_open(users=["U0M01"], return_im=True)
    assert opened["channel"]["user"] == "U0M01"
    assert await refused(scene, "conversations.open") == "users_list_not_supplied"
    assert await refused(scene, "conversations.open", users="U0BOT") == "cannot_dm_bot"
    assert await refused(scene, "conversations.open", users="U0M01,U0M02") == "missing_scope"
    assert await refused(scene, "conversations.open", users="U0NOBODY") == "user_not_found"


async def test_a_direct_message_can_be_read_with_its_scope() -> None:
    scopes = {"scopes": {"bot": ["channels:read", "im:read"]}}
    async with stage(manifest={**MANIFEST, "oauth_config": scopes}) as scene:
        assert (await scene.slack.conversations_info(channel="D0M02"))["channel"]["user"] == "U0M02"


async def test_posting(scene: Stage) -> None:
    posted = await scene.slack.chat_postMessage(channel="U0M01", text="Hello", blocks=[section("Hello")])
    assert posted["channel"] == "D0M01"
    assert posted["message"]["bot_id"] == "B0BOT"
    assert posted["message"]["blocks"][0]["block_id"]
    again = await scene.slack.chat_postMessage(channel="D0M01", text="Again", thread_ts=posted["ts"])
    assert again["ts"] > posted["ts"]
    assert again["message"]["thread_ts"] == posted["ts"]
    assert (await scene.slack.chat_postMessage(channel="U0GONE", text="Hello"))["ok"]
    assert await refused(scene, "chat.postMessage", channel="C0NONE", text="x") == "channel_not_found"
    assert await refused(scene, "chat.postMessage", text="x") == "channel_not_found"
    assert await refused(scene, "chat.postMessage", channel="C0GENERAL", text="x") == "not_in_channel"
    assert await refused(scene, "chat.postMessage", channel="C0COHORT") == "no_text"
    long = "x" * 40_001
    assert await refused(scene, "chat.postMessage", channel="C0COHORT", text=long) == "msg_too_long"
    scene.workspace.conversation("C0COHORT").archived = True
    assert await refused(scene, "chat.postMessage", channel="C0COHORT", text="x") == "is_archived"


async def test_bad_blocks_are_named_with_pointers(scene: Stage) -> None:
    with pytest.raises(SlackApiError) as caught:
        await scene.slack.chat_postMessage(channel="C0COHORT", text="x", blocks=[section("y" * 3001)])
    answer = caught.value.response
    assert answer["error"] == "invalid_blocks"
    message = "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    assert answer["response_metadata"]["messages"] == [f"[ERROR] {message}"]
    assert answer["errors"] == [message]


async def test_blocks_may_come_as_text_in_a_form(scene: Stage) -> None:
    data = {"token": BOT_TOKEN, "channel": "C0COHORT", "text": "x", "blocks": '[{"type": "divider"}]'}
    assert (await scene.page.post("/api/chat.postMessage", data=data)).json()["ok"]
    broken = await scene.page.post("/api/chat.postMessage", data=data | {"blocks": "[{"})
    assert broken.json()["error"] == "invalid_blocks"
    headers = {"Authorization": f"Bearer {BOT_TOKEN}", "Content-Type": "application/json"}
    no_object = await scene.page.post("/api/chat.postMessage", content=b"[]", headers=headers)
    assert no_object.json()["error"] == "channel_not_found"


async def test_editing_and_deleting_own_messages(scene: Stage) -> None:
    posted = await scene.slack.chat_postMessage(channel="C0COHORT", text="One", blocks=[section("One")])
    edited = await scene.slack.chat_update(channel="C0COHORT", ts=posted["ts"], text="Two")
    assert edited["message"]["edited"]["user"] == "U0BOT"
    (shown,) = await scene.messages("U0M01", "C0COHORT")
    assert (shown["text"], shown["blocks"], shown["edited"]) == ("Two", [], True)
    typed = await scene.act("message", user="U0M01", channel="C0COHORT", text="mine")
    for method, error in (("chat.update", "cant_update_message"), ("chat.delete", "cant_delete_message")):
        assert await refused(scene, method, channel="C0COHORT", ts=typed["ts"], text="x") == error
        assert await refused(scene, method, channel="C0COHORT", ts="1.0", text="x") == "message_not_found"
    await scene.slack.chat_delete(channel="C0COHORT", ts=posted["ts"])
    assert [m["text"] for m in await scene.messages("U0M01", "C0COHORT")] == ["mine"]
    await scene.delivery.idle()
    subtypes = [e["subtype"] for e in scene.bot.events("message") if "subtype" in e]
    assert subtypes == ["message_changed", "message_deleted"]


async def test_an_ephemeral_message_is_seen_by_one_person_and_cannot_be_edited(scene: Stage) -> None:
    posted = await scene.slack.chat_postEphemeral(channel="C0COHORT", user="U0M01", text="psst")
    assert [m["ephemeral"] for m in await scene.messages("U0M01", "C0COHORT")] == [True]
    assert await scene.messages("U0M02", "C0COHORT") == []
    ts = posted["message_ts"]
    assert await refused(scene, "chat.update", channel="C0COHORT", ts=ts, text="x") == "message_not_found"
    outside = {"channel": "C0COHORT", "user": "U0OUTSIDE", "text": "x"}
    assert await refused(scene, "chat.postEphemeral", **outside) == "user_not_in_channel"


async def test_every_call_is_recorded(scene: Stage) -> None:
    await scene.slack.chat_postMessage(channel="U0M01", text="Hello")
    await refused(scene, "chat.postMessage", channel="C0NONE", text="x")
    sent, failed = scene.workspace.calls[-2:]
    assert (sent.method, sent.args["text"], sent.answer["ok"]) == ("chat.postMessage", "Hello", True)
    assert failed.answer["error"] == "channel_not_found"
    log = (await scene.page.get("/playground/api/log", params={"user": "U0M01"})).json()["entries"]
    assert next((e["direction"], e["kind"], e["status"]) for e in log if e["kind"].startswith("chat")) == (
        "from_bot",
        "chat.postMessage",
        "ok",
    )


async def test_planned_rate_limits_and_errors(scene: Stage) -> None:
    scene.workspace.faults.add("chat.postMessage", "ratelimited", retry_after=7)
    scene.workspace.faults.add("chat.postMessage", "ratelimited")
    scene.workspace.faults.add("chat.postMessage", "error", error="fatal_error", times=2)
    scene.workspace.faults.add("chat.postMessage", "server_error")
    limited, bare, fatal, fatal_again, broken = [
        await scene.page.post(
            "/api/chat.postMessage", data={"token": BOT_TOKEN, "channel": "C0COHORT", "text": str(n)}
        )
        for n in range(5)
    ]
    assert (limited.status_code, limited.headers["Retry-After"]) == (429, "7")
    assert (bare.status_code, "Retry-After" in bare.headers) == (429, False)
    assert fatal.json()["error"] == fatal_again.json()["error"] == "fatal_error"
    assert broken.status_code == 500
    assert await scene.messages("U0M01", "C0COHORT") == []
    assert (await scene.slack.chat_postMessage(channel="C0COHORT", text="now"))["ok"]
    assert next(c.args["text"] for c in scene.workspace.calls if c.method == "chat.postMessage") == "0"


async def test_a_dropped_connection_has_done_its_work(scene: Stage) -> None:
    scene.workspace.faults.add("chat.postMessage", "drop")
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await scene.slack.chat_postMessage(channel="C0COHORT", text="once")
    assert [m["text"] for m in await scene.messages("U0M01", "C0COHORT")] == ["once"]
    scene.workspace.faults.add("chat.postMessage", "drop")
    scene.workspace.faults.clear()
    assert (await scene.slack.chat_postMessage(channel="C0COHORT", text="twice"))["ok"]


async def test_a_dropped_connection_without_a_real_server_is_a_reset(scene: Stage) -> None:
    scene.workspace.faults.add("auth.test", "drop")
    transport = httpx.ASGITransport(scene.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://stage") as client:
        with pytest.raises(ConnectionResetError):
            await client.post("/api/auth.test", data={"token": BOT_TOKEN})
