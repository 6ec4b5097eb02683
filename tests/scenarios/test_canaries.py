"""A unique word in every private text, and then every byte that leaves is searched for it.

Only what the author sees has it: their own windows, files they asked for, and a direct message that names
their own contact. Not in anybody else's Slack, no answer over HTTP, no log at DEBUG, no file of the database.
"""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.logs import configure
from bot.playground.launch import BOT_TOKEN
from tests.clocks import ManualClock
from tests.databases import SECRET, sqlite_url
from tests.people import KWAME, LINH
from tests.stage import SIGNING_SECRET, Json, Person, Stage, all_action_ids, find_element, staged
from tests.whole_life import HOOK, WholeLife, live

CANARY = "Quokkabird"
NAMED = (f"{CANARY} name", f"{CANARY} organisation")
"""What of a contact may stand in a message to its own member."""

SHOW_THE_LOG = ("", "list", "learned", "debrief", "draft", "record", "lead", "privacy")
OTHERS = ("U0LEAD", "U0ADMIN", "U0M02", "U0NEW1")


class Sweep:
    """What left since the last look, by the calls of the Web API."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self._seen = 0

    def calls(self) -> list[tuple[str, str]]:
        """The calls that were made since, each with all that it carried."""
        made = self.stage.workspace.calls[self._seen :]
        self._seen += len(made)
        return [(call.method, json.dumps(call.args, ensure_ascii=False, default=str)) for call in made]

    def nothing_left(self, who: str) -> None:
        """No call since the last look has the word."""
        assert [method for method, carried in self.calls() if CANARY in carried] == [], who

    def own_only(self) -> int:
        """Calls since have the word only in the author's views, and in messages as a name; how many did."""
        found = 0
        for method, carried in self.calls():
            if CANARY in carried:
                found += 1
                args = json.loads(carried)
                assert CANARY not in json.dumps(_metadata(args)), f"private_metadata of {method}"
                if method == "chat.postMessage":
                    assert args["channel"] in {"U0M01", "D0M01"}
                    assert CANARY not in _without_names(carried)
                else:
                    assert method.startswith("views."), method
        return found


def _metadata(args: Json) -> Any:
    view = args.get("view") or {}
    return (json.loads(view) if isinstance(view, str) else view).get("private_metadata")


def _without_names(text: str) -> str:
    for name in NAMED:
        text = text.replace(name, "")
    return text


async def use_commands(person: Person, *words: str) -> None:
    """Some commands, one after the other."""
    for word in words:
        await person.command(f"/infoview {word}")
        while await person.has_modal():
            await person.close()


async def click_each(person: Person, *way: str) -> None:
    """Each button of the window at the end of a way of buttons; none that deletes or asks first."""
    clicked: set[str] = set()
    while True:
        where = await _go(person, *way)
        left = [action_id for action_id in _harmless(where) if action_id not in clicked]
        if left:
            clicked.add(left[0])
            await person.click(left[0], where)
        while await person.has_modal():
            await person.close()
        if not left:
            return


async def _go(person: Person, command: str, *buttons: str) -> Json:
    where = await person.command(command)
    if await person.has_modal():
        where = await person.view()
    for action_id in buttons:
        await person.click(action_id, where)
        where = await person.view()
    return where


def _harmless(where: Json) -> Iterator[str]:
    for action_id in all_action_ids(where):
        element, _block = find_element(where, action_id)
        if element["type"] == "button" and "confirm" not in element and element.get("style") != "danger":
            yield action_id


@pytest.fixture
def at_debug(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Everything is logged that `LOG_LEVEL=DEBUG` logs."""
    levels = {
        name: logging.getLogger(name).level for name in ("slack_sdk", "slack_bolt", "httpx", "httpcore")
    }
    configure("DEBUG", "json")
    with caplog.at_level(logging.DEBUG):
        yield caplog
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


async def test_no_byte_leaves_that_should_not(
    at_debug: pytest.LogCaptureFixture, tmp_path: Path, clock: ManualClock
) -> None:
    async with staged(sqlite_url(tmp_path), clock) as stage:
        life = await live(stage.bot.db, clock, LINH, CANARY, KWAME, shares=False)
        sweep = Sweep(stage)

        author = stage.person("U0M01")
        await use_commands(author, *SHOW_THE_LOG)
        for form in ("contact.edit", "contact.notes", "debrief.open"):
            await _go(author, "/infoview list", "contact.open", form)
            while await author.has_modal():
                await author.close()
        await author.open_home()
        assert sweep.own_only() >= 10, "the author sees their own words, so the sweep can find them"
        await author.command(f"/infoview {CANARY} typed by mistake")
        await author.command(f"/infoview ask {CANARY} and what is that?")

        await use_commands(stage.person("U0LEAD"), *SHOW_THE_LOG, "summary")
        await click_each(stage.person("U0LEAD"), "/infoview cohort", "cohort.manage")
        for other in OTHERS:
            await stage.person(other).open_home()
            await stage.person(other).command("/infoview list")
            sweep.nothing_left(other)
        for answer in await over_http(stage, life):
            assert CANARY not in answer

        for _time in range(5):
            clock.advance(days=2)
            await stage.tick()
        assert sweep.own_only() > 0, "nudges name contacts"
        shown = await figures(stage)
        assert 'infoview_delivery_attempts_total{outcome="sent"}' in shown
        assert CANARY not in shown
        await fail(stage, author)
        for other in OTHERS:
            assert CANARY not in json.dumps(await stage.person(other).state(), ensure_ascii=False), other
            for content in (await stage.person(other).files()).values():
                assert CANARY.encode() not in content

        secrets = (CANARY, HOOK, life.token, life.webhook_secret, BOT_TOKEN, SIGNING_SECRET, SECRET)
        in_logs = {secret for secret in secrets for line in at_debug.messages if secret in line}
        assert in_logs == set()
        assert any(record.levelno >= logging.ERROR for record in at_debug.records), "the error is in the log"
        files = bytes_in(tmp_path)
        assert len(files) > 100_000
        assert {secret for secret in secrets if secret.encode() in files} == set()


def bytes_in(folder: Path) -> bytes:
    """All that stands in the database and its write-ahead log."""
    return b"".join(file.read_bytes() for file in folder.iterdir() if file.is_file())


async def over_http(stage: Stage, life: WholeLife) -> list[str]:
    """What the web process answers to whoever asks."""
    transport = httpx.ASGITransport(stage.bot.web_app())
    header = {"Authorization": f"Bearer {life.token}"}
    paths = [f"/v1/cohorts/{life.cohort_id}/summary.{kind}" for kind in ("json", "csv")]
    paths += ["/healthz", "/readyz", "/metrics", "/v1/openapi.json", f"/{life.contact_id}"]
    async with httpx.AsyncClient(transport=transport, base_url="http://infoview") as client:
        answers = [await client.get(path, headers=header) for path in paths]
    assert [answer.status_code for answer in answers[:5]] == [200, 200, 200, 200, 404]
    return [f"{answer.headers} {answer.text}" for answer in answers]


async def figures(stage: Stage) -> str:
    """What stands on the page for those who watch over the process."""
    transport = httpx.ASGITransport(stage.bot.watch_app())
    async with httpx.AsyncClient(transport=transport, base_url="http://infoview") as client:
        return (await client.get("/metrics")).text


async def fail(stage: Stage, author: Person) -> None:
    """Something of ours breaks while private text is on its way."""
    await author.command("/infoview log")
    with stage.bot.db.system_session() as session:
        session.connection().exec_driver_sql("ALTER TABLE status_change RENAME TO gone")
    answer = await author.submit(name=f"{CANARY} in an error")
    assert "went wrong" in json.dumps(answer) + json.dumps(await author.state())
