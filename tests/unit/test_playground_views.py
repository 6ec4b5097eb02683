"""Modals and Home on the stand-in: triggers, the stack, hashes, values, submissions and their answers."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.playground.responses import TROUBLE
from tests.unit.playground_stage import Stage, actions, button, modal, section, stage, text_input

Json = dict[str, Any]


@pytest.fixture
async def scene() -> AsyncIterator[Stage]:
    async with stage() as built:
        yield built


async def refused(scene: Stage, method: str, **args: object) -> str:
    with pytest.raises(SlackApiError) as error:
        await scene.slack.api_call(method, json=args)
    return str(error.value.response["error"])


async def trigger(scene: Stage) -> str:
    await scene.act("command", user="U0M01", channel="C0COHORT", text="/infoview")
    return str(scene.bot.received[-1].body["trigger_id"])


def values(text: str | None) -> Json:
    return {"values": {"name": {"name.text": {"type": "plain_text_input", "value": text}}}}


async def test_a_trigger_works_once_and_for_three_real_seconds(scene: Stage) -> None:
    used = await trigger(scene)
    await scene.slack.views_open(trigger_id=used, view=modal())
    assert await refused(scene, "views.open", trigger_id=used, view=modal()) == "exchanged_trigger_id"
    late = await trigger(scene)
    real = scene.workspace.tickets.monotonic
    scene.workspace.tickets.monotonic = lambda: real() + 3.1
    assert await refused(scene, "views.open", trigger_id=late, view=modal()) == "expired_trigger_id"
    assert await refused(scene, "views.open", trigger_id="1.2.abc", view=modal()) == "invalid_trigger_id"
    assert await refused(scene, "views.open", view=modal()) == "invalid_arguments"
    assert await refused(scene, "views.open", trigger_id=late) == "invalid_arguments"


async def test_an_invalid_view_is_refused_with_details(scene: Stage) -> None:
    with pytest.raises(SlackApiError) as caught:
        await scene.slack.views_open(trigger_id=await trigger(scene), view=modal(submit=None))
    assert caught.value.response["response_metadata"]["messages"] == [
        "[ERROR] failed to match all allowed schemas [json-pointer:/view]",
        "[ERROR] must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/0/input]",
    ]
    home = {"type": "home", "blocks": []}
    assert await refused(scene, "views.open", trigger_id="x", view=home) == "invalid_arguments"
    big = modal(blocks=[section("é" * 3000) for _ in range(50)])
    assert await refused(scene, "views.open", trigger_id="x", view=big) == "view_too_large"


async def test_a_view_gets_ids_a_hash_and_its_initial_values(scene: Stage) -> None:
    plain = text_input(initial_value="Ada")
    del plain["block_id"], plain["element"]["action_id"]
    view = await scene.open_modal(blocks=[plain])
    block = view["blocks"][0]
    assert block["block_id"]
    entry = view["state"]["values"][block["block_id"]][block["element"]["action_id"]]
    assert entry == {"type": "plain_text_input", "value": "Ada"}
    assert view["hash"]
    assert view["root_view_id"] == view["id"]
    assert view["app_installed_team_id"] == view["team_id"] == "T0HARBOR"


async def test_the_stack_holds_three_views(scene: Stage) -> None:
    root = await scene.open_modal()
    second = (await scene.slack.views_push(trigger_id=await trigger(scene), view=modal()))["view"]
    assert (second["root_view_id"], second["previous_view_id"]) == (root["id"], root["id"])
    await scene.slack.views_push(trigger_id=await trigger(scene), view=modal())
    fourth = {"trigger_id": await trigger(scene), "view": modal()}
    assert await refused(scene, "views.push", **fourth) == "push_limit_reached"
    assert len((await scene.state("U0M01"))["views"]) == 3
    await scene.open_modal()
    assert len((await scene.state("U0M01"))["views"]) == 1


async def test_nothing_can_be_pushed_on_nothing(scene: Stage) -> None:
    args = {"trigger_id": await trigger(scene), "view": modal()}
    assert await refused(scene, "views.push", **args) == "not_found"


async def test_an_update_keeps_what_was_filled_in_and_changes_the_hash(scene: Stage) -> None:
    blocks = [text_input(), text_input("role", "role.text"), actions(button())]
    view = await scene.open_modal(blocks=blocks)
    await scene.act(
        "action",
        user="U0M01",
        container={"type": "view", "view_id": view["id"]},
        action={"type": "button", "block_id": "bar", "action_id": "go"},
        state=values("Grace"),
    )
    fresh = [text_input(initial_value="ignored"), text_input("role", "role.other", initial_value="New")]
    updated = (await scene.slack.views_update(view_id=view["id"], view=modal(blocks=fresh)))["view"]
    assert updated["hash"] != view["hash"]
    assert updated["id"] == view["id"]
    assert updated["state"]["values"]["name"]["name.text"]["value"] == "Grace"
    assert updated["state"]["values"]["role"] == {"role.other": {"type": "plain_text_input", "value": "New"}}
    stale = {"view_id": view["id"], "view": modal(), "hash": view["hash"]}
    assert await refused(scene, "views.update", **stale) == "hash_conflict"
    assert (await scene.slack.views_update(**stale | {"hash": updated["hash"]}))["ok"]


async def test_views_are_found_by_external_id_which_is_unique(scene: Stage) -> None:
    await scene.open_modal(external_id="draft-1")
    assert (await scene.slack.views_update(external_id="draft-1", view=modal(external_id="draft-1")))["ok"]
    second = {"trigger_id": await trigger(scene), "view": modal(external_id="draft-1")}
    assert await refused(scene, "views.push", **second) == "duplicate_external_id"
    assert await refused(scene, "views.update", view_id="V0", view=modal()) == "not_found"
    assert await refused(scene, "views.update", view=modal()) == "invalid_arguments"


async def test_home_is_published_and_guarded_by_its_hash(scene: Stage) -> None:
    home = {"type": "home", "blocks": [section("Hello")]}
    assert await refused(scene, "views.publish", user_id="U0M01", view=home, hash="1.a") == "hash_conflict"
    first = (await scene.slack.views_publish(user_id="U0M01", view=home))["view"]
    second = (await scene.slack.views_publish(user_id="U0M01", view=home, hash=first["hash"]))["view"]
    assert second["id"] == first["id"]
    stale = {"user_id": "U0M01", "view": home, "hash": first["hash"]}
    assert await refused(scene, "views.publish", **stale) == "hash_conflict"
    assert await refused(scene, "views.publish", **stale | {"hash": ""}) == "hash_conflict"
    assert await refused(scene, "views.publish", user_id="U0M01", view=modal()) == "invalid_arguments"
    assert await refused(scene, "views.publish", user_id="U0NOBODY", view=home) == "user_not_found"
    assert (await scene.state("U0M01"))["home"]["hash"] == second["hash"]
    await scene.act("home", user="U0M01")
    await scene.delivery.idle()
    (opened,) = scene.bot.events("app_home_opened")
    assert (opened["tab"], opened["channel"]) == ("home", "D0M01")
    assert opened["view"]["id"] == first["id"]


async def test_slack_itself_refuses_what_the_form_does_not_allow(scene: Stage) -> None:
    view = await scene.open_modal(
        blocks=[text_input(min_length=3, max_length=5), {**text_input("more", "more.text"), "optional": True}]
    )
    before = len(scene.bot.received)
    for text, says in (
        (None, "Please complete this required field."),
        ("", "Please complete this required field."),
        ("ab", "Please enter at least 3 characters."),
        ("abcdef", "Please enter no more than 5 characters."),
    ):
        answer = await scene.act("view_submit", user="U0M01", view_id=view["id"], state=values(text))
        assert answer == {"ok": False, "errors": {"name": says}}
    assert len(scene.bot.received) == before


async def test_a_submission_carries_every_value_and_closes_the_view(scene: Stage) -> None:
    more = {**text_input("more", "more.text"), "optional": True}
    view = await scene.open_modal(blocks=[text_input(), more], private_metadata="m")
    assert await scene.act("view_submit", user="U0M01", view_id=view["id"], state=values("Ada")) == {
        "ok": True
    }
    (sent,) = scene.bot.of_type("view_submission")
    assert sent["user"] == {
        "id": "U0M01",
        "username": "linh.tran",
        "name": "linh.tran",
        "team_id": "T0HARBOR",
    }
    assert sent["team"] == {"id": "T0HARBOR", "domain": "harbor-career"}
    assert sent["view"]["private_metadata"] == "m"
    assert sent["view"]["state"]["values"] == {
        "name": {"name.text": {"type": "plain_text_input", "value": "Ada"}},
        "more": {"more.text": {"type": "plain_text_input", "value": None}},
    }
    assert (await scene.state("U0M01"))["views"] == []


async def test_the_answers_to_a_submission(scene: Stage) -> None:
    async def submit(view_id: str) -> Json:
        return await scene.act("view_submit", user="U0M01", view_id=view_id, state=values("Ada"))

    view = await scene.open_modal()
    scene.bot.answers({"response_action": "errors", "errors": {"name": "Too short."}})
    assert await submit(view["id"]) == {"ok": False, "errors": {"name": "Too short."}}
    scene.bot.answers({"response_action": "update", "view": modal(callback_id="step.2")})
    assert await submit(view["id"]) == {"ok": True}
    scene.bot.answers({"response_action": "push", "view": modal(callback_id="step.3")})
    assert await submit(view["id"]) == {"ok": True}
    stack = (await scene.state("U0M01"))["views"]
    assert [v["callback_id"] for v in stack] == ["step.2", "step.3"]
    assert stack[0]["id"] == view["id"]
    scene.bot.answers({})
    assert await submit(stack[1]["id"]) == {"ok": True}
    assert len((await scene.state("U0M01"))["views"]) == 1
    scene.bot.answers({"response_action": "clear"})
    assert await submit(view["id"]) == {"ok": True}
    assert (await scene.state("U0M01"))["views"] == []


@pytest.mark.parametrize(
    "answer",
    [
        JSONResponse({"response_action": "errors", "errors": {"elsewhere": "No."}}),
        JSONResponse({"response_action": "errors"}),
        JSONResponse({"response_action": "update", "view": modal(title=None)}),
        JSONResponse({"response_action": "update"}),
        JSONResponse({"response_action": "dance"}),
        PlainTextResponse("thanks"),
        PlainTextResponse("oops", status_code=500),
    ],
)
async def test_a_wrong_answer_to_a_submission_is_connection_trouble(scene: Stage, answer: Response) -> None:
    view = await scene.open_modal()

    async def reply(_body: Json) -> Response:
        return answer

    scene.bot.reply = reply
    assert await scene.act("view_submit", user="U0M01", view_id=view["id"], state=values("Ada")) == {
        "ok": False,
        "error": TROUBLE,
    }
    assert (await scene.state("U0M01"))["views"][0]["state"]["values"] == values("Ada")["values"]


async def test_a_submission_that_takes_too_long_is_connection_trouble(scene: Stage) -> None:
    view = await scene.open_modal()
    scene.bot.answers_too_late()
    scene.workspace.deadline = 0.05
    answer = await scene.act("view_submit", user="U0M01", view_id=view["id"], state=values("Ada"))
    assert answer == {"ok": False, "error": TROUBLE}
    assert scene.workspace.log[-1].status == "operation_timeout"


async def test_a_bot_that_opened_another_modal_meanwhile_keeps_it(scene: Stage) -> None:
    view = await scene.open_modal()

    async def reply(body: Json) -> Response:
        await scene.slack.views_open(trigger_id=body["trigger_id"], view=modal(callback_id="other"))
        return Response()

    scene.bot.reply = reply
    assert (await scene.act("view_submit", user="U0M01", view_id=view["id"], state=values("Ada")))["ok"]
    assert [v["callback_id"] for v in (await scene.state("U0M01"))["views"]] == ["other"]


async def test_closing_tells_the_bot_where_a_view_asks_for_it(scene: Stage) -> None:
    quiet = await scene.open_modal()
    await scene.act("view_close", user="U0M01", view_id=quiet["id"])
    assert scene.bot.of_type("view_closed") == []
    loud = await scene.open_modal(notify_on_close=True)
    pushed = modal(notify_on_close=True)
    top = (await scene.slack.views_push(trigger_id=await trigger(scene), view=pushed))["view"]
    await scene.act("view_close", user="U0M01", view_id=top["id"])
    (closed,) = scene.bot.of_type("view_closed")
    assert (closed["view"]["id"], closed["is_cleared"]) == (top["id"], False)
    await scene.slack.views_push(trigger_id=await trigger(scene), view=modal(clear_on_close=True))
    top = (await scene.state("U0M01"))["views"][-1]
    await scene.act("view_close", user="U0M01", view_id=top["id"])
    assert (await scene.state("U0M01"))["views"] == []
    cleared = scene.bot.of_type("view_closed")[-1]
    assert (cleared["view"]["id"], cleared["is_cleared"]) == (loud["id"], True)


async def test_slack_leaves_out_what_was_filled_in_when_a_view_is_closed(scene: Stage) -> None:
    view = await scene.open_modal(blocks=[text_input() | {"dispatch_action": True}], notify_on_close=True)
    await type_into(scene, view, "Ada")
    assert scene.bot.of_type("block_actions")[-1]["view"]["state"] == values("Ada")
    await scene.act("view_close", user="U0M01", view_id=view["id"])
    assert scene.bot.of_type("view_closed")[-1]["view"]["state"] == {"values": {}}


async def test_an_input_that_does_not_ask_for_it_tells_the_bot_nothing(scene: Stage) -> None:
    view = await scene.open_modal()
    assert "sent with the form only" in (await type_into(scene, view, "Ada"))["error"]
    assert scene.bot.of_type("block_actions") == []


async def type_into(scene: Stage, view: Json, text: str) -> Json:
    action = {"type": "plain_text_input", "block_id": "name", "action_id": "name.text", "value": text}
    container = {"type": "view", "view_id": view["id"]}
    return await scene.act("action", user="U0M01", container=container, action=action, state=values(text))


async def test_the_page_cannot_use_views_of_others_or_without_submit(scene: Stage) -> None:
    view = await scene.open_modal(blocks=[section("Read me")], submit=None)
    for body in (
        {"user": "U0M02", "view_id": view["id"]},
        {"user": "U0M01", "view_id": "V0"},
        {"user": "U0M01", "view_id": view["id"]},
    ):
        assert (await scene.page.post("/playground/api/view_submit", json=body)).status_code == 400
    await scene.slack.views_publish(user_id="U0M01", view={"type": "home", "blocks": []})
    home = (await scene.state("U0M01"))["home"]
    body = {"user": "U0M01", "view_id": home["id"]}
    assert (await scene.page.post("/playground/api/view_close", json=body)).status_code == 400


async def test_somebody_of_another_workspace_submits_with_their_own_team(scene: Stage) -> None:
    await scene.act("command", user="U0OUTSIDE", channel="C0PARTNERS", text="/infoview log")
    command = scene.bot.received[-1].body
    assert (command["team_id"], command["team_domain"]) == ("T0OTHER", "keller-partners")
    view = (await scene.slack.views_open(trigger_id=command["trigger_id"], view=modal()))["view"]
    await scene.act("view_submit", user="U0OUTSIDE", view_id=view["id"], state=values("Ada"))
    (sent,) = scene.bot.of_type("view_submission")
    assert (sent["user"]["team_id"], sent["team"]["id"]) == ("T0OTHER", "T0OTHER")
    assert sent["view"]["app_installed_team_id"] == "T0HARBOR"
