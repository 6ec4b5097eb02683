"""What the tests in a browser share: one Chromium, a fresh page a test, the stand-in with a bot double."""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright, expect

from bot.playground.launch import bot_and_stand_in
from bot.playground.server import BotConnection, create_app
from tests.browser.double import BOT_TOKEN, MANIFEST, BotDouble
from tests.browser.serving import address, free_socket, serving
from tests.processes import address_in, infoview, running

CHROMIUM_ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # No test reaches another machine.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
)
TIMEOUT_MS = 15_000
"""How long an act or an expectation may take, on a busy machine; nothing waits longer than it must."""

expect.set_options(timeout=TIMEOUT_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One event loop for the run, so that all tests here can share one browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium_browser(chromium_path: Path) -> AsyncIterator[Browser]:
    """The browser of the test run."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium_path, args=CHROMIUM_ARGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(chromium_browser: Browser) -> AsyncIterator[Page]:
    """A fresh page; the test fails when a script of the page failed or broke the content security policy."""
    context = await chromium_browser.new_context(viewport={"width": 1280, "height": 860})
    context.set_default_timeout(TIMEOUT_MS)
    page = await context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda line: troubles.append(line.text) if _breaks_policy(line) else None)
    yield page
    await context.close()
    assert troubles == []


def _breaks_policy(line: ConsoleMessage) -> bool:
    return line.type == "error" and "Content Security Policy" in line.text


class MovableClock:
    """The clock of a playground whose nudges are all due in three days."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
        self._nudge = self.moment + timedelta(days=3)

    def now(self) -> datetime:
        return self.moment

    def advance(self, delta: timedelta) -> None:
        self.moment += delta

    async def next_nudge(self, user_id: str) -> datetime | None:
        return None if user_id == "U0ADMIN" else self._nudge


@pytest.fixture(autouse=True)
def started_without_counting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes that are started here count no lines either (see ``tests/conftest.py``)."""
    for name in [name for name in os.environ if name.startswith("COVERAGE")]:
        monkeypatch.delenv(name)


@dataclass(frozen=True)
class Playground:
    """A running stand-in with the bot double behind it."""

    url: str
    bot: BotDouble


@pytest.fixture
def playground() -> Iterator[Playground]:
    """The real stand-in, the bot double, and a clock that can be moved."""
    front, back = free_socket(), free_socket()
    bot = BotDouble(address(front))
    connection = BotConnection("secret", BOT_TOKEN, "xapp-page-tests", f"{address(back)}/slack/events")
    app = create_app(connection, manifest=MANIFEST, clock=MovableClock())
    with ExitStack() as stack:
        stack.enter_context(serving(bot.app(), back))
        stack.enter_context(serving(app, front, app.state.end_streams))
        yield Playground(address(front), bot)


@pytest.fixture
def started_playground_url(tmp_path: Path) -> Iterator[str]:
    """The address of `infoview playground`, started as people start it: as its own process."""
    process = infoview("playground", "--port", "0", cwd=tmp_path)
    with running(process, "The playground is ready") as line:
        yield address_in(line)


@pytest_asyncio.fixture(loop_scope="session")
async def playground_url() -> AsyncIterator[str]:
    """The address of the same playground, started within this process: half the work."""
    async with bot_and_stand_in("127.0.0.1", 0) as ready:
        yield address_in(ready)
