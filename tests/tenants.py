"""Two workspaces with the same people and channels on one Infoview: what each has, is shown and sends.

Whatever is written in one of them has its word in it. So a foreign byte is easy to find: the other's word, or
the id of a row of the other's that nobody here has sent.
"""

import asyncio
import json
import logging
import random
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from io import BytesIO
from typing import Any

import httpx
from pypdf import PdfReader
from sqlalchemy import RowMapping, Table, delete, insert, select
from sqlmodel import Session

from bot.db import Database, metadata
from bot.delivery_tools import report
from bot.playground.forms import Json, elements
from bot.services import (
    contacts,
    debriefs,
    delivery_desk,
    drafts,
    interviews,
    invites,
    new_id,
    pulls,
    sharing,
)
from bot.values import Actor, ContactForm, DebriefForm, Outcome
from tests.clocks import START, ManualClock
from tests.debrief_forms import FULL
from tests.many import HOME, RIVER, ManyStage
from tests.meetings import past_meeting, plan_meeting
from tests.people import SPRING, enrol, make_cohort
from tests.redelivery import encoded
from tests.requests_of_slack import Sender
from tests.stage import Stage

WORDS = {HOME: "Harborwort", RIVER: "Riverwort"}
OTHER = {HOME: RIVER, RIVER: HOME}
MEMBERS = {HOME: ("U0M01", "U0M02"), RIVER: ("U0M01", "U0M03")}
PEOPLE = ("U0ADMIN", "U0LEAD", "U0M01", "U0M02", "U0M03")

ROW_ID = re.compile(r"\b[0-9a-f]{32}\b")
Rows = dict[Table, list[RowMapping]]


class ForeignByteError(AssertionError):
    """Something of one workspace was found in the other."""


@dataclass(frozen=True)
class Shown:
    """A view, or (without an id) a message, that somebody was shown."""

    blocks: list[Json]
    view: Json | None = None

    @property
    def is_form(self) -> bool:
        """Whether it can be submitted."""
        return self.view is not None and self.view["type"] == "modal" and bool(self.view.get("callback_id"))


@dataclass
class Tenant:
    """One workspace: its keys, what it was shown, and which ids of rows it has sent."""

    team_id: str
    place: Stage
    cohort_id: str = ""
    code: str = ""
    token: str = ""
    shown: list[Shown] = field(default_factory=list)
    sent: set[str] = field(default_factory=set)

    @property
    def word(self) -> str:
        """What is in all that is written here."""
        return WORDS[self.team_id]

    def actor(self, user_id: str) -> Actor:
        """Somebody of this workspace."""
        return Actor(self.team_id, user_id, is_admin=user_id == "U0ADMIN")

    def take_over(self, text: str) -> str:
        """What was shown elsewhere, as if it were of here: with this word, and the ids as they are."""
        return text.replace(WORDS[OTHER[self.team_id]], self.word)


class Tenants:
    """Both workspaces, the requests to them, and the search for what is foreign."""

    def __init__(self, many: ManyStage, clock: ManualClock, client: httpx.AsyncClient) -> None:
        self.many = many
        self.clock = clock
        self.database = many.bot.db
        self.of = {team_id: Tenant(team_id, place) for team_id, place in many.places.items()}
        self.requests = 0
        self.searched = 0
        """Characters that left, all searched."""
        self._client = client
        self._begun: Rows = {}
        self._owners: dict[str, str] = {}
        self._runs = 0
        self._log: list[str] = []
        self._shown_first: dict[str, tuple[Shown, ...]] = {}
        self._kinds: dict[str, str] = {}
        self._ids: dict[tuple[str, str], list[str]] = {}

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Keep what is logged: all of ours, and of libraries what an operator's log has."""
        handler = _Keeper(self._log)
        levels = {"": logging.INFO, "bot": logging.DEBUG, "handlers": logging.DEBUG}
        before = {name: logging.getLogger(name).level for name in levels}
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
        logging.getLogger().addHandler(handler)
        try:
            yield
        finally:
            logging.getLogger().removeHandler(handler)
            for name, level in before.items():
                logging.getLogger(name).setLevel(level)

    async def prepare(self) -> None:
        """Add Infoview to both, and fill their logs."""
        for tenant in self.of.values():
            assert (await self.many.browser.add(tenant.team_id)).status_code == 200
            await _fill(self.database, self.clock, tenant)
        await self.many.tick()
        for tenant in self.of.values():
            for user_id in ("U0LEAD", "U0M01"):
                sender = Sender(tenant.place.workspace, user_id, tenant.team_id)
                for word in ("", "list", "debrief", "cohort", "summary", "learned"):
                    await self.send((tenant, sender.request("commands", word)))
                await self.send((tenant, sender.request("events", "app_home_opened")))
            self._shown_first[tenant.team_id] = tuple(tenant.shown)
        with self.database.system_session() as session:
            self._begun = all_rows(session)
        for table, rows in self._begun.items():
            for row in rows:
                if "team_id" in row:
                    self._kinds[row["id"]] = table.name
                    self._ids.setdefault((row["team_id"], table.name), []).append(row["id"])

    async def start_over(self) -> None:
        """Put everything back to where :meth:`prepare` left it."""
        self._runs += 1
        # Another minute each time, because pulls are counted by the minute.
        self.clock.set(START.replace(hour=18, minute=self._runs % 60))
        with self.database.system_session() as session:
            for table in reversed(metadata().sorted_tables):
                session.connection().execute(delete(table))
            for table, rows in self._begun.items():
                if rows:
                    session.connection().execute(insert(table), [dict(row) for row in rows])
        self._owners = _owners(self._begun)
        self._log.clear()
        for tenant in self.of.values():
            tenant.shown[:] = self._shown_first[tenant.team_id]
            tenant.sent.clear()
            workspace = tenant.place.workspace
            workspace.log.clear()
            workspace.calls.clear()
            workspace.views.stacks.clear()
            workspace.views.homes.clear()
            for conversation in workspace.conversations.values():
                conversation.messages.clear()

    async def send(self, *together: tuple[Tenant, Json]) -> None:
        """Sign and send requests at once, wait for what follows, and search what came of them."""
        await asyncio.gather(*(self._send(tenant, payload) for tenant, payload in together))
        await self.many.settle()
        self.search()

    async def _send(self, tenant: Tenant, payload: Json) -> None:
        self.requests += 1
        body, headers = encoded(payload)
        tenant.sent |= set(ROW_ID.findall(json.dumps(payload)))
        address = str(tenant.place.workspace.connection.request_url)
        answer = await self._client.post(address, content=body, headers=headers)
        assert answer.status_code == 200, f"{answer.status_code}: {answer.text}"
        self._take(tenant, answer.text)
        self._notice(tenant, answer.json() if answer.text[:1] == "{" else {})

    async def pull(self, tenant: Tenant, cohort_id: str, kind: str) -> int:
        """Read a summary from outside Slack with this workspace's token; returns the status."""
        self.requests += 1
        web = str(tenant.place.workspace.connection.request_url).removesuffix("/slack/events")
        tenant.sent.add(cohort_id)
        answer = await self._client.get(
            f"{web}/v1/cohorts/{cohort_id}/summary.{kind}",
            headers={"Authorization": f"Bearer {tenant.token}"},
        )
        self._take(tenant, answer.text)
        return answer.status_code

    async def tick(self) -> None:
        """One tick of the worker, and the search of what it sent."""
        await self.many.tick()
        await self.many.settle()
        self.search()

    def search(self) -> None:
        """Search all that went to Slack since the last time, and the log."""
        for tenant in self.of.values():
            workspace = tenant.place.workspace
            for entry in workspace.log:
                if entry.direction == "from_bot":
                    self._take(tenant, json.dumps(entry.body, ensure_ascii=False))
                    self._notice(tenant, entry.body["request"] | entry.body["answer"])
                    for file in entry.body["answer"].get("files") or ():
                        if stored := workspace.files.find(file["id"]):
                            self._take(tenant, f"{stored.name}\n{_text_of(stored.content or b'')}")
            workspace.log.clear()
        logged = "\n".join(self._log)
        self.searched += len(logged)
        self._log.clear()
        for word in WORDS.values():
            _refuse(word, logged, "the log")

    def some_id(self, chance: random.Random) -> str:
        """The id of a row that was there at the beginning, in either workspace."""
        return chance.choice(list(self._kinds))

    def with_ids_of(self, team_id: str, text: str, chance: random.Random) -> str:
        """The text with ids of this workspace's rows in place of others of the same kind."""

        def another(found: re.Match[str]) -> str:
            kind = self._kinds.get(found[0], "")
            return chance.choice(self._ids.get((team_id, kind), [found[0]]))

        return ROW_ID.sub(another, text)

    def compare_rows(self, untouched: Tenant | None) -> None:
        """No row points into the other workspace; those of an untouched one are as they were."""
        with self.database.system_session() as session:
            rows = all_rows(session)
            seen = report(
                delivery_desk.overview(session, self.clock), delivery_desk.numbers(session, self.clock)
            )
        for word in WORDS.values():
            _refuse(word, seen, "the operators' report")
        owners = _owners(rows)
        for table, found in rows.items():
            for row in found:
                for name, value in row.items():
                    if owners.get(str(value), row.get("team_id")) != row.get("team_id"):
                        raise ForeignByteError(f"{table.name}.{name} of {row['team_id']}: {value}")
        if untouched is not None:
            assert _of_team(rows, untouched.team_id) == _of_team(self._begun, untouched.team_id)

    def _take(self, tenant: Tenant, text: str) -> None:
        """Search what this workspace was given."""
        self.searched += len(text)
        _refuse(WORDS[OTHER[tenant.team_id]], text, tenant.team_id)
        for row_id in ROW_ID.findall(text):
            owner = self._owners.setdefault(row_id, tenant.team_id)
            if owner != tenant.team_id and row_id not in tenant.sent:
                raise ForeignByteError(f"{tenant.team_id} was given {row_id} of {owner}: {text}")

    def _notice(self, tenant: Tenant, body: Mapping[str, Any]) -> None:
        """Keep what was shown and can be used."""
        view = body.get("view")
        shown = None
        if isinstance(view, dict) and view.get("blocks"):
            shown = Shown(_with_ids(view["blocks"]), view)
        elif isinstance(body.get("blocks"), list):
            shown = Shown(_with_ids(body["blocks"]))
        if shown is not None and any(elements(shown.blocks)):
            tenant.shown.append(shown)


class _Keeper(logging.Handler):
    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(logging.Formatter().format(record))


def _text_of(content: bytes) -> str:
    """What a file says. Pictures are left out: they are drawn from what is searched as text beside them."""
    if content.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return content.decode("utf-8", "replace")


def all_rows(session: Session) -> Rows:
    """Every row of every table, parents first."""
    connection = session.connection()
    return {table: list(connection.execute(select(table)).mappings()) for table in metadata().sorted_tables}


def _owners(rows: Rows) -> dict[str, str]:
    return {row["id"]: row["team_id"] for found in rows.values() for row in found if "team_id" in row}


def _of_team(rows: Rows, team_id: str) -> dict[str, list[RowMapping]]:
    return {
        table.name: sorted(
            (row for row in found if row["team_id"] == team_id), key=lambda row: str(row["id"])
        )
        for table, found in rows.items()
        if "team_id" in table.columns
    }


def _refuse(word: str, text: str, where: str) -> None:
    at = text.casefold().find(word.casefold())
    if at >= 0:
        raise ForeignByteError(f"{word} in {where}: …{text[max(at - 300, 0) : at + 300]}…")


def _with_ids(blocks: list[Json]) -> list[Json]:
    """Blocks with the block ids that Slack assigns where they are missing."""
    return [{"block_id": f"b{number}"} | block for number, block in enumerate(blocks)]


async def _fill(database: Database, clock: ManualClock, tenant: Tenant) -> None:
    """A cohort and two members, each with a contact, a planned meeting, and a debrief that is shared."""
    word, admin = tenant.word, tenant.actor("U0ADMIN")
    cohort = await make_cohort(database, replace(SPRING, name=f"{word} cohort"), admin)
    tenant.cohort_id = cohort.id
    tenant.code = (await database.run(admin, invites.make_code, cohort.id)).code or ""
    tenant.token = await database.run(admin, pulls.make_token, cohort.id)
    for user_id in MEMBERS[tenant.team_id]:
        actor = tenant.actor(user_id)
        await enrol(database, actor, cohort)
        contact_id = new_id()
        form = ContactForm(
            f"Maya {word}",
            organisation=f"{word} Foods",
            role=f"{word} lead",
            profile=f"maya@{word}.example",
            why=f"{word} why",
            introduced_by=f"Tom {word}",
            notes=f"{word} notes",
        )
        await database.run(actor, contacts.add, contact_id, form)
        await database.run(
            actor, drafts.save, contact_id, f"Dear Maya {word}, may I ask you about your work?"
        )
        meeting = await past_meeting(database, clock, actor, f"Ana {word}")
        await database.run(actor, interviews.set_outcome, meeting.id, Outcome.HELD)
        await database.run(actor, debriefs.record, meeting.id, partial(_answers, word))
        await database.run(actor, sharing.share_reflection, meeting.id)
        await plan_meeting(database, actor, contact_id, clock.now().replace(day=28))


def _answers(word: str, _before: DebriefForm) -> DebriefForm:
    return replace(
        FULL,
        learned={goal: f"{word} {text}" for goal, text in FULL.learned.items()},
        valuable=f"{word} valuable",
        did_well=f"{word} did well",
        suggested=f"Her colleague {word}",
        next_step=f"Write to {word}",
    )
