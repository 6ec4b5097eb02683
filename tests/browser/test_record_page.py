"""An activity record on the playground's page: asked for, downloaded, read."""

from pathlib import Path

import pytest
from playwright.async_api import Page
from pypdf import PdfReader

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

HANA, DM = "U0M05", "D0M05"


async def test_a_record_from_the_form_to_the_paper(page: Page, playground_url: str, tmp_path: Path) -> None:
    visitor = Visitor(page, playground_url)
    await visitor.act_as(HANA)
    await visitor.open_by("/infoview record")
    await visitor.fill("Your name, as it should stand there (optional)", "Hana Satō 佐藤")
    await visitor.submit()
    await visitor.modal_says("Your activity record is on its way.")
    await visitor.close()
    await visitor.act_as(HANA, DM)
    async with page.expect_download() as caught:
        await page.get_by_role("link", name="Download activity-record").click()
    await (await caught.value).save_as(tmp_path / "record.pdf")
    words = text_of(tmp_path / "record.pdf")
    assert "Name: Hana Satō" in words
    assert "First message" in words
    assert "The program did not check it." in words
    assert "Isaac Boateng" not in words  # a contact of the sample data


def text_of(path: Path) -> str:
    """All words of a document."""
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)
