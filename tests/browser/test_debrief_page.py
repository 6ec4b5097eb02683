"""A debrief on the playground's page: what is typed is there again, and found in what was learned."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

LINH = "U0M01"
VALUABLE = "What was the most valuable thing you learned, and did it change your plans?"


async def test_what_is_typed_is_there_again_and_is_found_later(page: Page, playground_url: str) -> None:
    linh = Visitor(page, playground_url)
    await linh.act_as(LINH)
    await types_and_closes(linh)
    await goes_on_and_saves(linh)
    await finds_it_in_what_was_learned(linh)


async def opens_the_first_debrief(linh: Visitor) -> None:
    await linh.open_by("/infoview debrief")
    buttons = linh.page.get_by_test_id("modal").get_by_role("button")
    await buttons.filter(has_text=re.compile("debrief|draft")).first.click()


async def types_and_closes(linh: Visitor) -> None:
    await opens_the_first_debrief(linh)
    field = linh.page.get_by_label(VALUABLE)
    await field.fill("")
    await field.press_sequentially("The crème brûlée of nets")
    await expect(field).to_be_focused()
    await linh.page.keyboard.press("Backspace")
    await linh.close()


async def goes_on_and_saves(linh: Visitor) -> None:
    await opens_the_first_debrief(linh)
    await linh.modal_says("Continued from your draft of")
    await expect(linh.page.get_by_label(VALUABLE)).to_have_value("The crème brûlée of net")
    await linh.tick("Trends and ideas")
    for step in (2, 3, 4):
        await linh.submit()
        await expect(linh.page.get_by_test_id("modal-title")).to_have_text(f"Debrief {step} of 4")
    await linh.tick("^Maybe$")
    await linh.fill("What will you do next?", "Send a thank-you.")
    await linh.submit()
    await linh.modal_says("is saved")
    await linh.close()


async def finds_it_in_what_was_learned(linh: Visitor) -> None:
    await linh.open_by("/infoview learned")
    await linh.modal_says("The six things to learn")
    await linh.fill("Search my words (optional)", "CREME brulee")
    await linh.submit()
    await linh.modal_says("1 answer.")
    await linh.modal_says("The crème brûlée of net")
    await linh.modal_press("Open debrief")
    await expect(linh.page.get_by_label(VALUABLE)).to_have_value("The crème brûlée of net")
