"""A lead and a member on the playground's page: a cohort from its creation to its end and its copy."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Page, expect

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

AMARA, LEAD = "U0NEW1", "U0LEAD"
HELP = "Nobody answers me. What can I do?"


async def test_a_cohort_from_its_creation_to_its_copy(page: Page, playground_url: str) -> None:
    visitor = Visitor(page, playground_url)
    await visitor.act_as(LEAD)
    code = await creates_a_cohort_by_invitation(visitor)
    await visitor.act_as(AMARA)
    await joins_with(visitor, code)

    assert "message" not in await roster(visitor)
    await visitor.act_as(AMARA)
    await shares_steps(visitor)
    assert "0 messages · 0 replies" in await roster(visitor)
    await visitor.act_as(AMARA)
    await stops_sharing_and_asks_for_help(visitor)
    assert "message" not in await roster(visitor)

    await visitor.act_as(LEAD, "D0LEAD")
    await visitor.sees("asks for help")
    await visitor.sees(HELP)
    await ends_and_copies(visitor)


async def creates_a_cohort_by_invitation(visitor: Visitor) -> str:
    """Returns the code to join it with."""
    await visitor.command("/infoview cohort")
    await visitor.press("Create a cohort")
    await visitor.fill("Name", "Fall cohort & friends")
    await visitor.fill("Last day", f"{datetime.now(UTC) + timedelta(days=90):%F}")
    await visitor.tick("Only people with a code")
    await visitor.submit()
    await visitor.modal_says("goals for each member")
    await visitor.submit()
    await visitor.modal_says("The cohort is ready")
    await visitor.modal_press("Invite people")
    await visitor.modal_press("Make a code")
    await visitor.modal_says("copy this line")
    found = re.search(r"/infoview join (\S+)", await visitor.page.get_by_test_id("modal").inner_text())
    assert found is not None
    await visitor.close()
    return found[1]


async def joins_with(visitor: Visitor, code: str) -> None:
    await visitor.command("/infoview join")
    await expect(visitor.page.get_by_test_id("message").last).not_to_contain_text("Fall cohort")
    await visitor.open_by(f"/infoview join {code.lower()}")
    await visitor.modal_says("Fall cohort & friends")
    await visitor.modal_says("What your lead never sees")
    await visitor.submit()
    await visitor.modal_says("You are in")
    await visitor.close()


async def roster(visitor: Visitor) -> str:
    """What the lead reads in the roster of the newest cohort."""
    await visitor.act_as(LEAD)
    await manages_the_newest(visitor)
    await visitor.modal_press("See the roster")
    await visitor.modal_says("Amara Okafor")
    read = await visitor.page.get_by_test_id("modal").inner_text()
    await visitor.close()
    return read


async def manages_the_newest(visitor: Visitor) -> None:
    await visitor.command("/infoview cohort")
    newest = visitor.page.get_by_test_id("message").last
    await newest.get_by_role("button", name="Manage").first.click()
    await visitor.modal_says("Fall cohort & friends")


async def shares_steps(visitor: Visitor) -> None:
    page = visitor.page
    await page.get_by_test_id("nav-home").click()
    await page.get_by_role("button", name="What my lead sees").click()
    await visitor.modal_says("see of you alone")
    await visitor.modal_press("Share my step counts and dates")
    await page.get_by_test_id("confirm-accept").click()
    await visitor.modal_says("0 messages · 0 replies")
    await visitor.modal_says("Contacts by status")
    await visitor.close()


async def stops_sharing_and_asks_for_help(visitor: Visitor) -> None:
    await visitor.open_by("/infoview lead")
    await visitor.modal_press("Stop sharing my steps")
    await expect(visitor.page.get_by_test_id("modal")).not_to_contain_text("Contacts by status")
    await visitor.modal_press("Ask my lead for help")
    await visitor.fill("Your message (optional)", HELP)
    await visitor.submit()
    await visitor.modal_says("will answer you in Slack")
    await visitor.close()


async def ends_and_copies(visitor: Visitor) -> None:
    await visitor.act_as(LEAD)
    await manages_the_newest(visitor)
    await visitor.modal_press("End cohort")
    await visitor.page.get_by_test_id("confirm-accept").click()
    await visitor.modal_says("has ended")
    await visitor.modal_press("Copy as a new cohort")
    await expect(visitor.page.get_by_label("Name", exact=True)).to_have_value("Fall cohort & friends")
    await visitor.fill("Name", "Winter cohort")
    await visitor.submit()
    await visitor.modal_says("goals for each member")
    await visitor.submit()
    await visitor.modal_says("Winter cohort")
    await visitor.close()
    await visitor.command("/infoview cohort")
    await visitor.sees("Winter cohort")
    await visitor.sees("Ended.")
