"""Ask the guide: by command, by DM and by form; what it doesn't cover is said plainly."""

import pytest

from tests.scenarios.conftest import both_transports
from tests.stage import Person, Stage, all_action_ids, words

SILENT = "The guide does not answer this question."
LENGTH = "An informational interview generally lasts 20-30 minutes."


@both_transports
async def test_a_question_is_answered_in_the_guides_own_words(stage: Stage) -> None:
    linh = stage.person("U0M01")
    answer = await linh.command("/infoview ask How many minutes should I ask for?")
    assert answer["ephemeral"]
    shown = words(answer)
    assert "How many minutes should I ask for?" in shown
    assert LENGTH in shown
    assert "From the guide: *Length and format*" in shown
    assert shown.index(LENGTH) < shown.index("Program tip:")
    assert "Not in the guide. Source:" in shown

    await linh.click("tips.show", answer)
    assert "From the guide" in words((await linh.messages("C0GENERAL"))[-1])


@pytest.mark.parametrize(
    ("question", "whole_list"),
    [
        (
            "what should I ask?",
            [
                "Your contact’s career path",
                "How your contact got their job",
                "Details about the organization/company they work for",
                "Details about the job they do and the team they work for",
                "Trends and ideas that are impacting the organization",
                "Job search advice for students like you",
            ],
        ),
        (
            "what is the purpose",
            [
                "To learn valuable information from your host",
                "To make a good impression so they see you’re smart and talented",
                "To build a relationship with professionals who may refer you at a later date",
            ],
        ),
    ],
)
async def test_lists_come_whole(stage: Stage, question: str, whole_list: list[str]) -> None:
    shown = words(await stage.person("U0M01").command(f"/infoview ask {question}"))
    assert all(item in shown for item in whole_list)


async def test_what_the_guide_does_not_cover_is_said_with_a_tip_beside(stage: Stage) -> None:
    shown = words(await stage.person("U0M01").command("/infoview ask how do I write a thank-you note"))
    assert SILENT in shown
    assert "The tip is not from the guide." in shown
    assert "Send a thank-you message within 24 hours" in shown
    assert "From the guide" not in shown


async def test_another_subject_has_no_tip_and_a_way_on(stage: Stage) -> None:
    answer = await stage.person("U0M01").command("/infoview ask what salary can I expect?")
    assert SILENT in words(answer)
    assert "Program tip" not in words(answer)
    assert {"tips.list", "ask.open"} <= set(all_action_ids(answer))


@pytest.mark.parametrize("typed", ["how long should it be", "Can I ask for a job?", "is zoom ok"])
async def test_a_question_without_a_command_is_answered(stage: Stage, typed: str) -> None:
    linh = stage.person("U0M01")
    for answer in (await linh.command(f"/infoview {typed}"), await linh.say(typed)):
        assert "From the guide" in words(answer)


async def test_misspelt_commands_are_still_suggested(stage: Stage) -> None:
    linh = stage.person("U0M01")
    for typed in ("typs", "typs how long", "progess please now", "setings?"):
        assert "Did you mean" in words(await linh.command(f"/infoview {typed}"))


async def test_the_form_answers_in_its_own_window_again_and_again(stage: Stage) -> None:
    linh = stage.person("U0M01")
    await linh.command("/infoview ask")
    await linh.submit(question="is zoom ok")
    assert LENGTH in words(await linh.view())
    await linh.click("ask.open", await linh.view())
    await linh.submit(question="what to wear")
    assert SILENT in words(await linh.view())
    await linh.close()
    assert not await linh.has_modal()


async def test_an_empty_question_is_asked_for_at_its_field(stage: Stage) -> None:
    linh = stage.person("U0M01")
    await linh.click("ask.open", await linh.command("/infoview tips"))
    answer = await linh.submit(question=" \u200b ")
    assert answer["errors"]["question"]


async def test_in_the_dm_a_button_opens_the_form(stage: Stage) -> None:
    linh = stage.person("U0M01")
    await linh.click("ask.open", await linh.say("ask"))
    await linh.submit(question="What is an advocate?")
    assert "advocate for you" in words(await linh.view())


async def test_help_and_home_offer_it(stage: Stage) -> None:
    linh = stage.person("U0M01")
    assert "ask.open" in set(all_action_ids(await linh.command("/infoview help")))
    assert "ask.open" in set(all_action_ids(await linh.open_home()))


@pytest.mark.parametrize(
    "typed",
    [
        "how long " * 1100,
        "?" * 10_000,
        "🤷 🎉 🙈",
        "¿Cuánto dura? 多久 сколько",
        "is it <!channel> <@U0LEAD> *ok* `code` > quote ~x~?",
        "what &lt;b&gt; & \u202eoverride\x07 is it?",
    ],
)
async def test_bad_input_gets_a_normal_answer_and_nothing_is_echoed_raw(stage: Stage, typed: str) -> None:
    linh = stage.person("U0M01")
    await _is_normal(linh, f"/infoview ask {typed}")
    await _is_normal(linh, f"/infoview {typed}")


async def _is_normal(person: Person, command: str) -> None:
    answer = await person.command(command)
    shown = words(answer) + str(answer.get("text"))
    assert "went wrong" not in shown
    assert set(all_action_ids(answer)) & {"ask.open", "help.open"}
    for raw in ("<!channel>", "<@U0LEAD>", "\u202e", "\x07"):
        assert raw not in shown
