"""A lead opens a cohort, people join by their own click, leave, and the lead ends it."""

from tests.scenarios.conftest import both_transports
from tests.stage import Person, Stage, find_element, words


async def new_cohort(lead: Person, name: str = "Spring cohort", channel: str | None = "C0COHORT") -> str:
    """Through both steps of the form; returns the words of the confirmation."""
    await lead.click("cohort.create", await lead.command("/infoview cohort"))
    assert (await lead.submit(name=name, ends_on="2026-12-18", channel_id=channel))["ok"]
    assert (await lead.submit())["ok"]
    return words(await lead.view())


async def end_cohort(lead: Person) -> None:
    """From the desk to the window of the newest cohort, and its end."""
    await lead.click("cohort.manage", await lead.command("/infoview cohort"))
    await lead.click("cohort.end", await lead.view())


@both_transports
async def test_from_the_first_lead_to_the_first_member(stage: Stage) -> None:
    dana, priya, amara = stage.person("U0ADMIN"), stage.person("U0LEAD"), stage.person("U0NEW1")

    assert "for program leads" in words(await priya.command("/infoview cohort"))
    await dana.click("leads.open", await dana.command("/infoview cohort"))
    await dana.submit(user_ids=["U0LEAD"])
    assert "<@U0LEAD>" in words(await dana.view())

    assert "is in <#C0COHORT>" in await new_cohort(priya)
    post = (await amara.messages("C0COHORT"))[-1]
    await amara.click("cohort.join", post)
    shown = words(await amara.view())
    assert "What your lead never sees" in shown
    assert "export direct messages" in shown
    await amara.submit()
    assert "Welcome" in words(await amara.view())

    assert "1 member" in words(await priya.command("/infoview cohort"))
    assert stage.calls("chat.postMessage")[0]["channel"] == "C0COHORT"
    assert len(stage.calls("chat.postMessage")) == 1


async def test_joining_by_command_and_leaving(stage: Stage) -> None:
    dana, amara = stage.person("U0ADMIN"), stage.person("U0NEW1")
    await new_cohort(dana, channel=None)
    await amara.click("cohort.join", await amara.command("/infoview join"))
    await amara.submit()
    assert "You are in *Spring cohort*" in words(await amara.command("/infoview join"))

    await amara.click("cohort.leave", await amara.command("/infoview leave"))
    assert "You left" in words((await amara.messages("C0GENERAL"))[-1])
    assert "not in a cohort" in words(await amara.command("/infoview leave"))


async def test_a_channel_the_bot_is_not_in_says_how_to_invite_it(stage: Stage) -> None:
    dana = stage.person("U0ADMIN")
    assert "/invite @Infoview" in await new_cohort(dana, channel="C0GENERAL")
    await dana.click("cohort.post", await dana.view())
    assert "/invite @Infoview" in words(await dana.view())


async def test_a_form_with_a_wrong_end_stays_open(stage: Stage) -> None:
    dana = stage.person("U0ADMIN")
    await dana.click("cohort.create", await dana.command("/infoview cohort"))
    answer = await dana.submit(name="Spring", starts_on="2026-09-01", ends_on="2026-08-01")
    assert "after the first day" in answer["errors"]["ends_on"]
    answer = await dana.submit(name="Spring", starts_on="2025-09-01", ends_on="2025-12-01")
    assert "has passed" in answer["errors"]["ends_on"]


async def test_ending_a_cohort(stage: Stage) -> None:
    dana, amara = stage.person("U0ADMIN"), stage.person("U0NEW1")
    await new_cohort(dana)
    await amara.click("cohort.join", (await amara.messages("C0COHORT"))[-1])
    await amara.submit()

    await end_cohort(dana)
    assert "has ended" in words(await dana.view())
    assert "Ended" in words(await dana.command("/infoview cohort"))
    assert "not in a cohort" in words(await amara.command("/infoview settings"))


async def test_home_for_a_newcomer_a_lead_and_a_member(stage: Stage) -> None:
    dana, amara = stage.person("U0ADMIN"), stage.person("U0NEW1")
    assert "no cohort to join" in words(await amara.open_home())
    await new_cohort(dana)
    assert "For program leads" in words(await dana.home())

    home = await amara.open_home()
    assert "Welcome to Infoview" in words(home)
    await amara.click("cohort.join", home)
    await amara.submit()
    home = await amara.home()
    assert "Your next step" in words(home)
    assert "What my lead sees" in words(home)
    find_element(home, "log.open")

    await amara.click("tips.list", home)
    await amara.click("tips.show:purpose", await amara.view())
    assert "To learn valuable" in words(await amara.view())


async def test_a_message_cannot_open_a_form_so_it_brings_a_button(stage: Stage) -> None:
    dana, amara = stage.person("U0ADMIN"), stage.person("U0NEW1")
    await new_cohort(dana, channel=None)
    await amara.click("cohort.join", await amara.command("/infoview join"))
    await amara.submit()
    answer = await amara.say("settings")
    await amara.click("settings.open", answer)
    assert (await amara.view())["callback_id"] == "settings.submit"
