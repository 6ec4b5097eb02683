"""Home as a member lives in it: what waits, this week, one tap, and a publish that never races another."""

import asyncio
from datetime import timedelta

import pytest

from bot.playground.blockkit import check_view, is_too_large
from bot.services import contacts, debriefs, new_id
from bot.slack.failures import SlackFailureError
from bot.values import ContactForm, Status
from handlers import home
from tests.clocks import ManualClock
from tests.debrief_forms import FULL
from tests.full_log import fill_log
from tests.meetings import add_contact, past_meeting, plan_meeting
from tests.people import KWAME, LINH, enrolled
from tests.stage import Json, Person, Stage, all_action_ids, words


async def linh_of(stage: Stage) -> Person:
    await enrolled(stage.bot.db, LINH)
    return stage.person("U0M01")


def headings(shown: Json) -> list[str]:
    return [block["text"]["text"] for block in shown["blocks"] if block["type"] == "header"]


def published(stage: Stage) -> int:
    return len(stage.calls("views.publish"))


async def test_what_home_shows_and_in_which_order(stage: Stage, clock: ManualClock) -> None:
    linh = await linh_of(stage)
    held = await past_meeting(stage.bot.db, clock, LINH, "Ana Silva")
    await stage.bot.db.run(LINH, debriefs.record, held.id, lambda _: FULL)
    rosa = await add_contact(stage.bot.db, LINH, "Rosa")
    await plan_meeting(stage.bot.db, LINH, rosa, clock.now() + timedelta(days=2))
    bao = await add_contact(stage.bot.db, LINH, "Bao")
    await plan_meeting(stage.bot.db, LINH, bao, clock.now() + timedelta(days=9))

    clock.advance(days=1)
    shown = await linh.open_home()
    assert headings(shown) == [
        "Your next step",
        "Your progress",
        "This week",
        "Waiting for you",
        "Later meetings",
        "Past meetings",
    ]
    text = words(shown)
    assert "*Meetings held:* 1 of 3" in text
    assert "▰▰▰▱▱▱▱▱▱▱" in text
    week = text[text.index("This week") : text.index("Waiting for you")]
    assert "*Rosa (Harbor Foods)*\nWed, Sep 9, 2026 at 12:00 PM (EDT)" in week
    assert "*Ana Silva*\nBy Mon, Sep 14, 2026: Write to Tom" in week
    assert "Bao" not in week

    clock.advance(days=9)
    assert "It was for Mon, Sep 14, 2026: Write to Tom" in words(await linh.open_home())
    clock.advance(days=14)
    assert "Write to Tom" not in words(await linh.open_home())


async def test_one_tap_answers_on_home_where_it_was_tapped(stage: Stage) -> None:
    linh = await linh_of(stage)
    await add_contact(stage.bot.db, LINH, "Rosa")
    before = await linh.open_home()
    count = published(stage)
    await linh.click("contact.status:contacted", before)
    shown = await linh.home()
    text = words(shown)
    assert text.index("Waiting for you") < text.index("Rosa is now “Awaiting reply”")
    assert published(stage) == count + 1
    assert not await linh.has_modal()

    await linh.click("contact.undo", shown)
    text = words(await linh.home())
    assert text.index("Waiting for you") < text.index("Rosa is “To contact” again")
    assert "Rosa is “To contact” again" not in words(await linh.open_home())


async def test_a_step_that_needs_a_form_opens_it(stage: Stage, clock: ManualClock) -> None:
    linh = await linh_of(stage)
    await stage.bot.db.run(LINH, contacts.add, new_id(), ContactForm("Rosa", status=Status.REPLIED))
    await linh.click("contact.status:scheduled", await linh.open_home())
    await linh.submit(day="2026-09-08", at="09:00", format="phone")
    assert "Rosa" in words(await linh.home())[words(await linh.home()).index("This week") :]

    clock.advance(days=2)
    shown = await linh.open_home()
    await linh.click("interview.outcome:held", shown)
    assert "You met Rosa" in words(await linh.home())
    await linh.click("debrief.open", await linh.home())
    assert (await linh.view())["callback_id"] == "debrief.step"


async def test_an_illegal_tap_on_home_says_what_is_possible(stage: Stage) -> None:
    linh = await linh_of(stage)
    rosa = await add_contact(stage.bot.db, LINH, "Rosa")
    before = await linh.open_home()
    await stage.bot.db.run(LINH, contacts.move, rosa, Status.CLOSED)
    await linh.click("contact.status:contacted", before)
    shown = await linh.home()
    assert "this step does not fit" in words(shown)
    assert "contact.status:planned" in set(all_action_ids(shown))


async def test_home_fits_and_is_whole_with_500_contacts(stage: Stage) -> None:
    linh = await linh_of(stage)
    fill_log(stage.bot.db, LINH, 500)
    shown = await linh.open_home()
    sent = stage.calls("views.publish")[-1]["view"]
    assert check_view(sent) == []
    assert not is_too_large(sent)
    assert len(sent["blocks"]) < 100
    text = words(shown)
    assert "more contacts wait." in text
    assert "All contacts (500)" in text


async def test_a_burst_of_changes_publishes_few_times_and_never_out_of_order(stage: Stage) -> None:
    await enrolled(stage.bot.db, LINH, KWAME)
    linh, tools = stage.person("U0M01"), stage.tools
    await linh.open_home()
    count = published(stage)

    async def changes(number: int) -> None:
        await add_contact(stage.bot.db, LINH, f"Person {number}")
        await home.refresh(tools, LINH)

    await asyncio.gather(*(changes(number) for number in range(20)), home.refresh(tools, KWAME))
    calls = [call for call in stage.workspace.calls if call.method == "views.publish"][count:]
    assert all(call.answer["ok"] for call in calls)
    assert 2 <= sum(call.args["user_id"] == linh.id for call in calls) <= 20
    assert "All contacts (20)" in words(await linh.home())


async def test_many_wishes_at_once_are_two_publishes(stage: Stage) -> None:
    linh, tools = await linh_of(stage), stage.tools
    await linh.open_home()
    count = published(stage)
    await asyncio.gather(*(home.refresh(tools, LINH) for _ in range(50)))
    assert published(stage) == count + 2


async def test_where_another_process_was_faster_home_is_read_again(stage: Stage) -> None:
    linh = await linh_of(stage)
    before = (await linh.open_home())["hash"]
    await linh.open_home()  # Slack says which Home it shows, and this one is published in its place
    assert stage.calls("views.publish")[-1]["hash"] == before

    await home.publish(stage.tools, LINH, wish=home.Wish(hash=before))
    answers = [call.answer for call in stage.workspace.calls if call.method == "views.publish"][-2:]
    assert [answer.get("error") for answer in answers] == ["hash_conflict", None]


async def test_what_was_asked_for_meanwhile_is_done_though_a_publish_failed(stage: Stage) -> None:
    linh, tools = await linh_of(stage), stage.tools
    await linh.open_home()
    stage.workspace.faults.add("views.publish", "error", error="internal_error")
    await asyncio.gather(*(home.refresh(tools, LINH) for _ in range(3)))
    stage.workspace.faults.add("views.publish", "error", error="internal_error")
    with pytest.raises(SlackFailureError):
        await home.refresh(tools, LINH)
    await home.refresh(tools, LINH)
