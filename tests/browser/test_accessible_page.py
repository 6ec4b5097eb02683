"""The playground for people who use a keyboard, a screen reader, a phone or dark colours, and its scenarios.

axe-core looks at every place.
"""

import re

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, ViewportSize, expect

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

HANA, DM = "U0M05", "D0M05"
WIDE: ViewportSize = {"width": 1280, "height": 860}
PHONE: ViewportSize = {"width": 390, "height": 844}


async def is_accessible(page: Page, place: str) -> None:
    """No violation, also not of contrast in dark colours, and nothing wider than the window."""
    await page.emulate_media(color_scheme="light", reduced_motion="reduce")
    light = await Axe().run(page)
    assert light.violations_count == 0, f"{place}: {light.generate_report()}"
    await page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    dark = await Axe().run(page, options={"runOnly": ["color-contrast"]})
    assert dark.violations_count == 0, f"{place} in dark colours: {dark.generate_report()}"
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{place} is too wide"


async def test_every_place_is_accessible_and_a_scenario_begins_by_keyboard(
    page: Page, playground_url: str
) -> None:
    visitor = Visitor(page, playground_url)
    await visitor.act_as(HANA, "home")
    await expect(page.get_by_role("heading", name="Your next step", level=2)).to_be_visible()
    await is_accessible(page, "Home")
    await visitor.act_as(HANA, DM)
    await visitor.command("/infoview tips how long")
    await is_accessible(page, "a direct message")
    await the_inspector_explains(page)
    await page.set_viewport_size(PHONE)
    await is_accessible(page, "a direct message on a phone")
    await forms_are_accessible(visitor)
    await page.set_viewport_size(WIDE)
    await a_scenario_begins(page)


async def the_inspector_explains(page: Page) -> None:
    """What was sent, in Slack's terms, narrowed by words; Escape leaves it, and the focus is where it was."""
    await page.get_by_test_id("inspector-toggle").click()
    drawer = page.get_by_role("complementary", name="Inspector")
    await drawer.get_by_label("Which way").select_option("To the bot")
    await drawer.get_by_label("Search what was sent").fill("how long")
    await expect(drawer.locator(".entry > summary")).to_have_count(1)
    await drawer.locator(".entry > summary").press("Enter")
    await expect(drawer).to_contain_text("Somebody typed a slash command.")
    about = drawer.get_by_role("link", name="Read about it in Slack’s documentation")
    await expect(about).to_have_attribute("href", re.compile(r"^https://docs\.slack\.dev/"))
    await is_accessible(page, "the inspector")
    await page.keyboard.press("Escape")
    await expect(drawer).to_be_hidden()
    await expect(page.get_by_test_id("inspector-toggle")).to_be_focused()


async def forms_are_accessible(visitor: Visitor) -> None:
    """A form, the same with its errors, and the list of contacts; the focus goes back at the end."""
    await visitor.open_by("/infoview log")
    await visitor.modal_says("Where are you with this person?")
    await is_accessible(visitor.page, "a form")
    await visitor.submit()
    await visitor.modal_says("Please complete this required field.")
    await is_accessible(visitor.page, "a form with errors")
    await visitor.close()
    await visitor.open_by("/infoview list a")
    await visitor.modal_says("My contacts")
    await is_accessible(visitor.page, "the list of contacts")
    await visitor.close()
    await expect(visitor.page.get_by_test_id("composer")).to_be_focused()


async def a_scenario_begins(page: Page) -> None:
    """Chosen, kept, chosen again: then everything is forgotten, and the workspace owner is there."""
    scenario, messages = page.get_by_role("combobox", name="Scenario"), page.get_by_test_id("message")
    await scenario.select_option("Empty workspace")
    await is_accessible(page, "the question before a scenario")
    await page.get_by_role("button", name="Keep what is here").press("Enter")
    await expect(scenario).to_have_value("mid-term")
    await expect(messages).to_have_count(1)
    await scenario.select_option("Empty workspace")
    await page.get_by_role("button", name="Delete and start").press("Enter")
    await expect(page.get_by_test_id("home")).to_contain_text("There is no cohort to join now.")
    await expect(page.get_by_test_id("acting-as")).to_have_value("U0ADMIN")
    await expect(scenario).to_have_value("empty")
    await page.get_by_test_id("acting-as").select_option(HANA)
    await page.get_by_role("link", name="Infoview").click()
    await expect(messages).to_have_count(0)
