"""The whole life of contacts in any order, on both databases: nothing is lost, nothing illegal is reached.

One member with some contacts moves them, meets, reports, thanks, debriefs, edits, deletes and undoes as
chance has it, with old buttons and forms too.
"""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count, pairwise
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from sqlmodel import col

from bot.db import Database
from bot.models import Contact, StatusChange
from bot.services import contacts, debriefs, interviews, joining, new_id
from bot.services.moves import FIRST_TIMES, CannotUndoError
from bot.values import (
    NEXT_STATUSES,
    Actor,
    CohortCard,
    ContactCard,
    ContactForm,
    DraftWindow,
    Format,
    GoneError,
    InterviewForm,
    Outcome,
    Status,
    UserError,
)
from tests.clocks import START, ManualClock
from tests.debrief_forms import FULL, sent
from tests.meetings import without_counts
from tests.people import NEW_YORK, TEAM, make_cohort, profile

STATUSES = st.sampled_from(Status)
OUTCOMES = st.sampled_from([outcome for outcome in Outcome if outcome is not Outcome.RESCHEDULED])
DAYS = st.integers(-20, 20)
MOSTLY = st.sampled_from([True, True, False])

IMPLIED = {
    "followed_up_at": "contacted_at",
    "replied_at": "contacted_at",
    "scheduled_at": "replied_at",
    "met_at": "scheduled_at",
}
"""A later step implies the earlier one."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A contact as it stood at one moment, without the numbers that tell old forms from new ones."""

    card: ContactCard
    first_times: tuple[datetime | None, ...]


@dataclass(slots=True)
class Known:
    """What the test remembers of a contact."""

    steps: set[str] = field(default_factory=set)
    undone: set[str] = field(default_factory=set)


class Pipeline(RuleBasedStateMachine):
    """One member, and contacts in any state."""

    database: Database
    clock: ManualClock
    cohort: CohortCard
    people = count(1)

    people_in_log: Bundle[str] = Bundle("people_in_log")
    meetings: Bundle[str] = Bundle("meetings")
    undo_buttons: Bundle[tuple[str, str]] = Bundle("undo_buttons")

    @initialize()
    def somebody_new(self) -> None:
        self.actor = Actor(TEAM, f"UP{next(Pipeline.people)}")
        self.known: dict[str, Known] = {}
        self.clock.set(START)
        self.call(joining.join, self.cohort.id, profile(self.actor))

    def call(self, service: Callable[..., Any], *values: Any, **options: Any) -> Any:
        with self.database.transaction(TEAM) as session:
            return service(session, self.clock, self.actor, *values, **options)

    def seen(self, contact_id: str) -> Seen:
        card = without_counts(self.call(contacts.get, contact_id))
        with self.database.transaction(TEAM) as session:
            row = session.get_one(Contact, contact_id)
            return Seen(card, tuple(getattr(row, column) for column in FIRST_TIMES))

    @contextmanager
    def acting_on(self, contact_id: str, *, undo_at_once: bool = False) -> Any:
        """What cannot be done changes nothing; what moved the contact can be undone to the card before."""
        before = self.seen(contact_id)
        try:
            yield
        except UserError:
            assert self.seen(contact_id) == before
            return
        after = self.seen(contact_id)
        move = after.card.last_move
        if undo_at_once and move is not None and move != before.card.last_move:
            assert move.back_to is before.card.status
            self.call(contacts.undo, contact_id, move.id)
            assert self.seen(contact_id) == before

    @rule(target=people_in_log, status=STATUSES)
    def adds_somebody(self, status: Status) -> str:
        contact_id = new_id()
        self.call(contacts.add, contact_id, ContactForm("Maya Chen", organisation="Harbor", status=status))
        self.known[contact_id] = Known()
        return contact_id

    @rule(contact=people_in_log, status=STATUSES, undo_at_once=MOSTLY)
    def moves(self, contact: str, status: Status, undo_at_once: bool) -> None:
        if contact in self.known:
            with self.acting_on(contact, undo_at_once=undo_at_once):
                self.call(contacts.move, contact, status)

    @rule(target=meetings, contact=people_in_log, days=DAYS, held=st.booleans(), undo_at_once=MOSTLY)
    def adds_a_meeting(self, contact: str, days: int, held: bool, undo_at_once: bool) -> Any:
        if contact not in self.known:
            return multiple()
        meeting = new_id()
        with self.acting_on(contact, undo_at_once=undo_at_once):
            self.call(interviews.plan, contact, meeting, self.at(days), held=held)
        return meeting

    @rule(target=meetings, meeting=meetings, days=DAYS, undo_at_once=MOSTLY)
    def moves_a_meeting(self, meeting: str, days: int, undo_at_once: bool) -> Any:
        contact = self.contact_of(meeting)
        if contact is None:
            return multiple()
        new = new_id()
        with self.acting_on(contact, undo_at_once=undo_at_once):
            self.call(interviews.plan, contact, new, self.at(days), replaces=meeting)
        return new

    @rule(meeting=meetings, outcome=OUTCOMES, undo_at_once=MOSTLY)
    def says_what_became_of_it(self, meeting: str, outcome: Outcome, undo_at_once: bool) -> None:
        if contact := self.contact_of(meeting):
            with self.acting_on(contact, undo_at_once=undo_at_once):
                self.call(interviews.set_outcome, meeting, outcome)

    @rule(meeting=meetings, days=DAYS, held=st.booleans(), late=st.booleans(), undo_at_once=MOSTLY)
    def edits_a_meeting(self, meeting: str, days: int, held: bool, late: bool, undo_at_once: bool) -> None:
        if contact := self.contact_of(meeting):
            version = self.call(interviews.get, meeting).version - late
            with self.acting_on(contact, undo_at_once=undo_at_once):
                self.call(interviews.edit, meeting, self.at(days), version, held=held)

    @rule(meeting=meetings)
    def thanks(self, meeting: str) -> None:
        if contact := self.contact_of(meeting):
            with self.acting_on(contact):
                self.call(interviews.mark_thanked, meeting)

    @rule(meeting=meetings, whole=st.booleans())
    def debriefs(self, meeting: str, whole: bool) -> None:
        if contact := self.contact_of(meeting):
            form = replace(FULL, next_step_due=None)
            with self.acting_on(contact, undo_at_once=True):
                if whole:
                    self.call(debriefs.record, meeting, lambda _: form)
                else:
                    self.call(debriefs.keep, meeting, sent(lambda _: form, DraftWindow(new_id())))

    @rule(meeting=meetings)
    def deletes_a_meeting(self, meeting: str) -> None:
        if self.contact_of(meeting):
            self.call(interviews.delete, meeting)

    @rule(contact=people_in_log, late=st.booleans())
    def edits(self, contact: str, late: bool) -> None:
        if contact in self.known:
            version = self.call(contacts.get, contact).version - late
            with self.acting_on(contact):
                self.call(contacts.edit, contact, ContactForm("Maya Ruiz"), version)

    @rule(target=undo_buttons, contact=people_in_log)
    def is_shown_an_undo_button(self, contact: str) -> Any:
        move = self.call(contacts.last_move, contact) if contact in self.known else None
        return multiple() if move is None else (contact, move.id)

    @rule(button=undo_buttons)
    def undoes(self, button: tuple[str, str]) -> None:
        contact, move_id = button
        if contact not in self.known:
            return
        before = self.seen(contact)
        try:
            self.call(contacts.undo, contact, move_id)
        except CannotUndoError:
            assert before.card.last_move is None or before.card.last_move.id != move_id
            assert self.seen(contact) == before
        else:
            assert before.card.last_move is not None
            assert self.seen(contact).card.status is before.card.last_move.back_to

    @rule(hours=st.integers(1, 24 * 9))
    def time_passes(self, hours: int) -> None:
        self.clock.advance(hours=hours)

    @rule(contact=consumes(people_in_log))
    def deletes(self, contact: str) -> None:
        if self.known.pop(contact, None) is not None:
            self.call(contacts.delete, contact)

    @invariant()
    def no_history_is_lost_and_each_step_is_legal(self) -> None:
        for contact_id, known in getattr(self, "known", {}).items():
            with self.database.transaction(TEAM) as session:
                steps = session.scalars(
                    select(StatusChange)
                    .where(col(StatusChange.contact_id) == contact_id)
                    .order_by(col(StatusChange.changed_at), col(StatusChange.id))
                ).all()
            assert known.steps <= {step.id for step in steps}
            assert known.undone <= {step.id for step in steps if step.undone_at}
            known.steps = {step.id for step in steps}
            known.undone = {step.id for step in steps if step.undone_at}
            check_steps([step for step in steps if step.undone_at is None])

    @invariant()
    def a_contact_stands_as_its_history_says(self) -> None:
        for contact_id in getattr(self, "known", {}):
            card, times = (found := self.seen(contact_id)).card, found.first_times
            assert (card.status, card.status_at) == card.history[-1]
            first_times = dict(zip(FIRST_TIMES, times, strict=True))
            assert_first_times_fit(card, first_times)
            for meeting in card.interviews:
                assert meeting.debriefed_at is None or meeting.outcome is Outcome.HELD

    def contact_of(self, meeting: str) -> str | None:
        try:
            contact: str = self.call(interviews.get, meeting).contact_id
        except GoneError:
            return None
        return contact

    def at(self, days: int) -> InterviewForm:
        return InterviewForm(self.clock.now() + timedelta(days=days, hours=1), NEW_YORK, 25, Format.PHONE)


def check_steps(steps: list[StatusChange]) -> None:
    """Each step follows the one before it, as the table of statuses says."""
    assert steps[0].from_status is None
    for before, after in pairwise(steps):
        assert after.from_status == before.to_status
        again = after.to_status == before.to_status == Status.KEEPING_IN_TOUCH
        assert again or after.to_status in NEXT_STATUSES[Status(before.to_status)]


def assert_first_times_fit(card: ContactCard, first_times: dict[str, datetime | None]) -> None:
    """A first time that is set is not alone, and is the first time that the history has."""
    for later, earlier in IMPLIED.items():
        if (moment := first_times[later]) is not None:
            earliest = first_times[earlier]
            assert earliest is not None
            assert later == "followed_up_at" or earliest <= moment
    for status, column in (
        (Status.CONTACTED, "contacted_at"),
        (Status.FOLLOWED_UP, "followed_up_at"),
        (Status.REPLIED, "replied_at"),
        (Status.SCHEDULED, "scheduled_at"),
        (Status.KEEPING_IN_TOUCH, "kept_in_touch_at"),
    ):
        reached = [moment for passed, moment in card.history if passed is status]
        first = first_times[column]
        assert not reached or (first is not None and first <= reached[0])
        assert first is None or first in {moment for _, moment in card.history} or card.interviews


async def test_any_order_of_events(database: Database, clock: ManualClock) -> None:
    values = {"database": database, "clock": clock, "cohort": await make_cohort(database)}
    run_state_machine_as_test(
        type("PipelineHere", (Pipeline,), values),
        settings=settings(
            max_examples=10,
            stateful_step_count=20,
            phases=(
                Phase.reuse,
                Phase.generate,
            ),  # twenty steps can be read, and making them fewer takes minutes
            suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
        ),
    )
