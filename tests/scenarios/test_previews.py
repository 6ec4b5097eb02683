"""A lead looks at what the next week would bring, and gets a nudge as a test."""

import pytest

from handlers import previews
from tests.people import LEAD, LINH, make_cohort
from tests.queueing import rows
from tests.scenarios.test_cohort_life import cohort_window
from tests.scenarios.test_cohorts import end_cohort
from tests.scenarios.test_summary import busy_cohort
from tests.stage import Person, Stage, find_element, words


async def choose(lead: Person, where: dict[str, object], action_id: str, begins: str) -> None:
    """Choose an option of a menu by how its value begins."""
    menu, _block = find_element(where, action_id)
    option = next(option for option in menu["options"] if option["value"].startswith(begins))
    await lead.click(action_id, where, selected_option=option)


async def test_a_dry_run_is_sent_to_nobody(stage: Stage) -> None:
    await busy_cohort(stage)
    lead = stage.person(LEAD.user_id)
    shown = await lead.command("/infoview cohort preview")
    assert shown["ephemeral"]
    said = words(shown)
    for expected in (
        "*Spring cohort: a dry run, Mon, Sep 14, 2026 to Sun, Sep 20, 2026*",
        "*The weekly message:* 6 messages to 6 members",
        "*From nobody to four members:*",
        "at least five members changed it",
    ):
        assert expected in said, said
    assert "Secret" not in str(shown)
    assert await rows(stage.bot.db) == []
    assert await stage.person(LINH.user_id).messages() == []
    assert words(await lead.say("cohort preview spring")) == said

    window = await cohort_window(lead)
    await lead.click("preview.open", window)
    assert words(await lead.view()) == said
    await choose(lead, await lead.view(), "preview.test", "follow_up")
    assert "Follow up after a week" in words(await lead.view())
    test = (await lead.messages())[-1]
    assert "Test of “Follow up after a week without a reply”" in test["text"]
    assert "Alex Example" in words(test)
    await lead.click("preview.sample", test)
    assert "This was a test" in words((await lead.messages())[-1])

    refused = await stage.person(LINH.user_id).command("/infoview cohort preview")
    assert "Only leads of a cohort" in words(refused)


async def test_a_large_cohort_is_counted_after_the_answer(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previews, "COUNTED_AT_ONCE", 5)
    await busy_cohort(stage)
    lead = stage.person(LEAD.user_id)
    assert "I am counting" in words(await lead.command("/infoview cohort preview"))
    assert "6 messages to 6 members" in words((await lead.messages())[-1])


async def test_one_of_several_cohorts_and_none_that_runs(stage: Stage) -> None:
    for _twice in range(2):
        await make_cohort(stage.bot.db)
        stage.clock.advance(seconds=1)
    lead = stage.person(LEAD.user_id)
    chooser = await lead.command("/infoview cohort preview spring")
    await choose(lead, chooser, "preview.pick", "")
    assert "a dry run" in words((await lead.messages("C0GENERAL"))[-1])
    for _twice in range(2):
        await lead.click("cohort.manage", await lead.command("/infoview cohort"))
        await end_cohort(lead)
        await lead.close()
    assert "None of your cohorts runs" in words(await lead.command("/infoview cohort preview"))
