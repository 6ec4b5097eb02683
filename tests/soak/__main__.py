"""Runs a soak and prints its looks; ends with 1 and the reasons where it failed."""

import argparse
import contextlib
import sys
import tempfile
from pathlib import Path

import uvloop

from bot.clock import SystemClock
from tests.databases import make_database, postgres_url, sqlite_url
from tests.postgres import start_postgres
from tests.soak.judging import judge
from tests.soak.running import APART, TOGETHER, Plan, soak


def _tell(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def main() -> None:
    """Run it, print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=120)
    parser.add_argument("--requests", type=float, default=1.5, help="of members, a second")
    parser.add_argument("--deliveries", type=float, default=12, help="that are queued, a minute")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sqlite", action="store_true", help="one process on SQLite instead of PostgreSQL")
    options = parser.parse_args()
    plan = Plan(
        options.minutes * 60,
        requests_a_second=options.requests,
        deliveries_a_minute=options.deliveries,
        seed=options.seed,
    )
    clock = SystemClock()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if options.sqlite:
            url = sqlite_url(folder)
        else:
            url = stack.enter_context(postgres_url(stack.enter_context(start_postgres()), clock))
        database = make_database(url, clock)
        stack.callback(database.dispose)
        processes = TOGETHER if options.sqlite else APART
        reasons = judge(uvloop.run(soak(database, folder, processes, plan, _tell)))
    _tell("all is well" if not reasons else "\n".join(["FAILED", *reasons]))
    sys.exit(1 if reasons else 0)


if __name__ == "__main__":
    main()
