"""A lead gets the numbers of the week every Monday, by their own choice, and ends it in the message."""

from tests.people import LEAD
from tests.scenarios.test_cohort_life import cohort_window
from tests.scenarios.test_summary import busy_cohort
from tests.stage import Stage, find_element, words


async def test_numbers_every_monday_until_they_are_stopped(stage: Stage) -> None:
    await busy_cohort(stage)
    stage.clock.advance(hours=1)  # Monday, 11:00
    lead = stage.person(LEAD.user_id)
    await lead.click("lead_digest.start", await cohort_window(lead))
    assert "The first message comes on Mon, Sep 21, 2026 at 9:00 AM (EDT)" in words(await lead.view())
    await lead.close()
    await stage.tick()
    assert await lead.messages() == []

    stage.clock.advance(days=6, hours=22)
    await stage.tick()
    await stage.tick()
    (message,) = await lead.messages()
    said = words(message)
    for line in (
        "*Spring cohort*: the week in numbers, Sep 14 to Sep 20",
        "*6 members* in the cohort now",
        "*Active in the last 14 days:* 6 of 6 members",
        "*Contacted:* –",
        "because you chose it",
    ):
        assert line in said
    assert "Secret" not in str(message)
    assert "6 members" in message["text"]

    await lead.click("summary.open", message)
    assert "Summary of Spring cohort" in words((await lead.messages())[-1])
    await lead.click("lead_digest.stop", message)
    stopped = (await lead.messages())[0]
    assert "do not get the numbers of *Spring cohort*" in words(stopped)
    assert all(block["type"] != "actions" for block in stopped["blocks"])
    window = await cohort_window(lead)
    assert find_element(window, "lead_digest.start")
    stage.clock.advance(days=7)
    await stage.tick()
    assert len([shown for shown in await lead.messages() if not shown["ephemeral"]]) == 1

    await lead.click("lead_digest.start", window)
    await lead.click("lead_digest.stop", await lead.view())
    assert "any more" in words(await lead.view())
    await lead.click("history.open", await lead.view())
    assert "began to get the numbers every Monday" in words(await lead.view())
