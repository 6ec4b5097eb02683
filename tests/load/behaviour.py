"""How the members of a simulated term behave: whom they write to, who answers, what they do about it.

Nothing here touches a database: a person says what they would do today, and whoever asked does it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from bot.services import contacts, debriefs, interviews, new_id
from bot.values import Actor, ContactForm, Format, Industry, InterviewForm, Outcome, Status
from tests.debrief_forms import FULL
from tests.people import NEW_YORK

MOST_CONTACTS = 14
THINGS_A_DAY = 2
ANSWERS = 0.45
"""Of those who are written to, how many answer: after a week or so, some of them only when asked again."""

COMES = 0.92
"""Of meetings, how many take place."""

ANSWERED = replace(FULL, next_step_due=None)

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_NAMES = ("Ana Okafor", "Ben Lindqvist", "Cleo Haddad", "Dev Marsh", "Eun-ji Park", "Fatou Diallo")


@dataclass(frozen=True, slots=True)
class Deed:
    """Something a member does: a service, called with the member as its actor."""

    name: str
    service: Callable[..., Any]
    arguments: tuple[Any, ...]


@dataclass(slots=True)
class Acquaintance:
    """Somebody in a member's log, and when they answer, if ever."""

    id: str
    status: Status
    since: datetime
    answers_at: datetime | None = None
    interview_id: str = ""
    meets_at: datetime | None = None
    left: list[str] = field(default_factory=list)  # what is still to do after the meeting


@dataclass(slots=True)
class Person:
    """A member; ``diligence`` from 0 to 1 says how often they look into their log."""

    actor: Actor
    diligence: float
    joins_on: int
    random: Random
    has_joined: bool = False
    known: list[Acquaintance] = field(default_factory=list)
    clicked: str = ""

    def is_active(self) -> bool:
        """Whether they open Slack for this today."""
        return self.random.random() < 0.15 + 0.4 * self.diligence

    def deeds(self, now: datetime) -> Iterator[Deed]:
        """What they do today, the most pressing first."""
        for _ in range(self.random.randint(1, THINGS_A_DAY)):
            deed = self._next(now)
            if deed is not None:
                yield deed

    def _next(self, now: datetime) -> Deed | None:
        for step in (self._after_meeting, self._arrange, self._wait, self._write):
            for one in self.known:
                deed = step(one, now)
                if deed is not None:
                    return deed
        return self._add(now) if len(self.known) < MOST_CONTACTS else None

    def _after_meeting(self, one: Acquaintance, now: datetime) -> Deed | None:
        if one.status is Status.SCHEDULED and one.meets_at is not None and one.meets_at + _DAY / 12 < now:
            took_place = self.random.random() < COMES
            one.status, one.since = (Status.MET if took_place else Status.REPLIED), now
            one.left = ["thank", "debrief"] if took_place else []
            outcome = Outcome.HELD if took_place else Outcome.NO_SHOW
            return Deed("outcome of a meeting", interviews.set_outcome, (one.interview_id, outcome))
        if one.status is Status.MET and one.left:
            if one.left.pop(0) == "thank":
                return Deed("thank-you noted", interviews.mark_thanked, (one.interview_id,))
            return Deed("debrief", debriefs.record, (one.interview_id, lambda _form: ANSWERED))
        return None

    def _arrange(self, one: Acquaintance, now: datetime) -> Deed | None:
        if one.status is not Status.REPLIED:
            return None
        one.status, one.since = Status.SCHEDULED, now
        one.meets_at = now + timedelta(days=self.random.randint(2, 7), hours=self.random.randint(0, 3))
        one.interview_id = new_id()
        form = InterviewForm(one.meets_at, NEW_YORK, 25, self.random.choice(list(Format)))
        return Deed("meeting planned", interviews.plan, (one.id, one.interview_id, form))

    def _wait(self, one: Acquaintance, now: datetime) -> Deed | None:
        if one.status not in {Status.CONTACTED, Status.FOLLOWED_UP}:
            return None
        if one.answers_at is not None and one.answers_at < now:
            return self._move(one, Status.REPLIED, now)
        if now - one.since < _WEEK:
            return None
        is_first = one.status is Status.CONTACTED
        return self._move(one, Status.FOLLOWED_UP if is_first else Status.NO_RESPONSE, now)

    def _write(self, one: Acquaintance, now: datetime) -> Deed | None:
        if one.status is not Status.PLANNED:
            return None
        if self.random.random() < ANSWERS:
            one.answers_at = now + timedelta(days=self.random.expovariate(1 / 5))
        return self._move(one, Status.CONTACTED, now)

    def _move(self, one: Acquaintance, status: Status, now: datetime) -> Deed:
        one.status, one.since = status, now
        return Deed("status changed", contacts.move, (one.id, status))

    def _add(self, now: datetime) -> Deed:
        one = Acquaintance(new_id(), Status.PLANNED, now)
        self.known.append(one)
        form = ContactForm(
            f"{self.random.choice(_NAMES)} {len(self.known)}",
            organisation=f"Harbor Foods {self.random.randint(1, 200)}",
            role="Analyst",
            why="She moved from teaching to data.",
            industry=self.random.choice(list(Industry)),
        )
        return Deed("contact added", contacts.add, (one.id, form))
