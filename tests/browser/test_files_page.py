"""Files on the page: in a message to be downloaded, and from this computer into a form."""

import base64
from pathlib import Path

import httpx
from playwright.async_api import FilePayload, Page, expect

from tests.browser.conftest import Playground
from tests.browser.double import Json, field_of, modal
from tests.browser.visitor import Visitor

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


async def send(playground: Playground, name: str, content: bytes, **more: object) -> None:
    place = await playground.bot.call(
        "files.getUploadURLExternal", filename=name, length=len(content), **more
    )
    async with httpx.AsyncClient(trust_env=False) as client:
        assert (await client.post(place["upload_url"], content=content)).status_code == 200
    await playground.bot.call(
        "files.completeUploadExternal",
        files=[{"id": place["file_id"], "title": "Your file"}],
        channel_id="D0M01",
        initial_comment="Here it is.",
    )


async def test_a_file_in_a_message_can_be_downloaded(
    page: Page, playground: Playground, tmp_path: Path
) -> None:
    await Visitor(page, playground.url).act_as("U0M01", "D0M01")
    await send(playground, "contactos é.csv", b"name\nAna\n")
    message = page.get_by_test_id("message").last
    await expect(message).to_contain_text("Here it is.")
    link = message.get_by_role("link", name="Download contactos é.csv")
    await expect(link).to_contain_text("9 bytes")
    await link.focus()
    async with page.expect_download() as caught:
        await page.keyboard.press("Enter")
    download = await caught.value
    assert download.suggested_filename == "contactos é.csv"
    await download.save_as(tmp_path / "got.csv")
    assert (tmp_path / "got.csv").read_bytes() == b"name\nAna\n"


async def test_a_picture_is_shown_with_its_description(page: Page, playground: Playground) -> None:
    await Visitor(page, playground.url).act_as("U0M01", "D0M01")
    await send(playground, "weeks.png", PICTURE, alt_txt="Two meetings this week")
    picture = page.get_by_role("img", name="Two meetings this week")
    await expect(picture).to_be_visible()
    await expect(picture).to_have_js_property("naturalWidth", 1)


def a_table(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "text/csv", "buffer": content}


async def test_files_go_from_this_computer_into_a_form(page: Page, playground: Playground) -> None:
    async def answer(payload: Json) -> None:
        if payload["type"] == "command":
            element = {"type": "file_input", "filetypes": ["csv"], "max_files": 2}
            view = modal(field_of("file", "Your tracker", element))
            await playground.bot.call("views.open", trigger_id=payload["trigger_id"], view=view)

    playground.bot.answer = answer
    visitor = Visitor(page, playground.url)
    await visitor.act_as("U0M01")
    await visitor.open_by("/demo form")
    await visitor.submit()
    await visitor.modal_says("Please complete this required field.")
    field = page.get_by_label("Your tracker")
    assert await field.get_attribute("accept") == ".csv"
    await field.set_input_files(a_table("empty.csv", b""))
    await visitor.modal_says("empty.csv is empty.")
    for name in ("one.csv", "two.csv", "three.csv"):
        await field.set_input_files(a_table(name, b"name\nAna\n"))
        await visitor.modal_says(name)
    await visitor.submit()
    await visitor.modal_says("Please choose no more than 2 files.")
    await page.get_by_role("button", name="Remove two.csv").focus()
    await page.keyboard.press("Enter")
    await expect(field).to_be_focused()
    await visitor.submit()
    files = playground.bot.wait_for("view_submission")["view"]["state"]["values"]["file"]["value"]["files"]
    assert [(file["name"], file["size"]) for file in files] == [("one.csv", 9), ("three.csv", 9)]
