"""The stage that scenarios play on: signed HTTP, or Socket Mode where a test asks for it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.clocks import ManualClock
from tests.databases import sqlite_url
from tests.stage import Json, Person, Stage, find_element, staged

both_transports = pytest.mark.parametrize("stage", ["http", "socket"], indirect=True)


@pytest.fixture
async def stage(request: pytest.FixtureRequest, tmp_path: Path, clock: ManualClock) -> AsyncIterator[Stage]:
    """A whole Infoview on SQLite and the stand-in; by signed HTTP unless parametrised with ``socket``."""
    socket_mode = getattr(request, "param", "http") == "socket"
    async with staged(sqlite_url(tmp_path), clock, socket_mode=socket_mode) as made:
        yield made


async def choose_control(person: Person, message: Json, control: str) -> None:
    """Choose one of the controls of a message that came by itself."""
    element, _block_id = find_element(message, "nudge.control")
    option = next(choice for choice in element["options"] if choice["value"].startswith(control))
    await person.click("nudge.control", message, selected_option=option)
