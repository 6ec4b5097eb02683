"""On the playground's page: a tracker from this computer comes in, and the log goes out as files."""

import json
from pathlib import Path

from playwright.async_api import FilePayload, Page, expect

from tests.browser.visitor import Visitor

TRACKER: FilePayload = {
    "name": "people.csv",
    "mimeType": "text/csv",
    "buffer": "Person;Company;Status\nJürgen Groß;Müller GmbH;Met\n;Nobody Inc;\n".encode("cp1252"),
}


async def test_in_by_a_table_and_out_as_files(page: Page, playground_url: str, tmp_path: Path) -> None:
    visitor = Visitor(page, playground_url)
    await visitor.act_as("U0M01", "D0M01")
    await visitor.open_by("/infoview import")
    await page.get_by_label("Your file").set_input_files([TRACKER])
    await visitor.modal_says("people.csv")
    await visitor.submit()
    await visitor.modal_says("1 person can come into your log.")
    await visitor.modal_says("Line 3: There is no name.")
    await visitor.choose("Role", "Status")
    await visitor.modal_says("To contact")
    await visitor.choose("Role", "Not in my file")
    await visitor.modal_says("· Met")
    await visitor.submit()
    await visitor.modal_says("1 person came into your log.")
    await visitor.modal_press("See my contacts")
    await visitor.modal_says("Jürgen Groß")
    await visitor.close()

    await visitor.command("/infoview export")
    await visitor.press("Send me my files")
    link = page.get_by_role("link", name="Download infoview-2").first
    await expect(link).to_be_visible()
    async with page.expect_download() as caught:
        await link.click()
    await (await caught.value).save_as(tmp_path / "all.json")
    names = [
        contact["form"]["name"] for contact in json.loads((tmp_path / "all.json").read_text())["contacts"]
    ]
    assert "Jürgen Groß" in names
