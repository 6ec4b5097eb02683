"""A random walk through two workspaces (``tests/tenants.py``), each step a signed request or a worker's tick.

In half of the sequences only one of them acts, with ids, buttons and forms of the other: then the rows of the
other must be as they were.

`python -m tests.tenant_walk` walks as often as wanted, and prints what it searched.
"""

import argparse
import asyncio
import json
import random
import tempfile
from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.playground.filestore import file_json
from bot.playground.forms import Json, Values, elements, filled_values, initial_values, options_of
from tests.clocks import ManualClock
from tests.databases import postgres_url, sqlite_url
from tests.many import HOME, RIVER, many_staged
from tests.postgres import PostgresServer, start_postgres
from tests.requests_of_slack import Sender, registered
from tests.tenants import MEMBERS, OTHER, PEOPLE, Shown, Tenant, Tenants

SEEDS = st.integers(0, 2**24 - 1)
"""Of a wider range, Hypothesis would mostly draw small numbers."""

HOURS = (0, 1, 24, 24 * 7)
AT_ONCE = 250


class Walk(RuleBasedStateMachine):
    """The steps. Each chooses by a seed: what there is to choose from depends on the steps before."""

    def __init__(self, tenants: Tenants, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._tenants = tenants
        self._loop = loop
        self._untouched: Tenant | None = None
        self._salt = self._step = 0
        self._senders = {
            (team_id, user_id): Sender(tenant.place.workspace, user_id, team_id)
            for team_id, tenant in tenants.of.items()
            for user_id in PEOPLE
        }
        self._keys = registered(tenants.many.bot.router.routes)
        self._run(tenants.start_over())

    @initialize(one_rests=st.booleans(), salt=SEEDS)
    def begin(self, one_rests: bool, salt: int) -> None:
        """Decide whether both act; ``salt`` makes the same seed another choice in each sequence and step."""
        self._salt = salt
        self._untouched = self._tenants.of[HOME] if one_rests else None

    @rule(seed=SEEDS)
    def command(self, seed: int) -> None:
        """Type a command, with words, a code or an id of either workspace after it."""
        chance, tenant, sender = self._somebody(seed)
        commands = [key for table, key in self._keys if table == "commands"]
        after = chance.choice(["", "", tenant.word, *(each.code for each in self._tenants.of.values())])
        self._send(tenant, sender.request("commands", chance.choice(commands), after))
        self._go_on(chance, tenant, sender)

    @rule(seed=SEEDS)
    def say(self, seed: int) -> None:
        """Write to the bot, or open its Home."""
        chance, tenant, sender = self._somebody(seed)
        text = chance.choice(["list", "debrief", "log", "learned", f"who is {tenant.word}?"])
        home = sender.request("events", "app_home_opened")
        self._send(tenant, chance.choice([home, sender.message(text)]))

    @rule(seed=SEEDS)
    def press(self, seed: int) -> None:
        """Use something that was shown in either workspace."""
        chance, tenant, sender = self._somebody(seed)
        shown = self._shown(chance, tenant)
        block, element = chance.choice(list(elements(shown.blocks)))
        values = self._filled(chance, tenant, shown)
        held = values.get(block["block_id"], {}).get(element["action_id"], {})
        action = {"type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"]}
        action |= {"value": element["value"]} if "value" in element else {}
        self._send(tenant, sender.press(action | held, shown.view, values))
        self._go_on(chance, tenant, sender)

    @rule(seed=SEEDS)
    def submit(self, seed: int) -> None:
        """Fill in and submit, or close, a form that was shown in either workspace."""
        chance, tenant, sender = self._somebody(seed)
        shown = self._shown(chance, tenant)
        if shown.is_form:
            self._submit(chance, tenant, sender, shown)

    @rule(seed=SEEDS)
    def forge(self, seed: int) -> None:
        """Send any handler the id of a row of either workspace."""
        chance, tenant, sender = self._somebody(seed)
        table, key = chance.choice(self._keys)
        row_id = self._tenants.some_id(chance)
        metadata = chance.choice([row_id, f"{row_id}:{row_id}", f"{row_id}::"])
        self._send(tenant, sender.request(table, key, row_id, metadata))

    @precondition(lambda self: self._untouched is None)
    @rule(seed=SEEDS)
    def act_in_both(self, seed: int) -> None:
        """The same id acts in both workspaces at the same moment."""
        chance, _tenant, _sender = self._somebody(seed)
        user_id, words = chance.choice(PEOPLE), ("", "list", "debrief", "learned", "cohort")
        table, key = chance.choice([("events", "app_home_opened"), ("commands", chance.choice(words))])
        both = [
            (tenant, self._senders[team_id, user_id].request(table, key))
            for team_id, tenant in self._tenants.of.items()
        ]
        self._run(self._tenants.send(*both))

    @precondition(lambda self: self._untouched is None)
    @rule(hours=st.sampled_from(HOURS))
    def tick(self, hours: int) -> None:
        """The worker works, some time later."""
        self._tenants.clock.advance(hours=hours)
        self._run(self._tenants.tick())

    @rule(seed=SEEDS)
    def pull(self, seed: int) -> None:
        """Read a summary from outside Slack, the own or the other's."""
        chance, tenant, _sender = self._somebody(seed)
        cohort = chance.choice([*self._tenants.of.values()])
        status = self._run(self._tenants.pull(tenant, cohort.cohort_id, chance.choice(["csv", "json"])))
        assert cohort is tenant or status in {401, 429}

    def teardown(self) -> None:
        """Look at the tables at the end."""
        self._tenants.compare_rows(self._untouched)

    def _somebody(self, seed: int) -> tuple[random.Random, Tenant, Sender]:
        self._step += 1
        chance = random.Random(f"{self._salt} {self._step} {seed}")
        teams = [RIVER] if self._untouched is not None else [HOME, RIVER]
        team_id = chance.choice(teams)
        user_id = chance.choice([*MEMBERS[team_id] * 2, *PEOPLE])
        return chance, self._tenants.of[team_id], self._senders[team_id, user_id]

    def _go_on(self, chance: random.Random, tenant: Tenant, sender: Sender) -> None:
        """Fill in the form that has just opened, most often."""
        last = tenant.shown[-1]
        if last.is_form and chance.random() < 0.7:
            self._submit(chance, tenant, sender, last)

    def _submit(self, chance: random.Random, tenant: Tenant, sender: Sender, form: Shown) -> None:
        assert form.view is not None
        kind = chance.choice(["view_submission"] * 9 + ["view_closed"])
        self._send(tenant, sender.submit(form.view, self._filled(chance, tenant, form), kind))

    def _shown(self, chance: random.Random, tenant: Tenant) -> Shown:
        """Something that was shown here, there, or here with ids of there; in words of here."""
        other = self._tenants.of[OTHER[tenant.team_id]]
        whose, swaps = chance.choice([(tenant, False), (tenant, True), (other, False)])
        one = chance.choice(whose.shown)
        text = tenant.take_over(json.dumps([one.blocks, one.view]))
        if swaps:
            text = self._tenants.with_ids_of(other.team_id, text, chance)
        return Shown(*json.loads(text))

    def _filled(self, chance: random.Random, tenant: Tenant, shown: Shown) -> Values:
        """The form with something in each field, most often."""
        posted: Values = {}
        for block, element in elements(shown.blocks):
            fill = _FILL.get(element["type"])
            if fill is not None and chance.random() < 0.8:
                posted.setdefault(block["block_id"], {})[element["action_id"]] = fill(chance, tenant, element)
        return filled_values(posted, initial_values(shown.blocks), shown.blocks)

    def _send(self, tenant: Tenant, payload: Json) -> None:
        self._run(self._tenants.send((tenant, payload)))

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()


def _text(chance: random.Random, tenant: Tenant, _element: Json) -> Json:
    return {"value": chance.choice([tenant.word, f"{tenant.word} & <b>", f"Dear {tenant.word}, " * 9])}


def _one(chance: random.Random, _tenant: Tenant, element: Json) -> Json:
    return {"selected_option": chance.choice(options_of(element))}


def _some(chance: random.Random, _tenant: Tenant, element: Json) -> Json:
    options = options_of(element)
    return {"selected_options": chance.sample(options, chance.randint(0, len(options)))}


def _file(_chance: random.Random, tenant: Tenant, _element: Json) -> Json:
    workspace = tenant.place.workspace
    content = f"Name,Organization\nIda {tenant.word},{tenant.word} Ltd\n".encode()
    stored = workspace.files.add("U0M01", "contacts.csv", content, 0)
    return {"files": [file_json(stored, workspace.base_url)]}


_FILL: dict[str, Callable[[random.Random, Tenant, Json], Json]] = {
    "plain_text_input": _text,
    "email_text_input": lambda _chance, tenant, _element: {"value": f"ida@{tenant.word}.example"},
    "url_text_input": lambda _chance, tenant, _element: {"value": f"https://{tenant.word}.example/ida"},
    "number_input": lambda chance, _tenant, _element: {"value": str(chance.randint(0, 90))},
    "static_select": _one,
    "radio_buttons": _one,
    "checkboxes": _some,
    "multi_static_select": _some,
    "file_input": _file,
    "datepicker": lambda chance, _tenant, _element: {"selected_date": f"2026-09-{chance.randint(1, 30):02}"},
    "timepicker": lambda chance, _tenant, _element: {"selected_time": f"{chance.randint(0, 23):02}:30"},
    "users_select": lambda chance, _tenant, _element: {"selected_user": chance.choice(PEOPLE)},
    "multi_users_select": lambda chance, _tenant, _element: {"selected_users": [chance.choice(PEOPLE)]},
    "conversations_select": lambda _chance, _tenant, _element: {"selected_conversation": "C0COHORT"},
    "channels_select": lambda _chance, _tenant, _element: {"selected_channel": "C0COHORT"},
}


async def walk(url: str, clock: ManualClock, *, sequences: int, steps: int) -> Tenants:
    """Walk so many ways of at most so many steps. Raises what a step or the search raises."""
    async with many_staged(url, clock) as many, httpx.AsyncClient(timeout=60) as client:
        tenants = Tenants(many, clock, client)
        with tenants.listening():
            await tenants.prepare()
            await asyncio.to_thread(
                run_state_machine_as_test,
                partial(Walk, tenants, asyncio.get_running_loop()),  # type: ignore[arg-type]
                settings=settings(
                    max_examples=sequences,
                    stateful_step_count=steps,
                    deadline=None,
                    database=None,
                    suppress_health_check=list(HealthCheck),
                ),
            )
    return tenants


def main() -> None:
    """Walk, and print what was searched so far: each time so many ways with a fresh database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sequences", type=int, default=10_000)
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--sqlite", action="store_true")
    chosen = parser.parse_args()
    requests = searched = 0
    with ExitStack() as stack:
        server = None if chosen.sqlite else stack.enter_context(start_postgres())
        for done in range(0, chosen.sequences, AT_ONCE):
            clock, sequences = ManualClock(), min(AT_ONCE, chosen.sequences - done)
            with _database(server, clock) as url:
                tenants = asyncio.run(walk(url, clock, sequences=sequences, steps=chosen.steps))
            requests, searched = requests + tenants.requests, searched + tenants.searched
            print(  # noqa: T201
                f"{done + sequences:,} sequences on {url.partition(':')[0]}: {requests:,} requests,"
                f" {searched:,} characters that left, 0 of them foreign",
                flush=True,
            )


@contextmanager
def _database(server: PostgresServer | None, clock: ManualClock) -> Iterator[str]:
    if server is not None:
        with postgres_url(server, clock) as url:
            yield url
        return
    with tempfile.TemporaryDirectory() as folder:
        yield sqlite_url(Path(folder))


if __name__ == "__main__":
    main()
