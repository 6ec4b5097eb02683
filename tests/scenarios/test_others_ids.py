"""Every registered handler is tried with other people's ids, by those who once might have, or never might."""

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

from bot.db import Database
from bot.playground import cast
from bot.values import Actor, GoneError, NotAllowedError, NotEnrolledError
from handlers import gate
from handlers.interaction import Interaction
from handlers.router import Handler, Routes
from tests import others_ids as table
from tests.others_world import CANARY, EX_LEAD, EX_MEMBER, Ids, build
from tests.people import KWAME
from tests.requests_of_slack import Place, Sender, dispatch, wrap_handlers
from tests.stage import Json, Stage

REFUSED = (GoneError, NotAllowedError, NotEnrolledError)
OTHER_TENANT = Actor(cast.OTHER_TEAM_ID, "U0OUTSIDE")
ATTACKERS = {
    "another member of the cohort": KWAME,
    "somebody who led it before": EX_LEAD,
    "somebody who was in it before": EX_MEMBER,
    "a member of another workspace": OTHER_TENANT,
}


def watch(routes: Routes) -> dict[Place, Exception | None]:
    """Note what each handler raises that runs; whoever reads it clears it."""
    raised: dict[Place, Exception | None] = {}

    def noting(place: Place, handler: Handler) -> Handler:
        async def run(interaction: Interaction) -> None:
            raised[place] = None
            try:
                await handler(interaction)
            except Exception as error:
                raised[place] = error
                raise

        return run

    wrap_handlers(routes, noting)
    return raised


def requests(ids: Ids, sender: Sender, *, may_join: bool) -> Iterator[tuple[Place, Json]]:
    """For each entry of the table its handler and the request with the ids in it."""
    for key in table.ROLES if may_join else table.ROLES | table.OPEN:
        name = "submissions" if key.endswith(".submit") else "actions"
        yield (name, key), sender.request(name, key, ids.cohort, ids.cohort)
    for action_id, value in table.ACTIONS.items():
        yield _place("actions", action_id), sender.request("actions", action_id, ids.fill(value))
    for action_id, metadata in table.IN_VIEWS.items():
        request = sender.request("actions", action_id, "yes", ids.fill(metadata) or "-")
        yield _place("actions", action_id), request
    for callback_id, metadata in table.SUBMISSIONS.items():
        request = sender.request("submissions", callback_id, "", ids.fill(metadata))
        yield ("submissions", callback_id), request
    for callback_id, metadata in table.CLOSINGS.items():
        yield ("closings", callback_id), sender.request("closings", callback_id, "", ids.fill(metadata))


def _place(name: str, action_id: str) -> Place:
    return name, action_id.partition(":")[0]


def filled_in(ids: Ids, user_id: str) -> Json:
    """Answers to the questions of any form."""
    typed = {
        **dict.fromkeys(("name", "organisation", "notes", "text", "own", "valuable", "next_step"), "Taken"),
        **dict.fromkeys(("goal_messages", "goal_meetings", "minutes"), "20"),
        "address": "https://example.org/elsewhere",
    }
    chosen = {"contact": ids.contact, "format": "phone", "topic": "other", "advocate": "yes"}
    days = dict.fromkeys(("day", "starts_on"), "2026-09-01") | {"ends_on": "2026-12-18"}
    return {
        **{name: {name: {"type": "plain_text_input", "value": text}} for name, text in typed.items()},
        **{name: {name: {"selected_option": {"value": value}}} for name, value in chosen.items()},
        **{name: {name: {"selected_date": day}} for name, day in days.items()},
        "at": {"at": {"selected_time": "09:00"}},
        "lead_ids": {"lead_ids": {"selected_users": [user_id]}},
    }


def rows_of_others(database: Database) -> Json:
    """All rows that are not an attacker's own, by table and id."""
    attackers = {attacker.user_id for attacker in ATTACKERS.values()}
    own: set[str] = set()
    found: Json = {}
    with database.system_session() as session:
        for name, one in SQLModel.metadata.tables.items():
            for row in session.execute(select(one)).mappings():
                values = {column: str(value) for column, value in row.items()}
                if values.get("user_id") in attackers:
                    own.add(values["id"])
                found[f"{name} {values['id']}"] = values
    return {
        key: values for key, values in found.items() if not own & {values["id"], values.get("member_id", "")}
    }


def test_each_handler_says_which_ids_it_takes(stage: Stage) -> None:
    named = {
        *(action_id.partition(":")[0] for action_id in (*table.ACTIONS, *table.IN_VIEWS)),
        *table.SUBMISSIONS,
        *table.CLOSINGS,
        *table.ROLES,
        *table.OPEN,
        *table.NO_IDS,
    }
    routes = stage.bot.router.routes
    assert {*routes.actions, *routes.submissions, *routes.closings} == named


async def test_the_ids_of_others_are_of_no_use(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = await build(stage.bot.db)
    outcomes = watch(stage.bot.router.routes)
    # Somebody of another workspace does not come past the gate: here the services have to hold by themselves.
    admit = gate.admit

    async def open_gate(interaction: Interaction) -> None:
        if interaction.actor.team_id == cast.TEAM_ID:
            await admit(interaction)

    monkeypatch.setattr(gate, "admit", open_gate)
    before = rows_of_others(stage.bot.db)
    for who, attacker in ATTACKERS.items():
        calls = len(stage.workspace.calls)
        sender = Sender(stage.workspace, attacker.user_id, attacker.team_id)
        sender.filled_in = filled_in(ids, attacker.user_id)
        said = []
        for place, request in requests(ids, sender, may_join=attacker is not OTHER_TENANT):
            outcomes.clear()
            said.append(await dispatch(stage, request))
            await stage.settle()
            error = outcomes[place]
            assert isinstance(error, REFUSED) or place[1] in table.UNANSWERED, (who, place, error)
        said += [json.dumps(call.args) for call in stage.workspace.calls[calls:]]
        assert not [text for text in said if CANARY in text], who
    after = rows_of_others(stage.bot.db)
    assert {key: after.get(key) for key in before} == before
