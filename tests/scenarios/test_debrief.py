"""A debrief from the command to the card, with everything that can come between."""

from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import delete, func, select
from sqlmodel import Session, col

from bot.clock import Clock
from bot.models import DebriefDraft, Interview
from bot.services import contacts, debriefs, interviews
from bot.services.debrief_drafts import Shelf
from bot.values import Actor, Advocate, DebriefForm, Impression, InterviewCard, LearningGoal, Outcome, Status
from bot.views.answers import Answers
from bot.views.debrief_fields import TYPED
from bot.views.debrief_steps import Place, read
from tests.debrief_forms import FULL, sent
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


async def keep_as(stage: Stage, view: dict[str, Any], **texts: str) -> None:
    """What ``view`` would send, had it stayed open beside, with these texts typed into it."""
    place = Place.of(view["private_metadata"])
    typed = Answers({name: {TYPED: {"value": text}} for name, text in texts.items()})
    await stage.bot.db.run(
        LINH,
        debriefs.keep,
        place.interview_id,
        sent(partial(read, place.step, typed), place.window, step=place.step, typed_at=1),
    )


def button_of(view: dict[str, Any], text: str) -> dict[str, Any]:
    """The view with only the block that shows this text."""
    return view | {"blocks": [block for block in view["blocks"] if text in str(block)]}


def count_drafts(session: Session, _clock: Clock, _actor: Actor) -> int:
    wanted = select(func.count()).where(col(DebriefDraft.answers_sealed).is_not(None))
    return session.scalar(wanted) or 0


def saved_next_step(session: Session, _clock: Clock, _actor: Actor) -> str | None:
    return Shelf(session, session.scalars(select(Interview)).one()).saved.next_step


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


@both_transports
async def test_a_closed_form_goes_on_where_it_was(stage: Stage) -> None:
    linh = stage.person("U0M01")
    [meeting] = await met(stage, "Ana Silva")
    await linh.command("/infoview debrief")
    await linh.submit(covered=["trends"], valuable="Small teams decide fast.")
    await linh.fill("learned:trends", "Robots")
    await linh.close()
    assert not await linh.has_modal()

    stage.clock.advance(days=1)
    await linh.command("/infoview debrief")

    view = await linh.view()
    assert title(view) == "Debrief 2 of 4"
    assert "Continued from your draft of Mon, Sep 7, 2026 at 12:00 PM (EDT)." in words(view)
    assert find_field(view, "learned:trends")["initial_value"] == "Robots"
    assert (await stage.bot.db.read(LINH, debriefs.desk, meeting.id)).interview.outcome is None


async def test_what_is_typed_or_chosen_is_kept_without_another_word(stage: Stage) -> None:
    linh = stage.person("U0M01")
    [meeting] = await met(stage, "Ana Silva")
    await linh.command("/infoview debrief")
    await linh.fill("valuable", "Small teams")
    await linh.fill("covered", ["trends"])
    await linh.fill("kept", ["kept_time"])
    assert await desk_form(stage, meeting.id) == DebriefForm(
        covered=frozenset({LearningGoal.TRENDS}), valuable="Small teams", kept_time=True
    )
    await linh.fill("covered", [])
    await linh.submit()
    await linh.fill("ratings:smart", "4")
    await linh.submit()
    await linh.fill("advocate", "yes")
    await linh.fill("next_step_due", "2026-09-10")
    form = await desk_form(stage, meeting.id)
    assert (form.covered, form.ratings) == (frozenset(), {Impression.SMART: 4})
    assert (form.advocate, form.next_step_due) == (Advocate.YES, date(2026, 9, 10))
    # An update of the view would move the cursor.
    assert stage.calls("views.update") == []


async def test_a_discarded_draft_is_gone(stage: Stage) -> None:
    linh = stage.person("U0M01")
    [meeting] = await met(stage, "Ana Silva")
    await linh.command("/infoview debrief")
    await linh.fill("valuable", "Small teams")
    await linh.close()
    await linh.command("/infoview debrief")
    await linh.click("debrief.discard", await linh.view())
    await linh.click("debrief.open", await linh.view())
    fresh = await linh.view()
    assert "initial_value" not in find_field(fresh, "valuable")
    assert fresh["state"]["values"]["valuable"]["debrief.typed"]["value"] is None
    assert await desk_form(stage, meeting.id) == DebriefForm()


async def test_a_draft_of_changes_is_discarded_and_the_saved_debrief_stays(stage: Stage) -> None:
    linh = stage.person("U0M01")
    [meeting] = await met(stage, "Ana Silva")
    await stage.bot.db.run(LINH, debriefs.record, meeting.id, lambda _written: FULL)
    await linh.command("/infoview debrief")
    await linh.fill("valuable", "Something else")
    await linh.close()
    await linh.command("/infoview debrief")
    discard = find_element(await linh.view(), "debrief.discard")[0]
    assert "The saved debrief stays." in discard["confirm"]["text"]["text"]
    await linh.click("debrief.discard", await linh.view())
    assert await desk_form(stage, meeting.id) == FULL


async def test_two_windows_on_one_debrief_keep_both_and_tell_the_later_one(stage: Stage) -> None:
    linh = stage.person("U0M01")
    [meeting] = await met(stage, "Ana Silva")
    await linh.command("/infoview debrief")
    phone = await linh.view()
    await linh.close()
    # The stand-in shows one stack; the other window is played by what its view would send.
    await linh.command("/infoview debrief")
    await linh.submit(valuable="From the computer.")
    await keep_as(stage, phone, valuable="From the phone.")

    await linh.submit()
    told = await linh.view()
    assert title(told) == "Debrief 4 of 4"
    assert "You also wrote in this debrief in another window" in words(told)
    await linh.click("debrief.drafts", told)
    both = await linh.view()
    assert "From the computer." in words(both)
    assert "From the phone." in words(both)
    await linh.click("debrief.continue", button_of(both, "From the phone."))
    assert find_field(await linh.view(), "valuable")["initial_value"] == "From the phone."
    await linh.submit()
    await linh.submit()
    await linh.submit(advocate="yes", next_step="Call Tom")
    assert "is saved" in words(await linh.view())
    assert (await desk_form(stage, meeting.id)).valuable == "From the phone."
    assert await stage.bot.db.read(LINH, count_drafts) == 0


async def test_a_save_that_another_window_would_lose_by_is_told_first(stage: Stage) -> None:
    linh = stage.person("U0M01")
    [meeting] = await met(stage, "Ana Silva")
    await linh.command("/infoview debrief")
    await answer_first_steps(linh)
    await stage.bot.db.run(LINH, debriefs.record, meeting.id, lambda _written: FULL)

    await linh.submit(advocate="yes", next_step="Call Tom")

    told = await linh.view()
    assert "You saved this debrief in another window" in words(told)
    assert await stage.bot.db.read(LINH, saved_next_step) == FULL.next_step
    await linh.submit(advocate="yes", next_step="Call Tom")
    assert await stage.bot.db.read(LINH, saved_next_step) == "Call Tom"


async def test_a_draft_of_a_meeting_that_did_not_take_place(stage: Stage) -> None:
    linh = stage.person("U0M01")
    first, _second = await met(stage, "Ana Silva", "Tom Reed")
    await linh.command("/infoview debrief")
    await linh.click(f"debrief.open:{first.id}", await linh.view())
    await linh.fill("valuable", "Small teams")
    await linh.close()
    await linh.command("/infoview debrief")
    await stage.bot.db.run(LINH, interviews.set_outcome, first.id, Outcome.CANCELLED)

    await linh.click(f"debrief.open:{first.id}", await linh.view())

    refused = words(await linh.view())
    assert "did not take place" in refused
    assert "Your draft of this debrief is kept until you delete it." in refused
    assert "Small teams" not in refused
    await linh.close()
    await linh.close()
    await linh.command("/infoview debrief")
    chooser = await linh.view()
    assert "Drafts of meetings that did not take place" in words(chooser)
    await linh.click("debrief.discard_all", chooser)
    assert "Your draft is deleted." in words(await linh.view())
    assert await stage.bot.db.read(LINH, count_drafts) == 0


async def test_typing_about_a_cancelled_meeting_is_told_and_not_kept(stage: Stage) -> None:
    linh = stage.person("U0M01")
    [meeting] = await met(stage, "Ana Silva")
    await linh.command("/infoview debrief")
    await stage.bot.db.run(LINH, interviews.set_outcome, meeting.id, Outcome.CANCELLED)
    await linh.fill("valuable", "Small teams decide")
    assert "did not take place" in words(await linh.view())
    assert await stage.bot.db.read(LINH, count_drafts) == 0


async def test_typing_about_a_deleted_meeting_is_told_and_kept_nowhere(stage: Stage) -> None:
    linh = stage.person("U0M01")
    [meeting] = await met(stage, "Ana Silva")
    await linh.command("/infoview debrief")
    await linh.fill("valuable", "Small teams")
    await stage.bot.db.run(LINH, contacts.delete, meeting.contact_id)
    assert await stage.bot.db.read(LINH, count_drafts) == 0
    await linh.fill("valuable", "Small teams decide")
    assert "not in your log any more" in words(await linh.view())
    assert await stage.bot.db.read(LINH, count_drafts) == 0


async def test_the_chooser_says_where_a_draft_waits(stage: Stage) -> None:
    linh = stage.person("U0M01")
    _first, second = await met(stage, "Ana Silva", "Tom Reed")
    await linh.command("/infoview debrief")
    await linh.click(f"debrief.open:{second.id}", await linh.view())
    await linh.fill("valuable", "Small teams")
    await linh.close()
    await linh.command("/infoview debrief")
    chooser = words(await linh.view())
    assert chooser.count("Draft of Mon, Sep 7, 2026") == 1
    assert chooser.count("Continue draft") == 1


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
