"""Creating, joining, leaving and ending cohorts, on both databases."""

from dataclasses import replace
from datetime import date, time

import pytest

from bot.db import Database
from bot.services import audit, cohorts, guests, joining, new_id
from bot.values import Actor, AuditAct, CohortForm, GoneError, NotAllowedError, NotEnrolledError, UserError
from tests.clocks import ManualClock
from tests.people import ADMIN, KWAME, LEAD, LINH, NEW_YORK, SPRING, enrol, enrolled, make_cohort, profile


async def test_only_admins_and_named_leads_create_cohorts(database: Database) -> None:
    with pytest.raises(NotAllowedError):
        await database.run(LEAD, cohorts.create, new_id(), SPRING, NEW_YORK)
    await database.run(ADMIN, cohorts.name_leads, (LEAD.user_id,))
    assert (await database.run(LEAD, cohorts.create, new_id(), SPRING, NEW_YORK)).lead_ids == (LEAD.user_id,)


async def test_naming_leads_replaces_the_list_and_is_for_admins(database: Database) -> None:
    await database.run(ADMIN, cohorts.name_leads, (LEAD.user_id, LINH.user_id))
    await database.run(ADMIN, cohorts.name_leads, (LINH.user_id,))
    assert await database.read(ADMIN, cohorts.named_leads) == (LINH.user_id,)
    with pytest.raises(NotAllowedError):
        await database.run(LEAD, cohorts.name_leads, (LEAD.user_id,))


async def test_a_double_submit_creates_one_cohort(database: Database) -> None:
    cohort_id = new_id()
    first = await database.run(ADMIN, cohorts.create, cohort_id, SPRING, NEW_YORK)
    second = await database.run(ADMIN, cohorts.create, cohort_id, SPRING, NEW_YORK)
    assert first == second
    assert len(await database.read(ADMIN, cohorts.led_cohorts)) == 1


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (replace(SPRING, ends_on=SPRING.starts_on), "after the first day"),
        (replace(SPRING, starts_on=date(2025, 1, 1), ends_on=date(2025, 6, 1)), "has passed"),
        (replace(SPRING, ends_on=date(2036, 1, 1)), "three years"),
    ],
)
async def test_impossible_terms_are_refused_at_the_field(
    database: Database, form: CohortForm, words: str
) -> None:
    with pytest.raises(UserError, match=words) as refused:
        await make_cohort(database, form)
    assert refused.value.field == "ends_on"


@pytest.mark.parametrize("at", [time(8, 59), time(20)])
async def test_a_weekly_nudge_at_night_is_refused_at_the_field(database: Database, at: time) -> None:
    with pytest.raises(UserError, match="Nobody gets nudges at night") as refused:
        await make_cohort(database, replace(SPRING, digest_time=at))
    assert refused.value.field == "digest_time"
    cohort = await make_cohort(database, replace(SPRING, digest_time=time(19, 59)))
    with pytest.raises(UserError, match="9:00 AM"):
        await database.run(ADMIN, cohorts.edit, cohort.id, replace(SPRING, digest_time=at), cohort.version)


async def test_joining_stores_zone_and_locale_and_counts_the_member(database: Database) -> None:
    cohort = await make_cohort(database)
    joined = await enrol(database, LINH, cohort, "America/Los_Angeles")
    again = await enrol(database, LINH, cohort, "America/Los_Angeles")

    assert joined.id == again.id
    assert joined.cohort.member_count == 1
    assert not joined.shares_steps
    assert await database.read(LINH, joining.open_cohorts) == ()
    with pytest.raises(UserError, match="already"):
        await database.read(LINH, joining.open_cohort, cohort.id)


async def test_leaving_ends_sharing_and_joining_again_reopens_the_same_place(database: Database) -> None:
    cohort = await make_cohort(database)
    joined = await enrol(database, LINH, cohort)
    assert await database.run(LINH, joining.leave, joined.id) == "Spring cohort"
    assert await database.read(LINH, joining.enrollments) == ()
    with pytest.raises(NotEnrolledError):
        await database.run(LINH, joining.leave, joined.id)

    assert (await enrol(database, LINH, cohort)).id == joined.id


async def test_nobody_leaves_for_somebody_else(database: Database) -> None:
    cohort = await enrolled(database, LINH, KWAME)
    theirs = (await database.read(KWAME, joining.enrollments))[0]
    with pytest.raises(NotEnrolledError):
        await database.run(LINH, joining.leave, theirs.id)
    assert (await database.read(LEAD, cohorts.led_cohort, cohort.id)).member_count == 2


async def test_an_ended_cohort_cannot_be_joined_and_is_left_by_all(database: Database) -> None:
    cohort = await enrolled(database, LINH)
    assert (await database.run(LEAD, cohorts.end, cohort.id)).is_ended
    assert (await database.run(LEAD, cohorts.end, cohort.id)).is_ended
    assert await database.read(LINH, joining.enrollments) == ()
    with pytest.raises(GoneError):
        await database.run(KWAME, joining.join, cohort.id, profile(KWAME))


async def test_a_cohort_whose_term_is_over_is_not_offered(database: Database, clock: ManualClock) -> None:
    cohort = await make_cohort(database)
    clock.advance(days=150)
    assert await database.read(LINH, joining.open_cohorts) == ()
    with pytest.raises(GoneError):
        await database.read(LINH, joining.open_cohort, cohort.id)


async def test_only_a_cohorts_own_leads_lead_it(database: Database) -> None:
    cohort = await enrolled(database, LINH)
    with pytest.raises(NotAllowedError):
        await database.run(LINH, cohorts.end, cohort.id)
    with pytest.raises(GoneError):
        await database.read(Actor("T0OTHER", LEAD.user_id), cohorts.led_cohort, cohort.id)


async def test_what_admins_do_to_the_workspace_is_noted_for_admins(database: Database) -> None:
    await database.run(ADMIN, cohorts.name_leads, (KWAME.user_id,))
    await database.run(ADMIN, cohorts.name_leads, ())
    await database.run(ADMIN, guests.choose, welcome=False)
    page = await database.read(ADMIN, audit.workspace_page)
    assert [(line.act, line.actor_id, line.person_id) for line in reversed(page.items)] == [
        (AuditAct.CREATOR_NAMED, ADMIN.user_id, KWAME.user_id),
        (AuditAct.CREATOR_REMOVED, ADMIN.user_id, KWAME.user_id),
        (AuditAct.GUESTS_KEPT_OUT, ADMIN.user_id, None),
    ]
    with pytest.raises(NotAllowedError):
        await database.read(LEAD, audit.workspace_page)
    elsewhere = Actor("T0OTHER", "U0ADMIN", is_admin=True)
    assert (await database.read(elsewhere, audit.workspace_page)).items == ()
