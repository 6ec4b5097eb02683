"""Somebody who looks at a summary before and after a member acts, joins or leaves, and subtracts.

Simulated cohorts, measured and published by the code that measures and publishes real ones; the database is
left out. The attacker wins where a number moved with fewer than five members behind the move who do not share
their own steps with the lead. The same attacker against exact numbers shows that this works.
"""

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest

from bot.services import measures, publishing
from bot.services.measures import Contributions, Number
from bot.services.member_log import Cut, MemberLog
from bot.services.publishing import Marks
from bot.values import COVERAGE, MINIMUM_CONTRIBUTORS, Measure

pytestmark = pytest.mark.slow

COHORTS = 1_000
WEEKS_BEFORE = 3
START = datetime(2026, 9, 7, tzinfo=UTC)
NOW = START + timedelta(weeks=5)
CUT = Cut("T1", "c", START, NOW, NOW - timedelta(weeks=1), NOW - timedelta(weeks=2), NOW)

COUNTED = (
    Measure.CONTACTED,
    Measure.REPLIED,
    Measure.SCHEDULED,
    Measure.MET,
    Measure.KEPT_IN_TOUCH,
    Measure.RESPONSE,
    Measure.FOLLOWED_UP,
    Measure.FOLLOW_UP_YIELD,
    Measure.MEETINGS,
    Measure.DEBRIEFED,
    Measure.DEBRIEFED_IN_48_HOURS,
    Measure.THANKED,
    Measure.THANKED_IN_24_HOURS,
    Measure.INTRODUCTION_KNOWN,
    Measure.NOT_INTRODUCED,
    Measure.ADVOCATES,
    Measure.INTRODUCTIONS,
    Measure.REFERRALS,
    *COVERAGE,
)


@dataclass(frozen=True)
class Seen:
    """A number as somebody saw it, and what it was made from."""

    number: Number
    parts: Contributions
    sharing: frozenset[str]


Pull = Mapping[Measure, Seen]


@dataclass
class Cohort:
    """A simulated cohort, and what has been published of it."""

    log: MemberLog
    published: dict[Measure, Seen] = field(default_factory=dict)
    marks: dict[Measure, list[Marks]] = field(default_factory=dict)

    @property
    def people(self) -> list[str]:
        return list(self.log.joined)

    def count(self) -> None:
        """A week is over: publish what may be."""
        parts = measures.contributions(self.log)
        sharing = self.log.sharing
        now = {measure: marks_of(found, sharing) for measure, found in parts.items()}
        for measure in publishing.due(self.marks, now):
            number = publishing.published(measure, parts[measure], sharing)
            self.published[measure] = Seen(number, dict(parts[measure]), sharing)
            self.marks.setdefault(measure, []).append(now[measure])

    def pull(self) -> Pull:
        """What the summary shows now."""
        return dict(self.published)

    def exact(self) -> Pull:
        """What a summary would show that counts afresh, and hides only what is of fewer than five."""
        return {
            measure: Seen(measures.number(measure, found), dict(found), self.log.sharing)
            for measure, found in measures.contributions(self.log).items()
            if len(found) >= MINIMUM_CONTRIBUTORS
        }


def marks_of(parts: Contributions, sharing: frozenset[str]) -> Marks:
    def made(members: Iterable[str]) -> frozenset[bytes]:
        return frozenset(f"{member} {parts[member]}".encode() for member in members)

    return Marks(made(parts), made(parts.keys() & sharing), len(sharing))


def a_cohort(chance: random.Random) -> Cohort:
    """Members at work for some weeks, more or less of them each week."""
    log = MemberLog(CUT, counts={measure: {} for measure in COUNTED})
    cohort = Cohort(log)
    for number in range(chance.randint(3, 25)):
        join(cohort, f"m{number}", chance)
    for member in chance.sample(cohort.people, chance.choice([0, 0, 1, 3])):
        share(cohort, member, chance)
    for _ in range(WEEKS_BEFORE):
        for member in chance.sample(cohort.people, chance.randint(0, len(cohort.people))):
            act(cohort, member, chance)
        cohort.count()
    return cohort


def act(cohort: Cohort, member: str, chance: random.Random) -> None:
    """The member does something that moves every measure."""
    log = cohort.log
    for measure in COUNTED:
        log.counts[measure][member] = log.counts[measure].get(member, 0) + chance.randint(1, 3)
    log.wrote[member] = log.counts[Measure.CONTACTED][member]
    log.organisations[member].add(f"o{chance.randint(0, 10_000)}")
    log.industries[member].add(f"i{chance.randint(0, 10_000)}")
    log.confidence[member].append(chance.randint(1, 5))
    log.first_held.setdefault(member, START + timedelta(days=chance.randint(0, 30)))
    log.waiting_debriefs[member] = 1
    log.active |= {member}


def join(cohort: Cohort, member: str, chance: random.Random) -> None:
    """The member joins; some bring a log with them."""
    cohort.log.joined[member] = START + timedelta(days=chance.randint(0, 21))
    if chance.random() < 0.5:
        act(cohort, member, chance)


def leave(cohort: Cohort, member: str, _chance: random.Random) -> None:
    """The member leaves; what they did stays."""
    del cohort.log.joined[member]
    cohort.log.sharing -= {member}


def a_newcomer(cohort: Cohort, _member: str, chance: random.Random) -> None:
    """Somebody who was not there joins, with a log."""
    join(cohort, "new", chance)
    act(cohort, "new", chance)


def forget(cohort: Cohort, member: str, _chance: random.Random) -> None:
    """The member deletes everything they logged."""
    log = cohort.log
    for counts in (*log.counts.values(), log.wrote, log.unanswered, log.waiting_debriefs):
        counts.pop(member, None)
    for found in (log.organisations, log.industries, log.confidence, log.first_held):
        found.pop(member, None)


def share(cohort: Cohort, member: str, _chance: random.Random) -> None:
    """The member lets the lead see their own steps, or stops it."""
    cohort.log.sharing ^= {member}


Deed = Callable[[Cohort, str, random.Random], None]
DEEDS: tuple[Deed, ...] = (act, a_newcomer, leave, forget)


def won(before: Pull, after: Pull) -> list[Measure]:
    """The measures that moved by what fewer than five members did."""
    return [
        measure
        for measure in before.keys() & after.keys()
        if before[measure].number != after[measure].number
        and behind(before[measure], after[measure]) < MINIMUM_CONTRIBUTORS
    ]


def behind(before: Seen, after: Seen) -> int:
    """How many members, of whom the lead does not see it, contribute something else."""
    changed = {member for member, _part in before.parts.items() ^ after.parts.items()}
    return len(changed - after.sharing)


def test_two_pulls_around_one_member_tell_nothing() -> None:
    chance = random.Random(2026)
    wins = wins_against_exact_numbers = 0
    for _ in range(COHORTS):
        cohort = a_cohort(chance)
        before, exact_before = cohort.pull(), cohort.exact()
        chance.choice(DEEDS)(cohort, chance.choice(cohort.people), chance)
        cohort.count()
        wins += bool(won(before, cohort.pull()))
        wins_against_exact_numbers += bool(won(exact_before, cohort.exact()))
    assert wins == 0
    assert wins_against_exact_numbers > COHORTS * 0.8


def test_nobody_wins_by_looking_every_week_and_remembering_everything() -> None:
    chance = random.Random(2027)
    wins = moves = 0
    for _ in range(COHORTS // 10):
        cohort = a_cohort(chance)
        pulls = [cohort.pull()]
        for _week in range(6):
            some_do_something(cohort, chance)
            cohort.count()
            pulls.append(cohort.pull())
        for before, after in combinations(pulls, 2):
            wins += len(won(before, after))
            moves += before != after
    assert wins == 0
    assert moves > COHORTS


def some_do_something(cohort: Cohort, chance: random.Random) -> None:
    """Up to seven members do one thing or another; some who left come back."""
    for member in chance.sample(cohort.people, chance.randint(0, min(len(cohort.people), 7))):
        chance.choice([act, act, leave, forget, share])(cohort, member, chance)
    for number in range(chance.randint(0, 5)):
        join(cohort, f"m{number}", chance)
