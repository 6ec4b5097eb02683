"""A whole term at accelerated time through the real services on PostgreSQL (``make simulate``), seeded.

Members join, write to people, meet them and say how it went; the worker plans, sends and counts; leads look;
texts of an earlier program are deleted. Only Slack is missing: what would be posted counts as posted. Prints
each week's cost of each kind of action, what the tables take, and which statements read more and more. The
whole of it is ``--workspaces 200 --members 20000``, which takes hours. With ``--write`` the tables go into
docs/performance.md and the raw data they are made of, with the seconds of each week, into docs/measurements.
"""

import argparse
import asyncio
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from bot.db import Database
from bot.services import (
    claims,
    cohorts,
    counting,
    debrief_drafts,
    deliveries,
    erasing,
    handled_requests,
    home,
    joining,
    lanes,
    lead_digests,
    leases,
    new_id,
    nudge_controls,
    purging,
    sending,
    summaries,
)
from bot.services.sending import Attempt, Sent
from bot.together import MOST
from bot.values import Actor, CohortCard, Request
from tests.clocks import ManualClock
from tests.databases import make_database, postgres_url
from tests.load.behaviour import Person
from tests.load.tables.term import COSTS, GROWN, QUARTERS, SIZES, Reading, Size, Week
from tests.load.watching import SETTINGS, Statements, Watch
from tests.people import NEW_YORK, SPRING, profile
from tests.postgres import PostgresServer, start_postgres
from tests.queueing import AT_ONCE

START = date(2026, 9, 7)
"""A Monday."""

WEEKS = 16
WORKSPACES, MEMBERS = 10, 200
TICKS = (13, 14, 20)
"""When the worker looks, in UTC: 9, 10 and 16 o'clock in New York while summer time lasts."""

ACTIVE_AT = 17
EARLIER_WEEKS = 14
"""So long before the term the earlier program ended whose texts are deleted in the term: 90 days later."""

EARLIER_MEMBERS = 5
SIZE = ("workspaces", "members", "weeks", "seed")
"""The options that say how large it is."""

_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Played:
    """What was measured: each week, the tables after each quarter, and what the statements read."""

    weeks: list[Week]
    sizes: list[dict[str, Size]]
    reading: Reading


class Term:
    """One program with all its workspaces, played day by day."""

    def __init__(self, database: Database, clock: ManualClock, watch: Watch, seed: int) -> None:
        self._database = database
        self._clock = clock
        self._watch = watch
        self._random = Random(seed)
        self._loop = asyncio.Runner()
        self._worker = ""
        self._messages = 0
        self._requests = 0
        self._people: list[Person] = []
        self._by_id: dict[tuple[str, str], Person] = {}
        self._cohorts: dict[str, str] = {}

    def close(self) -> None:
        """End the loop."""
        self._loop.close()

    def prepare(self, workspaces: int, members: int) -> None:
        """An earlier program that is over, and the new one, which nobody has joined yet."""
        self._clock.set(_at(START - (EARLIER_WEEKS + 4) * _WEEK, ACTIVE_AT))
        teams = [f"T{number:08}" for number in range(workspaces)]
        self._system(lanes.open_lanes, teams)
        for team in teams:
            self._earlier_program(team)
        self._clock.set(_at(START - _DAY, ACTIVE_AT))
        self._worker = self._system(leases.sign_on, "simulated", timedelta(days=365))
        for team in teams:
            form = replace(SPRING, starts_on=START, ends_on=START + WEEKS * _WEEK - _DAY, country="US")
            self._cohorts[team] = self._create(team, form)
        for number in range(members):
            actor = Actor(teams[number % workspaces], f"U{number:08}")
            joins_on = 0 if self._random.random() < 0.8 else self._random.randint(1, 20)
            person = Person(actor, self._random.betavariate(2, 2), joins_on, Random(self._random.random()))
            self._people.append(person)
            self._by_id[actor.team_id, actor.user_id] = person

    def _earlier_program(self, team: str) -> None:
        today = self._clock.now().date()
        cohort = self._create(
            team, replace(SPRING, name="Earlier", starts_on=today, ends_on=today + 4 * _WEEK)
        )
        for number in range(EARLIER_MEMBERS):
            person = Person(Actor(team, f"W{team[1:]}{number}"), 1.0, 0, Random(number))
            self._run(person.actor, joining.join, cohort, profile(person.actor))
            for deed in person.deeds(self._clock.now()):
                self._run(person.actor, deed.service, *deed.arguments)

    def _create(self, team: str, form: Any) -> str:
        cohort: CohortCard = self._run(_lead(team), cohorts.create, new_id(), form, NEW_YORK)
        return cohort.id

    def play(self, week: int) -> None:
        """One week, from Monday to Friday."""
        for weekday in range(5):
            day = START + week * _WEEK + weekday * _DAY
            for hour in TICKS[:2]:
                self._tick(day, hour)
            self._clock.set(_at(day, ACTIVE_AT))
            self._members_act((day - START).days)
            self._tick(day, TICKS[2])
        for team, cohort_id in self._cohorts.items():
            with self._watch.of("lead opens the summary"):
                self._run(_lead(team), summaries.build, cohort_id)

    def _members_act(self, day: int) -> None:
        now = self._clock.now()
        for person in self._people:
            if not person.has_joined and day >= person.joins_on:
                person.has_joined = True
                with self._watch.of("member joins"):
                    cohort_id = self._cohorts[person.actor.team_id]
                    self._run(person.actor, joining.join, cohort_id, profile(person.actor))
            elif person.has_joined and person.is_active():
                self._act(person, now)

    def _act(self, person: Person, now: datetime) -> None:
        if person.clicked:
            with self._watch.of("button of a message"):
                self._run(person.actor, nudge_controls.note_click, person.clicked, settled=False)
            person.clicked = ""
        for deed in person.deeds(now):
            with self._watch.of(deed.name):
                self._run(person.actor, deed.service, *deed.arguments)
        with self._watch.of("Home opened"):
            self._loop.run(self._database.read(person.actor, home.state, 1))

    def _tick(self, day: date, hour: int) -> None:
        """What the worker does: look after leases, forget, count, plan, send."""
        self._clock.set(_at(day, hour) + timedelta(minutes=5))
        for service in (
            leases.reap,
            claims.expire,
            handled_requests.forget_old,
            debrief_drafts.forget_old,
        ):
            with self._watch.of("look at leases and what is old"):
                self._system(service)
        for name, service in (
            ("week of a cohort counted", counting.count_due),
            ("lead's message planned", lead_digests.plan),
            ("program's texts deleted", purging.announce),
            ("program's texts deleted", purging.purge),
            ("workspace erased", erasing.purge),
        ):
            self._until_nothing_is_left(name, service)
        self._until_nothing_is_left("member planned", deliveries.plan)
        while self._send():
            self._clock.advance(seconds=2)

    def _until_nothing_is_left(self, name: str, service: Callable[..., Any]) -> None:
        found: Any = True
        while found:
            with self._watch.of(name) as cost:
                found = self._system(service)
                cost.count = int(found)

    def _send(self) -> int:
        rooms = dict.fromkeys(self._cohorts, claims.BATCH)
        with self._watch.of("message sent") as cost:
            taken = self._system(claims.claim, self._worker, rooms, claims.BATCH, AT_ONCE)
            for first in range(0, len(taken), MOST):
                some = taken[first : first + MOST]
                attempts = [Attempt(claimed, NEW_YORK) for claimed in some]
                contents = self._system(sending.begin, attempts)
                sent = [
                    claimed for claimed, content in zip(some, contents, strict=True) if content is not None
                ]
                self._system(sending.record, [Sent(claimed, self._posted(claimed)) for claimed in sent])
            cost.count = len(taken)
        return len(taken)

    def _posted(self, claimed: claims.Claimed) -> str:
        self._messages += 1
        message_ts = f"{self._messages}.000100"
        person = self._by_id.get((claimed.team_id, claimed.recipient))
        if person is not None and self._random.random() < person.diligence:
            person.clicked = message_ts
        return message_ts

    def _run(self, actor: Actor, service: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        """A request of the actor's, in a transaction of its own."""
        self._requests += 1
        asked = replace(actor, request=Request(f"request-{self._requests}"))
        return self._loop.run(self._database.run(asked, service, *arguments, **named))

    def _system(self, service: Callable[..., Any], *arguments: Any) -> Any:
        return self._loop.run(self._database.system(service, *arguments))


def _lead(team: str) -> Actor:
    return Actor(team, f"L{team}", is_admin=True)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), UTC)


def simulate(server: PostgresServer, options: argparse.Namespace) -> Played:
    """Play the term."""
    clock = ManualClock()
    with postgres_url(server, clock) as url:
        database, statements = make_database(url, clock), Statements(server.as_superuser(url))
        watch = Watch(database.engine)
        term = Term(database, clock, watch, options.seed)
        term.prepare(options.workspaces, options.members)
        sizes = []
        for number in range(options.weeks):
            with watch.week() as week:
                term.play(number)
            _tell(number, week)
            if (number + 1) % max(options.weeks // QUARTERS, 1) == 0:
                statements.take()
                sizes.append(statements.sizes())
        term.close()
        reading = statements.reading()
        statements.close()
        database.dispose()
    return Played(watch.weeks, sizes, reading)


def _tell(number: int, week: Week) -> None:
    words = (
        f"{name} {cost.count} × {cost.each:.1f} ms" for name, cost in sorted(week.costs.items()) if cost.count
    )
    sys.stderr.write(f"week {number + 1}, {week.seconds:.0f} s: {'; '.join(words)}\n")


def main() -> None:
    """Play, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workspaces", type=int, default=WORKSPACES)
    parser.add_argument("--members", type=int, default=MEMBERS, help="of all workspaces together")
    parser.add_argument("--weeks", type=int, default=WEEKS)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--write", action="store_true", help="into docs/performance.md and docs/measurements")
    options = parser.parse_args()
    with start_postgres(**SETTINGS) as server:
        played = simulate(server, options)
    size = " ".join(f"--{name} {getattr(options, name)}" for name in SIZE)
    command = f'make simulate TERM_SIZE="{size}"'
    COSTS.show(played.weeks, command, write=options.write)
    SIZES.show(played.sizes, command, write=options.write)
    GROWN.show(played.reading, command, write=options.write)


if __name__ == "__main__":
    main()
