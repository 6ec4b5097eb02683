"""Files on the stand-in: Slack's three steps of an upload, its refusals, and files in forms."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.unit.playground_stage import BOT_TOKEN, MANIFEST, Stage, actions, button, modal, section, stage

Json = dict[str, Any]


@pytest.fixture
async def scene() -> AsyncIterator[Stage]:
    async with stage() as built:
        yield built


async def refused(scene: Stage, method: str, **args: object) -> str:
    with pytest.raises(SlackApiError) as error:
        await scene.slack.api_call(method, params=args)
    return str(error.value.response["error"])


async def announced(scene: Stage, length: int = 4, **more: object) -> Json:
    args = {"filename": "a.csv", "length": length, **more}
    answer = await scene.slack.api_call("files.getUploadURLExternal", params=args)
    return dict(answer.data)  # type: ignore[arg-type]


async def uploaded(scene: Stage) -> str:
    place = await announced(scene)
    answer = await scene.page.post(place["upload_url"], content=b"a,b\n")
    assert (answer.status_code, answer.text) == (200, "OK - 4")
    return str(place["file_id"])


async def test_the_sdk_uploads_in_slacks_three_steps(scene: Stage) -> None:
    sent = await scene.slack.files_upload_v2(
        channel="D0M01", filename="a.csv", content="a,b\n", title="A table", initial_comment="Here"
    )
    assert sent["files"][0]["title"] == "A table"
    (message,) = await scene.messages("U0M01", "D0M01")
    assert message["text"] == "Here"
    assert message["files"][0]["mimetype"] == "text/csv"
    shown = await scene.page.get(
        "/playground/api/file", params={"user": "U0M01", "id": message["files"][0]["id"]}
    )
    assert shown.content == b"a,b\n"
    assert shown.headers["content-disposition"].startswith("attachment")


async def test_the_bot_hears_of_its_own_file_as_of_any_message(scene: Stage) -> None:
    await scene.slack.files_completeUploadExternal(
        files=[{"id": await uploaded(scene)}], channel_id="D0M01", initial_comment="Here"
    )
    await scene.delivery.idle()
    (event,) = scene.bot.events("message")
    assert (event["subtype"], event["bot_id"]) == ("file_share", "B0BOT")
    assert event["files"][0]["name"] == "a.csv"


async def test_an_upload_is_refused_by_slacks_names(scene: Stage) -> None:
    announce, complete = "files.getUploadURLExternal", "files.completeUploadExternal"
    assert await refused(scene, announce, filename="a.csv", length=0) == "missing_argument"
    assert await refused(scene, announce, length=3) == "missing_argument"
    too_long = {"filename": "a.png", "length": 3, "alt_txt": "x" * 1001}
    assert await refused(scene, announce, **too_long) == "alt_txt_too_large"
    place = await announced(scene)
    not_there_yet = f'[{{"id": "{place["file_id"]}"}}]'
    assert await refused(scene, complete, files=not_there_yet, channel_id="D0M01") == "file_not_found"
    assert await refused(scene, complete, channel_id="D0M01") == "invalid_arguments"
    assert await refused(scene, complete, files="[{", channel_id="D0M01") == "invalid_arguments"
    assert (await scene.page.post(place["upload_url"], content=b"longer")).status_code == 400
    assert (await scene.page.post("/upload/v1/T0HARBOR/unknown", content=b"a")).status_code == 400
    file = f'[{{"id": "{await uploaded(scene)}"}}]'
    assert await refused(scene, complete, files=file, channel_id="U0M01") == "invalid_arguments"
    assert await refused(scene, complete, files=file, channel_id="D0NONE") == "channel_not_found"
    assert await refused(scene, complete, files=file, channel_id="C0GENERAL") == "not_in_channel"
    assert (await scene.slack.api_call(complete, params={"files": file}))["ok"]
    assert await refused(scene, complete, files=file, channel_id="D0M01") == "file_not_found"
    assert await scene.messages("U0M01", "D0M01") == []


async def test_a_deleted_file_leaves_a_tombstone(scene: Stage) -> None:
    file_id = await uploaded(scene)
    await scene.slack.files_completeUploadExternal(files=[{"id": file_id}], channel_id="D0M01")
    assert (await scene.slack.files_delete(file=file_id))["ok"]
    (message,) = await scene.messages("U0M01", "D0M01")
    assert message["files"] == [{"id": file_id, "mode": "tombstone"}]
    assert await refused(scene, "files.delete", file=file_id) == "file_not_found"
    theirs = (await chosen(scene, "a.csv"))["file"]["id"]
    assert await refused(scene, "files.delete", file=theirs) == "cant_delete_file"


def takes_a_file(**element: object) -> Json:
    return modal(
        blocks=[
            {
                "type": "input",
                "block_id": "file",
                "label": {"type": "plain_text", "text": "Your file"},
                "element": {"type": "file_input", "action_id": "file", **element},
            },
            actions(button()),
        ]
    )


async def chosen(scene: Stage, name: str, content: bytes = b"a,b\n", user: str = "U0M01") -> Json:
    answer = await scene.page.post(
        "/playground/api/upload", params={"user": user, "name": name}, content=content
    )
    result: Json = answer.json()
    return result


def values(*files: Json) -> Json:
    return {"values": {"file": {"file": {"type": "file_input", "files": list(files)}}}}


async def test_a_file_in_a_form_reaches_the_bot_as_slack_describes_it(scene: Stage) -> None:
    view = await scene.open_modal(**takes_a_file(filetypes=["csv", "json"], max_files=1))
    assert view["state"]["values"]["file"]["file"] == {"type": "file_input", "files": []}
    submit = {"user": "U0M01", "view_id": view["id"]}
    empty = await scene.act("view_submit", **submit, state=values())
    assert empty["errors"] == {"file": "Please complete this required field."}
    file = (await chosen(scene, "people.csv"))["file"]
    picture = (await chosen(scene, "face.png"))["file"]
    two = await scene.act("view_submit", **submit, state=values(file, file))
    assert two["errors"] == {"file": "Please choose one file."}
    wrong = await scene.act("view_submit", **submit, state=values(picture))
    assert wrong["errors"] == {"file": "Please choose files of these types: csv, json."}
    assert (await scene.act("view_submit", **submit, state=values({**file, "name": "forged"})))["ok"]
    (payload,) = scene.bot.of_type("view_submission")
    (described,) = payload["view"]["state"]["values"]["file"]["file"]["files"]
    assert (described["name"], described["size"], described["user"]) == ("people.csv", 4, "U0M01")
    private = described["url_private_download"]
    assert (await scene.page.get(private)).status_code == 302
    allowed = await scene.page.get(private, headers={"Authorization": f"Bearer {BOT_TOKEN}"})
    assert allowed.content == b"a,b\n"


async def test_many_files_up_to_ten(scene: Stage) -> None:
    view = await scene.open_modal(**takes_a_file())
    file = (await chosen(scene, "people"))["file"]
    assert file["filetype"] == "binary"
    answer = await scene.act("view_submit", user="U0M01", view_id=view["id"], state=values(*[file] * 11))
    assert answer["errors"] == {"file": "Please choose no more than 10 files."}


async def test_what_cannot_go_into_a_form(scene: Stage) -> None:
    assert "10 MB" in (await chosen(scene, "big.csv", b"x" * 10_000_001))["error"]
    assert "empty" in (await chosen(scene, "none.csv", b""))["error"]
    view = await scene.open_modal(**takes_a_file())
    submit = {"user": "U0M01", "view_id": view["id"]}
    others = (await chosen(scene, "a.csv", user="U0M02"))["file"]
    for file in (others, {"id": "F0NONE"}):
        assert (await scene.act("view_submit", **submit, state=values(file)))["error"] == "no such file"


async def test_forms_with_files_need_their_scope_and_a_modal(scene: Stage) -> None:
    home = {"type": "home", "blocks": takes_a_file()["blocks"]}
    with pytest.raises(SlackApiError) as caught:
        await scene.slack.views_publish(user_id="U0M01", view=home)
    assert "unsupported type: file_input" in str(caught.value.response["response_metadata"])
    scopes = {"scopes": {"bot": ["chat:write", "files:write"]}}
    async with stage(manifest={**MANIFEST, "oauth_config": scopes}) as without:
        with pytest.raises(SlackApiError) as caught:
            await without.open_modal(**takes_a_file())
        assert caught.value.response["needed"] == "files:read"
        await without.slack.chat_postMessage(channel="D0M01", text="x", blocks=[section("x")])
