"""The log of contacts on the playground's page: add somebody, a step by one tap, undo, filter, search, Home.

The playground is started as people start it, as its own process.
"""

import pytest
from playwright.async_api import Page, expect

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

LINH = "U0M01"


async def test_one_tap_undo_filter_and_search(page: Page, playground_url: str) -> None:
    visitor = Visitor(page, playground_url)
    await visitor.act_as(LINH)
    await visitor.open_by("/infoview log Đặng Thị Hoa")
    await visitor.fill("Organization (optional)", "Harbor Pharmacy")
    await visitor.submit()
    await visitor.modal_says("Đặng Thị Hoa is in your log")
    await visitor.close()

    await visitor.open_by("/infoview list dang")
    modal = page.get_by_test_id("modal")
    await visitor.modal_says("1 contact.")
    await visitor.modal_press("I wrote to them")
    await visitor.modal_says("Đặng Thị Hoa is now “Awaiting reply”.")
    await visitor.modal_press("Undo")
    await visitor.modal_says("Đặng Thị Hoa is “To contact” again.")

    await visitor.fill("Name or organization (optional)", "nobody at all")
    await visitor.submit()
    await visitor.modal_says("Nobody in your log fits these words")
    await visitor.fill("Name or organization (optional)", "")
    await visitor.submit()
    await expect(modal.get_by_role("button", name="Open contact")).to_have_count(5)
    await modal.get_by_role("combobox").first.fill("Met (2)")
    await page.get_by_role("listbox").get_by_role("option", name="Met (2)", exact=True).click()
    await expect(modal.get_by_role("button", name="Open contact")).to_have_count(2)
    await visitor.close()

    await page.get_by_test_id("nav-home").click()
    home = page.get_by_test_id("home")
    await home.get_by_role("button", name="I wrote to them").click()
    await expect(home).to_contain_text("Đặng Thị Hoa is now “Awaiting reply”.")
    await home.get_by_role("button", name="Undo").click()
    await expect(home).to_contain_text("Đặng Thị Hoa is “To contact” again.")
