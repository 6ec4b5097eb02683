"""Transactions and tenancy, on both databases."""

import asyncio
from collections import Counter
from datetime import date, time

import psycopg
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import aliased
from sqlmodel import Session

from bot import vault
from bot.clock import Clock
from bot.db import Database, TenancyError
from bot.models import Cohort, HandledRequest, Member
from bot.services import handled_requests
from bot.values import TEXTS_KEPT, Actor, RepeatedRequestError, Request
from bot.vault import Vault
from tests.clocks import ManualClock
from tests.databases import SECRET, make_database, postgres_database
from tests.postgres import PostgresServer

HARBOR = Actor("T0HARBOR", "U0LEAD")
OTHER = Actor("T0OTHER", "U0LEAD")


def make_cohort(session: Session, clock: Clock, actor: Actor, name: str) -> str:
    cohort = Cohort(
        name=name,
        starts_on=date(2026, 9, 1),
        ends_on=date(2026, 12, 1),
        timezone="America/New_York",
        digest_time=time(9),
        created_by=actor.user_id,
        created_at=clock.now(),
    )
    session.add(cohort)
    session.flush()
    return cohort.id


def cohort_names(session: Session, _clock: Clock, _actor: Actor) -> list[str]:
    return [cohort.name for cohort in session.scalars(select(Cohort).order_by(Cohort.name))]


def read_cohort(session: Session, _clock: Clock, _actor: Actor, cohort_id: str) -> Cohort | None:
    return session.get(Cohort, cohort_id)


async def test_a_workspace_sees_its_own_rows_only(database: Database) -> None:
    cohort_id = await database.run(HARBOR, make_cohort, "Spring")
    await database.run(OTHER, make_cohort, "Autumn")

    assert await database.read(HARBOR, cohort_names) == ["Spring"]
    assert await database.read(OTHER, cohort_names) == ["Autumn"]
    assert await database.read(OTHER, read_cohort, cohort_id) is None


async def test_counts_and_joins_are_scoped_too(database: Database) -> None:
    await database.run(HARBOR, make_cohort, "Spring")

    def count(session: Session, _clock: Clock, _actor: Actor) -> int:
        return session.scalar(select(func.count()).select_from(Cohort)) or 0

    def count_of_an_alias(session: Session, _clock: Clock, _actor: Actor) -> int:
        return len(session.scalars(select(aliased(Cohort))).all())

    for counted in (count, count_of_an_alias):
        assert await database.read(HARBOR, counted) == 1
        assert await database.read(OTHER, counted) == 0


async def test_the_system_session_sees_all(database: Database) -> None:
    await database.run(HARBOR, make_cohort, "Spring")
    await database.run(OTHER, make_cohort, "Autumn")

    def all_names(session: Session, _clock: Clock) -> list[str]:
        return [cohort.name for cohort in session.scalars(select(Cohort).order_by(Cohort.name))]

    assert await database.system(all_names) == ["Autumn", "Spring"]
    assert await database.system_read(all_names) == ["Autumn", "Spring"]


async def test_a_session_has_what_services_need(database: Database) -> None:
    def needed(session: Session, _clock: Clock, _actor: Actor) -> tuple[object, object]:
        return vault.of(session).key_ids, session.info["texts_kept"]

    assert await database.run(HARBOR, needed) == (Vault([SECRET]).key_ids, TEXTS_KEPT)


async def test_an_error_of_the_database_says_nothing_of_what_was_written(database: Database) -> None:
    def twice(session: Session, _clock: Clock, _actor: Actor) -> None:
        session.execute(
            text("INSERT INTO cohort (id, name) VALUES (:id, :name)"), {"id": "1", "name": "canary"}
        )

    with pytest.raises(DBAPIError) as raised:
        await database.run(HARBOR, twice)
    assert "SQL parameters hidden" in str(raised.value)
    assert "'canary'" not in str(raised.value)


@pytest.mark.postgres
async def test_a_connection_that_was_cut_is_replaced(
    postgres_server: PostgresServer, clock: ManualClock
) -> None:
    with postgres_database(postgres_server, clock) as database:
        await database.run(HARBOR, make_cohort, "Spring")
        with psycopg.connect(postgres_server.admin_url, autocommit=True) as admin:
            cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
            admin.execute(cut, [database.url.database])
        assert await database.read(HARBOR, cohort_names) == ["Spring"]


async def test_a_row_of_another_workspace_is_refused(database: Database, clock: ManualClock) -> None:
    def smuggle(session: Session, clock: Clock, _actor: Actor) -> None:
        session.add(
            Member(
                team_id="T0OTHER", user_id="U1", timezone="UTC", nudge_time=time(9), created_at=clock.now()
            )
        )

    with pytest.raises(TenancyError):
        await database.run(HARBOR, smuggle)


async def test_a_failing_service_changes_nothing(database: Database) -> None:
    def half(session: Session, clock: Clock, actor: Actor) -> None:
        make_cohort(session, clock, actor, "Half")
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError, match="in the middle"):
        await database.run(HARBOR, half)
    assert await database.read(HARBOR, cohort_names) == []


async def test_moments_come_back_aware_and_in_utc(database: Database, clock: ManualClock) -> None:
    cohort_id = await database.run(HARBOR, make_cohort, "Spring")
    cohort = await database.read(HARBOR, read_cohort, cohort_id)
    assert cohort is not None
    assert cohort.created_at == clock.now()
    assert cohort.created_at.utcoffset() == clock.now().utcoffset()


async def test_without_a_request_there_is_nothing_to_note(database: Database) -> None:
    await database.claim(HARBOR)
    await database.release(HARBOR)
    await database.release(by_request("never claimed"))
    assert await database.read(HARBOR, handled) == 0


def by_request(key: str) -> Actor:
    return Actor("T0HARBOR", "U0LEAD", request=Request(key))


async def test_each_request_has_its_effect_once_over_two_processes(database: Database) -> None:
    """Two database objects, as two processes have them; ``make test-deep`` has real ones."""
    other = make_database(database.url.render_as_string(hide_password=False), database.clock)
    places = [(by_request(f"request {number}"), number) for number in range(30) for _copy in range(4)]
    results = await asyncio.gather(
        *(
            (database, other)[at % 2].run(actor, make_cohort, f"{number:02}")
            for at, (actor, number) in enumerate(places)
        ),
        return_exceptions=True,
    )
    other.dispose()
    assert Counter(type(result) for result in results) == {str: 30, RepeatedRequestError: 90}
    assert await database.read(HARBOR, cohort_names) == [f"{number:02}" for number in range(30)]


async def test_an_effect_that_was_taken_back_may_come_again(database: Database, clock: ManualClock) -> None:
    def fail(session: Session, clock: Clock, actor: Actor) -> None:
        make_cohort(session, clock, actor, "Spring")
        raise ValueError("no")

    request = by_request("1")
    with pytest.raises(ValueError, match="no"):
        await database.run(request, fail)
    await database.claim(request)
    await database.claim(request)
    await database.run(request, make_cohort, "Autumn")  # a later step of the same handling
    with pytest.raises(RepeatedRequestError):
        await database.claim(by_request("1"))
    other_workspace = Actor("T0OTHER", "U0LEAD", request=Request("1"))
    await database.claim(other_workspace)
    await database.release(other_workspace)
    await database.release(other_workspace)  # once is enough
    with pytest.raises(RepeatedRequestError):
        await database.run(Actor("T0HARBOR", "U0LEAD", request=Request("1")), make_cohort, "Winter")
    await database.run(Actor("T0OTHER", "U0LEAD", request=Request("1")), make_cohort, "Winter")
    with pytest.raises(RepeatedRequestError):
        await database.claim(other_workspace)
    with pytest.raises(RepeatedRequestError):
        await database.claim(by_request("1"))
    assert await database.read(HARBOR, cohort_names) == ["Autumn"]

    clock.advance(seconds=handled_requests.KEPT_FOR.total_seconds() - 1)
    await database.system(handled_requests.forget_old)
    assert await database.read(HARBOR, handled) == 1
    clock.advance(seconds=1)
    await database.system(handled_requests.forget_old)
    assert await database.read(HARBOR, handled) == 0


def handled(session: Session, _clock: Clock, _actor: Actor) -> int:
    return session.scalar(select(func.count()).select_from(HandledRequest)) or 0
