"""The messages that come by themselves, as a member lives with them: each moment, button and control."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.services import contacts, debriefs, interviews, new_id, settings
from bot.values import (
    Advocate,
    ContactForm,
    DebriefForm,
    InterviewCard,
    NudgeChoices,
    Outcome,
    SettingsForm,
    Status,
    StepKind,
)
from tests.clocks import ManualClock
from tests.meetings import add_contact, plan_meeting
from tests.people import LINH, enrol, enrolled, make_cohort
from tests.scenarios.conftest import choose_control
from tests.stage import Person, Stage, all_action_ids, words

TUESDAY = datetime(2026, 9, 8, 14, 0, tzinfo=UTC)  # 10:00 in New York
LESSON = "The license takes four months"


@pytest.fixture
async def linh(stage: Stage, clock: ManualClock) -> Person:
    """Linh, on a Tuesday without anything planned; she wants no celebrations."""
    await enrolled(stage.bot.db, LINH)
    quiet = NudgeChoices(frozenset({StepKind.CELEBRATE}))
    await stage.bot.db.run(LINH, settings.choose_kinds, quiet)
    clock.set(TUESDAY)
    return stage.person("U0M01")


async def meeting_over(stage: Stage, clock: ManualClock) -> InterviewCard:
    """Linh met Ana Silva at 11:00 for 25 minutes; it is 11:55 now, and she was asked how it went."""
    contact_id = await add_contact(stage.bot.db, LINH)
    card = await plan_meeting(stage.bot.db, LINH, contact_id, TUESDAY + timedelta(hours=1))
    await stage.tick()
    clock.set(TUESDAY + timedelta(hours=1, minutes=55))
    await stage.tick()
    return card


async def newest(person: Person) -> dict[str, Any]:
    return (await person.messages())[-1]


async def outcome(stage: Stage, card: InterviewCard) -> Outcome | None:
    return (await stage.bot.db.read(LINH, interviews.get, card.id)).outcome


async def test_who_joins_is_told_how_to_begin(stage: Stage, clock: ManualClock) -> None:
    await enrol(stage.bot.db, LINH, await make_cohort(stage.bot.db), is_new=True)
    linh = stage.person("U0M01")
    await stage.tick()
    [message] = await linh.messages()
    assert "A good start is one person" in words(message)
    await linh.click("log.open", message)
    await linh.submit(name="Maya Chen")
    assert "the first person is in your log" in words(await newest(linh))
    await stage.tick()
    assert len(await linh.messages()) == 1


async def test_meeting_tomorrow(stage: Stage, clock: ManualClock, linh: Person) -> None:
    contact_id = await add_contact(stage.bot.db, LINH)
    await plan_meeting(stage.bot.db, LINH, contact_id, TUESDAY + timedelta(days=2))
    await stage.tick()
    assert await linh.messages() == []
    clock.set(datetime(2026, 9, 9, 20, 0, tzinfo=UTC))
    await stage.tick()
    message = await newest(linh)
    assert "You meet Ana Silva on Thu, Sep 10, 2026 at 10:00 AM (EDT)" in words(message)
    await linh.click("prepare.open", message)
    assert "Ana Silva" in words(await linh.view())


async def test_how_did_it_go_and_a_debrief(stage: Stage, clock: ManualClock, linh: Person) -> None:
    await meeting_over(stage, clock)
    message = await newest(linh)
    assert "Your meeting with Ana Silva should be over now" in words(message)
    await linh.click("debrief.open", message)
    await linh.submit()
    await linh.submit(valuable=LESSON)
    await linh.submit()
    await linh.submit(advocate="maybe", next_step="Call the board")
    assert "your debrief is in your log" in words(await newest(linh))
    assert LESSON not in str(await linh.messages())


@pytest.mark.parametrize("what", [Outcome.CANCELLED, Outcome.NO_SHOW])
async def test_how_did_it_go_and_it_did_not_happen(
    stage: Stage, clock: ManualClock, linh: Person, what: Outcome
) -> None:
    card = await meeting_over(stage, clock)
    await linh.click("interview.missed", await newest(linh))
    assert "What became of it?" in words(await linh.view())
    await linh.click(f"interview.outcome:{what}", await linh.view())
    assert await outcome(stage, card) is what
    settled = await newest(linh)
    assert "the meeting with Ana Silva did not take place" in words(settled)
    assert list(all_action_ids(settled)) == ["step.open"]


async def test_how_did_it_go_and_there_is_a_new_time(stage: Stage, clock: ManualClock, linh: Person) -> None:
    card = await meeting_over(stage, clock)
    await linh.click("interview.missed", await newest(linh))
    await linh.click("interview.outcome:rescheduled", await linh.view())
    await linh.submit(day="2026-09-10", at="15:00", minutes="25")
    assert await outcome(stage, card) is Outcome.RESCHEDULED
    assert "the meeting with Ana Silva has a new time" in words(await newest(linh))
    clock.set(datetime(2026, 9, 9, 20, 0, tzinfo=UTC))
    await stage.tick()
    assert "You meet Ana Silva on Thu, Sep 10, 2026 at 3:00 PM" in words(await newest(linh))


async def test_how_did_it_go_later(stage: Stage, clock: ManualClock, linh: Person) -> None:
    await meeting_over(stage, clock)
    await linh.click("nudge.later", await newest(linh))
    assert "I ask once more on Tue, Sep 8, 2026 at 2:55 PM" in words(await newest(linh))
    await stage.tick()
    clock.advance(hours=3)
    await stage.tick()
    again = await newest(linh)
    assert "How did it go?" in words(again)
    assert "nudge.later" not in list(all_action_ids(again))
    clock.advance(days=2)
    await stage.tick()
    assert (await newest(linh))["ts"] == again["ts"]


async def test_a_thank_you_with_what_was_learned(stage: Stage, clock: ManualClock, linh: Person) -> None:
    card = await meeting_over(stage, clock)
    form = DebriefForm(valuable=LESSON, advocate=Advocate.MAYBE, next_step="Call the board")
    await stage.bot.db.run(LINH, debriefs.record, card.id, lambda _: form)
    await stage.tick()
    clock.set(TUESDAY + timedelta(hours=23))
    await stage.tick()
    message = await newest(linh)
    assert "A short thank-you message is a good next step" in words(message)
    assert LESSON not in str(message)

    await linh.click("thanks.write", message)
    fields = {block.get("block_id"): block.get("element") for block in (await linh.view())["blocks"]}
    assert fields["lesson"]["initial_value"] == LESSON
    await linh.submit()
    draft = next(b["element"] for b in (await linh.view())["blocks"] if b.get("block_id") == "text")
    assert f"Thank you for talking with me. {LESSON}." in draft["initial_value"]

    await linh.click("step.done", message)
    assert "you thanked Ana Silva" in words(await newest(linh))
    clock.advance(days=2)
    await stage.tick()
    assert (await newest(linh))["ts"] == message["ts"]


async def test_a_thank_you_comes_twice_and_then_never(stage: Stage, clock: ManualClock, linh: Person) -> None:
    card = await meeting_over(stage, clock)
    await stage.bot.db.run(LINH, interviews.set_outcome, card.id, Outcome.HELD)
    seen = []
    for _ in range(12 * 4):
        clock.advance(hours=3)
        await stage.tick()
        if "A short thank-you message" in words(await newest(linh)):
            seen.append((await newest(linh))["ts"])
    assert len(set(seen)) == 2


async def due_follow_up(stage: Stage, clock: ManualClock) -> str:
    """Linh wrote to Ana Silva a week ago; yesterday came the weekly message, and now a follow-up is due."""
    form = ContactForm("Ana Silva", status=Status.CONTACTED)
    contact_id = (await stage.bot.db.run(LINH, contacts.add, new_id(), form)).id
    await stage.tick()
    clock.set(TUESDAY + timedelta(days=6, hours=-1))
    await stage.tick()
    clock.set(TUESDAY + timedelta(days=7))
    await stage.tick()
    return contact_id


async def test_a_follow_up_is_one_of_the_curriculum(stage: Stage, clock: ManualClock, linh: Person) -> None:
    await due_follow_up(stage, clock)
    weekly, message = await linh.messages()
    assert "You wrote to Ana Silva 6 days ago" in words(weekly)
    assert "You wrote to Ana Silva 7 days ago" in words(message)
    await linh.click("step.done", message)
    assert "you sent Ana Silva a follow-up" in words(await newest(linh))


async def test_a_first_message_is_celebrated(stage: Stage, clock: ManualClock, linh: Person) -> None:
    await stage.bot.db.run(LINH, settings.choose_kinds, NudgeChoices())
    await due_follow_up(stage, clock)
    celebration = (await linh.messages())[0]
    assert "You reached your first message" in words(celebration)
    await linh.click("progress.open", celebration)
    assert "People you wrote to" in words(await newest(linh))


async def test_what_is_done_elsewhere_settles_the_message(
    stage: Stage, clock: ManualClock, linh: Person
) -> None:
    contact_id = await due_follow_up(stage, clock)
    message = await newest(linh)
    await stage.bot.db.run(LINH, contacts.move, contact_id, Status.REPLIED)
    await linh.open_home()
    settled = await newest(linh)
    assert settled["ts"] == message["ts"]
    assert "Your log has moved on" in words(settled)
    assert list(all_action_ids(settled)) == ["step.open"]


async def test_a_kind_is_muted_from_the_message(stage: Stage, clock: ManualClock, linh: Person) -> None:
    await due_follow_up(stage, clock)
    await choose_control(linh, await newest(linh), "mute")
    assert "no more messages of this kind" in words(await newest(linh))
    chosen = (await stage.bot.db.read(LINH, settings.read)).choices
    assert StepKind.FOLLOW_UP in chosen.muted

    await linh.command("/infoview settings")
    await linh.click("settings.kinds", await linh.view())
    await linh.submit(muted=[], rest_days="sunday")
    chosen = (await stage.bot.db.read(LINH, settings.read)).choices
    assert (chosen.muted, chosen.on_rest_days) == (frozenset(), True)


async def test_a_message_is_snoozed_and_comes_again(stage: Stage, clock: ManualClock, linh: Person) -> None:
    await due_follow_up(stage, clock)
    message = await newest(linh)
    await choose_control(linh, message, "snooze")
    assert "nothing comes before Tue, Sep 22, 2026" in words(await newest(linh))
    clock.advance(days=6)
    await stage.tick()
    assert (await newest(linh))["ts"] == message["ts"]
    clock.set(datetime(2026, 9, 22, 13, 0, tzinfo=UTC))
    await stage.tick()
    assert "You wrote to Ana Silva 14 days ago" in words(await newest(linh))


async def test_everything_is_stopped_from_the_message(stage: Stage, clock: ManualClock, linh: Person) -> None:
    await due_follow_up(stage, clock)
    await choose_control(linh, await newest(linh), "stop")
    assert "you get no nudges any more" in words(await newest(linh))
    count = len(await linh.messages())
    clock.advance(days=14)
    await stage.tick()
    assert len(await linh.messages()) == count
    assert "stopped" in words(await linh.open_home())


async def test_a_pause_is_chosen_from_the_message(stage: Stage, clock: ManualClock, linh: Person) -> None:
    await due_follow_up(stage, clock)
    await choose_control(linh, await newest(linh), "pause")
    await linh.submit(paused_until="2026-10-01")
    assert (await stage.bot.db.read(LINH, settings.read)).paused_until == date(2026, 10, 1)


async def test_the_weekly_message_only(stage: Stage, clock: ManualClock, linh: Person) -> None:
    form = SettingsForm(0, datetime(2026, 9, 7, 9).time(), None, False, False, digest_only=True)  # noqa: DTZ001
    await stage.bot.db.run(LINH, settings.change, form)
    await due_follow_up(stage, clock)
    [weekly] = await linh.messages()
    assert "You wrote to Ana Silva 6 days ago" in words(weekly)


async def test_an_old_message_of_somebody_else_is_not_theirs(
    stage: Stage, clock: ManualClock, linh: Person
) -> None:
    await due_follow_up(stage, clock)
    message = await newest(linh)
    kwame = stage.person("U0M02")
    await stage.slack.post(kwame.id, {"text": "copied", "blocks": message["blocks"]})
    await choose_control(kwame, await newest(kwame), "snooze")
    assert "from an older version" in words(await newest(kwame))
    assert (await stage.bot.db.read(LINH, settings.read)).paused_until is None
