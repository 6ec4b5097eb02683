"""The token to read a summary with from outside; on both databases."""

import pytest
from sqlalchemy import select

from bot.db import Database
from bot.models import SummaryToken
from bot.services import audit, cohorts, leads, new_id, outside, pulls
from bot.values import Actor, AuditAct, NotAllowedError
from tests.clocks import ManualClock
from tests.people import ADMIN, LEAD, LINH, NEW_YORK, SPRING, make_cohort

OTHER_TEAM_ADMIN = Actor("T0OTHER", "U0ADMIN", is_admin=True)


async def reader(database: Database, cohort_id: str, token: str) -> Actor | None:
    found = await database.system_read(pulls.find_reader, cohort_id, pulls.digest(token))
    return found.actor if found is not None else None


async def acts(database: Database, cohort_id: str) -> list[AuditAct]:
    page = await database.read(LEAD, audit.page, cohort_id)
    return [line.act for line in page.items]


async def test_a_token_opens_its_own_cohort_and_no_other(database: Database) -> None:
    mine, other = await make_cohort(database), await make_cohort(database)
    elsewhere = await database.run(OTHER_TEAM_ADMIN, cohorts.create, new_id(), SPRING, NEW_YORK)
    token = await database.run(LEAD, pulls.make_token, mine.id)
    assert await reader(database, mine.id, token) == LEAD
    for cohort_id in (other.id, elsewhere.id, new_id(), "", "\x00", "%", mine.id.upper(), "x" * 5_000):
        assert await reader(database, cohort_id, token) is None
    for wrong in ("", token[:-1], token + "0", pulls.PREFIX, "\ud800", "0" * 64):
        assert await reader(database, mine.id, wrong) is None


async def test_a_new_token_ends_the_one_before_and_a_revoked_one_opens_nothing(database: Database) -> None:
    cohort = await make_cohort(database)
    first = await database.run(LEAD, pulls.make_token, cohort.id)
    second = await database.run(ADMIN, pulls.make_token, cohort.id)
    assert await reader(database, cohort.id, first) is None
    assert (await reader(database, cohort.id, second)) == Actor(ADMIN.team_id, ADMIN.user_id)
    await database.run(LEAD, pulls.revoke_token, cohort.id)
    await database.run(LEAD, pulls.revoke_token, cohort.id)
    assert await reader(database, cohort.id, second) is None
    assert (await acts(database, cohort.id))[:3] == [
        AuditAct.TOKEN_REVOKED,
        AuditAct.TOKEN_MADE,
        AuditAct.TOKEN_MADE,
    ]


async def test_the_token_itself_is_kept_nowhere(database: Database) -> None:
    cohort = await make_cohort(database)
    token = await database.run(LEAD, pulls.make_token, cohort.id)
    with database.transaction(LEAD.team_id) as session:
        [kept] = session.scalars(select(SummaryToken))
        assert token.removeprefix(pulls.PREFIX) not in str(kept.model_dump())


async def test_only_leads_make_and_revoke(database: Database) -> None:
    cohort = await make_cohort(database)
    for actor in (LINH, Actor(ADMIN.team_id, "U0OTHERADMIN", is_admin=True)):
        for service in (pulls.make_token, pulls.revoke_token, outside.desk):
            with pytest.raises(NotAllowedError):
                await database.run(actor, service, cohort.id)


async def test_its_use_is_noted_once_a_day(database: Database, clock: ManualClock) -> None:
    cohort = await make_cohort(database)
    token = await database.run(LEAD, pulls.make_token, cohort.id)
    for expected in (True, False, False):
        found = await database.system_read(pulls.find_reader, cohort.id, pulls.digest(token))
        assert found is not None
        assert found.is_first_today is expected
        await database.run(found.actor, pulls.note_use, cohort.id)
    assert (await acts(database, cohort.id)).count(AuditAct.SUMMARY_PULLED) == 1
    clock.advance(days=1)
    await database.run(LEAD, pulls.note_use, cohort.id)
    assert (await acts(database, cohort.id)).count(AuditAct.SUMMARY_PULLED) == 2
    card = (await database.read(LEAD, outside.desk, cohort.id)).token
    assert card is not None
    assert card.used_on == clock.now().date()


async def test_a_cohort_of_an_ex_lead_shows_the_token_to_those_who_still_lead(database: Database) -> None:
    cohort = await make_cohort(database)
    await database.run(LEAD, pulls.make_token, cohort.id)
    await database.run(ADMIN, leads.change, cohort.id, [ADMIN.user_id])
    card = (await database.read(ADMIN, outside.desk, cohort.id)).token
    assert card is not None
    assert card.made_by == LEAD.user_id
