"""How fast Infoview answers, against the least that could answer and the frameworks' own hello world.

``make bench-answering`` prints tables and writes them into docs/performance.md, and each round's figures,
which they are made of, into docs/measurements. Every server runs on one core, what asks them and what stands
in for Slack on the other; they are asked in turns, and a ratio is the median of the rounds' ratios, so that a
slow minute of the machine strikes all alike. Databases and servers are throw-away ones (Linux only).
"""

import argparse
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import uvloop

from bot.clock import SystemClock
from bot.guidance import ask_eval, content_root
from bot.guidance.library import load_library
from bot.guidance.outreach import scores
from tests.databases import SECRET, make_database, postgres_url, sqlite_url
from tests.load import footprint
from tests.load.answering import ARRIVALS, Case, Results, measure, memory
from tests.load.members import SAVED, Sending, fill
from tests.load.peers.commands import COMMANDS
from tests.load.servers import CLIENT_CORE, Server, node, python, served, use_core
from tests.load.signed import Slack
from tests.load.slack import TEAM, bare_slack
from tests.load.tables.answering import ANSWERING, FLOOR, Answering, Asked, Command, Disk, Started
from tests.load.tables.quantiles import Quantiles, milliseconds
from tests.load.traffic import once
from tests.postgres import start_postgres

SIGNING_SECRET = "a signing secret for the benchmark"
OURS = "Infoview"
FIRST, LAST = "the first command", f"the {COMMANDS}th command"
INSERT = "an insert, SQLite"
ON_POSTGRES, INSERT_ON_POSTGRES = "no insert, PostgreSQL", "an insert, PostgreSQL"
PEERS = "tests.load.peers"
ONE, MANY = 1, 32
ROUNDS = 3
TIPS = {ONE: 300, MANY: 1_500, ARRIVALS: 1_000}
WRITES = {ONE: 40, MANY: 160}
COMMAND = {MANY: 1_000}
REMEMBERED = 100_000
PARTS = 4
STARTS = 7


@dataclass(frozen=True)
class World:
    """What is measured, by its name, with the servers that some figures are taken from."""

    cases: Mapping[str, Case]
    bot: Server
    sending: Sending
    missing: Sequence[str]


def build(stack: ExitStack, folder: Path, meetings: int) -> World:
    """Start everything."""
    api_url = stack.enter_context(bare_slack())
    clock = SystemClock()
    sqlite, spare = folder / "sqlite", folder / "spare"
    sqlite.mkdir()
    spare.mkdir()
    postgres = stack.enter_context(postgres_url(stack.enter_context(start_postgres()), clock))
    urls = sqlite_url(sqlite), sqlite_url(spare), postgres
    database = make_database(urls[0], clock)
    sending = Sending(Slack(SIGNING_SECRET, TEAM), fill(database, meetings))
    database.dispose()

    def bot(module: str, url: str, *command: str) -> Server:
        return stack.enter_context(served([*python(module), *command], settings(api_url, url), folder))

    ours, commands, on_postgres = (
        bot("bot.cli", urls[0], "web"),
        bot(f"{PEERS}.commands", urls[1]),
        bot(f"{PEERS}.commands", urls[2]),
    )
    answer = folder / "answer.json"
    answer.write_bytes(uvloop.run(once(ours.port, sending.tips(1)[0])))
    cases = {OURS: Case(ours, sending.tips, TIPS, b'"blocks"')}
    missing = []
    for name, started in peers(folder, answer).items():
        if started is None:
            missing.append(f"{name} was not measured: npm is not here, or cannot install it.")
        else:
            cases[name] = Case(stack.enter_context(served(*started, folder)), sending.tips, TIPS, b'"blocks"')
    cases |= {
        "Home opened": Case(ours, sending.home, WRITES),
        "a contact added": Case(ours, sending.contact, WRITES, SAVED),
        "a debrief submitted": Case(ours, sending.debrief, WRITES, SAVED),
        FIRST: Case(commands, partial(sending.command, "c01"), COMMAND, b'"blocks"'),
        LAST: Case(commands, partial(sending.command, f"c{COMMANDS}"), COMMAND, b'"blocks"'),
        INSERT: Case(commands, partial(sending.command, "insert"), COMMAND, b'"blocks"'),
        ON_POSTGRES: Case(on_postgres, partial(sending.command, "c01"), COMMAND, b'"blocks"'),
        INSERT_ON_POSTGRES: Case(on_postgres, partial(sending.command, "insert"), COMMAND, b'"blocks"'),
    }
    return World(cases, ours, sending, missing)


def settings(api_url: str, database_url: str) -> dict[str, str]:
    """What Infoview is configured with."""
    return {
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_API_URL": api_url,
        "DATABASE_URL": database_url,
        "INFOVIEW_SECRET_KEY": SECRET,
        "LOG_LEVEL": "ERROR",
    }


def peers(folder: Path, answer: Path) -> dict[str, tuple[Sequence[str], dict[str, str]] | None]:
    """The servers Infoview is compared with: a command and its settings, None for one that is not here."""
    same = {"SLACK_SIGNING_SECRET": SIGNING_SECRET, "ANSWER_FILE": str(answer)}
    bolt, script = python(f"{PEERS}.bolt_python"), node(folder)
    return {
        FLOOR: (python(f"{PEERS}.floor"), same),
        "Bolt for Python, `process_before_response`": (bolt, {**same, "PROCESS_BEFORE_RESPONSE": "1"}),
        "Bolt for Python, its defaults": (bolt, {**same, "PROCESS_BEFORE_RESPONSE": "0"}),
        "Bolt for JavaScript": None if script is None else (script, same),
    }


def asked(world: World, results: Results) -> Iterator[Asked]:
    """Each server, and each thing that Infoview is asked."""
    for name, case in world.cases.items():
        if ONE not in case.sizes:
            continue
        is_ours = case.server is world.bot
        yield Asked(
            OURS if is_ours else name,
            "`/infoview tips`" if name == OURS or not is_ours else name,
            results[name, ONE],
            results[name, MANY],
            results.get((name, ARRIVALS), []),
        )


def commands(results: Results) -> list[Command]:
    """What many commands cost, and what an insert costs."""
    against = {
        FIRST: None,
        LAST: FIRST,
        INSERT: FIRST,
        ON_POSTGRES: None,
        INSERT_ON_POSTGRES: ON_POSTGRES,
    }
    return [Command(name, other, results[name, MANY]) for name, other in against.items()]


def starts(folder: Path, api_url: str, rounds: int) -> Iterator[Started]:
    """What it costs to print the help, and to be ready to answer."""
    (folder / "start").mkdir()
    url = sqlite_url(folder / "start")
    infoview, hello = python("bot.cli"), python(f"{PEERS}.hello")
    bare = python(f"{PEERS}.imports")
    yield footprint.compared(
        "`infoview --help`, against a hello world of typer",
        lambda: footprint.ended([*infoview, "--help"], folder),
        lambda: footprint.ended([*hello, "--help"], folder),
        rounds,
    )
    for command in ("web", "run"):
        yield footprint.compared(
            f"`infoview {command}` ready, against the bare import of what it needs",
            partial(
                footprint.ready,
                [*infoview, command],
                folder,
                "Infoview is ready",
                settings(api_url, url) | {"PORT": "0"},
            ),
            lambda: footprint.ended(bare, folder),
            rounds,
        )


def thinking() -> dict[str, Quantiles]:
    """What the guide's search and the draft check take, in process."""
    answered = ask_eval.measure(load_library(content_root()), ask_eval.TUNING)
    judged = scores.score(content_root(), "draft_tuning").judged
    return {
        "a question to the guide": milliseconds(answered.seconds),
        "a draft checked": milliseconds(one.seconds for one in judged),
    }


def measured(folder: Path, rounds: int, remembered: int) -> Answering:
    """Everything."""
    with ExitStack() as stack:
        world = build(stack, folder, (rounds + 1) * sum(WRITES.values()))
        results = uvloop.run(measure(world.cases, rounds))
        used = uvloop.run(memory(world.bot, world.sending.tips, remembered, PARTS))
    with bare_slack() as api_url:
        started = list(starts(folder, api_url, STARTS))
    return Answering(
        asked=list(asked(world, results)),
        missing=world.missing,
        commands=commands(results),
        memory=used,
        thinking=thinking(),
        started=started,
        disk=Disk(footprint.wheel_mb(folder), footprint.installed_mb()),
    )


def main() -> None:
    """Measure, print, and write where nothing was left out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="fewer are not written")
    parser.add_argument("--remembered", type=int, default=REMEMBERED, help="requests for the memory")
    chosen = parser.parse_args()
    use_core(CLIENT_CORE)
    with tempfile.TemporaryDirectory() as folder:
        found = measured(Path(folder), chosen.rounds, chosen.remembered)
    is_whole = (chosen.rounds, chosen.remembered) == (ROUNDS, REMEMBERED)
    ANSWERING.show(found, "make bench-answering", write=is_whole)


if __name__ == "__main__":
    main()
