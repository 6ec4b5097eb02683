"""The lanes of workspaces: each is paused, stopped and taken by itself, on both databases."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from bot.db import Database
from bot.models import Delivery, Lane
from bot.services import lanes
from bot.services.lanes import CALM, LOOK_UP, POST, PROOF, TROUBLE, Pace
from bot.services.notices import CHANNEL_TROUBLE
from bot.values import DeliveryState
from tests.clocks import START, ManualClock

HARBOR, RIVER, LAKE = "T0HARBOR", "T0RIVER", "T0LAKE"
SECOND = timedelta(seconds=1)
PACE = Pace()


@pytest.fixture
def both(database: Database, clock: ManualClock) -> Database:
    """Lanes of two workspaces, and something to send now in each."""
    with database.system_session() as session:
        lanes.open_lanes(session, clock, [HARBOR, RIVER])
        session.add_all(due(team_id) for team_id in (HARBOR, RIVER))
    return database


def due(team_id: str) -> Delivery:
    """Something to send now in this workspace."""
    return Delivery(
        team_id=team_id,
        recipient="U1",
        kind=CHANNEL_TROUBLE,
        occurrence="dm code",
        state=DeliveryState.QUEUED,
        due_at=START,
        send_after=START,
        expires_at=START + timedelta(days=1),
    )


def sent(team_id: str, number: int, at: datetime) -> Delivery:
    """A message that went out at this moment."""
    ended = {"state": DeliveryState.SENT, "finished_at": at, "occurrence": f"dm {number} {at}"}
    return Delivery(**due(team_id).model_dump(exclude={"id"}) | ended)


def _lane(session: Session, team_id: str, method: str = POST) -> Lane:
    return session.exec(select(Lane).where(Lane.team_id == team_id, Lane.method == method)).one()


def _taken(session: Session, clock: ManualClock, full: tuple[str, ...] = (), pace: Pace = PACE) -> list[str]:
    return [lane.team_id for lane in lanes.take(session, clock.now(), pace, full)]


def test_each_workspace_has_its_lanes_once(both: Database, clock: ManualClock) -> None:
    with both.system_session() as session:
        lanes.open_lanes(session, clock, [HARBOR, RIVER, LAKE])
        lanes.open_lanes(session, clock, [LAKE])
        found = [(lane.team_id, lane.method) for lane in session.exec(select(Lane))]
        assert sorted(found) == sorted(
            (team, method) for team in (HARBOR, RIVER, LAKE) for method in lanes.METHODS
        )


def test_one_that_is_stopped_stops_no_other_and_starts_again_by_itself(
    both: Database, clock: ManualClock
) -> None:
    with both.system_session() as session:
        assert lanes.open_teams(session, clock, [HARBOR, RIVER]) == {HARBOR, RIVER}
        assert lanes.open_teams(session, clock, [RIVER]) == {RIVER}
        lanes.stop(session, clock, HARBOR, "invalid_auth")
        clock.advance(minutes=1)
        lanes.stop(session, clock, HARBOR, "another")
        lanes.stop(session, clock, RIVER, "account_inactive")
        session.expire_all()
        assert (_lane(session, HARBOR).stop_reason, _lane(session, HARBOR).stopped_at) == (
            "invalid_auth",
            START,
        )
        assert _lane(session, HARBOR, LOOK_UP).stopped_at is None
        assert _taken(session, clock) == []

        assert lanes.start_again(session, clock, [HARBOR, RIVER], ["account_inactive"]) == 1
        assert lanes.open_teams(session, clock, [HARBOR, RIVER]) == {RIVER}
        assert _taken(session, clock) == [RIVER]
        lanes.stop(session, clock, RIVER, "account_inactive")
        assert lanes.start_again(session, clock, [HARBOR]) == 1
        assert lanes.start_again(session, clock, [HARBOR]) == 0, "it is stopped no more"
        assert lanes.open_teams(session, clock, [HARBOR, RIVER]) == {HARBOR}


def test_a_pause_holds_one_method_of_one_workspace_as_long_as_the_longest(
    both: Database, clock: ManualClock
) -> None:
    with both.system_session() as session:
        until = lanes.pause(session, clock, HARBOR, LOOK_UP, 10)
        assert until == START + 10 * SECOND
        assert lanes.pause(session, clock, HARBOR, LOOK_UP, 5) == until
        assert lanes.open_teams(session, clock, [HARBOR, RIVER]) == {HARBOR, RIVER}, "posting is not paused"
        assert _taken(session, clock) == [RIVER], "but nobody could be looked up"
        assert lanes.pause(session, clock, RIVER, POST, 10) == until
        assert lanes.open_teams(session, clock, [HARBOR, RIVER]) == {HARBOR}
        assert _taken(session, clock) == []
        clock.set(until)
        assert _taken(session, clock) == [HARBOR, RIVER]


def test_troubles_rest_longer_each_time_until_it_was_calm(both: Database, clock: ManualClock) -> None:
    with both.system_session() as session:
        assert lanes.rest(session, clock, HARBOR, POST, 0) == START + TROUBLE
        until = lanes.rest(session, clock, HARBOR, POST, 0)
        assert until == START + 2 * TROUBLE
        assert lanes.rest(session, clock, RIVER, POST, 0) == START + TROUBLE, "each by itself"
        clock.set(until + CALM)
        until = lanes.rest(session, clock, HARBOR, POST, 0)
        assert until == clock.now() + 4 * TROUBLE, "calm for no longer than that"
        clock.set(until + CALM + SECOND)
        assert lanes.rest(session, clock, HARBOR, POST, 0) == clock.now() + TROUBLE


def test_messages_that_go_out_end_the_longer_rests(both: Database, clock: ManualClock) -> None:
    """One call in thirty that fails is no outage: without this, each rest would soon take five minutes."""
    with both.system_session() as session:
        lanes.rest(session, clock, HARBOR, POST, 0)
        until = lanes.rest(session, clock, HARBOR, POST, 0)
        session.add_all(
            sent(HARBOR, number, until) for number in range(PROOF)
        )  # by calls that were under way
        session.add_all(sent(RIVER, number, until + SECOND) for number in range(PROOF))
        for number, wait in ((PROOF - 1, 4 * TROUBLE), (PROOF, TROUBLE)):
            clock.set(until + 2 * SECOND)
            session.add_all(sent(HARBOR, one, until + SECOND) for one in range(number))
            until = lanes.rest(session, clock, HARBOR, POST, 0)
            assert until == clock.now() + wait


def test_who_waits_longest_is_taken_first_and_nobody_who_is_full_or_ahead(
    both: Database, clock: ManualClock
) -> None:
    with both.system_session() as session:
        lanes.open_lanes(session, clock, [LAKE])  # it has nothing to send
        assert _taken(session, clock) == [HARBOR, RIVER]
        _lane(session, RIVER).free_at = START - SECOND
        assert _taken(session, clock) == [RIVER, HARBOR]
        assert _taken(session, clock, full=(RIVER,)) == [HARBOR]
        latest = START + PACE.ahead - PACE.interval
        _lane(session, RIVER).free_at = latest
        assert _taken(session, clock) == [HARBOR, RIVER], "one more may begin"
        _lane(session, RIVER).free_at = latest + timedelta(milliseconds=1)
        assert _taken(session, clock) == [HARBOR]


@pytest.mark.parametrize(
    "values",
    [{"send_after": START + SECOND}, {"state": DeliveryState.SENT}, {"worker_id": "another"}],
)
def test_a_workspace_with_nothing_to_send_now_is_not_taken(
    both: Database, clock: ManualClock, values: dict[str, object]
) -> None:
    with both.system_session() as session:
        for row in session.exec(select(Delivery).where(col(Delivery.team_id) == HARBOR)):
            for name, value in values.items():
                setattr(row, name, value)
        assert _taken(session, clock) == [RIVER]


def test_the_pace_begins_anew_after_a_silence() -> None:
    assert PACE.after(5, START - timedelta(hours=1), START) == START + 5 * PACE.interval
    assert PACE.after(5, START + SECOND, START) == START + SECOND + 5 * PACE.interval
    assert PACE.room(START - timedelta(hours=1), START) == PACE.ahead // PACE.interval == 10
    assert PACE.room(START + SECOND, START) == 5
