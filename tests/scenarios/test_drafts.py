"""The draft check as people use it: by command, on a message, from a contact; check, save, guided start."""

import logging

import pytest

from tests.people import LINH, enrolled
from tests.scenarios.conftest import both_transports
from tests.scenarios.test_interview_log import card, linh_of, log
from tests.stage import Json, Person, Stage, all_action_ids, words

READY = (
    "Hello Ms. Chen,\n\nI study accounting at Highline College, and I read your article on port traffic."
    " Could we talk for 20 minutes by phone on any day next week? I would like to hear how you became a"
    " planner.\n\nThank you for your time,\nLinh"
)
ASKS = READY.replace("Thank you", "Could you refer me to your manager? Thank you")


async def checked(person: Person, text: str) -> Json:
    """The form after checking ``text``."""
    await person.command("/infoview draft")
    assert (await person.submit(text=text))["ok"]
    return await person.view()


def typed(view: Json) -> str:
    """What stands in the message field of a view."""
    block = next(block for block in view["blocks"] if block.get("block_id") == "text")
    return str(block["element"].get("initial_value", ""))


@both_transports
async def test_a_message_is_checked_changed_and_checked_again(stage: Stage) -> None:
    linh = stage.person("U0M01")
    view = await checked(linh, ASKS)
    shown = words(view)
    assert "Not ready yet: 1 thing to change" in shown
    assert "Do not ask to be referred or recommended" in shown
    assert "refer me" in shown
    assert "The guide: “To build a relationship with professionals who may refer you at a later date" in shown
    assert "Say it like this" in shown
    assert typed(view) == ASKS
    assert (await linh.submit(text=READY))["ok"]
    assert "Ready to send" in words(await linh.view())


async def test_a_program_tip_is_labelled_with_its_source(stage: Stage) -> None:
    view = await checked(stage.person("U0M01"), READY.replace(" on any day next week", ""))
    assert "Program tip, not in the guide. Source: <http" in words(view)


async def test_somebody_not_enrolled_checks_and_saves_nothing(stage: Stage) -> None:
    view = await checked(stage.person("U0M01"), READY)
    assert "draft.save" not in set(all_action_ids(view))
    assert "contact" not in {block.get("block_id") for block in view["blocks"]}


async def test_a_message_of_the_conversation_is_checked(stage: Stage) -> None:
    linh = stage.person("U0M01")
    await linh._act("message", channel="C0GENERAL", text=ASKS)
    message = (await linh.messages("C0GENERAL"))[-1]
    await linh._act("shortcut", callback_id="draft.message_shortcut", channel="C0GENERAL", ts=message["ts"])
    view = await linh.view()
    assert "Do not ask to be referred or recommended" in words(view)
    assert typed(view) == ASKS


async def test_from_a_contact_the_message_is_saved_and_comes_back(stage: Stage) -> None:
    linh = await linh_of(stage)
    await log(linh)
    await linh.close()
    await linh.click("draft.for_contact", await card(linh))
    assert (await linh.submit(text=READY))["ok"]
    await linh.click("draft.save", await linh.view())
    assert "Saved" in words(await linh.view())
    assert "Maya Chen" in words(await linh.view())
    await linh.close()
    await linh.click("draft.for_contact", await card(linh))
    assert typed(await linh.view()) == READY


async def test_a_guided_first_message_is_ready(stage: Stage) -> None:
    linh = stage.person("U0M01")
    await linh.command("/infoview draft")
    await linh.click("draft.guided:first", await linh.view())
    view = await linh.view()
    assert [block["block_id"] for block in view["blocks"] if block["type"] == "input"] == [
        "who",
        "why",
        "learn",
        "how",
        "when",
    ]
    await linh.submit(
        who="I study accounting at Highline College",
        why="I read your article on port traffic",
        learn="how you moved into port planning",
        how="20 minutes by phone",
        when="any afternoon next week",
    )
    made = await linh.view()
    assert "Ready to send" in words(made)
    assert "I study accounting at Highline College. I read your article" in typed(made)


async def test_a_guided_follow_up_greets_the_contact(stage: Stage) -> None:
    linh = await linh_of(stage)
    await log(linh)
    await linh.close()
    await linh.click("draft.for_contact", await card(linh))
    await linh.click("draft.guided:follow_up", await linh.view())
    await linh.submit(
        why="You taught my class about audits",
        learn="how you chose audits",
        how="25 minutes by video",
        when="on Monday or Tuesday",
    )
    made = await linh.view()
    assert typed(made).startswith("Hello Maya Chen,\n\nI wrote to you some days ago.")
    assert "Ready to send" in words(made)
    assert "draft.save" in set(all_action_ids(made))


async def test_a_guided_thank_you_holds_the_lesson(stage: Stage) -> None:
    linh = stage.person("U0M01")
    await linh.command("/infoview draft")
    await linh.click("draft.guided:thank_you", await linh.view())
    await linh.submit(lesson="I did not know that the license takes four months")
    assert "the license takes four months." in typed(await linh.view())


@pytest.mark.parametrize(
    "text",
    [
        "🤷" * 200,
        "<!channel> <@U0LEAD> *bold* `code` & <https://example.com|refer me> could you hire me",
        "Привіт, could you refer me, 你好 محمد",
        "\u202eoverride\x07 hire me",
        "?",
        "x" * 3000,
    ],
)
async def test_odd_messages_get_a_verdict_and_nothing_is_echoed_raw(stage: Stage, text: str) -> None:
    view = await checked(stage.person("U0M01"), text)
    assert "Not ready yet" in words(view)
    assert "<!channel>" not in words(view)
    assert "<@U0LEAD>" not in words(view)


async def test_an_empty_message_keeps_the_form_open(stage: Stage) -> None:
    linh = stage.person("U0M01")
    await linh.command("/infoview draft")
    answer = await linh.submit(text=" \u200b ")
    assert "write a message" in str(answer)


async def test_a_very_long_command_is_cut_to_what_the_form_takes(stage: Stage) -> None:
    linh = stage.person("U0M01")
    await linh.command("/infoview draft " + "word " * 2000)
    assert len(typed(await linh.view())) == 3000


async def test_a_draft_is_in_no_direct_message_and_no_log(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await enrolled(stage.bot.db, LINH)
    linh = stage.person("U0M01")
    await checked(linh, READY.replace("port traffic", "zanzibar traffic"))
    assert all("zanzibar" not in str(message) for message in await linh.messages())
    ours = [record for record in caplog.records if record.name.startswith(("bot", "handlers"))]
    assert all("zanzibar" not in record.getMessage() for record in ours)
