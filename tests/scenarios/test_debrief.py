"""A debrief from the command to the card, with everything that can come between."""

from datetime import date
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session

from bot.clock import Clock
from bot.models import DebriefDraft
from bot.services import contacts, debriefs, interviews
from bot.values import Actor, Advocate, DebriefForm, Impression, InterviewCard, LearningGoal, Outcome, Status
from tests.debrief_forms import FULL
from tests.meetings import past_meeting
from tests.people import LINH, enrolled
from tests.scenarios.conftest import both_transports
from tests.stage import Person, Stage, find_element, find_field, words


async def met(stage: Stage, *names: str) -> list[InterviewCard]:
    """Linh is in a cohort, and met these people."""
    await enrolled(stage.bot.db, LINH)
    return [await past_meeting(stage.bot.db, stage.clock, LINH, name) for name in names]


async def answer_first_steps(person: Person) -> None:
    await person.submit(covered=["trends"], valuable="Small teams decide fast.")
    await person.submit()
    await person.submit()


async def desk_form(stage: Stage, interview_id: str) -> DebriefForm:
    return (await stage.bot.db.read(LINH, debriefs.desk, interview_id)).form


def title(view: dict[str, Any]) -> str:
    return str(view["title"]["text"])


@both_transports
async def test_from_the_command_to_the_card(stage: Stage) -> None:
    linh = stage.person("U0M01")
    [meeting] = await met(stage, "Ana Silva")

    await linh.command("/infoview debrief")
    first = await linh.view()
    assert title(first) == "Debrief 1 of 4"
    assert "Ana Silva" in words(first)
    await linh.submit(
        covered=["career_path", "advice"], valuable="Small teams decide fast.", kept=["kept_time"]
    )
    await linh.submit(**{"learned:advice": "Write to ten people."})
    await linh.submit(**{"ratings:curious": "5", "did_well": "Short questions", "confidence": "4"})
    last = await linh.view()
    assert title(last) == "Debrief 4 of 4"
    await linh.submit(
        advocate="maybe", offers=["introduction_offered"], next_step="Call Tom", next_step_due="2026-09-10"
    )

    card = words(await linh.view())
    assert "debrief of the meeting with Ana Silva is saved" in card
    assert "Your contact’s career path" in card
    assert "Call Tom" in card
    assert await desk_form(stage, meeting.id) == DebriefForm(
        covered=frozenset({LearningGoal.CAREER_PATH, LearningGoal.ADVICE}),
        learned={LearningGoal.ADVICE: "Write to ten people."},
        valuable="Small teams decide fast.",
        kept_time=True,
        ratings={Impression.CURIOUS: 5},
        did_well="Short questions",
        confidence=4,
        advocate=Advocate.MAYBE,
        introduction_offered=True,
        next_step="Call Tom",
        next_step_due=date(2026, 9, 10),
    )
    contact = await stage.bot.db.read(LINH, contacts.get, meeting.contact_id)
    assert (contact.status, contact.advocate, contact.next_step) == (Status.MET, Advocate.MAYBE, "Call Tom")
    assert "Call Tom" not in str(stage.calls("chat.postMessage"))


async def test_without_a_ticked_subject_no_notes_are_asked(stage: Stage) -> None:
    linh = stage.person("U0M01")
    await met(stage, "Ana Silva")
    await linh.shortcut("debrief.shortcut")
    await linh.submit(valuable="Something else.")
    assert title(await linh.view()) == "Debrief 3 of 4"
    await linh.click("debrief.back", await linh.view())
    assert title(await linh.view()) == "Debrief 1 of 4"


async def test_back_keeps_what_is_half_written(stage: Stage) -> None:
    linh = stage.person("U0M01")
    await met(stage, "Ana Silva")
    await linh.command("/infoview debrief")
    await linh.submit(covered=["trends"], valuable="Small teams decide fast.")
    await linh.fill("learned:trends", "Robots")
    await linh.click("debrief.back", await linh.view())
    first = await linh.view()
    assert find_field(first, "valuable")["initial_value"] == "Small teams decide fast."
    await linh.submit()
    assert find_field(await linh.view(), "learned:trends")["initial_value"] == "Robots"


async def test_answers_that_need_another_look_are_told_at_the_field(stage: Stage) -> None:
    linh = stage.person("U0M01")
    await met(stage, "Ana Silva")
    await linh.command("/infoview debrief")
    assert "valuable" in (await linh.submit(valuable="  \u0007 "))["errors"]
    await answer_first_steps(linh)
    answer = await linh.submit(advocate="yes", next_step="Call Tom", next_step_due="2020-01-01")
    assert "in the past" in answer["errors"]["next_step_due"]
    answer = await linh.submit(advocate="yes", next_step="Call Tom", next_step_due="2126-01-01")
    assert "within the next two years" in answer["errors"]["next_step_due"]
    await linh.submit(advocate="yes", next_step="Call Tom", next_step_due=None)
    assert "is saved" in words(await linh.view())


async def test_a_saved_debrief_is_edited_by_the_same_form(stage: Stage) -> None:
    linh = stage.person("U0M01")
    [meeting] = await met(stage, "Ana Silva")
    await linh.command("/infoview debrief")
    await answer_first_steps(linh)
    await linh.submit(advocate="yes", next_step="Call Tom")
    await linh.click("debrief.open", await linh.view())
    await linh.submit(covered=["trends", "advice"])
    await linh.submit()
    await linh.submit()
    await linh.submit(advocate="not_yet")
    await linh.close()
    form = await desk_form(stage, meeting.id)
    assert form.covered == {LearningGoal.TRENDS, LearningGoal.ADVICE}
    assert (form.valuable, form.advocate) == ("Small teams decide fast.", Advocate.NOT_YET)


async def test_several_meetings_are_chosen_from(stage: Stage) -> None:
    linh = stage.person("U0M01")
    first, second = await met(stage, "Ana Silva", "Tom Reed")
    await stage.bot.db.run(LINH, debriefs.record, first.id, lambda _written: FULL)
    await linh.command("/infoview debrief")
    chooser = await linh.view()
    text = words(chooser)
    assert text.index("Tom Reed") < text.index("Your latest debriefs") < text.index("Ana Silva")
    await linh.click(f"debrief.open:{second.id}", chooser)
    assert "Tom Reed" in words(await linh.view())
    await linh.close()
    assert not await linh.has_modal()


async def test_nothing_to_write_about(stage: Stage) -> None:
    linh = stage.person("U0M01")
    assert "/infoview join" in words(await linh.command("/infoview debrief"))
    await enrolled(stage.bot.db, LINH)
    answer = await linh.command("/infoview debrief")
    assert "no meeting to write about yet" in words(answer)
    assert find_element(answer, "log.open")
    assert find_element(answer, "list.open")


async def test_in_the_dm_a_button_opens_it(stage: Stage) -> None:
    linh = stage.person("U0M01")
    await met(stage, "Ana Silva")
    await linh.click("debrief.choose", await linh.say("debrief"))
    assert title(await linh.view()) == "Debrief 1 of 4"


async def test_a_meeting_that_did_not_take_place_after_all(stage: Stage) -> None:
    linh = stage.person("U0M01")
    first, _second = await met(stage, "Ana Silva", "Tom Reed")
    await linh.command("/infoview debrief")
    chooser = await linh.view()
    await stage.bot.db.run(LINH, interviews.set_outcome, first.id, Outcome.CANCELLED)
    await linh.click(f"debrief.open:{first.id}", chooser)
    assert "did not take place" in words(await linh.view())


async def test_a_meeting_deleted_meanwhile_leaves_the_form_open(stage: Stage) -> None:
    linh = stage.person("U0M01")
    [meeting] = await met(stage, "Ana Silva")
    await linh.command("/infoview debrief")
    await stage.bot.db.run(LINH, interviews.delete, meeting.id)
    await linh.submit(valuable="Small teams decide fast.")
    assert "not in your log any more" in words(await linh.view())
    await linh.close()
    assert title(await linh.view()) == "Debrief 1 of 4"


async def test_a_draft_that_was_lost_is_asked_for_again(stage: Stage) -> None:
    linh = stage.person("U0M01")
    [meeting] = await met(stage, "Ana Silva")
    await linh.command("/infoview debrief")
    await answer_first_steps(linh)
    await stage.bot.db.run(LINH, lose_drafts)

    await linh.submit(advocate="yes", next_step="Call Tom")

    first = await linh.view()
    assert title(first) == "Debrief 1 of 4"
    assert "answers are still missing" in words(first)
    assert (await desk_form(stage, meeting.id)).next_step == "Call Tom"


def lose_drafts(session: Session, _clock: Clock, _actor: Actor) -> None:
    session.execute(delete(DebriefDraft))
