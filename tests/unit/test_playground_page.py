"""The page's API: what the page is told, the movable clock, change events, refusals of malformed requests."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import httpx
import pytest

from bot.playground.scenarios import MID_TERM, SCENARIOS, Scenario
from tests.unit.playground_stage import Stage, TestClock, stage


@pytest.fixture
async def scene() -> AsyncIterator[Stage]:
    async with stage() as built:
        yield built


async def test_bootstrap_tells_the_cast_and_the_app(scene: Stage) -> None:
    told = (await scene.page.get("/playground/api/bootstrap")).json()
    assert told["workspace"] == {"id": "T0HARBOR", "name": "Harbor Career Program"}
    people = {p["id"]: p for p in told["people"]}
    assert len(people) == 18
    assert people["U0GONE"]["deleted"]
    assert people["U0OUTSIDE"]["team_id"] == "T0OTHER"
    assert [c["shared"] for c in told["channels"]] == [False, False, True]
    infoview, plain = told["commands"]
    assert infoview["completions"] == [
        {"text": "help", "description": "help"},
        {"text": "tips", "description": "tips [topic]"},
        {"text": "log", "description": "log"},
    ]
    assert plain["completions"] == []
    assert [s["type"] for s in told["shortcuts"]] == ["global", "message"]
    assert told["clock"] == {"movable": False}


async def test_the_state_shows_a_persons_own_conversations_and_unread_counts(scene: Stage) -> None:
    await scene.slack.chat_postMessage(channel="U0M01", text="Hello")
    await scene.act("message", user="U0M02", channel="C0COHORT", text="hi & bye")
    state = await scene.state("U0M01")
    shown = {c["id"]: c for c in state["conversations"]}
    assert list(shown) == ["C0GENERAL", "C0COHORT", "C0PARTNERS", "D0M01"]
    assert (shown["D0M01"]["kind"], shown["D0M01"]["name"], shown["D0M01"]["unread"]) == ("im", "Infoview", 1)
    (message,) = shown["C0COHORT"]["messages"]
    assert (message["name"], message["text"]) == ("Kwame Asante", "hi &amp; bye")
    await scene.act("open", user="U0M01", channel="D0M01")
    await scene.act("open", user="U0M01", channel="C0GENERAL")
    after = await scene.state("U0M01")
    assert [c["unread"] for c in after["conversations"]] == [0, 1, 0, 0]
    assert after["version"] > state["version"]
    await scene.delivery.idle()
    assert [e["tab"] for e in scene.bot.events("app_home_opened")] == ["messages"]
    outside = await scene.state("U0OUTSIDE")
    assert [c["id"] for c in outside["conversations"]] == ["C0PARTNERS", "D0OUTSIDE"]


async def test_changes_are_streamed(scene: Stage) -> None:
    async with scene.page.stream("GET", "/playground/api/events", params={"user": "U0M01"}) as stream:
        lines = (line async for line in stream.aiter_lines() if line)
        first = json.loads((await anext(lines)).removeprefix("data: "))
        await scene.slack.chat_postMessage(channel="U0M01", text="Hello")
        second = json.loads((await anext(lines)).removeprefix("data: "))
        assert second["version"] > first["version"]


async def test_a_quiet_stream_is_kept_alive_and_ends_when_asked(
    scene: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.playground.pageapi.KEEP_ALIVE_SECONDS", 0.02)
    async with scene.page.stream("GET", "/playground/api/events", params={"user": "U0M01"}) as stream:
        lines = (line async for line in stream.aiter_lines() if line)
        assert (await anext(lines)).startswith("data: ")
        assert await anext(lines) == ": still here"
        scene.app.state.end_streams()
        rest = await asyncio.wait_for(_drain(lines), 5)
        assert all(line == ": still here" for line in rest)


async def _drain(lines: AsyncIterator[str]) -> list[str]:
    return [line async for line in lines]


async def test_the_clock_moves_when_there_is_one() -> None:
    clock = TestClock()
    start = clock.now()
    async with stage(clock=clock) as scene:
        label = (await scene.state("U0M01"))["clock"]["label"]
        assert label == "Mon 02 Mar 2026, 09:00 (America/New_York)"
        first = await scene.slack.chat_postMessage(channel="U0M01", text="a")
        second = await scene.slack.chat_postMessage(channel="U0M01", text="b")
        assert first["ts"] == f"{int(start.timestamp())}.000000"
        assert second["ts"] > first["ts"]
        for to, passed in (
            ("hour", timedelta(hours=1)),
            ("day", timedelta(days=1)),
            ("week", timedelta(days=7)),
        ):
            before = clock.now()
            assert (await scene.act("clock", user="U0M01", to=to))["ok"]
            assert clock.now() - before == passed
        none = await scene.act("clock", user="U0M01", to="next_nudge")
        assert none == {"ok": False, "error": "No nudge is planned for this person."}
        clock.nudge = clock.now() + timedelta(days=3)
        moved = await scene.act("clock", user="U0M01", to="next_nudge")
        assert moved == {"ok": True, "now": clock.nudge.isoformat()}
        clock.nudge = start
        assert (await scene.act("clock", user="U0M01", to="next_nudge"))["ok"]
        assert clock.now() > start
        unknown = await scene.page.post("/playground/api/clock", json={"user": "U0M01", "to": "year"})
        assert unknown.status_code == 400


class Troupe:
    """A director who only remembers what was begun."""

    scenarios: Sequence[Scenario] = SCENARIOS

    def __init__(self) -> None:
        self.current = MID_TERM

    async def begin(self, scenario: Scenario) -> None:
        self.current = scenario


async def test_another_scenario_begins_where_somebody_directs() -> None:
    async with stage(director=Troupe()) as scene:
        told = (await scene.page.get("/playground/api/bootstrap")).json()
        assert [s["id"] for s in told["scenarios"]] == ["empty", "mid-term", "end"]
        before = await scene.state("U0M01")
        assert await scene.act("scenario", id="end") == {"ok": True}
        assert (before["scenario"], (await scene.state("U0M01"))["scenario"]) == ("mid-term", "end")
        unknown = await scene.page.post("/playground/api/scenario", json={"id": "yesterday"})
        assert unknown.status_code == 400
    async with stage() as scene:
        await scene.act("message", user="U0M01", channel="C0COHORT", text="soon forgotten")
        scene.app.state.workspace.begin_again()
        after = await scene.state("U0M01")
        assert (after["round"], after["scenario"]) == (2, None)
        assert all(not c["messages"] for c in after["conversations"])
        answer = await scene.page.post("/playground/api/scenario", json={"id": "end"})
        assert (answer.status_code, answer.json()["ok"]) == (404, False)


async def test_there_is_no_clock_control_without_a_clock(scene: Stage) -> None:
    answer = await scene.page.post("/playground/api/clock", json={"user": "U0M01", "to": "day"})
    assert answer.status_code == 404
    assert answer.json() == {"ok": False, "error": "This bot's clock cannot be moved."}


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("message", {"user": "U0M01", "channel": "C0COHORT"}),
        ("message", {"user": "U0NOBODY", "channel": "C0COHORT", "text": "x"}),
        ("message", {"user": "U0OUTSIDE", "channel": "C0GENERAL", "text": "x"}),
        ("message", {"user": "U0GONE", "channel": "D0GONE", "text": "x"}),
        ("message", []),
        ("action", {"user": "U0M01", "container": {"type": "view"}, "action": {}}),
        ("action", {"user": "U0M01", "container": [], "action": {}}),
    ],
)
async def test_malformed_requests_are_refused(scene: Stage, name: str, body: object) -> None:
    answer = await scene.page.post(f"/playground/api/{name}", json=body)
    assert answer.status_code == 400
    assert answer.json()["error"]


async def test_a_body_that_is_not_json_and_an_unknown_reader(scene: Stage) -> None:
    assert (await scene.page.post("/playground/api/home", content=b"{")).status_code == 400
    assert (await scene.page.get("/playground/api/state", params={"user": "U0X"})).status_code == 400


async def test_the_log_holds_both_directions(scene: Stage) -> None:
    await scene.act("command", user="U0M01", channel="C0COHORT", text="/infoview tips")
    await scene.slack.views_publish(user_id="U0M02", view={"type": "home", "blocks": []})
    entries = (await scene.page.get("/playground/api/log")).json()["entries"]
    command = next(e for e in entries if e["kind"] == "command")
    assert (command["direction"], command["summary"], command["status"]) == ("to_bot", "/infoview tips", "ok")
    assert command["ms"] >= 0
    mine = (await scene.page.get("/playground/api/log", params={"user": "U0M01"})).json()["entries"]
    assert "views.publish" not in [e["kind"] for e in mine]


async def test_the_page_is_served(scene: Stage) -> None:
    page = await scene.page.get("/")
    assert page.headers["content-type"].startswith("text/html")
    assert (await scene.page.get("/static/app.js")).status_code == httpx.codes.OK
