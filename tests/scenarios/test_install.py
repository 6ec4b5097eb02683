"""Adding Infoview to workspaces by Slack's own way, by HTTP through the stand-in, and what follows."""

import asyncio
import logging
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text
from sqlmodel import select

from bot.app import Bot
from bot.models import InstalledWorkspace
from bot.values import Actor
from tests.clocks import ManualClock
from tests.databases import postgres_url, sqlite_url
from tests.many import (
    ADMIN,
    CLIENT_SECRET,
    HOME,
    RIVER,
    ManyStage,
    many_settings,
    many_staged,
    state_of,
)
from tests.queueing import lane, rows
from tests.scenarios.test_sending import posts, queue_notices
from tests.stage import Stage, all_action_ids, words

RACERS = 32
BROWSER_LOGS = ("httpx", "httpcore", "uvicorn.access")
"""What the test's own browser logs, and a log that is off but caught by pytest nevertheless."""


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path, clock: ManualClock) -> Iterator[str]:
    if request.param == "sqlite":
        yield sqlite_url(tmp_path)
        return
    with postgres_url(request.getfixturevalue("postgres_server"), clock) as url:
        yield url


@pytest.fixture
async def many(
    request: pytest.FixtureRequest, tmp_path: Path, clock: ManualClock
) -> AsyncIterator[ManyStage]:
    socket_mode = getattr(request, "param", "http") == "socket"
    async with many_staged(sqlite_url(tmp_path), clock, socket_mode=socket_mode) as made:
        yield made


def installed(bot: Bot) -> dict[str, InstalledWorkspace]:
    with bot.db.system_session() as session:
        return {row.id: row for row in session.exec(select(InstalledWorkspace))}


async def test_adding_it_from_the_first_page_to_the_first_answer(
    many: ManyStage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    dana = many.home.person(ADMIN)
    before = await dana.command_fails("/infoview tips")
    assert "not a valid command" in before
    address = await many.browser.start()
    back = await many.browser.decide(address)
    done = await many.browser.come_back(back)
    assert done.status_code == 200
    assert "Infoview is in Harbor Career Program" in done.text
    assert done.headers["cache-control"] == "no-store"
    assert "frame-ancestors 'none'" in done.headers["content-security-policy"]
    assert done.headers["referrer-policy"] == "no-referrer"

    await many.tick()
    assert posts(many.home.workspace) == [ADMIN]
    (message,) = await dana.messages()
    assert [*all_action_ids(message)] == ["cohort.create"]
    assert "20-30 minutes" in words(await dana.command("/infoview tips how long"))
    await dana.click("cohort.create", message)
    assert await dana.has_modal()
    assert not await many.river.person(ADMIN).messages()

    token = many.home.workspace.connection.bot_token
    assert token is not None
    with many.bot.db.system_session() as session:
        stored = str(session.execute(text("SELECT * FROM installed_workspace")).one())
        assert session.execute(text("SELECT count(*) FROM install_state")).scalar_one() == 0
    code = str(httpx.URL(back).params["code"])
    logged = "\n".join(
        record.getMessage() for record in caplog.records if not record.name.startswith(BROWSER_LOGS)
    )
    assert "T0HARBOR is installed" in logged
    for secret in (token, code, state_of(back), CLIENT_SECRET):
        assert secret not in stored
        assert secret not in logged


async def test_of_many_who_come_back_with_one_state_one_installs(
    database_url: str, clock: ManualClock
) -> None:
    async with many_staged(database_url, clock) as many:
        back = await many.browser.decide(await many.browser.start())
        answers = await asyncio.gather(*(many.browser.come_back(back) for _ in range(RACERS)))
        assert Counter(answer.status_code for answer in answers) == {200: 1, 401: RACERS - 1}
        assert len(many.home.calls("oauth.v2.access")) == 1
        await many.tick()
        assert posts(many.home.workspace) == [ADMIN]

        # As many states for one workspace at the same moment are one installation, too.
        browsers = [many.browser.another() for _ in range(RACERS // 4)]
        backs = [await each.decide(await each.start(), RIVER) for each in browsers]
        done = await asyncio.gather(
            *(each.come_back(back) for each, back in zip(browsers, backs, strict=True))
        )
        assert {answer.status_code for answer in done} == {200}
        assert set(installed(many.bot)) == {HOME, RIVER}
        await many.tick()
        assert posts(many.river.workspace) == [ADMIN]


async def test_who_did_not_begin_here_and_just_now_installs_nothing(
    many: ManyStage, clock: ManualClock
) -> None:
    browser, other = many.browser, many.browser.another()
    back = await browser.decide(await browser.start())
    foreign = await other.come_back(back)
    assert (
        foreign.status_code,
        "another browser" in foreign.text or "browser you began in" in foreign.text,
    ) == (
        400,
        True,
    )
    await other.start()
    assert (await other.come_back(back)).status_code == 400  # a state of its own does not help
    without = str(httpx.URL(back).copy_remove_param("state"))
    assert (await browser.come_back(without)).status_code == 400
    made_up = str(httpx.URL(back).copy_set_param("state", "x" * 43))
    browser.cookie = f"slack-app-oauth-state={'x' * 43}"
    assert (await browser.come_back(made_up)).status_code == 401

    back = await browser.decide(await browser.start())
    clock.advance(minutes=10)
    late = await browser.come_back(back)
    assert (late.status_code, "ten minutes" in late.text) == (401, True)

    back = await browser.decide(await browser.start(), decision="cancel")
    cancelled = await browser.come_back(back)
    assert (cancelled.status_code, "You chose not to add" in cancelled.text) == (200, True)

    back = await browser.decide(await browser.start())
    wrong_code = await browser.come_back(str(httpx.URL(back).copy_set_param("code", "<b>")))
    assert (wrong_code.status_code, "<b>" in wrong_code.text) == (401, False)
    back = await browser.decide(await browser.start())
    assert (await browser.come_back(str(httpx.URL(back).copy_remove_param("code")))).status_code == 401
    for page in (foreign, late, cancelled, wrong_code):
        assert 'href="/slack/install"' in page.text
    assert installed(many.bot) == {}


async def test_trouble_on_the_way_is_told_with_what_to_do_next(
    many: ManyStage, caplog: pytest.LogCaptureFixture
) -> None:
    for method, fault in (("oauth.v2.access", "server_error"), ("auth.test", "drop")):
        many.home.workspace.faults.add(method, fault, times=1)
        unconfirmed = await many.browser.add()
        assert (unconfirmed.status_code, "begin again" in unconfirmed.text) == (401, True)
    with many.bot.db.system_session() as session:
        session.execute(text("DROP TABLE installed_workspace"))
    broken = await many.browser.add()
    assert (broken.status_code, "try again in a few minutes" in broken.text) == (500, True)
    (reference,) = re.findall(r"Reference: (\w+)", broken.text)
    (line,) = [record.getMessage() for record in caplog.records if reference in record.getMessage()]
    assert line.endswith("OperationalError")


async def test_nothing_of_the_request_gets_into_slacks_address(many: ManyStage) -> None:
    address = httpx.URL(await many.browser.start(team="T0RIVER&scope=admin"))
    assert "team" not in address.params
    assert "admin" not in str(address)
    assert httpx.URL(await many.browser.start(team=RIVER)).params["team"] == RIVER


@pytest.mark.parametrize(
    ("setting", "team_id", "sentence"),
    [
        ("org_deploy_enabled", "E0HARBOR", "whole organization"),
        ("token_rotation_enabled", HOME, "token rotation"),
    ],
)
async def test_what_is_not_supported_yet_is_refused_and_given_back(
    tmp_path: Path, clock: ManualClock, setting: str, team_id: str, sentence: str
) -> None:
    async with many_staged(sqlite_url(tmp_path), clock, **{setting: True}) as many:
        answer = await many.browser.add(team_id)
        assert (answer.status_code, sentence in answer.text) == (403, True)
        assert installed(many.bot) == {}
        assert not many.home.workspace.is_installed
        assert not many.oauth.tokens_elsewhere


@pytest.mark.parametrize("many", ["http", "socket"], indirect=True)
async def test_each_workspace_is_answered_and_nudged_by_its_own_token(many: ManyStage) -> None:
    for team_id in (HOME, RIVER):
        await many.browser.add(team_id)
    await many.tick()
    people = {HOME: ["U0M01", "U0M02"], RIVER: ["U0M02", "U0M03"]}
    for team_id, place in many.places.items():
        place.workspace.calls.clear()
        await queue_notices(many.bot.db, team_id, [Actor(team_id, each) for each in people[team_id]])
    await many.tick()
    for team_id, place in many.places.items():
        # The stand-in finds the workspace of a call by its token, as Slack does.
        assert sorted(posts(place.workspace)) == people[team_id]
        kwame = place.person("U0M02")
        assert await kwame.command("/infoview tips")
        assert await kwame.say("help")
        await kwame.open_home()
        assert {call.args["user_id"] for call in place.workspace.calls if call.method == "views.publish"} == {
            "U0M02"
        }
    assert many.home.workspace.connection.bot_token != many.river.workspace.connection.bot_token


async def test_uninstalled_while_sending_and_installed_again(many: ManyStage, clock: ManualClock) -> None:
    for team_id in (HOME, RIVER):
        await many.browser.add(team_id)
    await many.tick()
    everybody = [Actor(RIVER, f"U0M{number:02}") for number in range(1, 13)]
    await queue_notices(many.bot.db, RIVER, everybody)
    river = many.river.workspace
    old_token = river.connection.bot_token
    river.calls.clear()
    river.faults.add("users.info", "slow", seconds=60, times=100)
    sending = asyncio.create_task(many.tick())
    async with asyncio.timeout(10):
        while not river.calls:
            await asyncio.sleep(0.01)
    await many.remove(RIVER)
    river.faults.clear()
    await sending
    assert posts(river) == []
    assert installed(many.bot)[RIVER].token_sealed is None
    assert set(many.bot.gateways.teams()) == {HOME}
    assert {row.state for row in await rows(many.bot.db) if row.team_id == RIVER} == {"queued", "sent"}
    outsider = await many.river.person("U0M01").command_fails("/infoview tips")
    assert "not a valid command" in outsider

    clock.advance(hours=2)
    assert (await many.browser.add(RIVER, "U0LEAD")).status_code == 200
    assert river.connection.bot_token not in {None, old_token}
    await queue_notices(many.bot.db, RIVER, everybody[:1])
    await many.tick()
    assert sorted(posts(river)) == ["U0LEAD", "U0M01"]
    (back,) = await many.river.person("U0LEAD").messages()
    assert "as they were" in back["text"]
    reasons = Counter(row.reason for row in await rows(many.bot.db) if row.state == "skipped")
    assert reasons == {"due before the app was installed again": len(everybody)}


async def test_added_again_without_being_removed_it_is_one_installation(many: ManyStage) -> None:
    await many.browser.add()
    await many.tick()
    first = installed(many.bot)[HOME]
    many.home.clock.advance(minutes=1)
    assert (await many.browser.add(HOME, "U0LEAD")).status_code == 200
    await many.tick()
    (second,) = installed(many.bot).values()
    assert (second.installed_by, second.installed_at > first.installed_at) == ("U0LEAD", True)
    assert second.token_sealed != first.token_sealed
    assert posts(many.home.workspace) == [ADMIN]  # nobody is welcomed twice


async def test_another_process_learns_of_what_comes_and_goes(many: ManyStage, tmp_path: Path) -> None:
    api_url = many.bot.settings.slack_api_url
    other = Bot(
        many_settings(api_url.removesuffix("/api/"), many.bot.settings.database_url),
        many.home.clock,
        with_worker=False,
    )
    async with other.running():
        assert await other.gateways.find(HOME) is None
        await many.browser.add()
        found = await other.gateways.find(HOME)
        assert found is not None
        assert found.token == many.home.workspace.connection.bot_token
        await many.remove(HOME)
        many.home.clock.advance(minutes=1)
        await many.browser.add()
        await other.gateways.refresh()
        assert other.gateways.of(HOME).token == many.home.workspace.connection.bot_token
        await many.remove(HOME)
        await other.gateways.refresh()
        assert await other.gateways.find(HOME) is None


async def test_the_daily_probe_finds_a_workspace_whose_news_never_came(
    many: ManyStage, clock: ManualClock
) -> None:
    for team_id in (HOME, RIVER):
        await many.browser.add(team_id)
    many.river.workspace.set_token(None)  # removed, and no event comes
    for place in many.places.values():
        place.workspace.calls.clear()
    await many.tick()
    assert installed(many.bot)[RIVER].ended_at is None
    clock.advance(days=1)
    await many.tick()
    assert installed(many.bot)[RIVER].end_reason == "account_inactive"
    assert installed(many.bot)[HOME].ended_at is None
    many.river.workspace.set_token("xoxb-unknown")
    answer = await many.river.person("U0M01").command("/infoview tips")  # Slack still shows the app there
    assert answer["text"].startswith("Infoview is not in this workspace any more.")
    assert [len(place.calls("auth.test")) for place in many.places.values()] == [1, 1]

    # A refusal that may be our own trouble ends nothing; a message that is refused is looked into at once.
    many.home.workspace.faults.add("auth.test", "error", error="invalid_auth")
    clock.advance(days=1)
    await many.tick()
    assert installed(many.bot)[HOME].ended_at is None
    many.home.workspace.faults.add("chat.postMessage", "error", error="token_revoked", times=1)
    await queue_notices(many.bot.db, HOME, [Actor(HOME, "U0M01")])
    await many.tick()
    assert [entry for entry in posts(many.home.workspace) if entry == "U0M01"] == ["U0M01"]
    await many.tick()
    assert [row.state for row in await rows(many.bot.db) if row.recipient == "U0M01"] == ["sent"]


async def test_late_news_of_an_earlier_end_does_not_end_the_present_installation(
    many: ManyStage, clock: ManualClock
) -> None:
    await many.browser.add()
    many.home.workspace.set_token(None)
    clock.advance(minutes=5)
    await many.browser.add()
    clock.advance(minutes=-4)  # Slack tells it again, with the moment when it happened
    many.home.interactions.app_removed()
    await many.settle()
    clock.advance(minutes=5)
    await many.tick()
    assert installed(many.bot)[HOME].ended_at is None
    assert await many.home.person("U0M01").command("/infoview tips")


async def test_removed_from_the_one_workspace_of_a_token_its_queue_stops(stage: Stage) -> None:
    await stage.tick()
    await queue_notices(stage.bot.db, HOME, [Actor(HOME, "U0M01")])
    stage.interactions.app_removed(uninstalled=False)
    await stage.interactions.idle()
    await stage.tick()
    assert posts(stage.workspace) == []
    assert [row.state for row in await rows(stage.bot.db)] == ["queued"]
    assert (await lane(stage.bot.db)).stop_reason == "tokens_revoked"
