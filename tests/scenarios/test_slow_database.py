"""The database stalls: within three seconds people see that it goes on, and the result follows."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlmodel import Session, func, select

from bot.clock import Clock
from bot.db import Database
from bot.models import Contact
from handlers.late import PATIENCE_SECONDS
from tests.redelivery import deliver, last_request
from tests.scenarios.test_cohorts import new_cohort
from tests.stage import PATIENCE, Json, Person, Stage, find_field, words

SHORT = 0.05


@asynccontextmanager
async def stalled(database: Database) -> AsyncIterator[None]:
    """No statement reaches the database while the block runs: its threads are all busy."""
    go_on = threading.Event()
    for threads in {database._read_threads, database._write_threads}:
        for _thread in range(threads._max_workers):
            threads.submit(go_on.wait)
    try:
        yield
    finally:
        go_on.set()


@pytest.fixture
async def amara(stage: Stage) -> Person:
    """A member of a fresh cohort, of a bot that loses patience at once."""
    dana, amara = stage.person("U0ADMIN"), stage.person("U0NEW1")
    await new_cohort(dana, channel=None)
    await amara.click("cohort.join", await amara.command("/infoview join"))
    await amara.submit()
    await amara.close()
    stage.bot.router.patience = SHORT
    stage.workspace.deadline = PATIENCE  # a busy machine is slow as well
    return amara


def test_half_of_the_time_that_slack_waits_is_left_for_the_way_there_and_back() -> None:
    assert PATIENCE_SECONDS <= 3.0 / 2


async def act(stage: Stage, kind: str, person: Person, **body: Any) -> None:
    """Act without waiting for what follows the answer."""
    answer = await stage.page.post(kind, json={"user": person.id, **body})
    assert answer.json()["ok"], answer.text


async def submit(stage: Stage, person: Person, **answers: str) -> None:
    view = await person.view()
    values = {
        name: {name: {"type": find_field(view, name)["type"], "value": value}}
        for name, value in answers.items()
    }
    await act(stage, "view_submit", person, view_id=view["id"], state={"values": values})


async def until(person: Person, sentence: str) -> Json:
    """The window on top, once it says so."""
    async with asyncio.timeout(PATIENCE):
        while not (await person.has_modal() and sentence in words(await person.view())):
            await asyncio.sleep(0.01)
    return await person.view()


async def count(stage: Stage, table: type) -> int:
    def rows(session: Session, _clock: Clock) -> int:
        return session.scalar(select(func.count()).select_from(table)) or 0

    return await stage.bot.db.system_read(rows)


async def test_a_form_says_saving_and_then_what_came_of_it(stage: Stage, amara: Person) -> None:
    await amara.command("/infoview log")
    async with stalled(stage.bot.db):
        await submit(stage, amara, name="Rosa Delgado")
        assert "Saving…" in words(await amara.view())
        payload, address = last_request(stage, "view_submission"), stage.workspace.connection.request_url
        assert (await deliver(str(address), payload)).status_code == 200, "somebody replays it meanwhile"
    await stage.settle()
    assert "Rosa Delgado" in words(await amara.view())
    assert await count(stage, Contact) == 1
    await amara.close()

    await amara.command("/infoview log")
    async with stalled(stage.bot.db):
        await submit(stage, amara, name=" ", organisation="Harbor Foods")
        assert "Saving…" in words(await amara.view())
    await stage.settle()
    form = await amara.view()
    assert form["callback_id"] == "log.submit"
    assert "another look" in words(form)
    assert find_field(form, "organisation")["initial_value"] == "Harbor Foods"
    assert (await amara.submit(name="Ana Silva"))["ok"], "what was refused late is filled in as it was"
    assert await count(stage, Contact) == 2


async def test_commands_buttons_and_messages_say_that_it_goes_on(stage: Stage, amara: Person) -> None:
    async with stalled(stage.bot.db):
        await act(stage, "command", amara, channel="C0GENERAL", text="/infoview join")
        assert "Still working" in words((await amara.messages("C0GENERAL"))[-1])
    await stage.settle()
    assert "You are in *Spring cohort*" in words((await amara.messages("C0GENERAL"))[-1])

    async with stalled(stage.bot.db):
        await act(stage, "command", amara, channel="C0GENERAL", text="/infoview settings")
        await until(amara, "Still working")
    await stage.settle()
    assert (await amara.view())["callback_id"] == "settings.submit"
    await amara.close()

    leave = await amara.command("/infoview leave")
    block = next(block for block in leave["blocks"] if "accessory" in block or block["type"] == "actions")
    button = block.get("accessory") or block["elements"][0]
    async with stalled(stage.bot.db):
        await act(
            stage,
            "action",
            amara,
            container={"type": "message", "channel": "C0GENERAL", "ts": leave["ts"]},
            action={**button, "block_id": block["block_id"]},
            state={"values": {}},
        )
        await until(amara, "Still working")
    await stage.settle()
    assert "You left" in words(await amara.view())
    assert "You left" in words((await amara.messages("C0GENERAL"))[-1])
    await amara.close()

    for text, answer in (("join", "You can join"), ("tips", "Choose a topic")):
        async with stalled(stage.bot.db):
            await act(stage, "message", amara, channel=amara.dm, text=text)
            async with asyncio.timeout(PATIENCE):
                while "Still working" not in words((await amara.messages())[-1]):
                    await asyncio.sleep(0.01)
        await stage.settle()
        assert answer in words((await amara.messages())[-1])
