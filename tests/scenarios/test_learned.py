"""What a member learned, in windows; a direct message never carries a reflection."""

from dataclasses import replace
from functools import partial

import pytest
from sqlmodel import Session

from bot.clock import Clock
from bot.playground.cast import BOT_USER_ID
from bot.services import cohorts, contacts, debriefs, new_id
from bot.services import learned as service
from bot.values import Actor, Advocate, ContactForm, DebriefForm
from tests.clocks import ManualClock
from tests.debrief_forms import FULL, sent
from tests.meetings import past_meeting
from tests.people import KWAME, LEAD, LINH, enrol, enrolled
from tests.stage import Person, Stage, find_element, find_field, words

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


async def test_who_was_suggested_is_added_with_the_contact_who_did(stage: Stage, clock: ManualClock) -> None:
    await enrolled(stage.bot.db, LINH)
    meeting = await past_meeting(stage.bot.db, clock, LINH, "Ana Silva")
    form = replace(FULL, suggested="Tom Reed", next_step=None)
    await stage.bot.db.run(LINH, debriefs.keep, meeting.id, sent(partial(_instead, form), step="next"))
    linh = stage.person("U0M01")
    await linh.command("/infoview debrief")
    await linh.submit(next_step="Write to Tom")
    await linh.click("log.suggested", await linh.view())

    added = await linh.view()
    assert "Tom Reed" not in added["private_metadata"]
    assert find_field(added, "name")["initial_value"] == "Tom Reed"
    assert find_field(added, "introduced_by_id")["initial_option"]["text"]["text"] == "Ana Silva"
    await linh.submit()
    assert "Tom Reed" in words(await linh.view())
    await linh.click("contact.open", await linh.view())
    assert "Through Ana Silva" in words(await linh.view())
    [tom] = (await stage.bot.db.read(LINH, service.helpers)).introductions[1:]
    assert (tom.name, tom.depth) == ("Tom Reed", 1)


async def test_the_log_form_asks_who_it_was_where_a_contact_suggested_them(
    stage: Stage, clock: ManualClock
) -> None:
    await enrolled(stage.bot.db, LINH)
    ana = (await past_meeting(stage.bot.db, clock, LINH, "Ana Silva")).contact_id
    linh = stage.person("U0M01")
    await linh.command("/infoview log Tom Reed")
    await linh.fill("source", "introduced_by_contact")
    asked = await linh.view()
    assert asked["state"]["values"]["name"]["name"]["value"] == "Tom Reed"
    await linh.fill("source", "event")
    assert "introduced_by_id" not in str((await linh.view())["blocks"])
    await linh.fill("source", "introduced_by_contact")
    await linh.submit(introduced_by_id=ana)
    await linh.click("contact.open", await linh.view())
    card = await linh.view()
    assert "Through Ana Silva" in words(card)

    await linh.click("contact.notes", card)
    await linh.submit(introduced_by_id="nobody", introduced_by="My uncle")
    assert "Through My uncle" in words(await linh.view())


async def test_with_many_contacts_the_name_is_typed(stage: Stage, clock: ManualClock) -> None:
    await enrolled(stage.bot.db, LINH)
    meeting = await past_meeting(stage.bot.db, clock, LINH, "Ana Silva")
    await stage.bot.db.run(LINH, debriefs.record, meeting.id, partial(_instead, FULL))
    await stage.bot.db.run(LINH, many_contacts)
    linh = stage.person("U0M01")
    await linh.command("/infoview log Tom Reed")
    await linh.fill("source", "introduced_by_contact")
    assert "initial_value" not in find_field(await linh.view(), "introduced_by")
    await linh.close()
    # The name that the form proposes stands for the contact it came from, not for the newest of that name.
    await linh.command("/infoview debrief")
    for _step in range(4):
        await linh.submit()
    await linh.click("log.suggested", await linh.view())
    assert find_field(await linh.view(), "introduced_by")["initial_value"] == "Ana Silva"
    await linh.submit(name="Tom Reed")
    helpers = await stage.bot.db.read(LINH, service.helpers)
    assert helpers.introductions[0].contact_id == meeting.contact_id


def many_contacts(session: Session, clock: Clock, actor: Actor) -> None:
    for number in range(100):
        contacts.add(session, clock, actor, new_id(), ContactForm("Ana Silva", f"Company {number}"))


@pytest.mark.parametrize("who", ["U0ADMIN", "U0LEAD", "U0M02"])
async def test_nobody_else_ever_sees_a_reflection(stage: Stage, clock: ManualClock, who: str) -> None:
    linh = await linh_with_debriefs(stage, clock)
    [cohort] = await stage.bot.db.read(LEAD, cohorts.led_cohorts)
    await enrol(stage.bot.db, KWAME, cohort)
    await linh.command("/infoview learned")
    assert SECRET in words(await linh.view())

    other = stage.person(who)
    await other.command("/infoview learned companies")
    await other.command("/infoview summary")
    await other.open_home()
    # What the member's own buttons would do, had somebody else found out their values.
    meeting_id = find_element(await linh.view(), "debrief.open")[0]["value"]
    for action_id in ("debrief.open", "debrief.continue", "debrief.discard_all", "log.suggested"):
        await press(stage, other, action_id, meeting_id)
    seen = str(await other.state())
    assert "not in your log any more" in seen
    assert SECRET not in seen
    assert SECRET not in str(stage.calls("chat.postMessage"))


async def press(stage: Stage, person: Person, action_id: str, value: str) -> None:
    """Use a button of this value, as if it stood in a message this person got."""
    text = {"type": "plain_text", "text": "Go"}
    made = {"type": "button", "action_id": action_id, "value": value, "text": text}
    stage.workspace.post(person.dm, BOT_USER_ID, "", [{"type": "actions", "elements": [made]}])
    await person.click(action_id, (await person.messages())[-1])
