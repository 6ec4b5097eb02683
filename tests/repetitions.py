"""Every delivery four times at once, over two web processes: what came of it.

``python -m tests.repetitions`` (part of ``make test-deep``) sends 1,000 deliveries: forms, messages in the
direct message, and buttons that post in a channel.
"""

import argparse
import asyncio
import contextlib
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import uvloop
from sqlmodel import Session, func, select

from bot.clock import Clock, SystemClock
from bot.db import Database
from bot.manifest import read_manifest
from bot.models import Contact, HandledRequest
from bot.playground import cast
from bot.playground.launch import APP_TOKEN, BOT_TOKEN
from bot.playground.server import BotConnection, create_app
from bot.playground.workspace import Workspace
from bot.services import new_id
from bot.values import CohortCard
from bot.web import serving
from tests.databases import SECRET, make_database, postgres_url, sqlite_url
from tests.people import KWAME, LEAD, LINH, SPRING, enrol, make_cohort
from tests.postgres import start_postgres
from tests.processes import infoview, running
from tests.redelivery import encoded
from tests.stage import SIGNING_SECRET, Json

COPIES = 4
AT_ONCE = 8
"""Deliveries under way at the same moment; each comes so many times as ``COPIES`` says."""


@dataclass(frozen=True)
class Result:
    """What came of it. Of each delivery, one effect is right."""

    deliveries: int
    copies: int
    statuses: Counter[int]
    contacts: int
    answers: int
    posts: int
    noted: int
    seconds: float

    @property
    def effects(self) -> int:
        """Contacts that were added, messages that were answered, posts in the channel."""
        return self.contacts + self.answers + self.posts

    def __str__(self) -> str:
        kinds = f"{self.contacts:,} contacts, {self.answers:,} direct messages, {self.posts:,} posts"
        answered = ", ".join(f"{status}: {count:,}" for status, count in sorted(self.statuses.items()))
        return "\n".join(
            [
                f"deliveries        {self.deliveries:,}, each {self.copies} times at once, two processes",
                f"answered          {answered}",
                f"effects           {self.effects:,} ({kinds})",
                f"requests noted    {self.noted:,}",
                f"seconds           {self.seconds:,.0f}",
            ]
        )


async def repeat(database: Database, folder: Path, deliveries: int) -> Result:
    """Send so many deliveries ``COPIES`` times each to two ``infoview web`` on the database."""
    cohort = await make_cohort(database, replace(SPRING, channel_id="C0COHORT"))
    for actor in (LINH, KWAME):
        await enrol(database, actor, cohort)
    stand_in = create_app(BotConnection(SIGNING_SECRET, BOT_TOKEN, APP_TOKEN, None), manifest=read_manifest())
    workspace: Workspace = stand_in.state.workspace
    async with serving(stand_in, "127.0.0.1", 0) as address:
        payloads = [_payload(workspace, number, cohort) for number in range(deliveries)]
        async with _web(database, address, folder) as one, _web(database, address, folder) as other:
            begun = time.monotonic()
            statuses = await _send(payloads, (one, other))
            seconds = time.monotonic() - begun
        # The processes have ended, and with them what followed the answers.
        posts = Counter(call.args["channel"] for call in workspace.calls if call.method == "chat.postMessage")
    contacts, noted = await database.system(_rows)
    return Result(
        deliveries,
        COPIES,
        statuses,
        contacts,
        posts[cast.dm_id(KWAME.user_id)],
        posts["C0COHORT"],
        noted,
        seconds,
    )


async def _send(payloads: Sequence[Json], addresses: Sequence[str]) -> Counter[int]:
    statuses: Counter[int] = Counter()
    free = asyncio.Semaphore(AT_ONCE)
    async with httpx.AsyncClient(timeout=None) as client:

        async def once(address: str, body: bytes, headers: Mapping[str, str]) -> None:
            answer = await client.post(address, content=body, headers=headers)
            statuses[answer.status_code] += 1

        async def all_copies(payload: Json) -> None:
            body, headers = encoded(payload)
            async with free:
                each = (addresses[copy % len(addresses)] for copy in range(COPIES))
                await asyncio.gather(*(once(address, body, headers) for address in each))

        await asyncio.gather(*(all_copies(payload) for payload in payloads))
    return statuses


def _payload(workspace: Workspace, number: int, cohort: CohortCard) -> Json:
    return (_form, _message, _button)[number % 3](workspace, number, cohort)


def _form(workspace: Workspace, number: int, _cohort: CohortCard) -> Json:
    name = {"name": {"name": {"type": "plain_text_input", "value": f"Contact {number}"}}}
    return _by(LINH.user_id, "view_submission") | {
        "trigger_id": workspace.tickets.trigger(LINH.user_id),
        "view": {
            "type": "modal",
            "id": f"V{number}",
            "hash": f"{number}.0",
            "callback_id": "log.submit",
            "private_metadata": f"{new_id()}::",
            "state": {"values": name},
        },
    }


def _message(_workspace: Workspace, number: int, _cohort: CohortCard) -> Json:
    return {
        "type": "event_callback",
        "team_id": cast.TEAM_ID,
        "event_id": f"Ev{number}",
        "event": {
            "type": "message",
            "channel_type": "im",
            "channel": cast.dm_id(KWAME.user_id),
            "user": KWAME.user_id,
            "team": cast.TEAM_ID,
            "text": "tips",
            "ts": f"{number}.0",
        },
    }


def _button(workspace: Workspace, _number: int, cohort: CohortCard) -> Json:
    return _by(LEAD.user_id, "block_actions") | {
        "trigger_id": workspace.tickets.trigger(LEAD.user_id),
        "container": {"type": "message", "is_ephemeral": True, "channel_id": "C0GENERAL"},
        "actions": [{"type": "button", "action_id": "cohort.post", "block_id": "b", "value": cohort.id}],
    }


def _by(user_id: str, kind: str) -> Json:
    team: dict[str, Any] = {"id": cast.TEAM_ID}
    return {"type": kind, "user": {"id": user_id, "team_id": cast.TEAM_ID}, "team": team}


@asynccontextmanager
async def _web(database: Database, stand_in: str, folder: Path) -> AsyncIterator[str]:
    process = infoview(
        "web",
        cwd=folder,
        SLACK_BOT_TOKEN=BOT_TOKEN,
        SLACK_SIGNING_SECRET=SIGNING_SECRET,
        SLACK_API_URL=f"{stand_in}/api/",
        DATABASE_URL=database.url.render_as_string(hide_password=False),
        INFOVIEW_SECRET_KEY=SECRET,
        PORT="0",
        LOG_LEVEL="WARNING",
    )
    ready = running(process, "Infoview is ready")  # waits for the process, which waits for the stand-in
    address = re.search(r"http://[^/]+", await asyncio.to_thread(ready.__enter__))
    try:
        assert address is not None
        yield f"{address[0]}/slack/events"
    finally:
        await asyncio.to_thread(ready.__exit__, None, None, None)


def _rows(session: Session, _clock: Clock) -> tuple[int, int]:
    contacts = session.scalar(select(func.count()).select_from(Contact)) or 0
    return contacts, session.scalar(select(func.count()).select_from(HandledRequest)) or 0


def main() -> None:
    """Send them and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deliveries", type=int, default=1_000)
    parser.add_argument("--sqlite", action="store_true", help="on SQLite instead of PostgreSQL")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if options.sqlite:
            url = sqlite_url(folder)
        else:
            url = stack.enter_context(postgres_url(stack.enter_context(start_postgres()), SystemClock()))
        database = make_database(url, SystemClock())
        stack.callback(database.dispose)
        result = uvloop.run(repeat(database, folder, options.deliveries))
    sys.stdout.write(f"{database.url.get_backend_name()}\n{result}\n")
    assert result.effects == result.noted == options.deliveries
    assert set(result.statuses) == {200}


if __name__ == "__main__":
    main()
