"""The lead pulls the summary; members and other leads do not get it. Members see their own progress."""

from dataclasses import replace

from sqlalchemy import delete
from sqlmodel import col

from bot.models import CohortLead
from bot.services import contacts, new_id
from bot.values import Actor, CohortCard, ContactForm, Status
from tests.people import LEAD, LINH, SPRING, TEAM, enrol, make_cohort
from tests.scenarios.conftest import both_transports
from tests.stage import Stage, all_action_ids, find_element, words

MEMBERS = [Actor(TEAM, f"U0M0{number}") for number in range(1, 7)]


async def busy_cohort(stage: Stage, members: int = 6) -> CohortCard:
    """Each of these members wrote to two people, one of whom replied, in a week that is over."""
    cohort = await make_cohort(stage.bot.db)
    for actor in MEMBERS[:members]:
        await enrol(stage.bot.db, actor, cohort)
        for status in (Status.CONTACTED, Status.REPLIED):
            form = ContactForm("Secret Person", organisation="Secret Works", status=status)
            await stage.bot.db.run(actor, contacts.add, new_id(), form)
    stage.clock.advance(days=7)
    return cohort


@both_transports
async def test_a_lead_pulls_the_summary_by_command(stage: Stage) -> None:
    await busy_cohort(stage)
    shown = await stage.person(LEAD.user_id).command("/infoview summary")
    assert shown["ephemeral"]
    said = words(shown)
    for line in (
        "*6 members* in the cohort now",
        "*Active in the last 7 days:* 6",
        "*Contacted:* 12 people",
        "*Replied:* 6 of 12 contacted (50%)  ▰▰▰▰▰▱▱▱▱▱",
        "*Met:* –",
        "fewer than five members",
        "counts only",
    ):
        assert line in said
    assert "Secret" not in str(shown)


async def test_a_lead_chooses_the_weeks(stage: Stage) -> None:
    await busy_cohort(stage)
    for actor in MEMBERS:
        await stage.bot.db.run(
            actor, contacts.add, new_id(), ContactForm("Other Person", status=Status.CONTACTED)
        )
    stage.clock.advance(days=7)
    lead = stage.person(LEAD.user_id)
    shown = await lead.command("/infoview summary spring last week")
    assert "Mon, Sep 14, 2026 to Sun, Sep 20, 2026, whole weeks" in words(shown)
    assert "against the weeks before, Sep 7 to Sep 13" in words(shown)
    assert "*Contacted:* 6 people\n*Replied:* –" in words(shown)

    for action_id, chosen, expected in (
        ("summary.from", "From Sep 7, 2026", "*Contacted:* 6 people  _Sep 14 to Sep 20_"),
        ("summary.to", "To Sep 13, 2026", "*Contacted:* 12 people  _Aug 31 to Sep 13_"),
        ("summary.period", "Last week", "*Contacted:* 6 people"),
        ("summary.period", "Whole term", "*Contacted:* 18 people"),
    ):
        picker, _ = find_element(shown, action_id)
        option = next(option for option in picker["options"] if option["text"]["text"] == chosen)
        await lead.click(action_id, shown, selected_option=option)
        shown = (await lead.messages("C0GENERAL"))[-1]
        assert expected in words(shown)
    said = words(await lead.command("/infoview summary 2026-09-01 to 2026-09-08"))
    assert "Mon, Aug 31, 2026 to Sun, Sep 13, 2026" in said


async def test_weeks_that_cannot_be_shown(stage: Stage) -> None:
    await busy_cohort(stage)
    lead = stage.person(LEAD.user_id)
    for typed, answer in (
        ("2026-09-20 to 2026-09-01", "The first week is after the last one"),
        ("2025-01-01 to 2025-02-01", "no numbers for these weeks"),
        ("2026-02-30 to 2026-03-01", "No calendar has the day “2026-02-30”"),
    ):
        assert answer in words(await lead.command(f"/infoview summary spring {typed}"))


async def test_every_number_is_defined_one_click_away(stage: Stage) -> None:
    await busy_cohort(stage)
    lead = stage.person(LEAD.user_id)
    await lead.click("summary.define", await lead.command("/infoview summary"))
    said = words(await lead.view())
    assert "*Response rate:* Replies, of the people first written to at least 14 days ago" in said
    assert "until five or more members changed them" in said


async def test_four_members_are_too_few_to_be_counted(stage: Stage) -> None:
    await busy_cohort(stage, members=4)
    said = words(await stage.person(LEAD.user_id).command("/infoview summary"))
    assert "*4 members* in the cohort now" in said
    assert "*Contacted:* –" in said


async def test_nobody_else_gets_it(stage: Stage) -> None:
    await busy_cohort(stage)
    await make_cohort(stage.bot.db, replace(SPRING, name="Autumn cohort", lead_ids=("U0M07",)))
    linh, other_lead = stage.person(LINH.user_id), stage.person("U0M07")
    assert "ask your program team" in words(await linh.command("/infoview summary Spring"))

    shown = words(await other_lead.command("/infoview summary Spring"))
    assert "*Contacted:* 12" not in shown
    assert "Summary of Autumn cohort" in words(await other_lead.command("/infoview summary"))


async def test_the_button_of_a_lead_who_is_no_longer_one(stage: Stage) -> None:
    cohort = await busy_cohort(stage)
    await make_cohort(stage.bot.db, replace(SPRING, name="Autumn cohort"))
    lead = stage.person(LEAD.user_id)
    shown = await lead.command("/infoview summary autumn")
    with stage.bot.db.transaction(TEAM) as session:
        session.execute(
            delete(CohortLead).where(
                col(CohortLead.cohort_id) == cohort.id, col(CohortLead.user_id) == lead.id
            )
        )
    picker, _ = find_element(shown, "summary.pick")
    await lead.click("summary.pick", shown, selected_option=picker["options"][0])
    assert "Only the leads of this cohort" in words((await lead.messages("C0GENERAL"))[-1])


async def test_a_lead_of_several_chooses(stage: Stage) -> None:
    first = await busy_cohort(stage)
    later = replace(
        SPRING, name="Next spring", starts_on=SPRING.ends_on, ends_on=SPRING.ends_on.replace(2027)
    )
    await make_cohort(stage.bot.db, later)
    lead = stage.person(LEAD.user_id)

    shown = await lead.command("/infoview summary")
    assert "Summary of Spring cohort" in words(shown)
    picker, _ = find_element(shown, "summary.pick")
    await lead.click("summary.pick", shown, selected_option=picker["options"][0])
    shown = (await lead.messages("C0GENERAL"))[-1]
    assert "Summary of Next spring" in words(shown)
    assert "The first numbers come on Mon, Dec 21, 2026" in words(shown)

    assert "Summary of Spring cohort" in words(await lead.command(f"/infoview summary {first.name.upper()}"))
    assert "Summary of Next spring" in words(await lead.command("/infoview summary next"))
    both = await lead.command("/infoview summary spring")
    assert "Which cohort do you mean" in words(both)
    assert "summary.pick" in set(all_action_ids(both))
    unknown = await lead.command("/infoview summary <!channel> 2019")
    assert "<!channel>" not in words(unknown)
    assert len(find_element(unknown, "summary.pick")[0]["options"]) == 2


async def test_the_summary_in_the_dm_and_from_home(stage: Stage) -> None:
    await busy_cohort(stage)
    lead = stage.person(LEAD.user_id)
    assert "Summary of Spring cohort" in words(await lead.say("summary"))
    await lead.click("summary.open", await lead.open_home())
    assert "*Contacted:* 12 people" in words(await lead.view())


async def test_a_member_sees_their_own_progress(stage: Stage) -> None:
    await busy_cohort(stage)
    linh, amara = stage.person(LINH.user_id), stage.person("U0NEW1")
    said = words(await linh.command("/infoview progress"))
    assert "*People you wrote to:* 2 of 10  ▰▰▱▱▱▱▱▱▱▱" in said
    assert "You wrote to 2 people. 1 of them replied." in said
    assert "Awaiting reply: 1" in said
    assert "/infoview join" in words(await amara.command("/infoview progress"))
