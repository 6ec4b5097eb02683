"""Who may do what to a cohort: each id is checked anew, against the workspace, the cohort and the person."""

from dataclasses import replace

import pytest
from sqlmodel import Session

from bot.clock import Clock
from bot.db import Database
from bot.models import Cohort
from bot.services import access, invites
from bot.values import Actor, GoneError, NotAllowedError
from tests.people import ADMIN, KWAME, LEAD, LINH, SPRING, TEAM, enrol, make_cohort

OTHER_ADMIN = Actor("T0OTHER", ADMIN.user_id, is_admin=True)
OTHER_LEAD = Actor(TEAM, "U0LEAD2")
NO_LEAD = Actor(TEAM, "U0ADMIN2", is_admin=True)


def _name_for_leads(session: Session, _clock: Clock, actor: Actor, cohort_id: str) -> str:
    return access.require_lead(session, actor, cohort_id).name


def _name_for_admins(session: Session, _clock: Clock, actor: Actor, cohort_id: str) -> str:
    return access.require_lead_or_admin(session, actor, cohort_id).name


async def test_a_cohort_is_for_its_own_leads_and_a_part_of_it_for_admins(database: Database) -> None:
    spring = await make_cohort(database)
    summer = await make_cohort(database, replace(SPRING, name="Summer", lead_ids=(OTHER_LEAD.user_id,)))
    for lead, own, other in ((LEAD, spring, summer), (OTHER_LEAD, summer, spring)):
        for ask in (_name_for_leads, _name_for_admins):
            assert await database.read(lead, ask, own.id) == own.name
            with pytest.raises(NotAllowedError, match="Only the leads"):
                await database.read(lead, ask, other.id)
    assert await database.read(NO_LEAD, _name_for_admins, summer.id) == "Summer"
    with pytest.raises(NotAllowedError):
        await database.read(NO_LEAD, _name_for_leads, summer.id)
    for stranger in (OTHER_ADMIN, Actor("T0OTHER", LEAD.user_id)):
        with pytest.raises(GoneError):
            await database.read(stranger, _name_for_admins, spring.id)


async def test_an_invitation_is_proven_by_the_code_the_channel_or_the_past(database: Database) -> None:
    def invited(session: Session, _clock: Clock, actor: Actor, proof: str) -> bool:
        return access.is_invited(session, actor, session.get_one(Cohort, cohort.id), proof)

    def close(session: Session, _clock: Clock, _actor: Actor) -> None:
        session.get_one(Cohort, cohort.id).by_invitation = True

    summer = replace(SPRING, name="Summer", channel_id="C0SUMMER", lead_ids=(OTHER_LEAD.user_id,))
    await enrol(database, KWAME, await make_cohort(database, summer))
    cohort = await make_cohort(database, replace(SPRING, channel_id="C0SPRING"))
    await enrol(database, LINH, cohort)
    assert await database.read(KWAME, invited, "")
    await database.run(LEAD, close)
    code = (await database.run(LEAD, invites.make_code, cohort.id)).code
    assert code is not None
    for proof in (code, "C0SPRING"):
        assert await database.read(KWAME, invited, proof)
    for proof in ("", "C0SUMMER", f"{code}x"):
        assert not await database.read(KWAME, invited, proof)
    assert await database.read(LINH, invited, ""), "she was in it before"
    assert await database.read(LEAD, invited, ""), "who leads it may join it"
    assert not await database.read(OTHER_LEAD, invited, "")
