"""What a lead sees of one member, on both databases."""

from dataclasses import replace

import pytest

from bot.db import Database
from bot.services import audit, cohorts, contacts, debriefs, interviews, joining, leads, new_id, sharing
from bot.values import (
    Actor,
    AuditAct,
    CohortCard,
    ContactForm,
    GoneError,
    LearningGoal,
    MemberForLead,
    NotAllowedError,
    NotEnrolledError,
    SharedStep,
    Status,
    UserError,
)
from tests.clocks import ManualClock
from tests.debrief_forms import FULL
from tests.meetings import past_meeting
from tests.people import ADMIN, KWAME, LEAD, LINH, SPRING, enrol, enrolled, make_cohort

CANARY = "canary"
WHO = ContactForm(
    name="Ana Silva",
    organisation="Harbor Foods",
    role="Planner",
    profile=CANARY,
    why=CANARY,
    introduced_by=CANARY,
    notes=CANARY,
)
LEARNED = replace(
    FULL,
    valuable="Small companies hire all year.",
    left_it=CANARY,
    suggested=CANARY,
    next_step=CANARY,
    next_step_due=None,
)
"""What never leaves the member's own views is the canary."""


async def a_log(database: Database, clock: ManualClock, member: Actor) -> tuple[str, str]:
    """A contact who was met and debriefed; the ids of both."""
    contact_id = new_id()
    await database.run(member, contacts.add, contact_id, WHO)
    await database.run(member, contacts.move, contact_id, Status.CONTACTED)
    meeting = await past_meeting(database, clock, member, contact_id=contact_id)
    await database.run(member, debriefs.record, meeting.id, lambda _: LEARNED)
    await database.run(member, interviews.mark_thanked, meeting.id)
    return contact_id, meeting.id


async def seen_by_lead(database: Database, cohort: CohortCard, lead: Actor = LEAD) -> MemberForLead:
    """The one member as the lead sees them in the roster and alone, and as the member sees it: one thing."""
    (line,) = (await database.run(lead, sharing.roster, cohort.id)).items
    assert await database.run(lead, sharing.member, line.enrollment_id) == line
    assert await database.read(LINH, sharing.mine) == line
    assert CANARY not in repr(line)
    return line


async def test_a_lead_sees_the_name_and_the_day_and_nothing_else_at_first(
    database: Database, clock: ManualClock
) -> None:
    cohort = await enrolled(database, LINH)
    await a_log(database, clock, LINH)
    seen = await seen_by_lead(database, cohort)
    assert (seen.user_id, f"{seen.joined_on:%F}", seen.shares) == (LINH.user_id, "2026-09-07", False)
    assert "Ana" not in repr(seen)
    assert "Small companies" not in repr(seen)


async def test_counts_and_days_are_shown_while_the_member_shares_them(
    database: Database, clock: ManualClock
) -> None:
    cohort = await enrolled(database, LINH)
    await a_log(database, clock, LINH)
    place = (await database.read(LINH, joining.enrollments))[0]
    for stranger in (KWAME, LEAD):
        with pytest.raises(NotEnrolledError):
            await database.run(stranger, sharing.share_steps, place.id, on=True)

    await database.run(LINH, sharing.share_steps, place.id, on=True)
    seen = await seen_by_lead(database, cohort)
    assert seen.steps is not None
    assert (seen.steps.progress.messages, seen.steps.progress.meetings) == (1, 1)
    assert seen.steps.progress.by_status == {Status.MET: 1}
    assert {step for _day, step in seen.steps.days} == set(SharedStep) - {SharedStep.FOLLOWED_UP}
    assert "Ana" not in repr(seen)

    off = await database.run(LINH, sharing.share_steps, place.id, on=False)
    assert off == await seen_by_lead(database, cohort)
    assert off.steps is None


async def test_one_record_and_one_reflection_are_shared_one_by_one(
    database: Database, clock: ManualClock
) -> None:
    cohort = await enrolled(database, LINH)
    contact_id, meeting_id = await a_log(database, clock, LINH)
    for share, shared_id in ((sharing.share_record, contact_id), (sharing.share_reflection, meeting_id)):
        with pytest.raises(GoneError):
            await database.run(KWAME, share, shared_id)

    await database.run(LINH, sharing.share_record, contact_id)
    again = await database.run(LINH, sharing.share_record, contact_id)
    (record,) = (await seen_by_lead(database, cohort)).records
    assert record == again.record
    assert (record.name, record.organisation, record.role) == ("Ana Silva", "Harbor Foods", "Planner")
    assert "Small companies" not in repr(record)

    desk = await database.run(LINH, sharing.share_reflection, meeting_id)
    (reflection,) = (await seen_by_lead(database, cohort)).reflections
    assert desk.reflections == ((meeting_id, reflection),)
    assert reflection.valuable == "Small companies hire all year."
    assert reflection.covered == (LearningGoal.CAREER_PATH, LearningGoal.ADVICE)
    assert "Ana" not in repr(reflection)

    assert reflection.share_id is not None
    assert record.share_id is not None
    assert await database.run(LEAD, sharing.reflection, reflection.share_id) == reflection
    assert await database.run(LINH, sharing.reflection, reflection.share_id) == reflection
    for stranger in (KWAME, Actor("T0OTHER", LEAD.user_id)):
        with pytest.raises(GoneError):
            await database.run(stranger, sharing.reflection, reflection.share_id)
        with pytest.raises(GoneError):
            await database.run(stranger, sharing.stop, record.share_id)

    await database.run(LINH, sharing.stop, record.share_id)
    await database.run(LINH, sharing.stop, reflection.share_id)
    assert not (await seen_by_lead(database, cohort)).shares
    with pytest.raises(GoneError, match="not shared any more"):
        await database.run(LEAD, sharing.reflection, reflection.share_id)


async def test_what_was_not_debriefed_cannot_be_shared_and_what_is_deleted_is_not(
    database: Database, clock: ManualClock
) -> None:
    cohort = await enrolled(database, LINH)
    contact_id, _meeting_id = await a_log(database, clock, LINH)
    coming = await past_meeting(database, clock, LINH, contact_id=contact_id)
    with pytest.raises(UserError, match="no debrief"):
        await database.run(LINH, sharing.share_reflection, coming.id)
    await database.run(LINH, sharing.share_record, contact_id)
    await database.run(LINH, contacts.delete, contact_id)
    assert not (await seen_by_lead(database, cohort)).shares


async def test_leaving_ends_all_sharing_and_coming_back_does_not_bring_it_back(
    database: Database, clock: ManualClock
) -> None:
    cohort = await enrolled(database, LINH)
    contact_id, meeting_id = await a_log(database, clock, LINH)
    place = (await database.read(LINH, joining.enrollments))[0]
    await database.run(LINH, sharing.share_steps, place.id, on=True)
    await database.run(LINH, sharing.share_record, contact_id)
    await database.run(LINH, sharing.share_reflection, meeting_id)

    await database.run(LINH, joining.leave, place.id)
    assert (await database.run(LEAD, sharing.roster, cohort.id)).items == ()
    with pytest.raises(GoneError, match="not in the cohort"):
        await database.run(LEAD, sharing.member, place.id)
    with pytest.raises(UserError, match="that you left"):
        await database.read(LINH, sharing.desk, contact_id)
    await enrol(database, LINH, cohort)
    assert not (await seen_by_lead(database, cohort)).shares


async def test_the_end_of_the_cohort_ends_all_sharing(database: Database, clock: ManualClock) -> None:
    cohort = await enrolled(database, LINH)
    contact_id, _meeting_id = await a_log(database, clock, LINH)
    place = (await database.read(LINH, joining.enrollments))[0]
    await database.run(LINH, sharing.share_steps, place.id, on=True)
    await database.run(LINH, sharing.share_record, contact_id)
    await database.run(LEAD, cohorts.end, cohort.id)
    (line,) = (await database.run(LEAD, sharing.roster, cohort.id)).items
    assert not line.shares
    with pytest.raises(UserError, match="has ended"):
        await database.run(LINH, sharing.share_record, contact_id)


async def test_sharing_in_one_cohort_shows_nothing_in_another(database: Database, clock: ManualClock) -> None:
    spring = await enrolled(database, LINH)
    contact_id, _meeting_id = await a_log(database, clock, LINH)
    fall = await make_cohort(database, replace(SPRING, name="Fall cohort", lead_ids=(KWAME.user_id,)))
    place = await enrol(database, LINH, fall)
    await database.run(LINH, sharing.share_steps, place.id, on=True)
    await database.run(LINH, sharing.share_record, contact_id)

    (in_fall,) = (await database.run(KWAME, sharing.roster, fall.id)).items
    assert in_fall.steps is not None
    assert in_fall.steps.progress.by_status == {}
    assert in_fall.records == ()
    (in_spring,) = (await database.run(LEAD, sharing.roster, spring.id)).items
    assert in_spring.steps is None
    assert [record.name for record in in_spring.records] == ["Ana Silva"]
    with pytest.raises(NotAllowedError):
        await database.run(KWAME, sharing.member, in_spring.enrollment_id)


async def test_the_audit_list_says_who_looked_at_whom(database: Database, clock: ManualClock) -> None:
    cohort = await enrolled(database, LINH)
    _contact_id, meeting_id = await a_log(database, clock, LINH)
    desk = await database.run(LINH, sharing.share_reflection, meeting_id)
    share_id = desk.reflections[0][1].share_id
    assert share_id is not None
    await seen_by_lead(database, cohort)
    await database.run(LINH, sharing.reflection, share_id)
    await database.run(LEAD, sharing.reflection, share_id)
    lines = (await database.read(ADMIN, audit.page, cohort.id)).items[:3]
    assert [(line.act, line.actor_id, line.person_id) for line in lines] == [
        (AuditAct.MEMBER_VIEWED, LEAD.user_id, LINH.user_id),
        (AuditAct.MEMBER_VIEWED, LEAD.user_id, LINH.user_id),
        (AuditAct.ROSTER_VIEWED, LEAD.user_id, None),
    ]
    await database.run(ADMIN, leads.change, cohort.id, (ADMIN.user_id,))
    with pytest.raises(GoneError):
        await database.run(LEAD, sharing.reflection, share_id)


async def test_the_roster_has_pages(database: Database) -> None:
    members = [Actor(LINH.team_id, f"U{number:03}") for number in range(12)]
    cohort = await enrolled(database, *members)
    first = await database.run(LEAD, sharing.roster, cohort.id, 1)
    second = await database.run(LEAD, sharing.roster, cohort.id, 2)
    assert [line.user_id for line in (*first.items, *second.items)] == [m.user_id for m in members]
    assert (first.total, second.pages) == (12, 2)
