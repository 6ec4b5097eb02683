"""The whole product on the playground's page: from joining to the lead's summary that counts it.

The playground is started as people start it, as its own process.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from bot.playground.cast import TEAM_ID
from bot.playground.clock import thursday_morning
from bot.playground.seed import seed
from bot.services import cohorts, summaries
from bot.values import Actor
from tests.clocks import ManualClock
from tests.databases import sqlite_database
from tests.processes import infoview, running

pytestmark = pytest.mark.browser

AMARA, LEAD = "U0NEW1", "U0LEAD"
SLOW_MS = 15_000


@pytest.fixture
def playground_url(tmp_path: Path) -> Iterator[str]:
    """The address of `infoview playground`."""
    process = infoview("playground", "--port", "0", cwd=tmp_path)
    with running(process, "The playground is ready") as line:
        address = re.search(r"http://\S+", line)
        assert address is not None
        yield address[0]


class Visitor:
    """What a person does on the page, in their words."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self._url = url

    async def act_as(self, user: str, place: str = "C0GENERAL") -> None:
        await self.page.goto(f"{self._url}/#/{user}/{place}")
        await expect(self.page.get_by_test_id("acting-as")).to_have_value(user)

    async def command(self, text: str) -> None:
        """Type a command whose answer is a message."""
        messages = self.page.get_by_test_id("message")
        before = await messages.count()
        await self.open_by(text)
        await expect(messages).to_have_count(before + 1)

    async def open_by(self, text: str) -> None:
        """Type a command whose answer is a form."""
        await self.page.get_by_test_id("composer").fill(text)
        await self.page.get_by_test_id("send").click()
        await expect(self.page.get_by_test_id("composer")).to_have_value("")

    async def press(self, name: str) -> None:
        """Select a button in the newest message."""
        await self.page.get_by_test_id("message").last.get_by_role("button", name=name).click()

    async def fill(self, label: str, text: str) -> None:
        await self.page.get_by_test_id("modal").get_by_label(label, exact=True).fill(text)

    async def choose(self, label: str, option: str) -> None:
        await self.fill(label, option)
        listbox = self.page.get_by_role("listbox")
        await listbox.get_by_role("option", name=option, exact=True).click()

    async def tick(self, name: str) -> None:
        await self.page.get_by_test_id("modal").get_by_label(re.compile(name)).check()

    async def modal_press(self, name: str) -> None:
        await self.page.get_by_test_id("modal").get_by_role("button", name=name, exact=True).click()

    async def submit(self) -> None:
        await self.page.get_by_test_id("modal-submit").click()

    async def close(self) -> None:
        await self.page.get_by_test_id("modal-dismiss").click()
        await expect(self.page.get_by_test_id("modal")).to_have_count(0)

    async def sees(self, words: str) -> None:
        await expect(self.page.get_by_test_id("message").last).to_contain_text(words)

    async def modal_says(self, words: str) -> None:
        await expect(self.page.get_by_test_id("modal")).to_contain_text(words)


async def test_from_joining_to_the_summary_that_counts_it(
    page: Page, playground_url: str, tmp_path: Path
) -> None:
    page.set_default_timeout(SLOW_MS)
    visitor = Visitor(page, playground_url)
    await visitor.act_as(AMARA)
    await joins(visitor)
    await reads_the_guide(visitor)
    await logs_a_contact_and_meets(visitor)
    await writes_a_debrief(visitor)
    await gets_a_nudge(visitor)

    # The week of the meeting is over now, so it counts.
    assert await people_met(visitor) == people_met_without_amara(tmp_path) + 1


async def joins(visitor: Visitor) -> None:
    await visitor.command("/infoview join")
    await visitor.press("See and join")
    await visitor.modal_says("What your lead never sees")
    await visitor.submit()
    await visitor.modal_says("You are in")
    await visitor.close()


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
    await page.get_by_test_id("clock-next_nudge").click()
    await page.get_by_test_id("nav-D0NEW1").click()
    await visitor.sees("From your networking program")
    await visitor.sees("Rosa Delgado")
    await expect(page.get_by_test_id("message").last.get_by_role("button").first).to_be_visible()


async def people_met(visitor: Visitor) -> int:
    """The number of people met, as the lead reads it in the summary."""
    await visitor.act_as(LEAD)
    await visitor.command("/infoview summary")
    await visitor.sees("Summary of Spring cohort")
    text = await visitor.page.get_by_test_id("message").last.inner_text()
    met = re.search(r"Met: (\d+) of", text)
    assert met is not None, text
    return int(met[1])


def people_met_without_amara(folder: Path) -> int:
    """The same number for the sample data alone, a week later."""
    clock = ManualClock(thursday_morning())
    with sqlite_database(folder, clock) as database:
        seed(database, clock.now())
        clock.advance(weeks=1)
        lead = Actor(TEAM_ID, LEAD)
        with database.transaction(TEAM_ID) as session:
            (cohort,) = cohorts.led_cohorts(session, clock, lead)
            met = summaries.build(session, clock, lead, cohort.id).met
    assert met.count is not None
    return met.count
