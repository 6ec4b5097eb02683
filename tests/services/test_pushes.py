"""The weekly push: when it is due, who may, what follows a failure; on both databases, to a real receiver."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col
from standardwebhooks import Webhook as Verifier

from bot.db import Database
from bot.models import Webhook, WebhookPush
from bot.outbound import Poster
from bot.pusher import Pusher
from bot.services import cohorts, leads, outside, pushes
from bot.values import (
    CohortCard,
    NotAllowedError,
    PushKind,
    PushLine,
    PushOutcome,
    PushState,
    PushTrouble,
    UserError,
)
from tests.clocks import ManualClock
from tests.people import ADMIN, LEAD, LINH, make_cohort
from tests.receivers import HERE, Names, Receiver, answering, poster, receiving

MONDAY_MORNING = datetime(2026, 9, 14, 10, 0, tzinfo=UTC)
"""Six o'clock in New York, after the first whole week of the cohort that the tests move to."""

REFUSED = answering(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")


async def set_up(database: Database, address: str = "https://hooks.example/") -> tuple[CohortCard, str]:
    cohort = await make_cohort(database)
    return cohort, await database.run(LEAD, pushes.set_webhook, cohort.id, address)


async def lines(database: Database, cohort: CohortCard) -> tuple[PushLine, ...]:
    webhook = (await database.read(ADMIN, outside.desk, cohort.id)).webhook
    assert webhook is not None
    return webhook.pushes


async def next_push(database: Database, cohort: CohortCard) -> datetime | None:
    webhook = (await database.read(ADMIN, outside.desk, cohort.id)).webhook
    assert webhook is not None
    return webhook.next_push_at


def verify(secret: str, receiver: Receiver) -> dict[str, object]:
    """The newest message, as a receiver checks it by the specification's own library."""
    headers, body = receiver.requests[-1]
    # Its own check of the age reads the real clock, so the signature is made again.
    at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
    assert headers["webhook-signature"] == Verifier(secret).sign(headers["webhook-id"], at, body.decode())
    message: dict[str, object] = json.loads(body)
    return message


async def test_every_monday_morning_a_signed_summary(database: Database, clock: ManualClock) -> None:
    clock.set(MONDAY_MORNING - timedelta(days=3))
    async with receiving() as receiver:
        cohort, secret = await set_up(database, receiver.address)
        pusher = Pusher(database, poster())
        await pusher.push_due()
        assert receiver.requests == []
        assert await next_push(database, cohort) == MONDAY_MORNING
        for week in range(2):
            clock.set(MONDAY_MORNING + timedelta(weeks=week))
            await pusher.push_due()
            await pusher.push_due()
        message = verify(secret, receiver)
        assert len(receiver.requests) == 2
    assert message["type"] == "cohort.summary"
    assert isinstance(message["data"], dict)
    assert message["data"]["cohort"] == {"id": cohort.id, "name": cohort.name}
    assert message["data"]["last_day"] == "2026-09-20"
    assert {(line.state, line.trouble, line.status) for line in await lines(database, cohort)} == {
        (PushState.SENT, None, 204)
    }


async def test_after_a_time_without_a_worker_one_push_is_sent(database: Database, clock: ManualClock) -> None:
    clock.set(MONDAY_MORNING - timedelta(days=3))
    async with receiving() as receiver:
        cohort, _secret = await set_up(database, receiver.address)
        clock.set(MONDAY_MORNING + timedelta(weeks=4, hours=3))
        await Pusher(database, poster()).push_due()
        assert len(receiver.requests) == 1
    assert await next_push(database, cohort) == MONDAY_MORNING + timedelta(weeks=5)


async def test_a_failed_push_is_tried_again_with_the_same_id(database: Database, clock: ManualClock) -> None:
    clock.set(MONDAY_MORNING)
    async with receiving() as receiver:
        receiver.answer = REFUSED
        cohort, secret = await set_up(database, receiver.address)
        await database.run(LEAD, pushes.send_test, cohort.id)
        pusher = Pusher(database, poster())
        await pusher.push_due()
        await pusher.push_due()
        assert len(receiver.requests) == 1
        [line] = await lines(database, cohort)
        assert (line.state, line.trouble, line.status) == (PushState.QUEUED, PushTrouble.STATUS, 503)
        assert timedelta(seconds=30) <= line.send_after - clock.now() <= timedelta(minutes=1)
        clock.set(line.send_after)
        receiver.answer = answering(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        await pusher.push_due()
        assert verify(secret, receiver)["type"] == "cohort.summary.test"
        [line] = await lines(database, cohort)
    assert (line.kind, line.state, line.attempts) == (PushKind.TEST, PushState.SENT, 2)
    first, second = (headers for headers, _body in receiver.requests)
    assert first["webhook-id"] == second["webhook-id"]
    assert first["webhook-signature"] != second["webhook-signature"]


async def test_after_ten_attempts_it_has_failed(database: Database, clock: ManualClock) -> None:
    began = clock.now()
    cohort, _secret = await set_up(database)
    await database.run(LEAD, pushes.send_test, cohort.id)
    pusher = Pusher(database, Poster(resolve=Names(["10.0.0.1"])))
    for _attempt in range(pushes.MOST_ATTEMPTS + 1):
        await pusher.push_due()
        [line] = await lines(database, cohort)
        clock.set(max(line.send_after, clock.now()))
    assert (line.state, line.trouble, line.attempts) == (PushState.FAILED, PushTrouble.NOT_PUBLIC, 10)
    assert clock.now() - began < timedelta(hours=18)


async def test_a_receiver_that_is_gone_gets_nothing_more(database: Database, clock: ManualClock) -> None:
    clock.set(MONDAY_MORNING)
    async with receiving() as receiver:
        receiver.answer = answering(b"HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n")
        cohort, _secret = await set_up(database, receiver.address)
        await database.run(LEAD, pushes.send_test, cohort.id)
        await Pusher(database, poster()).push_due()
    [line] = await lines(database, cohort)
    assert (line.state, line.trouble) == (PushState.FAILED, PushTrouble.GONE)
    assert await next_push(database, cohort) is None


async def test_who_leads_no_more_sends_nothing(database: Database, clock: ManualClock) -> None:
    clock.set(MONDAY_MORNING - timedelta(days=1))
    async with receiving() as receiver:
        cohort, _secret = await set_up(database, receiver.address)
        await database.run(ADMIN, leads.change, cohort.id, [ADMIN.user_id])
        clock.set(MONDAY_MORNING)
        await Pusher(database, poster()).push_due()
        assert receiver.requests == []
    [line] = await lines(database, cohort)
    assert (line.state, line.trouble) == (PushState.SKIPPED, PushTrouble.NOT_LEAD)
    assert await next_push(database, cohort) is None


async def test_what_a_worker_did_not_finish_another_one_takes_up(
    database: Database, clock: ManualClock
) -> None:
    cohort, _secret = await set_up(database)
    await database.run(LEAD, pushes.send_test, cohort.id)
    [first] = await database.system(pushes.claim)
    assert await database.system(pushes.claim) == ()
    clock.advance(minutes=2)
    [second] = await database.system(pushes.claim)
    assert first == second
    await database.system(pushes.record, first.id, PushOutcome(None, 200), 0.0)
    await database.system(pushes.record, second.id, PushOutcome(PushTrouble.STATUS, 500), 0.0)
    assert [line.state for line in await lines(database, cohort)] == [PushState.SENT]


async def test_an_error_of_ours_is_tried_again(database: Database) -> None:
    async def broken(_name: str, _port: int) -> list[str]:
        raise RuntimeError

    cohort, _secret = await set_up(database)
    await database.run(LEAD, pushes.send_test, cohort.id)
    await Pusher(database, Poster(resolve=broken)).push_due()
    [line] = await lines(database, cohort)
    assert (line.state, line.trouble) == (PushState.QUEUED, PushTrouble.NOT_MADE)


async def test_the_last_push_has_the_last_week_of_the_term(database: Database, clock: ManualClock) -> None:
    cohort, _secret = await set_up(database)
    assert cohort.ends_on == date(2026, 12, 18)
    clock.set(datetime(2026, 12, 21, 12, tzinfo=UTC))
    await database.system(pushes.plan)
    assert await next_push(database, cohort) is None


async def test_an_ended_cohort_pushes_its_last_week_and_no_more(
    database: Database, clock: ManualClock
) -> None:
    clock.set(MONDAY_MORNING - timedelta(days=3))
    cohort, _secret = await set_up(database)
    await database.run(LEAD, cohorts.end, cohort.id)
    clock.set(MONDAY_MORNING)
    assert await database.system(pushes.plan) == 1
    assert await next_push(database, cohort) is None


async def test_a_new_address_forgets_the_old_one_and_its_list(database: Database) -> None:
    cohort, secret = await set_up(database)
    await database.run(LEAD, pushes.send_test, cohort.id)
    assert await database.run(LEAD, pushes.set_webhook, cohort.id, "https://other.example/") != secret
    assert await lines(database, cohort) == ()
    await database.run(LEAD, pushes.send_test, cohort.id)
    await database.run(LEAD, pushes.send_test, cohort.id)
    assert [line.state for line in await lines(database, cohort)] == [PushState.QUEUED, PushState.SKIPPED]
    await database.run(LEAD, pushes.remove_webhook, cohort.id)
    await database.run(LEAD, pushes.remove_webhook, cohort.id)
    with database.transaction(LEAD.team_id) as session:
        assert session.scalars(select(WebhookPush)).all() == []
    with pytest.raises(UserError, match="no address"):
        await database.run(LEAD, pushes.send_test, cohort.id)


async def test_only_leads_and_nothing_in_the_clear(database: Database) -> None:
    cohort, secret = await set_up(database, "https://hooks.example/T0KEN")
    for actor in (LINH,):
        with pytest.raises(NotAllowedError):
            await database.run(actor, pushes.set_webhook, cohort.id, "https://a.example/")
        for service in (pushes.remove_webhook, pushes.send_test):
            with pytest.raises(NotAllowedError):
                await database.run(actor, service, cohort.id)
    with database.transaction(LEAD.team_id) as session:
        kept = str(session.scalars(select(Webhook).where(col(Webhook.cohort_id) == cohort.id)).one())
    assert "T0KEN" not in kept
    assert secret.removeprefix("whsec_") not in kept


async def test_a_receiver_on_another_network_is_asked_again_each_time(
    database: Database, clock: ManualClock
) -> None:
    names = Names([HERE], ["169.254.169.254"])
    async with receiving() as receiver:
        cohort, _secret = await set_up(database, receiver.address)
        pusher = Pusher(database, poster(names))
        for _time in range(2):
            await database.run(LEAD, pushes.send_test, cohort.id)
            await pusher.push_due()
            clock.advance(minutes=1)
        assert len(receiver.requests) == 1
    assert [line.trouble for line in await lines(database, cohort)] == [PushTrouble.NOT_PUBLIC, None]
