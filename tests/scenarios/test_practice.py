"""Practice by command, in the DM and in a window: choose, read what the guide says, go on, stop, again."""

import pytest

from bot.guidance.library import load_library
from bot.guidance.root import content_root
from tests.scenarios.conftest import both_transports
from tests.stage import Json, Person, Stage, all_action_ids, find_element, words

NOT_THE_TIME = "An informational interview is not the time to ask for a job."


async def newest(person: Person, channel: str = "C0GENERAL") -> Json:
    return (await person.messages(channel))[-1]


def title(shown: Json) -> str:
    heading: str = next(block for block in shown["blocks"] if block["type"] == "header")["text"]["text"]
    return heading


@both_transports
async def test_choose_a_reply_read_the_guide_and_go_on(stage: Stage) -> None:
    amara = stage.person("U0NEW1")  # in no cohort
    first = await amara.command("/infoview practice")
    assert first["ephemeral"]
    assert "Card 1 of " in words(first)
    before = len(await amara.messages("C0GENERAL"))

    await amara.click("practice.reply:3", first)
    feedback = await newest(amara)
    assert "Better not say this." in words(feedback)
    assert f"> {NOT_THE_TIME}" in words(feedback)
    assert "Not in the guide. Source: " in words(feedback)
    assert "A good reply" in words(feedback)
    assert "You have answered 1 of " in words(feedback)

    await amara.click("practice.next", feedback)
    second = await newest(amara)
    assert "Card 2 of " in words(second)
    assert title(second) != title(first)
    assert len(await amara.messages("C0GENERAL")) == before


async def test_every_card_once_then_a_calm_end_and_all_again(stage: Stage) -> None:
    amara = stage.person("U0NEW1")
    shown = await amara.command("/infoview practice")
    titles = []
    while "practice.stop" in all_action_ids(shown):
        titles.append(title(shown))
        await amara.click("practice.reply:0", shown)
        shown = await newest(amara)
        if "practice.next" in all_action_ids(shown):
            await amara.click("practice.next", shown)
            shown = await newest(amara)
    assert len(titles) == len(set(titles)) == len(load_library(content_root()).cards)

    await amara.click("practice.finish", shown)
    end = await newest(amara)
    assert "You have seen all cards" in words(end)
    await amara.click("practice.next", end)
    again = await newest(amara)
    assert title(again) == titles[0]
    assert "Card 1 of " in words(again)


async def test_a_double_click_answers_one_card(stage: Stage) -> None:
    amara = stage.person("U0NEW1")
    first, second = [await amara.command("/infoview practice") for _ in range(2)]
    assert title(first) == title(second)
    await amara.click("practice.reply:0", first)
    await amara.click("practice.reply:1", second)
    assert "You have answered 1 of " in words(await newest(amara))


async def test_stop_and_come_back_later(stage: Stage) -> None:
    amara = stage.person("U0NEW1")
    card = await amara.command("/infoview practice")
    await amara.click("practice.reply:0", card)
    await amara.click("practice.stop", await newest(amara))
    assert "Your next card waits for you." in words(await newest(amara))
    assert "Card 2 of " in words(await amara.command("/infoview practice"))


async def test_in_the_direct_message_everything_stays_in_place(stage: Stage) -> None:
    amara = stage.person("U0NEW1")
    card = await amara.say("practice")
    before = len(await amara.messages())
    await amara.click("practice.reply:0", card)
    assert "You have answered 1 of " in words(await newest(amara, amara.dm))
    await amara.click("practice.next", await newest(amara, amara.dm))
    assert "Card 2 of " in words(await newest(amara, amara.dm))
    assert len(await amara.messages()) == before


async def test_from_home_it_opens_a_window_and_stays_in_it(stage: Stage) -> None:
    amara = stage.person("U0NEW1")
    await amara.click("practice.open", await amara.open_home())
    await amara.click("practice.reply:0", await amara.view())
    assert "You have answered 1 of " in words(await amara.view())
    await amara.click("practice.next", await amara.view())
    assert "Card 2 of " in words(await amara.view())
    await amara.click("practice.stop", await amara.view())
    assert "Your next card waits for you." in words(await amara.view())
    assert len((await amara.state())["views"]) == 1


async def test_practice_is_offered_by_the_guide_and_by_help(stage: Stage) -> None:
    amara = stage.person("U0NEW1")
    for command in ("/infoview tips", "/infoview help"):
        await amara.click("practice.open", await amara.command(command))
        assert "Card 1 of " in words(await newest(amara))


@pytest.mark.parametrize("value", ["", "nonsense", "gone:1:0", "silence:1:9", "silence:7:0", "silence:0:0"])
async def test_a_button_that_is_not_ours_says_what_to_do(stage: Stage, value: str) -> None:
    amara = stage.person("U0NEW1")
    card = await amara.command("/infoview practice")
    stored = stage.workspace.conversations["C0GENERAL"].messages[-1]
    find_element({"blocks": stored.blocks}, "practice.reply:0")[0]["value"] = value
    await amara.click("practice.reply:0", card)
    assert "Type `/infoview practice` to go on." in words(await newest(amara))
    assert "Card 1 of " in words(await amara.command("/infoview practice"))
