"""Changing, copying, leading, ending and archiving cohorts, and the audit list, on both databases."""

from dataclasses import replace
from datetime import date, time

import pytest

from bot.db import Database
from bot.services import audit, cohorts, joining, leads, new_id, settings
from bot.values import (
    MOST_LEADS,
    Actor,
    AuditAct,
    CohortForm,
    GoneError,
    NotAllowedError,
    SettingsForm,
    UserError,
)
from tests.clocks import ManualClock
from tests.people import ADMIN, KWAME, LEAD, LINH, NEW_YORK, SPRING, enrol, enrolled, make_cohort, profile

STRANGER = Actor("T0OTHER", LEAD.user_id, is_admin=True)
FORMULA = '=HYPERLINK("https://x") <!channel> *bold* ' + "é" * 38
assert len(FORMULA) == 80


async def acts(database: Database, cohort_id: str, actor: Actor = ADMIN) -> list[AuditAct]:
    """What the audit list says, the first first."""
    return [line.act for line in reversed((await database.read(actor, audit.page, cohort_id)).items)]


async def test_a_lead_changes_a_running_cohort_and_the_list_says_what(database: Database) -> None:
    cohort = await make_cohort(database)
    form = replace(SPRING, name=FORMULA, goal_messages=12, ends_on=date(2027, 1, 15), by_invitation=True)
    changed = await database.run(LEAD, cohorts.edit, cohort.id, form, cohort.version)
    assert (changed.name, changed.goal_messages, changed.ends_on) == (FORMULA, 12, date(2027, 1, 15))
    assert changed.by_invitation
    assert changed.purges_on == date(2027, 4, 15)

    same = await database.run(LEAD, cohorts.edit, cohort.id, form, changed.version)
    assert same.version == changed.version
    newest = (await database.read(LEAD, audit.page, cohort.id)).items[0]
    assert (newest.act, newest.actor_id) == (AuditAct.EDITED, LEAD.user_id)
    assert newest.fields == ("name", "ends_on", "goal_messages", "by_invitation")
    assert await acts(database, cohort.id) == [AuditAct.CREATED, AuditAct.LEAD_ADDED, AuditAct.EDITED]


async def test_the_later_of_two_editors_is_told_and_overwrites_nothing(database: Database) -> None:
    cohort = await make_cohort(database)
    await database.run(LEAD, cohorts.edit, cohort.id, replace(SPRING, goal_meetings=4), cohort.version)
    with pytest.raises(cohorts.CohortChangedError):
        await database.run(ADMIN, cohorts.edit, cohort.id, SPRING, cohort.version)
    assert (await database.read(ADMIN, cohorts.led_cohort, cohort.id)).goal_meetings == 4


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (replace(SPRING, starts_on=date(2026, 9, 2)), "starts_on"),
        (replace(SPRING, ends_on=date(2026, 9, 1)), "ends_on"),
        (replace(SPRING, ends_on=date(2026, 9, 6)), "ends_on"),
        (replace(SPRING, ends_on=date(2031, 9, 6)), "ends_on"),
    ],
    ids=["first day of a begun cohort", "reversed", "in the past", "too long"],
)
async def test_days_that_cannot_be_are_refused_at_their_field(
    database: Database, form: CohortForm, field: str
) -> None:
    cohort = await make_cohort(database)
    with pytest.raises(UserError) as refused:
        await database.run(LEAD, cohorts.edit, cohort.id, form, cohort.version)
    assert refused.value.field == field


async def test_members_who_kept_the_cohorts_nudge_time_follow_it_and_others_keep_theirs(
    database: Database,
) -> None:
    cohort = await enrolled(database, LINH, KWAME)
    own = SettingsForm(4, time(17, 0), None, stopped=False, shares_steps=False)
    await database.run(KWAME, settings.change, own)
    form = replace(SPRING, digest_weekday=2, digest_time=time(11, 30))
    await database.run(LEAD, cohorts.edit, cohort.id, form, cohort.version)

    moved, kept = await database.read(LINH, settings.read), await database.read(KWAME, settings.read)
    assert (moved.weekday, moved.time) == (2, time(11, 30))
    assert moved.next_digest_at is not None
    assert moved.next_digest_at.isoformat() == "2026-09-09T15:30:00+00:00"
    assert (kept.weekday, kept.time) == (4, time(17, 0))


async def test_a_later_last_day_brings_nudges_back(database: Database, clock: ManualClock) -> None:
    cohort = await enrolled(database, LINH)
    shorter = await database.run(
        LEAD, cohorts.edit, cohort.id, replace(SPRING, ends_on=date(2026, 9, 8)), cohort.version
    )
    assert (await database.read(LINH, settings.read)).next_digest_at is None
    await database.run(LEAD, cohorts.edit, cohort.id, SPRING, shorter.version)
    assert (await database.read(LINH, settings.read)).next_digest_at is not None


async def test_the_last_lead_of_a_running_cohort_stays_unless_an_admin_decides(database: Database) -> None:
    cohort = await make_cohort(database)
    _card, gone = await database.run(LEAD, leads.change, cohort.id, (LEAD.user_id,))
    assert gone == {ADMIN.user_id}
    with pytest.raises(UserError, match="at least one lead") as refused:
        await database.run(LEAD, leads.change, cohort.id, ())
    assert refused.value.field == "lead_ids"

    await database.run(ADMIN, leads.change, cohort.id, ())
    with pytest.raises(NotAllowedError):
        await database.read(LEAD, cohorts.led_cohort, cohort.id)
    # An admin may say who leads, and reads nothing by being an admin.
    with pytest.raises(NotAllowedError):
        await database.read(ADMIN, audit.page, cohort.id)
    named, _gone = await database.run(ADMIN, leads.change, cohort.id, (KWAME.user_id,))
    assert named.lead_ids == (KWAME.user_id,)
    await database.run(KWAME, cohorts.end, cohort.id)
    await database.run(KWAME, leads.change, cohort.id, ())


async def test_somebody_who_leads_no_more_has_no_access_at_once(database: Database) -> None:
    cohort = await make_cohort(database)
    await database.run(ADMIN, leads.change, cohort.id, (ADMIN.user_id, KWAME.user_id))
    for service, *values in (
        (cohorts.led_cohort,),
        (audit.page,),
        (cohorts.edit, SPRING, 1),
        (cohorts.end,),
        (leads.change, (LEAD.user_id,)),
    ):
        with pytest.raises(NotAllowedError):
            await database.run(LEAD, service, cohort.id, *values)
        with pytest.raises(GoneError):
            await database.run(STRANGER, service, cohort.id, *values)
    assert await database.read(LEAD, cohorts.led_cohorts) == ()
    added = (await database.read(KWAME, audit.page, cohort.id)).items[0]
    assert (added.act, added.actor_id, added.person_id) == (
        AuditAct.LEAD_ADDED,
        ADMIN.user_id,
        KWAME.user_id,
    )


async def test_too_many_leads_are_refused(database: Database) -> None:
    cohort = await make_cohort(database)
    many = tuple(f"U{number}" for number in range(MOST_LEADS + 1))
    with pytest.raises(UserError, match="20 leads"):
        await database.run(LEAD, leads.change, cohort.id, many)
    with pytest.raises(UserError, match="20 leads"):
        await make_cohort(database, replace(SPRING, lead_ids=many))


async def test_an_ended_cohort_is_archived_out_of_the_lists_and_comes_back(database: Database) -> None:
    cohort = await make_cohort(database)
    with pytest.raises(UserError, match="still runs"):
        await database.run(LEAD, cohorts.archive, cohort.id, archived=True)
    await database.run(LEAD, cohorts.end, cohort.id)
    with pytest.raises(UserError, match="has ended"):
        await database.run(LEAD, cohorts.edit, cohort.id, replace(SPRING, name="x"), cohort.version)

    for _again in range(2):
        assert (await database.run(LEAD, cohorts.archive, cohort.id, archived=True)).is_archived
    assert await database.read(LEAD, cohorts.led_cohorts) == ()
    assert [card.id for card in await database.read(LEAD, cohorts.led_cohorts, archived=True)] == [cohort.id]
    await database.run(LEAD, cohorts.archive, cohort.id, archived=False)
    assert [card.id for card in await database.read(LEAD, cohorts.led_cohorts)] == [cohort.id]
    assert (await acts(database, cohort.id))[2:] == [AuditAct.ENDED, AuditAct.ARCHIVED, AuditAct.UNARCHIVED]


async def test_a_copy_starts_from_ones_own_cohort_only(database: Database) -> None:
    spring = await make_cohort(database)
    await database.run(ADMIN, cohorts.name_leads, (LEAD.user_id, KWAME.user_id))
    with pytest.raises(NotAllowedError):
        await database.run(KWAME, cohorts.create, new_id(), SPRING, NEW_YORK, spring.id)
    fall = await database.run(LEAD, cohorts.create, new_id(), SPRING, NEW_YORK, spring.id)
    assert await acts(database, fall.id, LEAD) == [AuditAct.COPIED]
    # Somebody else's double of the form does not show them the cohort.
    with pytest.raises(NotAllowedError):
        await database.run(KWAME, cohorts.create, fall.id, SPRING, NEW_YORK)


async def test_the_audit_list_has_pages(database: Database) -> None:
    cohort = await make_cohort(database)
    version = cohort.version
    for goal in range(20):
        form = replace(SPRING, goal_messages=20 + goal)
        version = (await database.run(LEAD, cohorts.edit, cohort.id, form, version)).version
    first, last = [await database.read(LEAD, audit.page, cohort.id, number) for number in (1, 99)]
    assert (len(first.items), first.pages, first.total) == (audit.PAGE_SIZE, 2, 22)
    assert (last.number, last.items[-1].act) == (2, AuditAct.CREATED)


async def test_a_member_in_two_cohorts_chooses_the_current_one(
    database: Database, clock: ManualClock
) -> None:
    spring = await make_cohort(database)
    fall = await make_cohort(database, replace(SPRING, name="Fall cohort"))
    first = await enrol(database, LINH, spring)
    second = await enrol(database, LINH, fall)

    async def order() -> list[str]:
        return [place.cohort.name for place in await database.read(LINH, joining.enrollments)]

    assert await order() == ["Fall cohort", "Spring cohort"]
    await database.run(LINH, joining.choose, first.id)
    assert await order() == ["Spring cohort", "Fall cohort"]
    await database.run(LINH, joining.choose, second.id)
    assert await order() == ["Fall cohort", "Spring cohort"]
    with pytest.raises(UserError):
        await database.run(KWAME, joining.choose, first.id)

    # Joining again is a choice, too.
    await database.run(LINH, joining.leave, first.id)
    clock.advance(hours=1)
    await enrol(database, LINH, spring)
    assert await order() == ["Spring cohort", "Fall cohort"]
    await database.run(ADMIN, cohorts.end, spring.id)
    assert await order() == ["Fall cohort"]


async def test_a_lead_can_be_a_member_of_their_cohort(database: Database) -> None:
    cohort = await make_cohort(database, replace(SPRING, by_invitation=True))
    await enrol(database, LEAD, cohort)
    assert (await database.read(LEAD, cohorts.led_cohort, cohort.id)).member_count == 1
    with pytest.raises(GoneError, match="by invitation"):
        await database.run(LINH, joining.join, cohort.id, profile(LINH))
