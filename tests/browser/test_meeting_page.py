"""A meeting on the playground's page: planned, prepared, put into a calendar, moved, updated there."""

from pathlib import Path
from typing import Any

import icalendar
import pytest
from playwright.async_api import Page

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

AMARA, DM = "U0NEW1", "D0NEW1"


async def test_a_meeting_from_its_plan_to_the_calendar_and_to_another_day(
    page: Page, playground_url: str, tmp_path: Path
) -> None:
    visitor = Visitor(page, playground_url)
    await visitor.act_as(AMARA)
    await visitor.join()
    await plans(visitor)
    await prepares(visitor)

    await visitor.modal_press("Add to calendar")
    await visitor.modal_says("on its way")
    await visitor.close()
    await visitor.act_as(AMARA, DM)
    first = await newest_entry(page, tmp_path / "first.ics")
    assert first["SUMMARY"] == "Informational interview with נועה Ruiz 🌊"
    assert "- What is a typical day like for you?" in first["DESCRIPTION"]
    assert "- Why the harbor?" in first["DESCRIPTION"]

    await visitor.command("/infoview")
    await visitor.press("Prepare for this meeting")
    await visitor.modal_press("Open contact")
    await visitor.modal_press("Move to another time")
    await visitor.fill("Time", "16:15")
    await visitor.submit()
    await visitor.modal_says("Your calendar does not know this yet")
    await visitor.modal_press("Update my calendar")
    await visitor.modal_says("on its way")
    await visitor.close()
    second = await newest_entry(page, tmp_path / "second.ics", "as it is now")
    assert (second["UID"], second["SEQUENCE"] > first["SEQUENCE"]) == (first["UID"], True)
    assert second["DTSTART"].dt != first["DTSTART"].dt
    assert second["LOCATION"] == "5 Harbor Street"


async def plans(visitor: Visitor) -> None:
    await visitor.open_by("/infoview log")
    await visitor.fill("Name", "נועה Ruiz 🌊")
    await visitor.choose("Where are you with this person?", "Scheduled")
    await visitor.submit()
    await visitor.modal_says("The guide says: “An informational interview generally lasts 20-30 minutes.”")
    await visitor.fill("Time", "23:30")
    await visitor.choose("How do you meet?", "In person")
    await visitor.fill("Where? (optional)", "5 Harbor Street")
    await visitor.submit()
    await visitor.modal_says("at 11:30 PM")


async def prepares(visitor: Visitor) -> None:
    await visitor.modal_press("Prepare")
    await visitor.modal_says("It ends at 11:55 PM")
    await visitor.modal_says("An informational interview is not the time to ask for a job.")
    await visitor.modal_press("Choose questions")
    await visitor.tick("What is a typical day like for you")
    await visitor.submit()
    await visitor.modal_says("Program tip: the example questions are not in the guide.")
    await visitor.modal_press("Write my own questions")
    await visitor.fill("What else do you want to ask? (optional)", "Why the harbor?")
    await visitor.submit()
    await visitor.modal_says("Why the harbor?")


async def newest_entry(page: Page, path: Path, words: str = "open this file") -> Any:
    """The entry of the newest calendar file in the direct message, which comes with these words."""
    message = page.get_by_test_id("message").filter(has_text=words)
    async with page.expect_download() as caught:
        await message.get_by_role("link", name="Download infoview-meeting.ics").click()
    await (await caught.value).save_as(path)
    return entry_in(path)


def entry_in(path: Path) -> Any:
    """The one entry of a calendar file."""
    (event,) = icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    return event
