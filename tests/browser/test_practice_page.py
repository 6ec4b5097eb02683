"""Practice on the playground's page: by command in a channel, and from Home in a window, to the last card."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from bot.guidance.library import load_library
from bot.guidance.root import content_root
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

AMARA = "U0NEW1"
CARDS = load_library(content_root()).cards


async def test_practice_from_the_first_card_to_the_last(page: Page, playground_url: str) -> None:
    visitor = Visitor(page, playground_url)
    await visitor.act_as(AMARA)
    await asks_for_a_job_and_reads_why_not(visitor)
    await goes_on_from_home_to_the_end(visitor)


async def asks_for_a_job_and_reads_why_not(visitor: Visitor) -> None:
    """The card is answered, explained and followed by the next one in the same message."""
    await visitor.command("/infoview practice")
    await visitor.sees(f"Card 1 of {len(CARDS)}.")
    messages = await visitor.page.get_by_test_id("message").count()
    message = visitor.page.get_by_test_id("message").last
    await message.get_by_role("button", name=letter_of(await message.inner_text(), "is there a job")).click()
    await visitor.sees("Better not say this.")
    await visitor.sees("An informational interview is not the time to ask for a job.")
    await visitor.sees("From the guide: Do not ask for a job.")
    await visitor.sees("Not in the guide. Source: ")
    await visitor.press("Next card")
    await visitor.sees(f"Card 2 of {len(CARDS)}.")
    await visitor.press("Stop for now")
    await visitor.sees("Your next card waits for you.")
    assert await visitor.page.get_by_test_id("message").count() == messages


async def goes_on_from_home_to_the_end(visitor: Visitor) -> None:
    """The rest of the cards in one window, each once, then the end and the way to begin again."""
    page = visitor.page
    await page.get_by_test_id("nav-home").click()
    await page.get_by_role("button", name="Practice what to say").click()
    modal = page.get_by_test_id("modal")
    seen = {CARDS[0].title}
    for number in range(2, len(CARDS) + 1):
        await expect(modal).to_contain_text(f"Card {number} of {len(CARDS)}.")
        seen.add(await title_of(modal))
        await visitor.modal_press("Choose B")
        await expect(modal).to_contain_text(f"You have answered {number} of {len(CARDS)} cards.")
        await visitor.modal_press("Next card" if number < len(CARDS) else "Finish")
    assert seen == {card.title for card in CARDS}
    await visitor.modal_says("You have seen all cards")
    await visitor.modal_press("Start again")
    await visitor.modal_says(f"Card 1 of {len(CARDS)}.")


def letter_of(text: str, reply: str) -> str:
    """The button beside the reply with these words."""
    found = re.search(rf"([A-D])\.\s*“[^”]*{reply}", text)
    assert found is not None, text
    return f"Choose {found[1]}"


async def title_of(modal: Locator) -> str:
    """The heading of the card in the window."""
    text = await modal.inner_text()
    (title,) = [card.title for card in CARDS if card.title in text.split("\n")]
    return title
