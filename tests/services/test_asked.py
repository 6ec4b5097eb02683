"""Who acts is asked for once in a transaction, and again after whatever may have changed it."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, update
from sqlmodel import Session, col

from bot.db import Database
from bot.models import Cohort, Enrollment, Member
from bot.services.asked import once
from bot.services.members import active_enrollments, member_of
from tests.clocks import ManualClock
from tests.databases import statements_of
from tests.people import LINH, TEAM, enrolled


@pytest.fixture
async def linh(database: Database, clock: ManualClock) -> Database:
    await enrolled(database, LINH)
    return database


def _leaves(session: Session) -> None:
    session.scalars(select(Enrollment)).one().left_at = session.scalars(select(Cohort)).one().created_at


def _leaves_by_a_statement(session: Session) -> None:
    session.execute(update(Enrollment).values(left_at=col(Enrollment.joined_at)))


async def test_the_same_question_is_asked_once(linh: Database) -> None:
    with linh.transaction(TEAM) as session:
        member, places = member_of(session, LINH), active_enrollments(session, LINH)
        with statements_of(linh) as sent:
            assert (member_of(session, LINH), active_enrollments(session, LINH)) == (member, places)
        assert (sent, len(places)) == ([], 1)


@pytest.mark.parametrize("leaves", [_leaves, _leaves_by_a_statement])
async def test_what_the_transaction_itself_changes_is_seen(
    linh: Database, leaves: Callable[[Session], None]
) -> None:
    with linh.transaction(TEAM) as session:
        assert len(active_enrollments(session, LINH)) == 1
        leaves(session)
        assert active_enrollments(session, LINH) == []


async def test_after_a_lock_it_is_asked_again(linh: Database) -> None:
    """Who had the lock before may have changed it."""
    with linh.transaction(TEAM) as session:
        member_of(session, LINH)
        session.execute(select(Enrollment).with_for_update())
        with statements_of(linh) as sent:
            member_of(session, LINH)
        assert len(sent) == 1


async def test_what_was_undone_is_not_remembered(linh: Database) -> None:
    with linh.transaction(TEAM) as session:
        with session.begin_nested() as undone:
            _leaves(session)
            assert active_enrollments(session, LINH) == []
            undone.rollback()
        assert len(active_enrollments(session, LINH)) == 1


async def test_another_transaction_asks_anew(linh: Database) -> None:
    for name in ("once", "twice"):
        with linh.transaction(TEAM) as session, statements_of(linh) as sent:
            assert member_of(session, LINH) is not None, name
        assert any("FROM member" in statement for statement in sent)


async def test_over_all_workspaces_nothing_is_kept(linh: Database) -> None:
    """There the same person may be somebody else."""
    answers = iter(["first", "second"])
    with linh.system_session() as session:
        assert [once(session, "key", lambda: next(answers)) for _ in range(2)] == ["first", "second"]
        assert isinstance(member_of(session, LINH), Member)
