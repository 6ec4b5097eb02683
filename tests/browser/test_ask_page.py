"""Ask the guide on the playground's page: by button and form, then again, then by command."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


async def test_asking_the_guide(page: Page, playground_url: str) -> None:
    visitor = Visitor(page, playground_url)
    await visitor.act_as("U0M01")

    await visitor.command("/infoview tips")
    await visitor.press("Ask the guide")
    await visitor.fill("Your question", "wat is the lenght <b>?")
    await visitor.submit()
    await visitor.modal_says("An informational interview generally lasts 20-30 minutes.")
    await visitor.modal_says("wat is the lenght <b>?")

    await visitor.modal_press("Ask another question")
    await visitor.fill("Your question", "How do I say thank you?")
    await visitor.submit()
    await visitor.modal_says("The guide does not answer this question.")
    await visitor.modal_says("Program tip: Say thank you within 24 hours")
    await visitor.close()

    await visitor.command("/infoview can I ask for a job?")
    await visitor.sees("An informational interview is not the time to ask for a job.")
    related = page.get_by_test_id("message").last.get_by_role("button", name="How you want to appear")
    await related.click()
    await expect(page.get_by_test_id("message").last).to_contain_text("From the guide: How to come across")
