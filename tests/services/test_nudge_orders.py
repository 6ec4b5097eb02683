"""Acts of a member, planning and sending in any order, on both databases: no limit is passed, nothing twice.

The worker plans and sends while the member goes on, so a nudge that was queued may no longer apply.
"""

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, select, update
from sqlmodel import col

from bot.clock import local_date
from bot.db import Database
from bot.models import Delivery, Lane, Member, WorkerLease
from bot.services import (
    claims,
    contacts,
    deliveries,
    interviews,
    joining,
    lanes,
    leases,
    new_id,
    sending,
)
from bot.services import settings as choices
from bot.services.claims import Claimed
from bot.services.deliveries import Ready
from bot.services.history import DIGEST, MOST_A_WEEK, UNCAPPED
from bot.services.localtime import week_label
from bot.services.sending import Attempt, GivenBack, Sent
from bot.values import (
    Actor,
    CohortCard,
    ContactForm,
    DeliveryState,
    Format,
    InterviewForm,
    NudgeChoices,
    Reason,
    Status,
    StepKind,
    UserError,
)
from tests.clocks import START, ManualClock
from tests.people import NEW_YORK, TEAM, make_cohort, profile
from tests.queueing import AT_ONCE, MANY

HOUR = timedelta(hours=1)
MANY_ORDERS = os.environ.get("NUDGE_ORDERS")
"""How many orders `make test-deep` tries, other ones each time; without it, the same few."""

MOVES = st.sampled_from([Status.CONTACTED, Status.REPLIED, Status.DECLINED, Status.PLANNED])
LITTLE = st.sampled_from([{"seconds": 2}, {"seconds": 40}, {"minutes": 2}])
MUCH = st.sampled_from([{"hours": 3}, {"hours": 20}, {"days": 1}, {"days": 3}, {"days": 8}])


@dataclass(frozen=True, slots=True)
class Told:
    """A message that was sent, as the member got it."""

    kind: str
    subject: str
    occurrence: str
    says: StepKind
    milestone: str | None
    at: datetime

    @property
    def day(self) -> date:
        """The member's day."""
        return local_date(self.at, NEW_YORK)

    @property
    def is_capped(self) -> bool:
        """Whether one a day and two a week are its limits, too."""
        return self.kind not in UNCAPPED


class Nudging(RuleBasedStateMachine):
    """One member, and one worker that takes its steps one by one."""

    database: Database
    clock: ManualClock
    cohort: CohortCard
    people = count(1)

    people_in_log: Bundle[str] = Bundle("people_in_log")

    @initialize(wants_milestones_only=st.booleans())
    def somebody_new(self, wants_milestones_only: bool) -> None:
        self.actor = Actor(TEAM, f"UP{next(Nudging.people)}")
        self.told: list[Told] = []
        self.claimed: list[Claimed] = []
        self.begun: list[Claimed] = []
        self.clock.set(START)
        self.call(joining.join, self.cohort.id, profile(self.actor))
        self.wants_milestones_only = wants_milestones_only
        if wants_milestones_only:
            self.call(choices.choose_kinds, NudgeChoices(frozenset(StepKind) - {StepKind.CELEBRATE}))
        self.begin_anew()

    def call(self, service: Callable[..., Any], *values: Any, **options: Any) -> Any:
        with self.database.transaction(TEAM) as session:
            return service(session, self.clock, self.actor, *values, **options)

    def work(self, service: Callable[..., Any], *values: Any) -> Any:
        with self.database.system_session() as session:
            return service(session, self.clock, *values)

    def begin_anew(self) -> None:
        self.work(leases.reap)
        self.work(lanes.open_lanes, (TEAM,))
        self.worker_id: str = self.work(leases.sign_on, "a test")
        self.claimed, self.begun = [], []

    @rule(target=people_in_log, status=MOVES)
    def adds_somebody(self, status: Status) -> str:
        contact_id = new_id()
        self.call(contacts.add, contact_id, ContactForm("Maya Chen", status=status))
        return contact_id

    @rule(contact=people_in_log, status=MOVES)
    def moves(self, contact: str, status: Status) -> None:
        self.as_far_as_it_goes(contacts.move, contact, status)

    @rule(contact=people_in_log, hours=st.sampled_from([-30, -1, 5, 30]))
    def plans_a_meeting(self, contact: str, hours: int) -> None:
        starts_at = self.clock.now().replace(second=0) + hours * HOUR
        form = InterviewForm(starts_at, NEW_YORK, 25, Format.PHONE)
        self.as_far_as_it_goes(interviews.plan, contact, new_id(), form, held=hours < 0)

    def as_far_as_it_goes(self, service: Callable[..., Any], *values: Any, **options: Any) -> None:
        try:
            self.call(service, *values, **options)
        except UserError:
            return

    @rule()
    def the_worker_plans(self) -> None:
        self.work(claims.expire)
        while self.work(deliveries.plan):
            pass

    @rule()
    def the_worker_claims(self) -> None:
        if not self.work(leases.renew, self.worker_id):
            self.begin_anew()
        self.claimed += self.work(claims.claim, self.worker_id, {TEAM: MANY}, MANY, AT_ONCE)

    @rule()
    def the_worker_begins(self) -> None:
        claimed, self.claimed = self.claimed, []
        contents = self.work(sending.begin, [Attempt(one, NEW_YORK) for one in claimed])
        for one, content in zip(claimed, contents, strict=True):
            if content is not None:
                self.begun.append(one)
                self.note(one, content)

    def note(self, one: Claimed, content: Ready) -> None:
        (row,) = [row for row in self.rows() if row.id == one.id]
        step = content.step
        self.told.append(
            Told(row.kind, row.subject, row.occurrence, step.kind, step.milestone, self.clock.now())
        )

    @rule()
    def slack_takes_them(self) -> None:
        begun, self.begun = self.begun, []
        self.work(sending.record, [Sent(one, "1.2") for one in begun])

    @rule()
    def the_worker_gives_back(self) -> None:
        claimed, self.claimed = self.claimed, []
        self.work(sending.record, [GivenBack(one) for one in claimed])

    @rule(delta=LITTLE)
    def a_moment_passes(self, delta: dict[str, float]) -> None:
        self.clock.advance(**delta)

    @rule(delta=MUCH)
    def time_passes(self, delta: dict[str, float]) -> None:
        self.slack_takes_them()
        self.clock.advance(**delta)

    def rows(self) -> list[Delivery]:
        with self.database.system_session() as session:
            found = select(Delivery).where(col(Delivery.recipient) == self.actor.user_id)
            rows = list(session.scalars(found).all())
            session.expunge_all()
            return rows

    @invariant()
    def no_limit_is_passed(self) -> None:
        capped = [told for told in getattr(self, "told", []) if told.is_capped]
        days = Counter(told.day for told in capped)
        weeks = Counter(week_label(told.day) for told in capped if told.kind != StepKind.THANK_YOU)
        assert max(days.values(), default=0) <= 1, self.readable(self.rows())
        assert max(weeks.values(), default=0) <= MOST_A_WEEK, capped

    @invariant()
    def nothing_is_told_twice(self) -> None:
        told = [(one.kind, one.subject, one.occurrence) for one in getattr(self, "told", [])]
        assert len(set(told)) == len(told), told
        said = [one for one in getattr(self, "told", []) if one.says is StepKind.CELEBRATE]
        assert [one.milestone for one in said] == [one.occurrence for one in said]

    def teardown(self) -> None:
        if hasattr(self, "told"):
            self.come_to_rest()
            self.what_a_limit_dropped_met_that_limit()
            self.leave()

    def come_to_rest(self) -> None:
        """All that may be sent at this moment is sent."""
        for _ in range(5):
            self.the_worker_plans()
            self.the_worker_claims()
            self.the_worker_begins()
            self.slack_takes_them()
            self.clock.advance(seconds=2)
        self.no_limit_is_passed()
        self.nothing_is_told_twice()

    def what_a_limit_dropped_met_that_limit(self) -> None:
        """Not what had been queued and no longer applied.

        Only where nothing more important was expected, which keeps its place whether it comes or not. So do
        weekly messages, the next one too, and what no worker sent in time.
        """
        rows = self.rows()
        places = [row for row in rows if row.kind == DIGEST or row.reason != Reason.NO_LONGER]
        milestones = [row for row in rows if row.kind == StepKind.CELEBRATE]
        dropped = [row for row in milestones if row.reason in {Reason.ONE_A_DAY, Reason.WEEK_FULL}]
        days = [local_date(row.send_after, NEW_YORK) for row in places if row not in dropped]
        days += [told.day for told in self.told]
        days += self.day_of_the_next_weekly()
        weeks = Counter(week_label(day) for day in set(days))
        for row in dropped if self.wants_milestones_only else ():
            day = local_date(row.due_at, NEW_YORK)
            assert day in days or weeks[week_label(day)] >= MOST_A_WEEK, self.readable(rows)

    def day_of_the_next_weekly(self) -> list[date]:
        with self.database.system_session() as session:
            found = select(col(Member.next_digest_at)).where(col(Member.user_id) == self.actor.user_id)
            at = session.scalars(found).one()
            return [] if at is None else [local_date(at, NEW_YORK)]

    def readable(self, rows: list[Delivery]) -> str:
        parts = [
            (row.kind, row.occurrence, row.state, row.reason, str(row.due_at), str(row.finished_at))
            for row in rows
        ]
        return "\n".join(map(str, [*parts, *self.told]))

    def leave(self) -> None:
        """The next one has the worker for themselves."""
        with self.database.system_session() as session:
            session.execute(update(Member).values(next_nudge_at=None))
            waiting = col(Delivery.state).in_([DeliveryState.QUEUED, DeliveryState.SENDING])
            session.execute(update(Delivery).where(waiting).values(state=DeliveryState.SKIPPED))
            session.execute(delete(Lane))  # the clock goes back
            session.execute(delete(WorkerLease))


async def test_any_order_of_acts_plans_and_sends(database: Database, clock: ManualClock) -> None:
    values = {"database": database, "clock": clock, "cohort": await make_cohort(database)}
    run_state_machine_as_test(
        type("NudgingHere", (Nudging,), values),
        settings=settings(
            max_examples=int(MANY_ORDERS or 25),
            derandomize=MANY_ORDERS is None,
            stateful_step_count=25,
            phases=(Phase.generate,),  # as in test_pipeline: making the steps fewer takes minutes
            suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
        ),
    )
