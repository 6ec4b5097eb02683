"""Codes to join a cohort with, and cohorts by invitation, on both databases."""

from dataclasses import replace

import pytest

from bot.db import Database
from bot.services import cohorts, invites, joining
from bot.values import Actor, CohortCard, GoneError, NotAllowedError, UserError
from tests.clocks import ManualClock
from tests.people import ADMIN, KWAME, LEAD, LINH, SPRING, make_cohort, profile

CLOSED = replace(SPRING, by_invitation=True, channel_id="C0COHORT")


async def code_of(database: Database, cohort: CohortCard) -> str:
    code = (await database.run(LEAD, invites.make_code, cohort.id)).code
    assert code is not None
    assert len(code) == invites.LENGTH
    assert set(code) <= set(invites.ALPHABET)
    return code


async def test_a_code_opens_its_cohort_in_any_case_and_spacing(database: Database) -> None:
    cohort = await make_cohort(database, CLOSED)
    code = await code_of(database, cohort)
    typed = f" {code[:4].lower()}-{code[4:].lower()} "
    found = await database.run(LINH, invites.find, typed)
    assert found is not None
    assert found.id == cohort.id
    joined = await database.run(LINH, joining.join, cohort.id, profile(LINH), invites.normal(typed))
    assert joined.cohort.id == cohort.id
    # Another workspace has codes of its own.
    assert await database.run(Actor("T0OTHER", "U0M01"), invites.find, code) is None
    with pytest.raises(UserError, match="already"):
        await database.run(LINH, invites.find, code)


async def test_a_revoked_or_replaced_code_opens_nothing(database: Database) -> None:
    cohort = await make_cohort(database, CLOSED)
    first = await code_of(database, cohort)
    second = await code_of(database, cohort)
    assert first != second
    assert await database.run(LINH, invites.find, first) is None
    assert (await database.run(LEAD, invites.revoke_code, cohort.id)).code is None
    assert await database.run(LINH, invites.find, second) is None
    with pytest.raises(GoneError, match="by invitation"):
        await database.run(LINH, joining.join, cohort.id, profile(LINH), second)


async def test_an_ended_cohort_has_no_code_and_gets_none(database: Database) -> None:
    cohort = await make_cohort(database, CLOSED)
    code = await code_of(database, cohort)
    await database.run(LEAD, cohorts.end, cohort.id)
    assert await database.run(LINH, invites.find, code) is None
    with pytest.raises(UserError, match="has ended"):
        await database.run(LEAD, invites.make_code, cohort.id)


async def test_only_leads_see_and_make_codes(database: Database) -> None:
    cohort = await make_cohort(database, CLOSED)
    for service in (invites.invitation, invites.make_code, invites.revoke_code):
        with pytest.raises(NotAllowedError):
            await database.run(LINH, service, cohort.id)


async def test_tries_are_limited_for_an_hour_and_for_one_person(
    database: Database, clock: ManualClock
) -> None:
    cohort = await make_cohort(database, CLOSED)
    code = await code_of(database, cohort)
    for typed in ("Spring cohort", "", "CDFG", "O0O0-1L1L", "ÇDFGHJKM") * 3:
        assert await database.run(LINH, invites.find, typed) is None  # no code, so it does not count
    for _try in range(invites.MOST_TRIES):
        assert await database.run(LINH, invites.find, "CDFG-HJKM") is None
    with pytest.raises(UserError, match="wait an hour"):
        await database.run(LINH, invites.find, code)
    assert await database.run(KWAME, invites.find, code) is not None
    clock.advance(hours=1, seconds=1)
    assert await database.run(LINH, invites.find, code) is not None


async def test_a_cohort_by_invitation_is_in_nobodys_list_and_its_join_message_invites(
    database: Database,
) -> None:
    cohort = await make_cohort(database, CLOSED)
    assert await database.read(LINH, joining.open_cohorts) == ()
    for proof in ("", "C0GENERAL", "CDFGHJKM"):
        with pytest.raises(GoneError, match="by invitation"):
            await database.read(LINH, joining.open_cohort, cohort.id, proof)
    joined = await database.run(LINH, joining.join, cohort.id, profile(LINH), "C0COHORT")

    # Who was in it comes back without another invitation.
    await database.run(LINH, joining.leave, joined.id)
    assert [card.id for card in await database.read(LINH, joining.open_cohorts)] == [cohort.id]
    assert [card.id for card in await database.read(ADMIN, joining.open_cohorts)] == [cohort.id]
