"""Drafts of debriefs: what is late, what another window wrote, and what goes with them."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from bot.clock import Clock
from bot.db import Database
from bot.guidance import content_root, load_library
from bot.models import DebriefDraft
from bot.services import debrief_drafts, debriefs
from bot.services.debrief_drafts import KEPT_EMPTY, SLACK_GIVES_UP, Change, Sent
from bot.values import (
    Actor,
    DebriefDesk,
)
from tests.clocks import ManualClock
from tests.debrief_forms import FULL, sent
from tests.meetings import past_meeting
from tests.people import LINH, enrolled

Json = dict[str, Any]

LIBRARY = load_library(content_root())
MOST_WINDOWS = 3
LATE = SLACK_GIVES_UP.total_seconds() + 1


def typing(text: str | None, *, name: str = "valuable") -> Change:
    """What the member typed into one field."""
    changes: Json = {name: text}
    return lambda written: replace(written, **changes)


async def keep(database: Database, meeting_id: str, *all_sent: Sent) -> DebriefDesk:
    for each in all_sent:
        desk = await database.run(LINH, debriefs.keep, meeting_id, each)
    return desk


async def desk_of(database: Database, meeting_id: str) -> DebriefDesk:
    return await database.read(LINH, debriefs.desk, meeting_id)


def rows(session: Session, _clock: Clock, _actor: Actor) -> list[DebriefDraft]:
    return list(session.scalars(select(DebriefDraft).order_by(col(DebriefDraft.id))))


async def a_meeting(database: Database, clock: ManualClock) -> str:
    await enrolled(database, LINH)
    return (await past_meeting(database, clock, LINH)).id


async def test_what_is_delivered_late_does_not_replace_what_came_after(
    database: Database, clock: ManualClock
) -> None:
    meeting = await a_meeting(database, clock)
    await keep(database, meeting, sent(typing("abc"), typed_at=3), sent(typing("ab"), typed_at=2))
    assert (await desk_of(database, meeting)).form.valuable == "abc"
    # Nothing to keep, but later: what is older still is late.
    await keep(database, meeting, sent(typing("abc"), typed_at=5), sent(typing("abcd"), typed_at=4))
    assert (await desk_of(database, meeting)).form.valuable == "abc"


async def test_what_is_delivered_late_does_not_undo_a_step(database: Database, clock: ManualClock) -> None:
    meeting = await a_meeting(database, clock)
    await keep(database, meeting, sent(typing("a"), typed_at=1))
    after = await keep(database, meeting, sent(typing("abc"), step="notes"))
    assert (after.window.turn, after.step) == (1, "notes")
    await keep(database, meeting, sent(typing("ab"), typed_at=2))
    desk = await desk_of(database, meeting)
    assert (desk.form.valuable, desk.step) == ("abc", "notes")


async def test_who_never_got_the_next_step_goes_on_in_this_one(
    database: Database, clock: ManualClock
) -> None:
    meeting = await a_meeting(database, clock)
    await keep(database, meeting, sent(typing("abc"), step="notes"))
    clock.advance(seconds=LATE)
    await keep(database, meeting, sent(typing("abcd"), typed_at=2), sent(typing("abcde"), typed_at=3))
    desk = await desk_of(database, meeting)
    assert (desk.form.valuable, desk.step) == ("abcde", "goals")


async def test_what_is_delivered_late_brings_no_draft_back(database: Database, clock: ManualClock) -> None:
    meeting = await a_meeting(database, clock)
    await keep(database, meeting, sent(typing("a"), typed_at=1))
    await database.run(LINH, debriefs.submit, meeting, sent(lambda _written: FULL))
    await keep(database, meeting, sent(typing("ab"), typed_at=2))
    desk = await desk_of(database, meeting)
    assert (desk.form, desk.drafted_at) == (FULL, None)

    await keep(database, meeting, sent(typing("b"), desk.window, typed_at=4))
    again = await desk_of(database, meeting)
    await database.run(LINH, debriefs.discard, meeting, again.window)
    assert (await keep(database, meeting, sent(typing("bc"), again.window, typed_at=5))).drafted_at is None
    assert (await desk_of(database, meeting)).form == FULL


async def test_a_draft_that_says_what_is_saved_is_none(database: Database, clock: ManualClock) -> None:
    meeting = await a_meeting(database, clock)
    await keep(database, meeting, sent(typing("a"), typed_at=1), sent(typing(None), typed_at=2))
    assert (await desk_of(database, meeting)).drafted_at is None
    await keep(database, meeting, sent(typing("ab"), typed_at=3))
    assert (await desk_of(database, meeting)).form.valuable == "ab"


async def test_a_window_takes_over_the_draft_it_goes_on_with(database: Database, clock: ManualClock) -> None:
    meeting = await a_meeting(database, clock)
    await keep(database, meeting, sent(typing("a"), typed_at=1))
    desk = await desk_of(database, meeting)
    told = await keep(database, meeting, sent(typing("Two", name="left_it"), desk.window))
    assert (told.form.valuable, told.form.left_it, told.others) == ("a", "Two", ())
    assert [row.answers_sealed is None for row in await database.read(LINH, rows)].count(False) == 1


async def test_windows_that_both_write_keep_both(database: Database, clock: ManualClock) -> None:
    meeting = await a_meeting(database, clock)
    one, other = [(await desk_of(database, meeting)).window for _ in range(2)]
    await keep(database, meeting, sent(typing("One"), one, typed_at=1))
    clock.advance(seconds=1)
    told = await keep(database, meeting, sent(typing("Two", name="left_it"), other))

    # What it did not touch is what the first window wrote, so nothing is missing.
    assert (told.form.valuable, told.form.left_it) == ("One", "Two")
    [card] = told.others
    assert (card.form.valuable, card.form.left_it) == ("One", None)
    fresh = await database.read(LINH, debriefs.desk, meeting, card.id)
    assert (fresh.form, len(fresh.others)) == (card.form, 1)


async def test_rows_without_answers_go_after_a_while(database: Database, clock: ManualClock) -> None:
    meeting = await a_meeting(database, clock)
    await keep(database, meeting, sent(typing("a"), typed_at=1))
    await database.run(LINH, debriefs.submit, meeting, sent(lambda _written: FULL))
    window = (await desk_of(database, meeting)).window
    await keep(database, meeting, sent(typing("b"), window, typed_at=2))
    clock.advance(seconds=KEPT_EMPTY.total_seconds())
    await database.system(debrief_drafts.forget_old)
    assert len(await database.read(LINH, rows)) == 2
    clock.advance(seconds=1)
    await database.system(debrief_drafts.forget_old)
    assert [row.id for row in await database.read(LINH, rows)] == [window.draft_id], "it has answers"
