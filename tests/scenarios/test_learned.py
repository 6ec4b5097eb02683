"""What a member learned, in windows; a direct message never carries a reflection."""

from dataclasses import replace
from functools import partial

from bot.services import contacts, debriefs, new_id
from bot.values import Advocate, ContactForm, DebriefForm
from tests.clocks import ManualClock
from tests.debrief_forms import FULL
from tests.meetings import past_meeting
from tests.people import LINH, enrolled
from tests.stage import Person, Stage, words

SECRET = "Small companies hire all year."


def _instead(form: DebriefForm, _before: DebriefForm) -> DebriefForm:
    return form


async def linh_with_debriefs(stage: Stage, clock: ManualClock) -> Person:
    await enrolled(stage.bot.db, LINH)
    for number in range(3):
        meeting = await past_meeting(stage.bot.db, clock, LINH, f"Contact {number}")
        form = replace(FULL, valuable=f"{SECRET} Number {number}.", advocate=Advocate.YES)
        await stage.bot.db.run(LINH, debriefs.record, meeting.id, partial(_instead, form))
    return stage.person("U0M01")


async def test_the_command_opens_the_window_and_words_are_looked_for(
    stage: Stage, clock: ManualClock
) -> None:
    linh = await linh_with_debriefs(stage, clock)
    await linh.command("/infoview learned number 1")
    view = await linh.view()
    assert "Number 1." in words(view)
    assert "Number 2." not in words(view)
    assert SECRET not in view["private_metadata"]

    assert (await linh.submit(words="teaching"))["ok"]
    found = words(await linh.view())
    assert "3 answers." in found
    assert "From teaching to data" in found

    await linh.submit(words=None)
    await linh.click("learned.page:next", await linh.view())
    assert "Page 2 of 2." in words(await linh.view())


async def test_one_subject_then_the_debrief_it_came_from(stage: Stage, clock: ManualClock) -> None:
    linh = await linh_with_debriefs(stage, clock)
    await linh.command("/infoview learned")
    option = {"value": "did_well", "text": {"type": "plain_text", "text": "What I did well"}}
    await linh.click("learned.lesson", await linh.view(), selected_option=option)
    shown = words(await linh.view())
    assert "I asked short questions." in shown
    assert SECRET not in shown
    await linh.click("debrief.open", await linh.view())
    assert (await linh.view())["callback_id"].startswith("debrief")


async def test_who_helps_me(stage: Stage, clock: ManualClock) -> None:
    linh = await linh_with_debriefs(stage, clock)
    suggested = ContactForm("Tom", introduced_by="Contact 0")
    await stage.bot.db.run(LINH, contacts.add, new_id(), suggested)
    await linh.command("/infoview learned")
    await linh.click("learned.people", await linh.view())
    shown = words(await linh.view())
    assert "*Contact 2* · Harbor Foods\nYes, would speak up" in shown
    assert "*Contact 0*\n↳ Tom" in shown


async def test_a_direct_message_gets_a_button_and_no_reflection(stage: Stage, clock: ManualClock) -> None:
    linh = await linh_with_debriefs(stage, clock)
    answer = await linh.say("learned")
    await linh.click("learned.open", answer)
    assert SECRET in words(await linh.view())
    assert SECRET not in str(await linh.messages())


async def test_before_the_first_debrief_the_window_says_what_will_be_here(stage: Stage) -> None:
    await enrolled(stage.bot.db, LINH)
    linh = stage.person("U0M01")
    await linh.command("/infoview learned")
    view = await linh.view()
    assert "You have not written one yet." in words(view)
