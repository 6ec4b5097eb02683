"""The draft of a debrief: kept while it is typed, gone on with, discarded, and two windows on one debrief."""

from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from bot.clock import Clock
from bot.models import DebriefDraft, Interview
from bot.services import contacts, debriefs, interviews
from bot.services.debrief_drafts import Shelf
from bot.values import Actor, Advocate, DebriefForm, Impression, LearningGoal, Outcome
from bot.views.answers import Answers
from bot.views.debrief_fields import TYPED
from bot.views.debrief_steps import Place, read
from tests.debrief_forms import FULL, sent
from tests.people import LINH
from tests.scenarios.conftest import both_transports
from tests.scenarios.test_debrief import answer_first_steps, desk_form, met, title
from tests.stage import Stage, find_element, find_field, words


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
