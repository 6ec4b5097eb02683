"""Takes the pictures of the documentation from the playground, as a person would see it: ``make pictures``.

Needs Chromium on this machine and the development requirements.
"""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from bot.playground.launch import bot_and_stand_in
from tests.browser.conftest import CHROMIUM_ARGS
from tests.chromium import find_chromium

PICTURES = Path(__file__).parent / "pictures"
WIDTH = 1180
HEIGHTS = {"summary": 1100, "summary-picture": 1300}
HEIGHT = 800

Scene = Callable[[Page], Awaitable[None]]


async def command(page: Page, text: str) -> None:
    """Type a command and send it."""
    await page.get_by_test_id("composer").fill(text)
    await page.get_by_test_id("send").click()


async def tips(page: Page) -> None:
    """The guide by slash command."""
    await command(page, "/infoview tips how long")
    await page.get_by_text("From the guide").wait_for()


async def ask(page: Page) -> None:
    """A question, answered in the guide's words."""
    await command(page, "/infoview ask can i ask them to hire me?")
    await page.get_by_text("From the guide").wait_for()


async def draft(page: Page) -> None:
    """The check of an outreach message that takes a denial back."""
    await command(page, "/infoview draft")
    modal = page.get_by_test_id("modal")
    await modal.get_by_label("Your message").fill(
        "Hi Maya,\n\nI read your talk about data quality in hospitals. I am a data analyst new to"
        " Boston. Could"
        " we talk for 25 minutes by phone next week, at a time that suits you? I am not asking for a"
        " job, but if"
        " there is an opening please keep me in mind.\n\nThank you,\nRahul"
    )
    await page.get_by_test_id("modal-submit").click()
    await modal.get_by_text("Not ready yet").wait_for()


async def debrief(page: Page) -> None:
    """The first step of a debrief."""
    await command(page, "/infoview debrief")
    modal = page.get_by_test_id("modal")
    await modal.get_by_role("button", name="Write debrief").click()
    await modal.get_by_label("Your contact’s career path").check()
    await modal.get_by_label("Job search advice for students like you").check()
    await modal.get_by_label("What was the most valuable thing").fill(
        "They hire through short projects first. I will make one small project public this month."
    )


async def nudge(page: Page) -> None:
    """The weekly nudge, after moving the clock to it."""
    await page.get_by_test_id("clock-next_nudge").click()
    await page.get_by_text("From your networking program").wait_for()


async def home(page: Page) -> None:
    """The Home tab of a member."""
    await page.get_by_text("Your next step").first.wait_for()


async def summary(page: Page) -> None:
    """The summary for a lead."""
    await command(page, "/infoview summary")
    await page.get_by_text("Week by week").wait_for()
    await page.get_by_text("Summary of Spring cohort").first.scroll_into_view_if_needed()


async def picture(page: Page) -> None:
    """The picture of the summary, in the lead's direct message."""
    await command(page, "/infoview summary")
    await page.get_by_role("button", name="Send me the picture").last.click()
    await page.locator("img[alt*='From the first message']").wait_for()


async def elsewhere(page: Page) -> None:
    """The window with the ways out of Slack."""
    await command(page, "/infoview summary")
    await page.get_by_role("button", name="Use the numbers elsewhere").last.click()
    await page.get_by_test_id("modal").get_by_text("Infoview sends it every week").wait_for()


SCENES: tuple[tuple[str, str, Scene], ...] = (
    ("ask", "U0M08/C0GENERAL", ask),
    ("tips", "U0M06/C0GENERAL", tips),
    ("draft", "U0M07/C0GENERAL", draft),
    ("debrief", "U0M01/C0GENERAL", debrief),
    ("home", "U0M05/home", home),
    ("summary", "U0LEAD/C0GENERAL", summary),
    ("nudge", "U0M03/D0M03", nudge),
    ("summary-picture", "U0LEAD/D0LEAD", picture),
    ("summary-elsewhere", "U0LEAD/D0LEAD", elsewhere),
)


async def take(browser: Browser, address: str) -> None:
    """One picture a scene, each on a fresh page."""
    for name, place, scene in SCENES:
        page = await browser.new_page(viewport={"width": WIDTH, "height": HEIGHTS.get(name, HEIGHT)})
        await page.goto(f"{address}/#/{place}")
        await scene(page)
        await page.wait_for_timeout(400)  # let transitions end
        await page.screenshot(path=PICTURES / f"{name}.png")
        await page.close()


async def main() -> None:
    """Start the playground and take all pictures."""
    PICTURES.mkdir(exist_ok=True)
    async with bot_and_stand_in("127.0.0.1", 0) as words, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGS)
        await take(browser, words.split()[-1])
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
