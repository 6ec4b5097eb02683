"""What all tests share: a PostgreSQL server, a browser, no network but this machine, and no silent gaps.

Tests marked `postgres` or `browser` are skipped, with the reason, where the machine has no such program. With
CI=true in the environment a skipped test is a failed one.
"""

import gc
import os
from collections.abc import Generator, Iterator
from contextlib import ExitStack, nullcontext
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

from bot import app, db
from bot.db import Database
from bot.guidance.translations import load_libraries
from tests import chromium, postgres
from tests.clocks import ManualClock
from tests.compiled import keeping_statements
from tests.counting import is_counted, leave_uncounted, not_counting
from tests.databases import postgres_database, sqlite_database
from tests.network import allow_loopback_only
from tests.postgres import SHARED_SERVER, PostgresServer, start_postgres

_cleanup = pytest.StashKey[ExitStack]()


def pytest_configure(config: pytest.Config) -> None:
    """Keep what is costly to make from test to test; start the one server that several workers share."""
    allow_loopback_only()
    gc.set_threshold(20_000, 20, 20)  # a test makes much, and most of it goes without a search
    settings.register_profile("infoview", deadline=None)  # what has to be quick has a test of its own
    settings.load_profile("infoview")
    stack = config.stash.setdefault(_cleanup, ExitStack())
    patch = stack.enter_context(pytest.MonkeyPatch.context())
    patch.setattr(db, "create_engine", keeping_statements())
    patch.setattr(app, "load_libraries", cache(load_libraries))  # each bot would read all content anew
    workers = config.getoption("numprocesses", default=None)
    if workers and not hasattr(config, "workerinput") and postgres.find_binaries():
        os.environ[SHARED_SERVER] = stack.enter_context(start_postgres()).admin_url
        stack.callback(os.environ.pop, SHARED_SERVER)


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[_cleanup].close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    leave_uncounted(items)
    needs = {
        "postgres": (postgres.find_binaries, postgres.INSTALL_HINT),
        "browser": (chromium.find_chromium, chromium.INSTALL_HINT),
    }
    for marker, (find, reason) in needs.items():
        marked = [item for item in items if item.get_closest_marker(marker)]
        if marked and find() is None:
            for item in marked:
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """Of several workers, which all read the same, the first one counts."""
    is_first = getattr(session.config, "workerinput", {}).get("workerid", "gw0") == "gw0"
    with nullcontext() if is_first else not_counting(session.config):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    with nullcontext() if is_counted(item) else not_counting(item.config):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _refuse_skip(report)
    return report


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI") == "true":
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longreprtext
        report.outcome = "failed"
        report.longrepr = f"With CI=true nothing may be skipped. {reason}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL server, one for the whole test run. Tests that use it are marked `postgres`."""
    if shared := os.environ.get(SHARED_SERVER):
        yield PostgresServer(shared)
        return
    with start_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """The Chromium to start. Tests that use it are marked `browser`."""
    path = chromium.find_chromium()
    assert path is not None, chromium.INSTALL_HINT
    return path


@pytest.fixture
def clock() -> ManualClock:
    """A clock that stands still until the test moves it."""
    return ManualClock()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path, clock: ManualClock) -> Iterator[Database]:
    """A fresh, migrated database: each test that uses it runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        made = sqlite_database(tmp_path, clock)
    else:
        made = postgres_database(request.getfixturevalue("postgres_server"), clock)
    with made as database:
        yield database
