"""Drafts of debriefs: whatever is typed, in whatever order Slack delivers it, is found again.

The state machine plays members with several windows on one debrief. Each typed text is a word of its own. A
word counts as given up when a member who saw it typed over it, discarded its draft, or saved another one
after being shown it; every other word that reached us has to be in a draft or in the debrief.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from sqlmodel import Session, col

from bot.clock import Clock
from bot.db import Database
from bot.guidance import content_root, load_library
from bot.models import DebriefDraft, Interview
from bot.playground.forms import initial_values
from bot.services import contacts, debriefs, interviews, new_id
from bot.services.debrief_drafts import SLACK_GIVES_UP, Sent, Shelf
from bot.values import (
    Actor,
    ContactForm,
    DebriefDesk,
    DebriefForm,
    Format,
    FormError,
    InterviewForm,
)
from bot.views import debrief_steps as steps
from bot.views.answers import Answers
from bot.views.debrief_fields import TYPED
from bot.views.debrief_steps import Place, Step
from tests.clocks import ManualClock
from tests.databases import sqlite_database
from tests.people import LINH, NEW_YORK, TEAM, enrolled

Json = dict[str, Any]

LIBRARY = load_library(content_root())
MOST_WINDOWS = 3
LATE = SLACK_GIVES_UP.total_seconds() + 1


def rows(session: Session, _clock: Clock, _actor: Actor) -> list[DebriefDraft]:
    return list(session.scalars(select(DebriefDraft).order_by(col(DebriefDraft.id))))


@dataclass
class Window:
    """One open form, as Slack holds it; ``under_way`` is what Slack sent and we did not get yet."""

    view: Json = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)
    under_way: list[tuple[Json, int]] = field(default_factory=list)
    is_open: bool = True

    @property
    def step(self) -> Step:
        return Place.of(self.view["private_metadata"]).step

    @property
    def state(self) -> Json:
        state: Json = self.view["state"]["values"]
        return state

    def show(self, desk: DebriefDesk, step: Step) -> None:
        view = steps.step_view(desk, step, LIBRARY).to_dict()
        self.view = view | {"state": {"values": initial_values(view["blocks"])}}
        self.shown |= words_of(desk.form)

    def fill(self, block_id: str, held: Json) -> None:
        self.view = self.view | {"state": {"values": self.state | {block_id: {TYPED: held}}}}


def words_of(form: DebriefForm) -> set[str]:
    texts = (form.valuable, form.did_well, form.left_it, form.suggested, form.next_step)
    return {text for text in (*texts, *form.learned.values()) if text}


def typed_in(view: Json) -> set[str]:
    values = view["state"]["values"].values()
    return {held[TYPED]["value"] for held in values if held[TYPED].get("value")}


def complete(step: Step, answers: Answers, written: DebriefForm) -> DebriefForm:
    form = steps.read(step, answers, written)
    steps.check(step, form)
    return form


def what_is_sent(
    view: Json,
    leads_to: Callable[[DebriefForm], str] | None = None,
    read: Callable[[Step, Answers, DebriefForm], DebriefForm] = steps.read,
    typed_at: int | None = None,
) -> Sent:
    place = Place.of(view["private_metadata"])
    whole, touched = Answers.of_view(view), Answers.touched_in(view)
    return Sent(
        place.window,
        partial(read, place.step, whole),
        partial(read, place.step, touched),
        leads_to or (lambda _form: place.step),
        typed_at,
    )


class Drafts(RuleBasedStateMachine):
    """Members with windows; see the top of this file."""

    def __init__(self, database: Database, clock: ManualClock) -> None:
        super().__init__()
        self.database, self.clock = database, clock
        self.words = (f"word{number}" for number in count())
        self.moments = count(1)
        self.windows: list[Window] = []
        self.reached: set[str] = set()
        self.given_up: set[str] = set()
        self.told: set[str] = set()
        self.meeting_id: str = self.do(new_meeting)

    def do(self, service: Callable[..., Any], *args: object) -> Any:
        with self.database.transaction(TEAM) as session:
            return service(session, self.clock, LINH, *args)

    def show(self, window: Window, desk: DebriefDesk, step: Step) -> None:
        window.show(desk, step)
        elsewhere = [desk.saved] if desk.saved is not None and desk.saved_elsewhere else []
        self.told = self.told.union(*map(words_of, (*elsewhere, *(card.form for card in desk.others))))

    def opened(self) -> list[Window]:
        return [window for window in self.windows if window.is_open]

    def kept(self) -> set[str]:
        """The words in all drafts, and in the debrief."""
        kept: set[str] = self.do(words_kept, self.meeting_id)
        return kept

    @initialize()
    def begin(self) -> None:
        self.open()

    @precondition(lambda self: len(self.opened()) < MOST_WINDOWS)
    @rule()
    def open(self) -> None:
        desk = self.do(debriefs.desk, self.meeting_id)
        self.windows.append(Window())
        self.show(self.windows[-1], desk, Step(desk.step or "goals"))

    @precondition(lambda self: self.opened())
    @rule(data=st.data(), times=st.integers(1, 3))
    def type(self, data: st.DataObject, times: int) -> None:
        window = data.draw(st.sampled_from(self.opened()))
        texts = [block for block, held in window.state.items() if "value" in held[TYPED]]
        for _ in range(times if texts else 0):
            self._write(window, data.draw(st.sampled_from(texts)), data.draw(st.booleans()))

    def _write(self, window: Window, block: str, is_word: bool = True) -> None:
        before = window.state[block][TYPED]["value"]
        self.given_up |= {before} if before else set()
        window.fill(block, {"value": next(self.words) if is_word else None})
        window.under_way.append((window.view, next(self.moments)))

    @precondition(lambda self: any(window.step is Step.GOALS for window in self.opened()))
    @rule(data=st.data(), goals=st.sets(st.sampled_from(["trends", "advice"]), min_size=1))
    def tick(self, data: st.DataObject, goals: set[str]) -> None:
        first = [window for window in self.opened() if window.step is Step.GOALS]
        window = data.draw(st.sampled_from(first))
        window.fill("covered", {"selected_options": [{"value": goal} for goal in sorted(goals)]})
        window.under_way.append((window.view, next(self.moments)))

    @precondition(lambda self: any(window.under_way for window in self.windows))
    @rule(data=st.data())
    def deliver(self, data: st.DataObject) -> None:
        window = data.draw(st.sampled_from([each for each in self.windows if each.under_way]))
        self._deliver(window, data.draw(st.integers(0, len(window.under_way) - 1)))

    def _deliver(self, window: Window, number: int) -> None:
        view, typed_at = window.under_way.pop(number)
        self.do(debriefs.keep, self.meeting_id, what_is_sent(view, typed_at=typed_at))
        self.reached |= typed_in(view)

    @precondition(lambda self: self.opened())
    @rule(data=st.data(), is_answer_lost=st.booleans())
    def next(self, data: st.DataObject, is_answer_lost: bool) -> None:
        self._next(data.draw(st.sampled_from(self.opened())), is_answer_lost=is_answer_lost)

    def _next(self, window: Window, *, is_answer_lost: bool) -> None:
        if window.step is Step.NEXT:
            self._save(window, is_answer_lost=is_answer_lost)
            return
        try:
            desk = self._act(window, partial(steps.step_after, window.step), read=complete)
        except FormError:
            return
        self._answer(window, desk, is_answer_lost=is_answer_lost)

    @precondition(lambda self: self.opened())
    @rule(data=st.data(), is_answer_lost=st.booleans())
    def back(self, data: st.DataObject, is_answer_lost: bool) -> None:
        window = data.draw(st.sampled_from(self.opened()))
        desk = self._act(window, partial(steps.step_before, window.step))
        self._answer(window, desk, is_answer_lost=is_answer_lost)

    @precondition(lambda self: self.opened())
    @rule(data=st.data())
    def hurry(self, data: st.DataObject) -> None:
        """Write what is required, and go on until the debrief is saved, or something is told."""
        window = data.draw(st.sampled_from(self.opened()))
        for step in list(Step):
            if window.is_open and window.step is step:
                for block in {"valuable", "next_step"} & set(window.state):
                    self._write(window, block)
                self._next(window, is_answer_lost=False)

    def _act(self, window: Window, leads_to: Callable[[DebriefForm], str], **how: Any) -> DebriefDesk:
        sent_now = what_is_sent(window.view, leads_to, **how)
        desk: DebriefDesk = self.do(debriefs.keep, self.meeting_id, sent_now)
        self.reached |= typed_in(window.view)
        return desk

    def _answer(self, window: Window, desk: DebriefDesk, *, is_answer_lost: bool) -> None:
        if is_answer_lost:
            self._slack_gives_up()
        else:
            self.show(window, desk, Step(desk.step))

    def _slack_gives_up(self) -> None:
        self.clock.advance(seconds=LATE)
        for window in self.windows:
            window.under_way.clear()

    def _save(self, window: Window, *, is_answer_lost: bool) -> None:
        window.fill("advocate", {"selected_option": {"value": "yes"}})
        before = self.kept()
        try:
            self.do(debriefs.submit, self.meeting_id, what_is_sent(window.view, read=complete))
        except FormError:
            return
        except debriefs.WrittenElsewhereError:
            self.show(window, self._act(window, lambda _form: "next"), Step.NEXT)
            return
        except debriefs.IncompleteDebriefError:
            self.show(window, self._act(window, lambda _form: "goals"), Step.GOALS)
            return
        self.reached |= typed_in(window.view)
        self._gave_up(window, before)
        if is_answer_lost:
            self._slack_gives_up()
        else:
            window.is_open = False

    @precondition(lambda self: self.opened())
    @rule(data=st.data())
    def discard(self, data: st.DataObject) -> None:
        window = data.draw(st.sampled_from(self.opened()))
        before = self.kept()
        self.do(debriefs.discard, self.meeting_id, Place.of(window.view["private_metadata"]).window)
        self._gave_up(window, before)
        self.given_up |= typed_in(window.view)
        window.is_open = False

    def _gave_up(self, window: Window, before: set[str]) -> None:
        """What is not kept any more was there for the member to see, or was told, or was typed over."""
        lost = before - self.kept()
        assert lost <= window.shown | typed_in(window.view) | self.told | self.given_up
        self.given_up |= lost

    @precondition(lambda self: self.opened())
    @rule(data=st.data())
    def close(self, data: st.DataObject) -> None:
        data.draw(st.sampled_from(self.opened())).is_open = False

    @invariant()
    def every_word_that_reached_us_is_kept(self) -> None:
        assert self.reached - self.given_up <= self.kept()

    def teardown(self) -> None:
        for window in self.windows:
            while window.under_way:
                self._deliver(window, len(window.under_way) // 2)
        self.every_word_that_reached_us_is_kept()


def new_meeting(session: Session, clock: Clock, actor: Actor) -> str:
    contact_id, meeting_id = new_id(), new_id()
    contacts.add(session, clock, actor, contact_id, ContactForm(name="Ana"))
    an_hour_ago = InterviewForm(clock.now() - timedelta(hours=1), NEW_YORK, 25, Format.PHONE)
    interviews.plan(session, clock, actor, contact_id, meeting_id, an_hour_ago, held=True)
    return meeting_id


def words_kept(session: Session, clock: Clock, actor: Actor, meeting_id: str) -> set[str]:
    shelf = Shelf(session, session.get_one(Interview, meeting_id))
    drafts = [row for row in rows(session, clock, actor) if row.interview_id == meeting_id]
    return words_of(shelf.saved).union(*(words_of(shelf.form(row)) for row in drafts))


def test_no_order_of_acts_and_deliveries_loses_a_word(tmp_path: Path, clock: ManualClock) -> None:
    with sqlite_database(tmp_path, clock) as database:
        asyncio.run(enrolled_alone(database))
        run_state_machine_as_test(
            partial(Drafts, database, clock),  # type: ignore[arg-type]
            settings=settings(max_examples=8, stateful_step_count=25),
        )


async def enrolled_alone(database: Database) -> None:
    await enrolled(database, LINH)
