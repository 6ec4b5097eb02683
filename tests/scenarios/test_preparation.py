"""Before a meeting: the prep card and the calendar file, wherever a member comes from."""

from datetime import timedelta
from typing import Any

import icalendar

from bot.services import interviews, preparation
from tests.clocks import START
from tests.meetings import add_contact, plan_meeting
from tests.people import LINH, enrolled
from tests.scenarios.conftest import both_transports
from tests.stage import Json, Person, Stage, all_action_ids, words

FILE = "infoview-meeting.ics"


async def linh_of(stage: Stage) -> Person:
    """Linh, who meets Ana Silva tomorrow at 10 in New York."""
    await enrolled(stage.bot.db, LINH)
    contact_id = await add_contact(stage.bot.db, LINH)
    await plan_meeting(stage.bot.db, LINH, contact_id, START + timedelta(days=1))
    return stage.person("U0M01")


async def contact(person: Person) -> Json:
    await person.click("contact.open", await person.command("/infoview list"))
    return await person.view()


async def click(person: Person, action_id: str) -> Json:
    await person.click(action_id, await person.view())
    return await person.view()


async def entry(person: Person) -> Any:
    """The newest calendar file in the member's DM, as another library reads it."""
    files = await person.files()
    (event,) = icalendar.Calendar.from_ical(files[FILE]).walk("VEVENT")
    return event


def label(view: Json, action_id: str) -> str:
    for block in view["blocks"]:
        for element in block.get("elements", ()):
            if element.get("action_id") == action_id:
                return str(element["text"]["text"])
    raise AssertionError(f"no {action_id} in {list(all_action_ids(view))}")


@both_transports
async def test_from_home_to_the_questions_and_the_calendar(stage: Stage) -> None:
    linh = await linh_of(stage)
    await linh.click("prepare.open", await linh.open_home())
    card = await linh.view()
    assert "Tue, Sep 8, 2026 at 10:00 AM (EDT)" in words(card)
    assert "It ends at 10:25 AM (EDT)." in words(card)

    form = await click(linh, "questions.choose")
    assert "“Your contact’s career path”" in words(form)
    await linh.submit(S18=["path_so_far"], S20=["culture", "like_most"])
    assert "• What steps brought you to the work you do today?" in words(await linh.view())
    await click(linh, "questions.write")
    await linh.submit(own="How do you plan <routes>?")
    assert "How do you plan <routes>?" in words(await linh.view())

    assert "on its way" in words(await click(linh, "interview.calendar"))
    event = await entry(linh)
    assert event["DTSTART"].dt == START + timedelta(days=1)
    assert event["SUMMARY"] == "Informational interview with Ana Silva"
    for said in (
        "It ends at 10:25 AM (EDT).",
        "- What steps brought you to the work you do today?",
        "- How do you plan <routes>?",
        "“An informational interview is not the time to ask for a job.”",
    ):
        assert said in event["DESCRIPTION"]
    (message,) = await linh.messages()
    assert message["text"] == "Your meeting with Ana Silva: open this file to add it to your calendar."


async def test_the_next_step_opens_the_card(stage: Stage) -> None:
    linh = await linh_of(stage)
    await linh.click("prepare.open", await linh.command("/infoview"))
    assert "Meet Ana Silva" in words(await linh.view())


async def test_a_moved_meeting_is_updated_in_the_calendar(stage: Stage) -> None:
    linh = await linh_of(stage)
    assert label(await contact(linh), "interview.calendar") == "Add to calendar"
    await click(linh, "interview.calendar")
    first = await entry(linh)

    await click(linh, "contact.open")
    await click(linh, "interview.outcome:rescheduled")
    await linh.submit(day="2026-09-10", location="5 Harbor St")
    saved = await linh.view()
    assert "Your calendar does not know this yet" in words(saved)
    assert label(saved, "interview.calendar") == "Update my calendar"
    await click(linh, "interview.calendar")
    second = await entry(linh)
    assert second["UID"] == first["UID"]
    assert second["SEQUENCE"] > first["SEQUENCE"]
    assert second["DTSTART"].dt == START + timedelta(days=3)
    assert second["LOCATION"] == "5 Harbor St"
    assert label(await click(linh, "contact.open"), "interview.calendar") == "Add to calendar"


async def test_a_cancelled_meeting_is_cancelled_in_the_calendar(stage: Stage) -> None:
    linh = await linh_of(stage)
    await contact(linh)
    await click(linh, "interview.calendar")
    await click(linh, "contact.open")
    off = await click(linh, "interview.outcome:cancelled")
    assert label(off, "interview.calendar") == "Cancel it in my calendar"
    await click(linh, "interview.calendar")
    assert (await entry(linh))["STATUS"] == "CANCELLED"
    assert (await entry(linh))["SUMMARY"] == "Cancelled: Informational interview with Ana Silva"
    assert "interview.calendar" not in all_action_ids(await click(linh, "contact.open"))


async def test_a_cancelled_meeting_that_no_calendar_knows_needs_no_file(stage: Stage) -> None:
    linh = await linh_of(stage)
    await contact(linh)
    assert "interview.calendar" not in all_action_ids(await click(linh, "interview.outcome:cancelled"))


async def test_a_file_that_slack_does_not_take_can_be_asked_for_again(stage: Stage) -> None:
    linh = await linh_of(stage)
    stage.workspace.faults.add("files.getUploadURLExternal", "error", error="file_uploads_disabled")
    await contact(linh)
    await click(linh, "interview.calendar")
    (message,) = await linh.messages()
    assert "ask your program team" in words(message)
    assert label(await click(linh, "contact.open"), "interview.calendar") == "Add to calendar"


async def test_two_forms_of_one_meeting(stage: Stage) -> None:
    linh = await linh_of(stage)
    await contact(linh)
    await click(linh, "prepare.open")
    await click(linh, "questions.write")
    (meeting,) = await stage.bot.db.read(LINH, interviews.upcoming)
    await stage.bot.db.run(LINH, preparation.write_own, meeting.id, "written elsewhere", 1)
    await linh.submit(own="written here")
    again = await linh.view()
    assert "was changed after you opened this form" in words(again)
    assert again["state"]["values"]["own"]["own"]["value"] == "written here"
    await linh.submit()
    assert "written here" in words(await linh.view())


async def test_ticks_outlive_a_change_elsewhere(stage: Stage) -> None:
    linh = await linh_of(stage)
    await contact(linh)
    await click(linh, "prepare.open")
    await click(linh, "questions.choose")
    (meeting,) = await stage.bot.db.read(LINH, interviews.upcoming)
    await stage.bot.db.run(LINH, preparation.write_own, meeting.id, "written elsewhere", 1)
    await linh.submit(S23=["advice"])
    assert "was changed after" in words(await linh.view())
    await linh.submit()
    shown = words(await linh.view())
    assert "• What advice do you have" in shown
    assert "written elsewhere" in shown


async def test_a_button_of_a_deleted_meeting_says_so(stage: Stage) -> None:
    linh = await linh_of(stage)
    home = await linh.open_home()
    (meeting,) = await stage.bot.db.read(LINH, interviews.upcoming)
    await stage.bot.db.run(LINH, interviews.delete, meeting.id)
    await linh.click("prepare.open", home)
    assert "not in your log any more" in words(await linh.view())


async def test_private_words_stay_out_of_home_and_messages(stage: Stage) -> None:
    linh = await linh_of(stage)
    await contact(linh)
    await click(linh, "prepare.open")
    await click(linh, "questions.write")
    await linh.submit(own="a secret question")
    await click(linh, "interview.calendar")
    assert "a secret question" in (await entry(linh))["DESCRIPTION"]
    assert "a secret question" not in str(await linh.open_home())
    assert "a secret question" not in str(await linh.messages())
