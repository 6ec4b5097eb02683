"""The whole product on the playground's page: from joining to the lead's summary that counts it.

The playground is started as people start it, as its own process.
"""

import re
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from bot.playground.cast import TEAM_ID
from bot.playground.clock import thursday_morning
from bot.playground.seed import seed
from bot.services import cohorts, summaries
from bot.values import Actor, Measure
from tests.browser.visitor import Visitor
from tests.clocks import ManualClock
from tests.databases import sqlite_database

pytestmark = pytest.mark.browser

AMARA, LEAD = "U0NEW1", "U0LEAD"


async def test_from_joining_to_the_summary_that_counts_it(
    page: Page, started_playground_url: str, tmp_path: Path
) -> None:
    visitor = Visitor(page, started_playground_url)
    await visitor.act_as(AMARA)
    await visitor.join()
    await reads_the_guide(visitor)
    await logs_a_contact_and_meets(visitor)
    await writes_a_debrief(visitor)
    await gets_a_nudge(visitor)

    # The week is over now and counts: five others got replies in it, too.
    assert await people_who_replied(visitor) == people_who_replied_without_amara(tmp_path) + 1


async def reads_the_guide(visitor: Visitor) -> None:
    await visitor.command("/infoview tips how long")
    await visitor.sees("An informational interview generally lasts 20-30 minutes.")
    await visitor.press("Next: What it is for")
    await visitor.sees("To make a good impression")


async def logs_a_contact_and_meets(visitor: Visitor) -> None:
    await visitor.open_by("/infoview log")
    await visitor.fill("Name", "Rosa Delgado")
    await visitor.fill("Organization (optional)", "Harbor Pharmacy")
    await visitor.submit()
    await visitor.modal_says("Rosa Delgado is in your log")
    await visitor.modal_press("Open contact")
    await visitor.modal_press("I wrote to them")
    await visitor.modal_says("Awaiting reply")
    await visitor.modal_press("They replied")
    await visitor.modal_says("Replied, not scheduled")
    await visitor.modal_press("We set a time")
    await visitor.fill("Time", "09:00")
    await visitor.tick("It took place")
    await visitor.choose("How do you meet?", "Phone call")
    await visitor.submit()
    await visitor.modal_says("Rosa Delgado")
    await visitor.close()
    await visitor.command("/infoview list")
    await visitor.sees("Met")


async def writes_a_debrief(visitor: Visitor) -> None:
    await visitor.open_by("/infoview debrief")
    await visitor.modal_says("Rosa Delgado")
    await visitor.tick("career path")
    await visitor.fill(
        "What was the most valuable thing you learned, and did it change your plans?",
        "The license takes four months.",
    )
    await visitor.submit()
    await visitor.fill(
        "What steps brought your contact to where they are now? (optional)", "From a lab to a pharmacy."
    )
    await visitor.submit()
    await visitor.modal_says("How did you come across?")
    await visitor.submit()
    await visitor.tick("Maybe")
    await visitor.fill("What will you do next?", "Call the licensing board.")
    await visitor.submit()
    await visitor.modal_says("saved")
    await visitor.close()


async def gets_a_nudge(visitor: Visitor) -> None:
    page = visitor.page
    await page.get_by_test_id("nav-D0NEW1").click()
    # One message a day: the welcome or a milestone, by how far the person had come when the bot looked.
    first = re.compile("the first person is in your log|You reached your first")
    await expect(page.get_by_test_id("message").filter(has_text=first).first).to_be_visible()
    await page.get_by_test_id("clock-next_nudge").click()
    await visitor.sees("You met Rosa Delgado")
    thanks = page.get_by_test_id("message").last
    await thanks.get_by_role("button", name="I sent my thank-you").click()
    await visitor.sees("you thanked Rosa Delgado")
    await page.get_by_test_id("clock-week").click()


async def people_who_replied(visitor: Visitor) -> int:
    """The number of replies, as the lead reads it in the summary."""
    await visitor.act_as(LEAD)
    await visitor.command("/infoview summary")
    await visitor.sees("Summary of Spring cohort")
    text = await visitor.page.get_by_test_id("message").last.inner_text()
    replied = re.search(r"Replied: (\d+) of", text)
    assert replied is not None, text
    return int(replied[1])


def people_who_replied_without_amara(folder: Path) -> int:
    """The same number for the sample data alone, a week later."""
    clock = ManualClock(thursday_morning())
    with sqlite_database(folder, clock) as database:
        seed(database, clock.now())
        clock.advance(weeks=1)
        lead = Actor(TEAM_ID, LEAD)
        with database.transaction(TEAM_ID) as session:
            (cohort,) = cohorts.led_cohorts(session, clock, lead)
            replied = summaries.build(session, clock, lead, cohort.id).figures[Measure.REPLIED]
    assert replied.count is not None
    return replied.count
