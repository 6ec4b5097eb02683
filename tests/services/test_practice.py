"""Practice: no card twice before all were answered, whatever is clicked in which order, on both databases."""

import asyncio
from collections import Counter
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import select

from bot.db import Database
from bot.models import PracticeAnswer
from bot.services import practice
from bot.values import Actor, GoneError, PracticeChoice, PracticeState
from tests.clocks import ManualClock
from tests.people import KWAME, LINH

CARDS = ("first", "second", "third")


async def upcoming(database: Database, actor: Actor = LINH, cards: tuple[str, ...] = CARDS) -> PracticeState:
    return await database.read(actor, practice.next_card, cards)


async def choose(
    database: Database,
    card_id: str,
    round_number: int = 1,
    reply: int = 0,
    *,
    actor: Actor = LINH,
    cards: tuple[str, ...] = CARDS,
) -> PracticeState:
    choice = PracticeChoice(card_id, round_number, reply)
    return await database.run(actor, practice.answer, choice, cards)


def rows(database: Database, actor: Actor = LINH) -> list[tuple[int, str, int]]:
    with database.transaction(actor.team_id) as session:
        mine = session.exec(select(PracticeAnswer).where(PracticeAnswer.user_id == actor.user_id))
        return sorted((row.round, row.card_id, row.reply) for row in mine)


async def test_the_cards_come_in_their_order_and_then_again(database: Database) -> None:
    assert await upcoming(database) == PracticeState(1, "first", 0, 3)
    assert await choose(database, "first") == PracticeState(1, "second", 1, 3)
    assert await choose(database, "second") == PracticeState(1, "third", 2, 3)
    assert await choose(database, "third") == PracticeState(1, None, 3, 3)
    assert await upcoming(database) == PracticeState(2, "first", 0, 3)
    assert await choose(database, "first", 2) == PracticeState(2, "second", 1, 3)


async def test_needs_no_cohort_and_stays_apart_for_each_person_and_workspace(database: Database) -> None:
    stranger = Actor("T0OTHER", LINH.user_id)
    await choose(database, "first")
    assert (await upcoming(database, KWAME)).seen == 0
    assert (await upcoming(database, stranger)).seen == 0
    await choose(database, "first", actor=stranger)
    assert len(rows(database)) == len(rows(database, stranger)) == 1


async def test_a_second_click_changes_nothing(database: Database, clock: ManualClock) -> None:
    await choose(database, "first", reply=2)
    clock.advance(minutes=1)
    assert await choose(database, "first", reply=0) == PracticeState(1, "second", 1, 3)
    assert rows(database) == [(1, "first", 2)]


async def test_a_second_click_on_the_last_card_begins_no_new_round(database: Database) -> None:
    for card_id in CARDS:
        await choose(database, card_id)
    assert await choose(database, "third") == PracticeState(1, None, 3, 3)
    assert (await upcoming(database)).round == 2
    assert len(rows(database)) == 3


async def test_clicks_at_the_same_time_make_one_answer(database: Database) -> None:
    states = await asyncio.gather(*(choose(database, "first", reply=n % 3) for n in range(8)))
    assert {state.seen for state in states} == {1}
    assert len(rows(database)) == 1


async def test_a_card_of_an_earlier_round_changes_nothing(database: Database) -> None:
    for card_id in CARDS:
        await choose(database, card_id)
    await choose(database, "first", 2)
    before = rows(database)
    assert await choose(database, "second", 1) == PracticeState(2, "second", 1, 3)
    assert rows(database) == before


@pytest.mark.parametrize(
    ("card_id", "round_number"), [("fourth", 1), ("", 1), ("first", 0), ("first", 2), ("first", 9)]
)
async def test_a_card_or_round_that_is_not_there(database: Database, card_id: str, round_number: int) -> None:
    with pytest.raises(GoneError):
        await choose(database, card_id, round_number)
    assert rows(database) == []


async def test_a_new_card_comes_in_the_same_round_and_a_removed_one_is_forgotten(database: Database) -> None:
    for card_id in CARDS:
        await choose(database, card_id)
    assert await upcoming(database, cards=("new", *CARDS)) == PracticeState(1, "new", 3, 4)
    assert await upcoming(database, cards=("second",)) == PracticeState(2, "second", 0, 1)


class Practicing(RuleBasedStateMachine):
    """One person with several windows open, who answers and clicks again in any order."""

    database: Database
    people = count(1)

    shown: Bundle[PracticeChoice] = Bundle("shown")

    @initialize(size=st.integers(1, 5))
    def somebody_new(self, size: int) -> None:
        self.actor = Actor("T0HARBOR", f"UH{next(Practicing.people)}")
        self.cards = tuple(f"card{number}" for number in range(size))
        self.answered: Counter[str] = Counter()

    def call(self, service: Any, *values: Any) -> Any:
        with self.database.transaction(self.actor.team_id) as session:
            return service(session, self.database.clock, self.actor, *values)

    @rule(target=shown, reply=st.integers(0, 3))
    def opens_the_next_card(self, reply: int) -> PracticeChoice:
        state = self.call(practice.next_card, self.cards)
        assert self.answered[state.card_id] == min(self.answered[card] for card in self.cards)
        assert self.answered[state.card_id] == state.round - 1
        return PracticeChoice(state.card_id, state.round, reply)

    @rule(choice=shown)
    def answers_in_any_window(self, choice: PracticeChoice) -> None:
        is_first = self.answered[choice.card_id] < choice.round
        state = self.call(practice.answer, choice, self.cards)
        self.answered[choice.card_id] += is_first
        assert state.total == len(self.cards)
        assert state.seen == sum(self.answered[card] >= state.round for card in self.cards)
        assert (state.card_id is None) == (state.seen == state.total)

    @rule(target=shown, choice=shown, reply=st.integers(0, 3))
    def double_clicks(self, choice: PracticeChoice, reply: int) -> PracticeChoice:
        self.answers_in_any_window(choice)
        again = PracticeChoice(choice.card_id, choice.round, reply)
        self.answers_in_any_window(again)
        return again

    @precondition(lambda self: hasattr(self, "cards"))
    @invariant()
    def no_card_is_answered_again_before_all_were(self) -> None:
        counts = [self.answered[card] for card in self.cards]
        assert max(counts) - min(counts) <= 1
        stored = Counter(card_id for _, card_id, _ in rows(self.database, self.actor))
        assert stored == +self.answered


def test_no_card_twice_before_all_were_answered(database: Database) -> None:
    machine = type("PracticingHere", (Practicing,), {"database": database})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            suppress_health_check=[HealthCheck.function_scoped_fixture],
        ),
    )
