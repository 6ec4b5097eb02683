"""The key is changed while a web process and a worker process run: nobody notices, nothing is lost."""

import asyncio
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx

from bot.clock import SystemClock
from bot.db import Database
from bot.key_tools import rotate
from bot.playground.launch import BOT_TOKEN, SIGNING_SECRET
from bot.services import exports
from tests.databases import SECRET, make_database, sqlite_url
from tests.meetings import add_contact
from tests.people import LINH, SPRING, TEAM, enrol, make_cohort
from tests.processes import START_SECONDS, infoview, output_of, running
from tests.queueing import rows
from tests.scenarios.test_sending import EVERYBODY, queue_notices
from tests.scenarios.test_separate_processes import free_port
from tests.services.test_keyring import NEW, opened, unlock
from tests.stage import Person, words

EARLIER = 30


async def test_keys_are_rotated_beside_a_web_and_a_worker_process(tmp_path: Path) -> None:
    """Between two restarts: the worker has the new key in front already, the web process still behind."""
    database = make_database(sqlite_url(tmp_path), SystemClock())
    unlock(database)
    today = database.clock.now().date()
    await enrol(
        database,
        LINH,
        await make_cohort(database, replace(SPRING, starts_on=today, ends_on=today + timedelta(days=60))),
    )
    for number in range(EARLIER):
        await add_contact(database, LINH, f"Earlier {number}")
    port = free_port()
    place = ("--standalone", "--port", "0", "--bot-url", f"http://127.0.0.1:{port}/slack/events")
    with running(infoview("playground", *place, cwd=tmp_path), "The stand-in for Slack is ready") as line:
        address = re.search(r"http://[^\s/]+", line)
        assert address is not None
        given = {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_API_URL": f"{address[0]}/api/",
            "DATABASE_URL": database.url.render_as_string(),
            "PORT": str(port),
            "LOG_LEVEL": "WARNING",
        }
        before, after = f"{SECRET},{NEW}", f"{NEW},{SECRET}"
        web = infoview("web", cwd=tmp_path, **given, INFOVIEW_SECRET_KEY=before)
        worker = infoview("worker", cwd=tmp_path, **given, INFOVIEW_SECRET_KEY=after)
        with running(web, "Infoview is ready"), running(worker, "worker is running"):
            rotation = infoview("keys", "rotate", cwd=tmp_path, **given, INFOVIEW_SECRET_KEY=after)
            async with httpx.AsyncClient(base_url=f"{address[0]}/playground/api/") as page:
                linh = Person(_apart(page), LINH.user_id)
                await queue_notices(database, TEAM, EVERYBODY)
                added = await _add_until_ended(linh, rotation)
                assert "Newest key" in output_of(rotation)
                listed = words(await linh.command("/infoview list"))
                assert "Earlier" in listed or "Meanwhile" in listed, "what has the new key is read"
            await _until_all_are_sent(database)
    database.dispose()

    both = opened(make_database(database.url.render_as_string(), SystemClock()), NEW, SECRET)
    assert rotate(both, lambda _rows: None, pause=0).older == 0, "what the web process sealed meanwhile"
    both.dispose()
    alone = opened(database, NEW)
    names = {contact.form.name for contact in (await alone.read(LINH, exports.gather)).contacts}
    assert names == {*(f"Earlier {number}" for number in range(EARLIER)), *added}
    alone.dispose()


def _apart(page: httpx.AsyncClient) -> Any:
    """What a person needs who acts on a page of other processes: nothing has to settle in this one."""

    async def settle() -> None:
        return

    return SimpleNamespace(page=page, settle=settle)


async def _add_until_ended(person: Person, rotation: Any) -> list[str]:
    """Add a contact by the form, again and again, until the rotation is over; returns their names."""
    added: list[str] = []
    while not added or rotation.poll() is None:
        name = f"Meanwhile {len(added)}"
        await person.command(f"/infoview log {name}")
        await person.submit()
        added.append(name)
        await person.close()
    return added


async def _until_all_are_sent(database: Database) -> None:
    async with asyncio.timeout(START_SECONDS):
        while {row.state for row in await rows(database)} != {"sent"}:
            await asyncio.sleep(0.1)
