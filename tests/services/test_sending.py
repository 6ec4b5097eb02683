"""Deliveries on their way: at most once, at a pace, and each end with its reason; on both databases."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import col, select

from bot.db import Database
from bot.models import CohortLead, Delivery, WorkerLease
from bot.services import claims, cohorts, lanes, leases, new_id
from bot.services.claims import Claimed
from bot.services.lanes import CALM, LONGEST_TROUBLE, TROUBLE, Pace, backoff
from bot.services.leases import LEASE, LetGo
from bot.services.notices import CHANNEL_TROUBLE
from bot.services.sending import BACKOFF, MOST_ATTEMPTS, Ended, GivenBack, NotBegun, NotSent, Sent
from bot.values import Actor, DeliveryState, Failure, FailureKind, LeadNotice, Reason
from tests.clocks import ManualClock
from tests.databases import make_database
from tests.people import ADMIN, KWAME, LEAD, LINH, SPRING, TEAM, enrol, enrolled, make_cohort
from tests.queueing import (
    AT_ONCE,
    MANY,
    MONDAY,
    Hand,
    hand,
    lane,
    only_row,
    plan,
    record,
    rows,
)

OTHER_TEAM = "T0OTHER"
SECOND = timedelta(seconds=1)


def failure(
    kind: FailureKind, code: str = "code", after: int | None = None, method: str = lanes.POST
) -> Failure:
    return Failure(method, code, kind, after)


async def not_sent(database: Database, claimed: Claimed, failed: Failure, jitter: float = 0.0) -> None:
    await record(database, NotSent(claimed, failed, jitter))


async def queue(database: Database, count: int, team_id: str = TEAM) -> None:
    """Deliveries of no kind that can be sent, to as many people: enough for what does not look into them."""
    with database.system_session() as session:
        now = database.clock.now()
        session.add_all(
            Delivery(
                team_id=team_id,
                recipient=f"U{number:05}",
                kind=CHANNEL_TROUBLE,
                occurrence="dm code",
                state=DeliveryState.QUEUED,
                due_at=now,
                send_after=now,
                expires_at=now + timedelta(days=1),
            )
            for number in range(count)
        )


async def test_sent_is_final(due: Database, worker: Hand) -> None:
    claimed = await worker.one()
    await worker.begin(claimed)
    await record(due, Sent(claimed, "1.2"))
    await record(due, Ended(claimed, DeliveryState.FAILED, "later"))
    await record(due, NotBegun(claimed, "later", 0.0))
    await record(due, GivenBack(claimed))
    await not_sent(due, claimed, failure(FailureKind.LIMITED, after=1))
    row = await only_row(due)
    assert (row.state, row.message_ts, row.reason, row.finished_at) == ("sent", "1.2", None, MONDAY)
    assert (row.worker_id, await worker.begin(claimed)) == (None, None)
    assert (await lane(due)).paused_until is None


async def test_one_worker_at_a_time_has_it_in_hand(due: Database, worker: Hand, clock: ManualClock) -> None:
    first = await worker.one()
    other = await hand(due)
    assert await other.claim() == []
    clock.advance(seconds=LEASE.total_seconds())
    assert await due.system(leases.reap) == LetGo()
    clock.advance(seconds=1)
    assert await due.system(leases.reap) == LetGo(returned=1)

    third = await hand(due)
    second = await third.one()
    assert await third.begin(second) is not None
    assert await worker.begin(first) is None
    await not_sent(due, first, failure(FailureKind.USER))
    assert (await only_row(due)).state == "sending"


async def test_a_worker_that_died_while_sending_leaves_it_uncertain(
    due: Database, worker: Hand, clock: ManualClock
) -> None:
    claimed = await worker.one()
    await worker.begin(claimed)
    clock.advance(seconds=LEASE.total_seconds() + 1)
    assert await due.system(leases.reap) == LetGo(uncertain=1)
    row = await only_row(due)
    assert (row.state, row.reason, row.finished_at) == ("uncertain", Reason.NO_ANSWER, clock.now())
    clock.advance(days=1)
    assert await (await hand(due)).claim() == []

    await record(due, Sent(claimed, "1.2"))
    assert (await only_row(due)).state == "sent"


async def test_a_worker_that_says_it_is_alive_keeps_what_it_has(
    due: Database, worker: Hand, clock: ManualClock
) -> None:
    claimed = await worker.one()
    for _ in range(10):
        clock.advance(seconds=LEASE.total_seconds())
        assert await worker.renew()
        assert await due.system(leases.reap) == LetGo()
    assert await worker.begin(claimed) is not None


async def test_a_worker_that_was_silent_for_too_long_takes_nothing(
    due: Database, worker: Hand, clock: ManualClock
) -> None:
    clock.advance(seconds=LEASE.total_seconds() + 1)
    with pytest.raises(leases.SilentWorkerError):
        await worker.claim()
    assert not await worker.renew()
    await due.system(leases.sign_off, worker.worker_id)
    with pytest.raises(leases.SilentWorkerError):
        await worker.claim()
    assert len(await (await hand(due)).claim()) == 1


async def test_a_worker_that_ends_gives_back_what_it_has(database: Database, clock: ManualClock) -> None:
    await queue(database, 3)
    worker = await hand(database)
    first, *_others = await worker.claim(3)
    with database.system_session() as session:
        session.get_one(Delivery, first.id).state = DeliveryState.SENDING
    assert await database.system(leases.sign_off, worker.worker_id) == LetGo(returned=2, uncertain=1)
    with database.system_session() as session:
        assert session.exec(select(WorkerLease)).all() == []
    assert len(await (await hand(database)).claim(MANY)) == 2


async def test_two_workers_never_take_the_same(database: Database, clock: ManualClock) -> None:
    await queue(database, 150)
    other = make_database(database.url.render_as_string(hide_password=False), clock)

    async def take_all(own: Database) -> list[str]:
        worker = await hand(own)
        taken: list[str] = []
        for _ in range(20):
            taken += [claimed.id for claimed in await worker.claim(20)]
        return taken

    ours, theirs = await asyncio.gather(take_all(database), take_all(other))
    other.dispose()
    assert len(set(ours + theirs)) == len(ours + theirs) == 150


async def test_a_workspace_is_posted_to_at_its_pace_by_all_workers_together(
    database: Database, clock: ManualClock
) -> None:
    """300 a minute, and for a moment two seconds ahead of it."""
    await queue(database, 200)
    workers = [await hand(database, pace=Pace()) for _ in range(3)]
    counts = []
    for _ in range(20):
        counts.append(sum([len(await worker.claim(MANY)) for worker in workers]))
        clock.advance(seconds=1)
        await asyncio.gather(*(worker.renew() for worker in workers))
    assert counts == [10] + [5] * 19


async def test_a_pause_in_which_nothing_was_sent_gives_no_burst(
    database: Database, clock: ManualClock
) -> None:
    await queue(database, 30)
    worker = await hand(database, pace=Pace())
    assert len(await worker.claim(MANY)) == 10
    clock.advance(seconds=50)
    assert len(await worker.claim(MANY)) == 10


async def test_a_person_gets_one_message_a_second(due: Database, worker: Hand, clock: ManualClock) -> None:
    with due.system_session() as session:
        row = session.exec(select(Delivery)).one()
        session.add(Delivery(**row.model_dump() | {"id": new_id(), "occurrence": "2026-W39"}))
    (first,) = await worker.claim(MANY)
    assert await (await hand(due)).claim(MANY) == []
    await worker.begin(first)
    await record(due, Sent(first, "1.2"))
    clock.advance(seconds=0.99)
    assert await worker.claim(MANY) == []
    clock.advance(seconds=0.01)
    assert len(await worker.claim(MANY)) == 1


async def test_a_worker_takes_deliveries_of_its_own_workspaces_only(
    database: Database, clock: ManualClock
) -> None:
    await queue(database, 2)
    await queue(database, 2, OTHER_TEAM)
    both = await hand(database, TEAM, OTHER_TEAM)
    assert {claimed.team_id for claimed in await (await hand(database)).claim(MANY)} == {TEAM}
    assert {claimed.team_id for claimed in await both.claim(MANY)} == {OTHER_TEAM}


async def test_a_workspace_takes_no_more_than_its_share_of_a_worker(
    database: Database, clock: ManualClock
) -> None:
    await queue(database, 50)
    await queue(database, 50, OTHER_TEAM)
    worker = await hand(database, TEAM, OTHER_TEAM)
    teams = [claimed.team_id for claimed in await worker.claim(20, room=8)]
    assert (teams.count(TEAM), teams.count(OTHER_TEAM)) == (8, 8)
    full = {TEAM: 0, OTHER_TEAM: 8}
    more = await database.system(claims.claim, worker.worker_id, full, 20, AT_ONCE)
    assert [claimed.team_id for claimed in more] == [OTHER_TEAM] * 8


@pytest.mark.parametrize("method", lanes.METHODS)
@pytest.mark.parametrize(("after", "seconds"), [(1, 1), (30, 30), (None, 30)])
async def test_too_fast_holds_the_workspace_for_as_long_as_slack_says_and_no_other(
    database: Database, clock: ManualClock, method: str, after: int | None, seconds: int
) -> None:
    await queue(database, 3)
    await queue(database, 1, OTHER_TEAM)
    first = await hand(database, TEAM)
    await not_sent(database, await first.one(), failure(FailureKind.LIMITED, after=after, method=method))
    worker = await hand(database, TEAM, OTHER_TEAM)
    assert [claimed.team_id for claimed in await worker.claim(MANY)] == [OTHER_TEAM]
    clock.advance(seconds=seconds - 0.001)
    assert await worker.claim(MANY) == []
    clock.advance(seconds=0.001)
    assert len(await worker.claim(MANY)) == 3
    assert {row.attempts for row in await rows(database)} == {0}


async def test_too_fast_also_holds_what_other_workers_have_in_hand(due: Database, clock: ManualClock) -> None:
    await queue(due, 1)
    worker, other = await hand(due), await hand(due)
    (first, second) = await worker.claim(1) + await other.claim(1)
    await not_sent(due, first, failure(FailureKind.LIMITED, after=30))
    assert await other.begin(second) is None
    assert {row.state for row in await rows(due)} == {"queued"}
    clock.advance(seconds=30)
    assert len(await worker.claim(MANY)) == 2


async def test_a_shorter_pause_does_not_end_a_longer_one(database: Database, clock: ManualClock) -> None:
    await queue(database, 2)
    worker = await hand(database)
    first, second = await worker.claim(2)
    await not_sent(database, first, failure(FailureKind.LIMITED, after=60))
    await not_sent(database, second, failure(FailureKind.LIMITED, after=1))
    clock.advance(seconds=59)
    assert await worker.claim() == []


async def test_trouble_is_tried_again_later_and_not_for_ever(due: Database, clock: ManualClock) -> None:
    waits = []
    for _ in range(MOST_ATTEMPTS):
        worker = await hand(due)
        await not_sent(due, await worker.one(), failure(FailureKind.TRANSIENT, "service_unavailable"))
        row = await only_row(due)
        waits.append(row.send_after - clock.now())
        clock.set(row.send_after - SECOND / 1000)
        assert await (await hand(due)).claim() == []
        clock.set(row.send_after)
    assert (row.state, row.reason, row.attempts) == ("failed", "service_unavailable", MOST_ATTEMPTS)
    assert waits[:-1] == [BACKOFF * 2**attempt for attempt in range(6)] + [timedelta(hours=1)]


async def test_jitter_takes_away_up_to_half_of_a_wait() -> None:
    minute, hour = timedelta(minutes=1), timedelta(hours=1)
    assert [backoff(minute, hour, 2, jitter) for jitter in (0.0, 0.5, 1.0)] == [
        4 * minute,
        3 * minute,
        2 * minute,
    ]
    assert backoff(minute, hour, 10_000, 0.0) == hour


async def test_where_nobody_knows_it_is_uncertain_and_the_workspace_rests(
    database: Database, clock: ManualClock
) -> None:
    """While Slack breaks off, only a few deliveries become uncertain, not the whole queue."""
    await queue(database, 100)
    pauses = []
    for expected in range(1, 9):
        worker = await hand(database)
        claimed = await worker.one()
        await not_sent(database, claimed, failure(FailureKind.UNKNOWN_OUTCOME, "TimeoutError"))
        assert await worker.claim() == []
        until = (await lane(database)).paused_until
        assert until is not None
        pauses.append(until - clock.now())
        clock.set(until)
        assert [row.state for row in await rows(database)].count("uncertain") == expected
    assert pauses == [TROUBLE * 2**n for n in range(6)] + [LONGEST_TROUBLE] * 2

    clock.advance(seconds=CALM.total_seconds() + 1)
    await not_sent(
        database, await (await hand(database)).one(), failure(FailureKind.UNKNOWN_OUTCOME, "TimeoutError")
    )
    assert (await lane(database)).paused_until == clock.now() + TROUBLE


async def test_a_look_up_that_breaks_off_has_sent_nothing(due: Database, worker: Hand) -> None:
    failed = failure(FailureKind.UNKNOWN_OUTCOME, "TimeoutError", method=lanes.LOOK_UP)
    await not_sent(due, await worker.one(), failed)
    row = await only_row(due)
    assert (row.state, row.reason, row.attempts) == ("queued", "TimeoutError", 1)


async def test_a_revoked_token_stops_the_queue_of_that_workspace_and_loses_nothing(
    database: Database, clock: ManualClock
) -> None:
    await queue(database, 2)
    await queue(database, 1, OTHER_TEAM)
    worker = await hand(database, TEAM, OTHER_TEAM)
    claimed = {one.team_id: one for one in await worker.claim(MANY, room=1)}
    await not_sent(database, claimed[TEAM], failure(FailureKind.WORKSPACE, "token_revoked"))
    clock.advance(seconds=10)
    assert await worker.claim(MANY) == []
    stopped = await lane(database)
    assert (stopped.stopped_at, stopped.stop_reason) == (clock.now() - 10 * SECOND, "token_revoked")
    assert (await lane(database, OTHER_TEAM)).stopped_at is None
    assert {(row.team_id, row.state) for row in await rows(database)} == {
        (TEAM, "queued"),
        (OTHER_TEAM, "queued"),
    }

    assert await database.system(lanes.start_again, [TEAM]) == 1
    assert len(await worker.claim(MANY)) == 2
    assert await database.system(lanes.start_again, [TEAM]) == 0


@pytest.mark.parametrize("kind", [FailureKind.USER, FailureKind.REQUEST])
async def test_an_error_that_trying_again_does_not_mend_is_final(
    due: Database, worker: Hand, kind: FailureKind
) -> None:
    await not_sent(due, await worker.one(), failure(kind, "code"))
    row = await only_row(due)
    assert (row.state, row.reason, row.worker_id) == ("failed", "code", None)


async def test_where_a_member_cannot_be_written_to_the_leads_are_told_once(
    database: Database, clock: ManualClock
) -> None:
    await enrolled(database, LINH, KWAME)
    clock.set(MONDAY)
    await plan(database)
    worker = await hand(database)
    for claimed in await worker.claim(2):
        await not_sent(database, claimed, failure(FailureKind.CHANNEL, "restricted_action"))
    notices = [row for row in await rows(database) if row.kind == CHANNEL_TROUBLE]
    assert sorted(row.recipient for row in notices) == sorted([LEAD.user_id, ADMIN.user_id])
    assert {(row.state, row.member_id) for row in notices} == {("queued", None)}

    (first, second) = await worker.claim(MANY)
    notice = await worker.begin(first)
    assert notice == LeadNotice(SPRING.name, None, "restricted_action")
    assert LINH.user_id not in str(notice)
    await not_sent(database, first, failure(FailureKind.CHANNEL, "restricted_action"))
    assert len(await rows(database)) == 4, "no notice about a notice"
    with database.system_session() as session:
        lead = session.exec(select(CohortLead).where(CohortLead.user_id == LEAD.user_id)).one()
        cohort_id = lead.cohort_id
    await database.run(LEAD, cohorts.end, cohort_id)
    assert await worker.begin(second) is None


async def test_a_channel_that_takes_no_messages_is_told_to_the_leads_of_its_cohort(
    database: Database, clock: ManualClock
) -> None:
    cohort = await make_cohort(database)
    other = await make_cohort(database)
    await queue(database, 1)
    with database.system_session() as session:
        row = session.exec(select(Delivery)).one()
        row.kind, row.recipient, row.subject = "post", "C0GENERAL", cohort.id
    worker = await hand(database)
    await not_sent(database, await worker.one(), failure(FailureKind.CHANNEL, "is_archived"))
    told = {row.subject for row in await rows(database) if row.kind == CHANNEL_TROUBLE}
    assert told == {cohort.id} - {other.id}
    notice = await worker.begin(await worker.one())
    assert notice == LeadNotice(SPRING.name, "C0GENERAL", "is_archived")


async def test_a_member_in_another_workspace_is_not_told_about(
    database: Database, clock: ManualClock
) -> None:
    twin = Actor(OTHER_TEAM, LINH.user_id)
    other = await make_cohort(database, actor=Actor(OTHER_TEAM, "U0ADMIN", is_admin=True))
    await enrol(database, twin, other)
    await enrolled(database, LINH)
    clock.set(MONDAY)
    await plan(database)
    worker = await hand(database)
    await not_sent(database, await worker.one(), failure(FailureKind.CHANNEL, "restricted_action"))
    assert {row.team_id for row in await rows(database) if row.kind == CHANNEL_TROUBLE} == {TEAM}


async def test_what_broke_before_it_was_sent_is_tried_again_and_not_for_ever(
    due: Database, clock: ManualClock
) -> None:
    for _ in range(MOST_ATTEMPTS):
        claimed = await (await hand(due)).one()
        await record(due, NotBegun(claimed, "KeyError", 0.0))
        clock.advance(hours=1)
    row = await only_row(due)
    assert (row.state, row.reason) == ("failed", "KeyError")


async def test_what_waits_until_it_is_too_late_is_skipped_also_where_nobody_sends(
    due: Database, clock: ManualClock
) -> None:
    await hand(due)
    await due.system(lanes.stop, TEAM, "token_revoked")
    clock.advance(hours=24)
    assert await due.system(claims.expire) == 0
    clock.advance(seconds=1)
    assert await due.system(claims.expire) == 1
    row = await only_row(due)
    assert (row.state, row.reason, row.finished_at) == ("skipped", Reason.LATE, clock.now())
    assert await due.system(claims.expire) == 0


async def test_the_lanes_of_a_workspace_are_made_once_by_workers_that_begin_at_the_same_moment(
    database: Database, clock: ManualClock
) -> None:
    other = make_database(database.url.render_as_string(hide_password=False), clock)
    teams = [f"T{number}" for number in range(20)]
    await asyncio.gather(*(own.system(lanes.open_lanes, teams) for own in (database, other, database, other)))
    other.dispose()
    for team in teams:
        assert (await lane(database, team)).free_at == clock.now()


async def test_a_worker_takes_no_more_than_it_asked_for_of_all_workspaces(database: Database) -> None:
    for team_id in (TEAM, OTHER_TEAM):
        await queue(database, 3, team_id)
    worker = await hand(database, TEAM, OTHER_TEAM)
    assert len(await worker.claim(4)) == 4
    assert await worker.claim(0) == []
    assert len(await worker.claim(4)) == 2


async def test_the_longest_waiting_goes_first_and_nothing_before_its_time(
    database: Database, clock: ManualClock
) -> None:
    await queue(database, 3)
    after = {"U00000": SECOND, "U00001": -SECOND, "U00002": -2 * SECOND}
    with database.system_session() as session:
        for row in session.exec(select(Delivery)):
            row.send_after = clock.now() + after[row.recipient]
    worker = await hand(database)
    assert (await worker.one()).recipient == "U00002"
    assert (await worker.one()).recipient == "U00001"
    assert await worker.claim(MANY) == []
    clock.advance(seconds=1)
    assert (await worker.one()).recipient == "U00000"


async def test_of_several_for_one_person_the_longest_waiting_goes_first(
    database: Database, clock: ManualClock
) -> None:
    await queue(database, 2)
    with database.system_session() as session:
        for number, row in enumerate(session.exec(select(Delivery).order_by(col(Delivery.id)))):
            row.recipient, row.occurrence = "U00000", str(number)
            row.send_after = clock.now() - number * SECOND  # the later row waits longer
    worker = await hand(database)
    (claimed,) = await worker.claim(MANY)
    with database.system_session() as session:
        assert session.get_one(Delivery, claimed.id).occurrence == "1"
    await record(database, Ended(claimed, DeliveryState.SKIPPED, Reason.LATE))
    assert len(await worker.claim(MANY)) == 1, "nothing was sent, so the other need not wait"
