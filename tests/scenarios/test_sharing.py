"""A member decides what their lead sees of them, and asks for help."""

import pytest

from tests.scenarios.test_cohort_life import cohort_window
from tests.scenarios.test_cohorts import new_cohort
from tests.stage import Person, Stage, all_action_ids, words


@pytest.fixture
async def dana(stage: Stage) -> Person:
    """The lead."""
    dana = stage.person("U0ADMIN")
    await new_cohort(dana)
    return dana


@pytest.fixture
async def amara(stage: Stage, dana: Person) -> Person:
    """A member who wrote to one person."""
    amara = stage.person("U0NEW1")
    await amara.click("cohort.join", (await amara.messages("C0COHORT"))[-1])
    await amara.submit()
    await amara.close()
    await amara.command("/infoview log Rosa Delgado")
    await amara.submit(organisation="Harbor Pharmacy", status="contacted")
    await amara.click("contact.open", await amara.view())
    await amara.click("contact.notes", await amara.view())
    await amara.submit(notes="canary")
    await amara.close()
    return amara


async def roster(lead: Person) -> str:
    """The words of the roster."""
    await lead.click("roster.open", await cohort_window(lead))
    return words(await lead.view())


async def test_sharing_steps_takes_effect_at_once_and_shows_the_member_the_leads_view(
    dana: Person, amara: Person
) -> None:
    assert "<@U0NEW1> joined on Mon, Sep 7, 2026." in await roster(dana)
    assert "roster.member" not in set(all_action_ids(await dana.view()))
    home = await amara.open_home()
    await amara.click("lead.sees", home)
    line = "<@U0NEW1> joined on Mon, Sep 7, 2026."
    assert line in words(await amara.view())

    await amara.click("lead.steps_on", await amara.view())
    shared = words(await amara.view())
    assert "1 message · 0 replies" in shared
    assert "your own step counts and dates" in words(await amara.home())
    assert "1 message · 0 replies" in await roster(dana)
    await dana.click("roster.member", await dana.view())
    seen = words(await dana.view())
    for text in (line, "Awaiting reply: 1", "Mon, Sep 7, 2026: wrote to a person"):
        assert text in seen
        assert text in shared
    assert "Rosa" not in seen

    await amara.click("lead.steps_off", await amara.view())
    await dana.click("roster.open", await dana.view())
    assert "message" not in words(await dana.view())


async def test_one_contact_is_shared_and_taken_back(dana: Person, amara: Person) -> None:
    await amara.click("contact.open", await amara.command("/infoview list"))
    await amara.click("share.open", await amara.view())
    assert "Rosa Delgado" in words(await amara.view())
    assert "canary" not in words(await amara.view())
    await amara.click("share.record", await amara.view())
    assert "Shared" in words(await amara.view())

    assert "Shares 1 thing more" in await roster(dana)
    assert "Rosa" not in words(await dana.view())
    await dana.click("roster.member", await dana.view())
    assert "Rosa Delgado" in words(await dana.view())
    assert "canary" not in words(await dana.view())

    await amara.close()
    await amara.command("/infoview lead")
    assert "Rosa Delgado" in words(await amara.view())
    await amara.click("lead.stop", await amara.view())
    assert "Rosa Delgado" not in words(await amara.view())
    await dana.click("roster.open", await dana.view())
    assert "Shares" not in words(await dana.view())


async def test_the_settings_stay_open_below_what_the_lead_sees(amara: Person) -> None:
    await amara.command("/infoview settings")
    settings = await amara.view()
    await amara.click("lead.sees", settings)
    assert "see of you alone" in words(await amara.view())
    await amara.close()
    assert (await amara.view())["id"] == settings["id"]


async def test_asking_for_help_writes_to_each_lead_once(stage: Stage, dana: Person, amara: Person) -> None:
    await dana.click("cohort.leads", await cohort_window(dana))
    await dana.submit(lead_ids=["U0ADMIN", "U0LEAD"])
    await amara.click("lead.ask", await amara.open_home())
    assert "<@U0ADMIN>, <@U0LEAD>" in words(await amara.view())
    await amara.submit(topic="no_replies", text="Nobody answers. <!channel> & what now?")
    assert "Sent" in words(await amara.view())

    priya = stage.person("U0LEAD")
    for lead in (dana, priya):
        (request,) = await lead.messages()
        assert "<@U0NEW1> from *Spring cohort* asks for help" in words(request)
        assert "I get no replies" in words(request)
        assert "Nobody answers. <!channel>" in words(request)
        assert request["blocks"][2]["text"]["type"] == "plain_text"
        assert "Nobody" not in request["text"]
    await priya.click("roster.member", (await priya.messages())[-1])
    assert "shares nothing more" in words(await priya.view())


async def test_a_request_that_reaches_nobody_stays_in_the_form(
    stage: Stage, dana: Person, amara: Person
) -> None:
    await amara.command("/infoview lead")
    await amara.click("lead.ask", await amara.view())
    stage.workspace.faults.add("chat.postMessage", "error", error="user_disabled")
    answer = await amara.submit(text="Please help")
    assert "Nothing was sent" in answer["errors"]["text"]
    await amara.submit(text="Please help")
    assert "Sent" in words(await amara.view())
    assert len(await dana.messages()) == 1


async def test_a_request_names_the_leads_whom_slack_did_not_reach(
    stage: Stage, dana: Person, amara: Person
) -> None:
    await dana.click("cohort.leads", await cohort_window(dana))
    await dana.submit(lead_ids=["U0ADMIN", "U0LEAD"])
    await amara.command("/infoview lead")
    await amara.click("lead.ask", await amara.view())
    stage.workspace.faults.add("chat.postMessage", "error", error="user_disabled")
    await amara.submit(text="Please help")
    assert "did not reach <@U0ADMIN>" in words(await amara.view())
