"""The guide by command, by DM and by button."""

from tests.scenarios.conftest import both_transports
from tests.stage import Stage, words


@both_transports
async def test_all_topics_then_one_then_the_next(stage: Stage) -> None:
    linh = stage.person("U0M01")
    topics = await linh.command("/infoview tips")
    assert topics["ephemeral"]

    await linh.click("tips.show:logistics", topics)
    page = (await linh.messages("C0GENERAL"))[-1]
    assert "20-30 minutes" in words(page)
    assert "From the guide" in words(page)

    await linh.click("tips.show:next", page)
    assert "To learn valuable information from your host" in words((await linh.messages("C0GENERAL"))[-1])


async def test_a_topic_by_its_name_or_nearly(stage: Stage) -> None:
    linh = stage.person("U0M01")
    assert "20-30 minutes" in words(await linh.command("/infoview tips lenght"))


async def test_a_message_in_the_dm_is_answered_like_a_command(stage: Stage) -> None:
    linh = stage.person("U0M01")
    assert "20-30 minutes" in words(await linh.say("tips how long"))


async def test_unknown_words_bring_what_is_closest(stage: Stage) -> None:
    linh = stage.person("U0M01")
    answer = words(await linh.command("/infoview typs <!channel>"))
    assert "/infoview tips" in answer
    assert "<!channel>" not in answer
