"""Debriefs by their service: drafts, the one debrief of an interview, whose they are, what they change."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import func, select
from sqlmodel import Session, col

from bot.clock import Clock
from bot.db import Database
from bot.models import Debrief, DebriefDraft, Interview
from bot.services import contacts, debriefs, interviews
from bot.services.debrief_drafts import Change
from bot.values import (
    Actor,
    Advocate,
    ContactCard,
    DebriefChoices,
    DebriefForm,
    FormError,
    GoneError,
    LearningGoal,
    NotEnrolledError,
    Outcome,
    Status,
    UserError,
)
from tests.clocks import ManualClock
from tests.debrief_forms import FORMS, FULL, sent
from tests.meetings import add_contact, past_meeting, plan_meeting
from tests.people import KWAME, LINH, enrolled


def to(form: DebriefForm) -> Change:
    return lambda _written: form


def count_rows(session: Session, _clock: Clock, _actor: Actor) -> tuple[int, int]:
    """How many debriefs there are, and drafts that hold something."""
    found = [
        session.scalar(select(func.count()).select_from(table).where(col(table.answers_sealed).is_not(None)))
        for table in (Debrief, DebriefDraft)
    ]
    return found[0] or 0, found[1] or 0


def count_meetings(session: Session, _clock: Clock, _actor: Actor) -> int:
    return session.scalar(select(func.count()).select_from(Interview)) or 0


def read_debrief(session: Session, _clock: Clock, _actor: Actor) -> Debrief:
    return session.scalars(select(Debrief)).one()


async def contact_of(database: Database, actor: Actor, contact_id: str) -> ContactCard:
    return await database.read(actor, contacts.get, contact_id)


async def test_a_debrief_holds_the_meeting_and_tells_the_contact(
    database: Database, clock: ManualClock
) -> None:
    await enrolled(database, LINH)
    meeting = await past_meeting(database, clock, LINH)

    receipt = await database.run(LINH, debriefs.record, meeting.id, to(FULL))

    assert receipt.interview.outcome is Outcome.HELD
    assert receipt.interview.debriefed_at == clock.now()
    assert receipt.not_covered_yet == (
        LearningGoal.GOT_JOB,
        LearningGoal.ORGANISATION,
        LearningGoal.JOB_AND_TEAM,
        LearningGoal.TRENDS,
    )
    contact = await contact_of(database, LINH, meeting.contact_id)
    assert contact.status is Status.MET
    assert (contact.advocate, contact.next_step) == (Advocate.MAYBE, "Write to Tom")
    assert contact.next_step_due == date(2026, 9, 14)


async def test_what_leads_count_stands_in_columns_and_every_word_is_sealed(
    database: Database, clock: ManualClock
) -> None:
    await enrolled(database, LINH)
    meeting = await past_meeting(database, clock, LINH)
    await database.run(LINH, debriefs.record, meeting.id, to(FULL))

    row = await database.read(LINH, read_debrief)
    assert (row.covered_career_path, row.covered_advice, row.covered_trends) == (True, True, False)
    assert (row.advocate, row.confidence) == ("maybe", 4)
    assert (row.introductions_received, row.offered_referral) == (1, False)
    stored = repr(row.model_dump())
    assert not [text for text in ("Small", "teaching", "Tom", "short questions") if text in stored]


async def test_a_draft_is_kept_until_the_debrief_is_recorded(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    meeting = await past_meeting(database, clock, LINH)
    await database.run(LINH, debriefs.keep, meeting.id, sent(to(DebriefForm(valuable="Ask early."))))

    desk = await database.read(LINH, debriefs.desk, meeting.id)
    assert (desk.form.valuable, desk.saved) == ("Ask early.", None)
    assert desk.interview.outcome is None

    await database.run(
        LINH, debriefs.record, meeting.id, lambda written: replace(FULL, valuable=written.valuable)
    )
    desk = await database.read(LINH, debriefs.desk, meeting.id)
    assert desk.form == desk.saved == replace(FULL, valuable="Ask early.")
    assert await database.read(LINH, count_rows) == (1, 0)


async def test_nothing_new_makes_no_draft(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    meeting = await past_meeting(database, clock, LINH)
    await database.run(LINH, debriefs.keep, meeting.id, sent(lambda written: written))
    assert await database.read(LINH, count_rows) == (0, 0)


async def test_a_double_submit_makes_one(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    meeting = await past_meeting(database, clock, LINH)
    receipts = await asyncio.gather(
        *(database.run(LINH, debriefs.record, meeting.id, to(FULL)) for _ in range(4))
    )
    assert {receipt.interview.debriefed_at for receipt in receipts} == {clock.now()}
    assert await database.read(LINH, count_rows) == (1, 0)


async def test_editing_updates_and_keeps_when_it_was_written(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    meeting = await past_meeting(database, clock, LINH)
    await database.run(LINH, debriefs.record, meeting.id, to(FULL))
    written_at = clock.now()
    clock.advance(days=1)

    edited = replace(FULL, confidence=5, advocate=Advocate.YES, next_step="Thank her")
    receipt = await database.run(LINH, debriefs.record, meeting.id, to(edited))

    assert receipt.interview.debriefed_at == written_at
    row = await database.read(LINH, read_debrief)
    assert (row.created_at, row.updated_at, row.confidence) == (written_at, clock.now(), 5)
    contact = await contact_of(database, LINH, meeting.contact_id)
    assert (contact.advocate, contact.next_step) == (Advocate.YES, "Thank her")


async def test_an_older_debrief_does_not_change_what_comes_next(
    database: Database, clock: ManualClock
) -> None:
    await enrolled(database, LINH)
    first = await past_meeting(database, clock, LINH)
    second = await past_meeting(database, clock, LINH, contact_id=first.contact_id)
    await database.run(LINH, debriefs.record, second.id, to(FULL))
    await database.run(
        LINH, debriefs.record, first.id, to(replace(FULL, next_step="Old news", advocate=Advocate.NOT_YET))
    )
    contact = await contact_of(database, LINH, first.contact_id)
    assert (contact.advocate, contact.next_step) == (Advocate.MAYBE, "Write to Tom")


@pytest.mark.parametrize("missing", ["valuable", "advocate", "next_step"])
async def test_a_required_answer_is_named(database: Database, clock: ManualClock, missing: str) -> None:
    await enrolled(database, LINH)
    meeting = await past_meeting(database, clock, LINH)
    changes: dict[str, None] = {missing: None}
    form = replace(FULL, **changes)  # type: ignore[arg-type]
    with pytest.raises(debriefs.IncompleteDebriefError) as caught:
        await database.run(LINH, debriefs.record, meeting.id, to(form))
    assert caught.value.missing == (missing,)
    assert await database.read(LINH, count_rows) == (0, 0)


@pytest.mark.parametrize(
    ("due", "words"),
    [(date(2026, 9, 6), "in the past"), (date(2028, 9, 10), "two years"), (date(26, 9, 7), "in the past")],
)
async def test_a_date_that_cannot_be(database: Database, clock: ManualClock, due: date, words: str) -> None:
    await enrolled(database, LINH)
    meeting = await past_meeting(database, clock, LINH)
    with pytest.raises(FormError) as caught:
        await database.run(LINH, debriefs.record, meeting.id, to(replace(FULL, next_step_due=due)))
    assert words in caught.value.errors["next_step_due"]


async def test_today_is_the_members_own(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    meeting = await past_meeting(database, clock, LINH)
    clock.advance(hours=10)  # Tuesday in UTC, still Monday in New York
    monday = date(2026, 9, 7)
    receipt = await database.run(LINH, debriefs.record, meeting.id, to(replace(FULL, next_step_due=monday)))
    assert receipt.form.next_step_due == monday


async def test_a_date_that_has_passed_since_may_stay(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    meeting = await past_meeting(database, clock, LINH)
    await database.run(LINH, debriefs.record, meeting.id, to(FULL))
    clock.advance(days=30)
    receipt = await database.run(LINH, debriefs.record, meeting.id, to(replace(FULL, confidence=1)))
    assert receipt.form.next_step_due == FULL.next_step_due


async def test_a_meeting_to_come_and_one_that_did_not_happen_have_no_debrief(
    database: Database, clock: ManualClock
) -> None:
    await enrolled(database, LINH)
    contact_id = await add_contact(database, LINH)
    meeting = await plan_meeting(database, LINH, contact_id, clock.now() + timedelta(days=1))
    with pytest.raises(UserError, match="still to come"):
        await database.read(LINH, debriefs.desk, meeting.id)
    await database.run(LINH, interviews.set_outcome, meeting.id, Outcome.CANCELLED)
    with pytest.raises(UserError, match="did not take place"):
        await database.run(LINH, debriefs.record, meeting.id, to(FULL))


async def test_other_peoples_and_deleted_meetings_are_gone(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH, KWAME)
    meeting = await past_meeting(database, clock, LINH)
    stranger = Actor("T0OTHER", LINH.user_id)
    for actor in (KWAME, stranger):
        with pytest.raises(GoneError):
            await database.read(actor, debriefs.desk, meeting.id)
        with pytest.raises(GoneError):
            await database.run(actor, debriefs.keep, meeting.id, sent(to(FULL)))
        with pytest.raises(GoneError):
            await database.run(actor, debriefs.record, meeting.id, to(FULL))
    assert await database.read(LINH, count_rows) == (0, 0)

    await database.run(LINH, debriefs.record, meeting.id, to(FULL))
    await database.run(LINH, interviews.delete, meeting.id)
    with pytest.raises(GoneError):
        await database.run(LINH, debriefs.record, meeting.id, to(FULL))
    assert await database.read(LINH, count_rows) == (0, 0)


async def test_choices_put_what_waits_first(database: Database, clock: ManualClock) -> None:
    with pytest.raises(NotEnrolledError):
        await database.read(LINH, debriefs.choices)
    await enrolled(database, LINH, KWAME)
    assert await database.read(LINH, debriefs.choices) == DebriefChoices((), ())

    done = await past_meeting(database, clock, LINH, "Done")
    older = await past_meeting(database, clock, LINH, "Older")
    newer = await past_meeting(database, clock, LINH, "Newer")
    cancelled = await past_meeting(database, clock, LINH, "Cancelled")
    await past_meeting(database, clock, KWAME, "Somebody else's")
    await plan_meeting(database, LINH, newer.contact_id, clock.now() + timedelta(days=1))
    await database.run(LINH, debriefs.record, done.id, to(FULL))
    await database.run(LINH, interviews.set_outcome, older.id, Outcome.HELD)
    await database.run(LINH, interviews.set_outcome, cancelled.id, Outcome.NO_SHOW)

    found = await database.read(LINH, debriefs.choices)
    assert [card.contact_name for card in found.waiting] == ["Newer", "Older"]
    assert [card.contact_name for card in found.done] == ["Done"]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(form=FORMS)
def test_any_answers_come_back_from_a_draft_as_they_were(
    database: Database, clock: ManualClock, form: DebriefForm
) -> None:
    async def there_and_back() -> DebriefForm:
        if not (await database.read(LINH, count_meetings)):
            await enrolled(database, LINH)
            await past_meeting(database, clock, LINH)
        meeting_id = (await database.read(LINH, debriefs.choices)).waiting[0].id
        desk = await database.read(LINH, debriefs.desk, meeting_id)
        await database.run(LINH, debriefs.keep, meeting_id, sent(to(form), desk.window))
        return (await database.read(LINH, debriefs.desk, meeting_id)).form

    assert asyncio.run(there_and_back()) == form
