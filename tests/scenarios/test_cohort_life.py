"""A cohort over its whole life, in the hands of its leads and of the people who join it."""

import re

from bot.services import invites, joining
from bot.values import Actor
from tests.people import TEAM, profile
from tests.scenarios.test_cohorts import end_cohort, new_cohort
from tests.stage import Json, Person, Stage, all_action_ids, find_element, words

ODD_NAME = '=HYPERLINK("x") <!channel> *b* & '.ljust(80, "ü")


async def cohort_window(lead: Person) -> Json:
    """The window of the newest cohort."""
    await lead.click("cohort.manage", await lead.command("/infoview cohort"))
    return await lead.view()


async def make_code(lead: Person) -> str:
    """A fresh code of the newest cohort, as it is written on the screen."""
    await lead.click("cohort.invite", await cohort_window(lead))
    await lead.click("code.make", await lead.view())
    found = re.search(r"/infoview join (\w{4}-\w{4})", words(await lead.view()))
    assert found is not None
    return found[1]


async def test_changing_a_cohort_and_copying_it_for_the_next_term(stage: Stage) -> None:
    dana = stage.person("U0ADMIN")
    await new_cohort(dana)
    await dana.click("cohort.edit", await cohort_window(dana))
    answer = await dana.submit(ends_on="2026-08-01")
    assert "after the first day" in answer["errors"]["ends_on"]
    await dana.submit(name=ODD_NAME, ends_on="2027-01-15", channel_id=None, by_invitation=["yes"])
    answer = await dana.submit(goal_messages="20", digest_weekday="2", digest_time="21:00")
    assert "before 8:00 PM" in answer["errors"]["digest_time"]
    await dana.submit(digest_time="10:30")
    shown = words(await dana.view())
    assert "*Saved.*" in shown
    assert "20 messages" in shown
    assert "By invitation" in shown
    assert "<!channel>" not in words(await dana.command("/infoview cohort"))

    await end_cohort(dana)
    await dana.click("cohort.copy", await dana.view())
    view = await dana.view()
    assert view["title"]["text"] == "New cohort"
    await dana.submit(name="Fall cohort")
    answer = await dana.submit()
    assert "Fall cohort" in words(await dana.view())
    assert await dana.has_modal()
    desk = words(await dana.command("/infoview cohort"))
    assert "Fall cohort" in desk
    assert "Ended" in desk

    await dana.click("cohort.manage", (await dana.messages("C0GENERAL"))[-1])
    await dana.click("history.open", await dana.view())
    assert "with the set-up of another one" in words(await dana.view())


async def test_two_leads_who_change_a_cohort_at_once(stage: Stage) -> None:
    dana, priya = stage.person("U0ADMIN"), stage.person("U0LEAD")
    await new_cohort(dana)
    await dana.click("cohort.leads", await cohort_window(dana))
    answer = await dana.submit(lead_ids=["U0ADMIN", "U0BOT"])
    assert "person of this workspace" in answer["errors"]["lead_ids"]
    for unfit in ("U0OUTSIDE", "U0GONE"):
        answer = await dana.submit(lead_ids=["U0ADMIN", unfit])
        assert "lead_ids" in answer["errors"]
    await dana.submit(lead_ids=["U0ADMIN", "U0LEAD"])
    assert "<@U0LEAD>" in words(await dana.view())
    assert "Spring cohort" in words(await priya.home())

    await priya.click("cohort.edit", await cohort_window(priya))
    await dana.click("cohort.edit", await cohort_window(dana))
    for lead in (priya, dana):
        await lead.submit()
        await lead.submit(goal_meetings="5")
    assert "*Saved.*" in words(await priya.view())
    assert "Nothing was saved now" in words(await dana.view())


async def test_an_ex_lead_loses_access_at_once_and_the_last_one_stays(stage: Stage) -> None:
    dana, priya = stage.person("U0ADMIN"), stage.person("U0LEAD")
    await dana.click("leads.open", await dana.command("/infoview cohort"))
    await dana.submit(user_ids=["U0LEAD"])
    await new_cohort(priya)
    await priya.click("cohort.leads", await cohort_window(priya))
    answer = await priya.submit(lead_ids=[])
    assert "at least one lead" in answer["errors"]["lead_ids"]

    open_window = await cohort_window(priya)
    await dana.click("leads.cohorts", await dana.command("/infoview cohort"))
    chooser = await dana.view()
    cohort_id = chooser["blocks"][1]["elements"][0]["options"][0]
    await dana.click("cohort.leads", chooser, selected_option=cohort_id)
    await dana.submit(lead_ids=["U0ADMIN"])
    assert "summary.open" not in set(all_action_ids(await priya.home()))
    for action_id in ("cohort.edit", "history.open", "cohort.invite", "cohort.end"):
        await priya.click(action_id, open_window)
        assert "Only the leads of this cohort" in words(await priya.view())
        await priya.close()


async def test_joining_with_a_code(stage: Stage) -> None:
    dana, amara, mateo = (stage.person(user) for user in ("U0ADMIN", "U0NEW1", "U0NEW2"))
    await new_cohort(dana)
    await dana.click("cohort.edit", await cohort_window(dana))
    await dana.submit(by_invitation=["yes"])
    await dana.submit()
    code = await make_code(dana)

    assert "Spring cohort" not in words(await amara.command("/infoview join"))
    assert "No cohort has the code" in words(await amara.command("/infoview join &lt;b&gt; nonsense"))
    await amara.command(f"/infoview join {code.lower().replace('-', ' ')}")
    assert "Spring cohort" in words(await amara.view())
    await amara.submit()
    assert "You are in" in words(await amara.view())

    # A message cannot open a form, so it brings a button.
    await mateo.click("cohort.join", await mateo.say(f"join {code}"))
    join_form = await mateo.view()
    await dana.click("code.revoke", await dana.view())
    assert "There is no code now" in words(await dana.view())
    await mateo.submit()
    assert "by invitation" in words(await mateo.view())
    await mateo.close()
    assert (await mateo.view())["id"] == join_form["id"]

    # The Join message stands in the cohort's channel: who sees it is invited.
    await mateo.close()
    await mateo.click("cohort.join", (await mateo.messages("C0COHORT"))[-1])
    await mateo.submit()
    assert "You are in" in words(await mateo.view())


async def test_a_member_in_two_cohorts(stage: Stage) -> None:
    dana, amara = stage.person("U0ADMIN"), stage.person("U0NEW1")
    for name in ("Spring cohort", "Fall cohort"):
        await new_cohort(dana, name)
        await amara.click("cohort.join", (await amara.messages("C0COHORT"))[-1])
        await amara.submit()
        await amara.close()
    home = await amara.open_home()
    assert "current cohort is *Fall cohort*" in words(home)
    spring = _current_picker(home)["options"][1]
    assert spring["text"]["text"] == "Spring cohort"
    await amara.click("cohort.choose", home, selected_option=spring)
    assert "current cohort is *Spring cohort*" in words(await amara.home())

    # What is added now belongs to the cohort chosen: the other one's goals are not met by it.
    answer = await amara.command("/infoview join")
    fall = _current_picker(answer)["options"][1]
    await amara.click("cohort.choose", answer, selected_option=fall)
    assert "current cohort is *Fall cohort*" in words((await amara.messages("C0GENERAL"))[-1])


async def test_an_archived_cohort_leaves_the_lists_and_keeps_its_summary(stage: Stage) -> None:
    dana = stage.person("U0ADMIN")
    await new_cohort(dana)
    await end_cohort(dana)
    await dana.click("cohort.leads", await dana.view())
    await dana.submit(lead_ids=["U0ADMIN", "U0LEAD"])
    await dana.click("cohort.manage", await dana.view())
    await dana.click("cohort.archive", await dana.view())
    # Who leads nothing but archived cohorts, and may not create one, still finds them.
    await stage.person("U0LEAD").click(
        "cohort.archived", await stage.person("U0LEAD").command("/infoview cohort")
    )
    desk = await dana.command("/infoview cohort")
    assert "Spring cohort" not in words(desk)
    assert "Spring cohort" in words(await dana.command("/infoview summary spring"))

    await dana.click("cohort.archived", desk)
    archived = await dana.view()
    await dana.click("summary.open", archived)
    assert "Summary of Spring cohort" in words(await dana.view())
    await dana.close()
    await dana.click("cohort.manage", archived)
    assert "cohort.edit" not in set(all_action_ids(await dana.view()))
    await dana.click("cohort.unarchive", await dana.view())
    assert "Spring cohort" in words(await dana.command("/infoview cohort"))


async def test_long_lists_have_pages(stage: Stage) -> None:
    dana = stage.person("U0ADMIN")
    await new_cohort(dana)
    window = await cohort_window(dana)
    cohort_id = find_element(window, "roster.open")[0]["value"]
    for number in range(15):
        member = Actor(TEAM, f"U0M{number:02}")
        await stage.bot.db.run(member, joining.join, cohort_id, profile(member))
        await stage.bot.db.run(Actor(TEAM, "U0ADMIN"), invites.make_code, cohort_id)
    for opened, turned, last in (
        ("roster.open", "roster.page", "<@U0M14>"),
        ("history.open", "history.page", "created the cohort"),
    ):
        await dana.click(opened, window)
        assert last not in words(await dana.view())
        while "Next page" in words(await dana.view()):
            await dana.click(f"{turned}:next", await dana.view())
        assert last in words(await dana.view())
        await dana.click("cohort.manage", await dana.view())
        window = await dana.view()


def _current_picker(where: Json) -> Json:
    picker: Json = next(
        block["accessory"] for block in where["blocks"] if block.get("block_id") == "cohort:current"
    )
    return picker
