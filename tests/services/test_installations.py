"""Installations on both databases: what is stored, what an end stops, what comes back, what is deleted."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select, update
from sqlmodel import SQLModel, col

from bot.db import Database
from bot.models import Delivery, InstalledWorkspace, Member, Webhook, WebhookPush
from bot.playground.seed import seed
from bot.services import erasing, install_states, installations, pulls, pushes, sending
from bot.services.deliveries import plan
from bot.services.sending import Attempt
from bot.values import Actor, DeliveryState, InstallOutcome, NewInstallation
from bot.vault import VaultError
from bot.workspace_tools import report
from tests.clocks import ManualClock
from tests.people import ADMIN, LEAD, LINH, TEAM, enrolled, make_cohort
from tests.queueing import MONDAY, NEW_YORK, hand, only_row, rows

OTHER = "T0OTHER"
KEPT = timedelta(days=30)
BY_SLACK = Actor(TEAM, "")


def granted(team_id: str = TEAM, token: str = "xoxb-one") -> NewInstallation:
    return NewInstallation(team_id, "A workspace", "B0", "U0BOT", token, "commands,chat:write")


async def install(database: Database, team_id: str = TEAM, token: str = "xoxb-one") -> InstallOutcome:
    return await database.run(Actor(team_id, "U0ADMIN"), installations.save, granted(team_id, token))


async def uninstall(database: Database, team_id: str = TEAM) -> bool:
    news = database.clock.now()
    return await database.run(Actor(team_id, ""), installations.end, "app_uninstalled", news, KEPT)


async def tokens(database: Database) -> dict[str, str]:
    teams = await database.system_read(installations.active)
    found = await database.system_read(installations.load, [*teams])
    return {each.team_id: each.token for each in found}


def count(database: Database, team_id: str) -> dict[str, int]:
    with database.system_session() as session:
        return {
            table.name: session.scalar(select(func.count()).where(table.c.team_id == team_id)) or 0
            for table in SQLModel.metadata.sorted_tables
            if "team_id" in table.c
        }


async def test_a_state_is_good_once_and_for_ten_minutes(database: Database, clock: ManualClock) -> None:
    first, second = [await database.system(install_states.issue) for _ in range(2)]
    assert not await database.system(install_states.consume, "made up")
    assert [await database.system(install_states.consume, first) for _ in range(2)] == [True, False]
    clock.advance(minutes=10)
    assert not await database.system(install_states.consume, second)
    assert await database.system(install_states.consume, await database.system(install_states.issue))


async def test_the_name_of_a_workspace_moves_no_cursor(database: Database) -> None:
    named = replace(granted(), team_name="A\x1b[2J\u202e\x00\ud800 workspace")
    await database.run(Actor(TEAM, "U0ADMIN"), installations.save, named)
    assert "A[2J workspace" in report(await database.system_read(installations.overview))


async def test_a_token_is_sealed_and_opens_in_its_own_row_only(database: Database) -> None:
    assert await install(database) is InstallOutcome.NEW
    assert await install(database, OTHER, "xoxb-two") is InstallOutcome.NEW
    assert await tokens(database) == {TEAM: "xoxb-one", OTHER: "xoxb-two"}
    assert "xoxb" not in repr(await database.system_read(installations.load, [TEAM]))
    with database.system_session() as session:
        one, two = (session.get_one(InstalledWorkspace, each) for each in (TEAM, OTHER))
        assert one.token_sealed is not None
        assert "xoxb" not in one.token_sealed
        one.token_sealed, two.token_sealed = two.token_sealed, one.token_sealed
    with pytest.raises(VaultError):
        await tokens(database)


async def test_what_was_queued_before_the_end_does_not_come_after_the_return(
    database: Database, clock: ManualClock
) -> None:
    await install(database)
    with database.system_session() as session:
        session.execute(delete(Delivery))  # the welcome
    await enrolled(database, LINH)
    clock.set(MONDAY)
    worker = await hand(database)
    await plan_all(database)
    claimed = await worker.one()

    clock.advance(minutes=1)
    assert await uninstall(database)
    assert await uninstall(database)  # Slack tells it twice: uninstalled, and the token revoked
    assert await worker.begin(claimed) is None
    assert await worker.claim() == []
    assert await tokens(database) == {}
    row = await only_row(database)
    assert row.state == DeliveryState.QUEUED

    with database.system_session() as session:  # a worker that ended had it in hand
        session.execute(update(Delivery).values(worker_id=worker.worker_id))
    clock.advance(days=3)
    assert await install(database, token="xoxb-new") is InstallOutcome.BACK
    assert await tokens(database) == {TEAM: "xoxb-new"}
    assert await database.system(sending.begin, [Attempt(claimed, NEW_YORK)]) == [None]
    states = {(each.kind, each.state) for each in await rows(database)}
    assert states == {(row.kind, "skipped"), ("welcome", "queued")}
    with database.system_session() as session:
        assert session.scalar(select(func.count()).select_from(Member)) == 1


async def plan_all(database: Database) -> None:
    while await database.system(plan):
        pass


async def test_old_news_ends_no_new_installation(database: Database, clock: ManualClock) -> None:
    await install(database)
    news = clock.now()
    clock.advance(minutes=1)
    assert await install(database) is InstallOutcome.RENEWED
    assert not await database.run(BY_SLACK, installations.end, "app_uninstalled", news, KEPT)
    assert await tokens(database) == {TEAM: "xoxb-one"}
    await database.run(BY_SLACK, installations.probe_soon)
    assert await database.system(installations.take_probes) == (TEAM,)
    assert await database.system(installations.take_probes) == ()
    clock.advance(days=1)
    assert await database.system(installations.take_probes) == (TEAM,)


async def test_a_summary_does_not_leave_while_the_workspace_is_gone(
    database: Database, clock: ManualClock
) -> None:
    await install(database)
    cohort = await make_cohort(database)
    lead = Actor(TEAM, LEAD.user_id)
    token = await database.run(lead, pulls.make_token, cohort.id)
    await database.run(lead, pushes.set_webhook, cohort.id, "https://example.org/hook")
    await database.run(lead, pushes.send_test, cohort.id)
    presented = pulls.digest(token)
    assert await database.system_read(pulls.find_reader, cohort.id, presented) is not None

    await uninstall(database)
    assert await database.system_read(pulls.find_reader, cohort.id, presented) is None
    assert await database.system(pushes.claim) == ()
    clock.advance(days=8)
    assert await database.system(pushes.plan) == 0
    await install(database)
    assert await database.system_read(pulls.find_reader, cohort.id, presented) is not None
    assert await database.system(pushes.plan) == 1
    with database.system_session() as session:
        pushed = session.execute(select(col(WebhookPush.state)).join(Webhook)).scalars().all()
    assert sorted(pushed) == ["queued", "skipped"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # the sample data takes seconds
async def test_after_the_stated_time_nothing_of_the_workspace_is_left(
    database: Database, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasing, "ROWS", 200)
    for team_id in (TEAM, OTHER):
        await install(database, team_id)
    seed(database, clock.now())
    await make_cohort(database, actor=Actor(OTHER, ADMIN.user_id, is_admin=True))
    others = count(database, OTHER)
    assert sum(count(database, TEAM).values()) > 300
    await uninstall(database)
    clock.advance(days=29)
    assert not await database.system(erasing.purge)
    clock.advance(days=1)
    rounds = 0
    while await database.system(erasing.purge):
        rounds += 1
    assert rounds > 10
    assert set(count(database, TEAM).values()) == {0}
    assert count(database, OTHER) == others
    assert await install(database) is InstallOutcome.NEW


async def test_operators_see_who_has_it_and_what_is_to_be_deleted(
    database: Database, clock: ManualClock
) -> None:
    assert report(await database.system(installations.overview)).startswith("No workspace")
    await install(database)
    clock.advance(minutes=1)
    await install(database, OTHER)
    await uninstall(database)
    _head, other, home = report(await database.system(installations.overview)).splitlines()
    assert other.split()[0] == OTHER
    assert other.endswith("installed")
    assert "removed 2026-09-07 14:01:00Z (app_uninstalled), deleted 2026-10-07 14:01:00Z" in home


async def test_who_comes_back_after_the_stated_time_begins_anew(
    database: Database, clock: ManualClock
) -> None:
    await install(database)
    await enrolled(database, LINH)
    await uninstall(database)
    clock.advance(days=30)
    assert await install(database) is InstallOutcome.NEW
    left = {name: number for name, number in count(database, TEAM).items() if number}
    assert left == {"installed_workspace": 1, "lane": 2, "delivery": 1}
