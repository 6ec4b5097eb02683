"""Plain words and the glossary by command, by DM and by button; the guide's words always come first."""

from bot.guidance import content_root, load_library
from tests.scenarios.conftest import both_transports
from tests.stage import Json, Person, Stage, all_action_ids, words


async def newest(person: Person) -> Json:
    return (await person.messages("C0GENERAL"))[-1]


@both_transports
async def test_a_topic_is_explained_and_there_is_a_way_back(stage: Stage) -> None:
    linh = stage.person("U0M01")
    topic = await linh.command("/infoview tips purpose")
    await linh.click("tips.explain", topic)

    page = await newest(linh)
    shown = words(page)
    guide = shown.index("To learn valuable information from your host")
    plain = shown.index("You want to learn useful things from your host.")
    assert guide < shown.index("From the guide") < shown.index("In plain words") < plain
    assert "The program wrote these plain words." in shown

    await linh.click("glossary.show:refer", page)
    term = await newest(linh)
    assert "To refer you means" in words(term)
    assert "The guide uses this word. It does not explain it." in words(term)

    await linh.click("tips.explain:back", term)
    await linh.click("tips.show:purpose", await newest(linh))
    back = await newest(linh)
    assert list(all_action_ids(back)) == list(all_action_ids(topic))
    assert len(await linh.messages("C0GENERAL")) == 1


async def test_every_topic_page_can_be_explained(stage: Stage) -> None:
    linh = stage.person("U0M01")
    for topic in load_library(content_root()).topics:
        page = await linh.command(f"/infoview tips {topic.id}")
        await linh.click("tips.explain", page)
        assert "In plain words" in words(await newest(linh))


async def test_explaining_works_in_a_window_too(stage: Stage) -> None:
    linh = stage.person("U0M01")
    await linh.click("tips.list", await linh.open_home())
    await linh.click("tips.show:logistics", await linh.view())
    await linh.click("tips.explain", await linh.view())
    assert "In general, the meeting takes 20 to 30 minutes." in words(await linh.view())
    await linh.click("glossary.show:virtually", await linh.view())
    assert "online" in words(await linh.view())
    await linh.click("tips.explain:back", await linh.view())
    await linh.click("tips.show:logistics", await linh.view())
    assert "Topic 5 of 10." in words(await linh.view())
    assert len((await linh.state())["views"]) == 1


async def test_the_glossary_by_command_and_button(stage: Stage) -> None:
    linh = stage.person("U0M01")
    await linh.click("glossary.show:hiring_manager", await linh.command("/infoview glossary"))
    term = await newest(linh)
    assert "needs a new person for the team" in words(term)
    assert "In the guide: People who speak for you in a company" in words(term)
    await linh.click("tips.show:advocates", term)
    assert "Building advocates" in words(await newest(linh))


async def test_the_guide_s_own_explanation_comes_first(stage: Stage) -> None:
    shown = words(await stage.person("U0M01").command("/infoview glossary behavioral interview"))
    assert shown.index("The guide says") < shown.index("conducted by employers") < shown.index("in the past")


async def test_a_word_that_is_not_in_the_guide_is_said_to_be_so(stage: Stage) -> None:
    shown = words(await stage.person("U0M01").command("/infoview glossary cohort"))
    assert "This word is not in the guide. The program uses it." in shown


async def test_a_misspelt_word_and_one_in_the_dm(stage: Stage) -> None:
    linh = stage.person("U0M01")
    assert "speaks for you" in words(await linh.command("/infoview glossary advocat"))
    assert "speaks for you" in words(await linh.say("glossary advocat"))


async def test_an_unknown_word_brings_the_closest_and_is_escaped(stage: Stage) -> None:
    linh = stage.person("U0M01")
    answer = await linh.command("/infoview glossary interview")
    assert "glossary.show:job_interview" in set(all_action_ids(answer))

    answer = await linh.command("/infoview glossary <!channel> *qq*")
    assert "Please choose from all words" in words(answer)
    assert "<!channel>" not in words(answer)
    await linh.click("glossary.open", answer)
    assert "Choose a word." in words(await newest(linh))
