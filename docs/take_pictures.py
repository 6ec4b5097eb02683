"""Takes the pictures of the documentation from the playground, as a person would see it: ``make pictures``.

Needs Chromium on this machine and the development requirements; with the font Lato (Debian: fonts-lato) the
page looks most like a chat people know. ``docs/film.py`` makes the moving one.
"""

import asyncio
import io
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.async_api import Browser, Page, async_playwright

from bot.playground.launch import bot_and_stand_in
from docs.film import film
from tests.browser.conftest import CHROMIUM_ARGS
from tests.chromium import find_chromium

PICTURES = Path(__file__).parent / "pictures"
COLOURS = 128
"""Enough for a page of flat colours, and a third of the size."""


@dataclass(frozen=True)
class Scene:
    """One picture: who looks at what (``user/place``), what they do there, and on which screen."""

    name: str
    place: str
    act: Callable[[Page], Awaitable[None]]
    width: int = 1180
    height: int = 800
    scheme: Literal["light", "dark"] = "light"


async def command(page: Page, text: str) -> None:
    """Type a command and send it."""
    await page.get_by_test_id("composer").fill(text)
    await page.get_by_test_id("send").click()


async def ask(page: Page) -> None:
    """A question, answered in the guide's words."""
    await command(page, "/infoview ask can i ask them to hire me?")
    await page.get_by_text("From the guide").wait_for()


async def draft(page: Page) -> None:
    """The check of an outreach message that takes a denial back."""
    await command(page, "/infoview draft")
    modal = page.get_by_test_id("modal")
    await modal.get_by_label("Your message").fill(
        "Hi Maya,\n\nI read your talk about data quality in hospitals. I am a backend developer new to health"
        " care. Could we talk for 25 minutes by phone next week, at a time that suits you? I am not asking"
        " for a job, but if there is an opening please keep me in mind.\n\nThank you,\nRahul"
    )
    await page.get_by_test_id("modal-submit").click()
    await modal.get_by_text("Not ready yet").wait_for()


async def debrief(page: Page) -> None:
    """The first step of a debrief."""
    await command(page, "/infoview debrief")
    modal = page.get_by_test_id("modal")
    await modal.get_by_role("button", name="Write debrief").first.click()
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


async def inspector(page: Page) -> None:
    """What the bot received and sent, beside a topic of the guide."""
    await command(page, "/infoview tips how long")
    await page.get_by_text("From the guide").wait_for()
    await page.get_by_test_id("inspector-toggle").click()
    await page.locator(".entry > summary").filter(has_text="/infoview tips").click()


SCENES = (
    Scene("home", "U0M05/home", home),
    Scene("draft", "U0M07/C0GENERAL", draft),
    Scene("debrief", "U0M01/C0GENERAL", debrief),
    Scene("ask", "U0M08/C0GENERAL", ask, scheme="dark"),
    Scene("summary", "U0LEAD/C0GENERAL", summary),
    Scene("inspector", "U0M06/C0GENERAL", inspector),
    Scene("phone", "U0M03/D0M03", nudge, width=390, height=720, scheme="dark"),
)


async def take(browser: Browser, address: str, scene: Scene) -> None:
    """One picture, on a fresh page."""
    page = await browser.new_page(
        viewport={"width": scene.width, "height": scene.height},
        color_scheme=scene.scheme,
        reduced_motion="reduce",
    )
    await page.goto(f"{address}/#/{scene.place}")
    await scene.act(page)
    await page.wait_for_timeout(400)  # let the page settle
    shot = Image.open(io.BytesIO(await page.screenshot())).convert("RGB")
    flat = shot.quantize(COLOURS, dither=Image.Dither.NONE)
    flat.save(PICTURES / f"{scene.name}.png", optimize=True)
    await page.close()


async def main() -> None:
    """Make the film and take all pictures, each on a playground of its own: the film moves the clock."""
    PICTURES.mkdir(exist_ok=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGS)
        async with bot_and_stand_in("127.0.0.1", 0) as words:
            await film(browser, words.split()[-1], PICTURES / "journey.gif")
        async with bot_and_stand_in("127.0.0.1", 0) as words:
            for scene in SCENES:
                await take(browser, words.split()[-1], scene)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
