"""The bot as people start it: its own process, configured by the environment alone, against the stand-in."""

import asyncio
import contextlib
import json
import re
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from anyio.from_thread import start_blocking_portal

from bot.playground.launch import APP_TOKEN, BOT_TOKEN, CLIENT_ID, CLIENT_SECRET, stand_in_only
from bot.playground.launch import SIGNING_SECRET as PLAYGROUND_SECRET
from tests.many import Browser
from tests.processes import (
    START_SECONDS,
    STOP_SECONDS,
    address_in,
    infoview,
    infoview_into,
    output_of,
    running,
    running_into,
)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


@pytest.fixture
def bot_port() -> int:
    return free_port()


@pytest.fixture
def stand_in(bot_port: int) -> Iterator[str]:
    """The address of a stand-in that knows only where the bot will answer; in a thread of its own."""
    ready = stand_in_only("127.0.0.1", 0, f"http://127.0.0.1:{bot_port}/slack/events")
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(ready) as said:
        yield address_in(said)


@pytest.fixture
async def page(stand_in: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"{stand_in}/playground/api/") as client:
        yield client


def settings(stand_in: str, bot_port: int, **more: str) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_API_URL": f"{stand_in}/api/",
        "PORT": str(bot_port),
        "LOG_LEVEL": "WARNING",
        **more,
    }


async def ask_for_tips(page: httpx.AsyncClient) -> str:
    body = {"user": "U0M01", "channel": "C0GENERAL", "text": "/infoview tips how long"}
    assert (await page.post("command", json=body)).json() == {"ok": True}
    state = (await page.get("state", params={"user": "U0M01"})).json()
    (general,) = (c for c in state["conversations"] if c["id"] == "C0GENERAL")
    text: str = general["messages"][-1]["text"]
    return text


def test_a_first_start_says_little_and_alarms_nobody(tmp_path: Path, stand_in: str, bot_port: int) -> None:
    log = tmp_path / "bot.log"
    given = settings(stand_in, bot_port, SLACK_SIGNING_SECRET=PLAYGROUND_SECRET, LOG_LEVEL="INFO")
    with running_into(log, "is ready", "run", **given):
        lines = log.read_text().splitlines()
    assert not [line for line in lines if "WARNING" in line or "ERROR" in line]
    assert any("the tables are made" in line for line in lines)
    assert len(lines) <= 5, lines


@pytest.mark.parametrize("how", ["http", "socket"])
async def test_the_bot_started_separately(
    tmp_path: Path, stand_in: str, bot_port: int, page: httpx.AsyncClient, how: str
) -> None:
    secret = {"SLACK_SIGNING_SECRET": PLAYGROUND_SECRET} if how == "http" else {"SLACK_APP_TOKEN": APP_TOKEN}
    watch_port = free_port()
    given = settings(stand_in, bot_port, METRICS_PORT=str(watch_port), **secret)
    process = infoview("run", cwd=tmp_path, **given)
    with running(process, "Infoview is ready"):
        assert "20-30 minutes" in await ask_for_tips(page)
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{bot_port}") as client:
            asked = {path: await client.get(path) for path in ("/healthz", "/readyz", "/metrics")}
        assert [answer.status_code for answer in asked.values()] == [200, 200, 404]
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{watch_port}") as client:
            figures = (await client.get("/metrics")).text
        assert 'infoview_answers_total{kind="command",name="tips",outcome="ok"} 1.0' in figures
        assert "infoview_workers 1.0" in figures
    assert (tmp_path / ".infoview" / "infoview.db").exists()


async def test_nothing_typed_is_in_the_log_even_at_debug(
    tmp_path: Path, stand_in: str, bot_port: int, page: httpx.AsyncClient
) -> None:
    given = settings(stand_in, bot_port, SLACK_APP_TOKEN=APP_TOKEN, LOG_LEVEL="DEBUG", LOG_FORMAT="json")
    with log_of(tmp_path, **given) as log:
        await until_healthy(bot_port)
        await type_canaries(page)
    assert "canary" not in log.read_text().casefold()
    lines = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
    assert {"DEBUG", "INFO"} <= {line["level"] for line in lines}
    answered = [line for line in lines if "outcome" in line]
    assert [(line["kind"], line["name"], line["outcome"]) for line in answered] == [
        ("command", "unknown", "ok"),
        ("command", "tips", "ok"),
        ("command", "log", "refused"),
    ]
    assert len({line["request_id"] for line in answered}) == len(answered)


async def test_no_secret_of_an_installation_is_in_the_log_even_at_debug(
    tmp_path: Path, bot_port: int
) -> None:
    bot_url = f"http://127.0.0.1:{bot_port}"
    place = ("--standalone", "--many", "--port", "0", "--bot-url", f"{bot_url}/slack/events")
    with running(infoview("playground", *place, cwd=tmp_path), "The stand-in for Slack is ready") as line:
        stand_in = line.split()[-1]
        given = {
            "SLACK_API_URL": f"{stand_in}/api/",
            "SLACK_CLIENT_ID": CLIENT_ID,
            "SLACK_CLIENT_SECRET": CLIENT_SECRET,
            "SLACK_SIGNING_SECRET": PLAYGROUND_SECRET,
            "PORT": str(bot_port),
            "PUBLIC_URL": bot_url,
            "LOG_LEVEL": "DEBUG",
        }
        with log_of(tmp_path, **given) as log:
            await until_healthy(bot_port)
            async with httpx.AsyncClient() as client:
                browser = Browser(client, bot_url)
                back = await browser.decide(await browser.start())
                assert "Infoview is in Harbor Career Program" in (await browser.come_back(back)).text
                assert (await browser.come_back(back)).status_code == 401
            async with httpx.AsyncClient(base_url=f"{stand_in}/playground/api/") as page:
                assert "20-30 minutes" in await ask_for_tips(page)
                await type_canaries(page)
    written = log.read_text()
    assert "workspace T0HARBOR is installed: new" in written
    assert "canary" not in written.casefold()
    query = httpx.URL(back).params
    for secret in (query["code"], query["state"], CLIENT_SECRET, PLAYGROUND_SECRET, "xoxb-"):
        assert secret not in written


@contextlib.contextmanager
def log_of(folder: Path, **given: str) -> Iterator[Path]:
    """A bot runs while the block does; gives the file in which all that it writes is."""
    path = folder / "log"
    with path.open("w") as log:
        process = infoview_into(log, "run", cwd=folder, **given)
        try:
            yield path
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)


async def type_canaries(page: httpx.AsyncClient) -> None:
    for words in ("canary-words", "tips canary-topic", "log Canary-Name"):
        body = {"user": "U0M01", "channel": "C0GENERAL", "text": f"/infoview {words}"}
        await page.post("command", json=body)


async def until_healthy(port: int) -> None:
    async with httpx.AsyncClient() as client, asyncio.timeout(START_SECONDS):
        while True:
            with contextlib.suppress(httpx.TransportError):
                if (await client.get(f"http://127.0.0.1:{port}/healthz")).status_code == 200:
                    return
            await asyncio.sleep(0.1)


async def test_web_and_worker_apart(
    tmp_path: Path, stand_in: str, bot_port: int, page: httpx.AsyncClient
) -> None:
    given = settings(stand_in, bot_port, SLACK_SIGNING_SECRET=PLAYGROUND_SECRET)
    with (
        running(infoview("web", cwd=tmp_path, **given), "Infoview is ready"),
        running(infoview("worker", cwd=tmp_path, **given), "worker is running"),
    ):
        assert "20-30 minutes" in await ask_for_tips(page)


async def test_a_separately_started_bot_has_no_clock_control(page: httpx.AsyncClient) -> None:
    answer = await page.post("clock", json={"user": "U0M01", "to": "day"})
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_SIGNING_SECRET"),
        ({"PORT": "seventy"}, "PORT"),
        (
            {
                "SLACK_BOT_TOKEN": "xoxb-1",
                "SLACK_SIGNING_SECRET": "s",
                "SLACK_API_URL": f"http://127.0.0.1:{free_port()}/api/",
                "PORT": "0",
            },
            "auth.test",
        ),
    ],
)
def test_a_start_that_cannot_work_ends_with_a_sentence(
    tmp_path: Path, given: dict[str, str], words: str
) -> None:
    process = infoview("run", cwd=tmp_path, **given)
    output = output_of(process)
    assert process.returncode == 1
    assert words in output
    assert "Traceback" not in output


def test_a_refused_token_ends_with_a_sentence(tmp_path: Path, stand_in: str, bot_port: int) -> None:
    given = settings(stand_in, bot_port, SLACK_SIGNING_SECRET="s", SLACK_BOT_TOKEN="xoxb-wrong")
    output = output_of(infoview("run", cwd=tmp_path, **given))
    assert "Slack did not agree to the start (auth.test: invalid_auth)" in output
    assert "`infoview doctor`" in output
    assert "Traceback" not in output


def test_a_port_that_is_taken_ends_with_a_sentence(tmp_path: Path, stand_in: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        given = settings(stand_in, taken.getsockname()[1], SLACK_SIGNING_SECRET="s")
        output = output_of(infoview("run", cwd=tmp_path, **given))
    assert re.search(r"Another program has 127\.0\.0\.1:\d+ already", output)
    assert "another PORT" in output
    assert "Traceback" not in output


def test_db_upgrade_twice(tmp_path: Path) -> None:
    for _ in range(2):
        output = output_of(infoview("db", "upgrade", cwd=tmp_path))
        assert "up to date" in output


def test_help_is_quick_and_names_the_commands(tmp_path: Path) -> None:
    output = output_of(infoview("--help", cwd=tmp_path))
    for command in ("run", "web", "worker", "playground", "db"):
        assert command in output
