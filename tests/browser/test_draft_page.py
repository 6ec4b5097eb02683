"""The draft check on the playground's page: an empty box, a verdict, a correction, a message's shortcut."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

AMARA = "U0NEW1"
ASKS = "Hello Ms. Chen, I saw your talk. Could you refer me to your manager? Thank you."


async def test_a_draft_from_an_empty_box_and_a_message_of_the_channel(
    page: Page, playground_url: str
) -> None:
    visitor = Visitor(page, playground_url)
    await visitor.act_as(AMARA)
    await from_an_empty_box_to_a_message_that_is_ready(visitor)
    await visitor.close()
    await a_message_of_the_channel_is_checked_from_its_menu(visitor)


async def from_an_empty_box_to_a_message_that_is_ready(visitor: Visitor) -> None:
    await visitor.open_by("/infoview draft")
    await visitor.modal_press("Help me write a first message")
    await visitor.fill("Who I am", "I study accounting at Highline College")
    await visitor.fill("Why you", "I read your article on port traffic")
    await visitor.fill("What I would like to learn", "how you moved into port planning")
    await visitor.fill("How long, and how?", "20 minutes by phone")
    await visitor.fill("When?", "any afternoon next week")
    await visitor.submit()
    await visitor.modal_says("Ready to send")

    await visitor.fill("Your message", ASKS)
    await visitor.submit()
    await visitor.modal_says("Not ready yet")
    await visitor.modal_says("You wrote: “Could you refer me to your manager")
    await visitor.modal_says("professionals who may refer you at a later date")


async def a_message_of_the_channel_is_checked_from_its_menu(visitor: Visitor) -> None:
    await visitor.open_by(ASKS)
    message = visitor.page.get_by_test_id("message").last
    await expect(message).to_contain_text("refer me")
    await message.hover()
    await message.get_by_role("button", name="More actions").click()
    await visitor.page.get_by_role("menuitem", name="Check outreach message").click()
    await visitor.modal_says("Do not ask to be referred or recommended")
