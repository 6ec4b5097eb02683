"""Undo where a member meets it: below the answer to a move, on the card, in a message."""

from bot.services import contacts, interviews, new_id
from bot.values import ContactForm, Status
from tests.clocks import ManualClock
from tests.people import LINH, enrolled
from tests.stage import Json, Person, Stage, all_action_ids, words

MEETING: Json = {"day": "2026-09-09", "at": "14:30", "format": "phone", "minutes": "30", "held": "planned"}


async def linh_with(stage: Stage, status: Status = Status.PLANNED) -> tuple[Person, str]:
    """Linh with one contact, Maya, and her card open."""
    await enrolled(stage.bot.db, LINH)
    maya = await stage.bot.db.run(LINH, contacts.add, new_id(), ContactForm("Maya", status=status))
    linh = stage.person("U0M01")
    await linh.click("contact.open", await linh.command("/infoview list"))
    return linh, maya.id


async def click(person: Person, action_id: str) -> str:
    """Use a button of the window on top; returns the words of the window that follows."""
    await person.click(action_id, await person.view())
    return words(await person.view())


async def status_of(stage: Stage, contact_id: str) -> Status:
    return (await stage.bot.db.read(LINH, contacts.get, contact_id)).status


async def test_a_card_takes_back_its_last_step(stage: Stage) -> None:
    linh, maya = await linh_with(stage)
    assert "contact.undo" not in set(all_action_ids(await linh.view()))
    assert "Undo: back to “To contact”" in await click(linh, "contact.status:contacted")
    shown = await click(linh, "contact.undo")
    assert "*Undone.* Maya is “To contact” again." in shown
    assert await status_of(stage, maya) is Status.PLANNED


async def test_an_old_card_undoes_nothing_that_came_later(stage: Stage) -> None:
    linh, maya = await linh_with(stage)
    await click(linh, "contact.status:contacted")
    old_card = await linh.view()
    await stage.bot.db.run(LINH, contacts.move, maya, Status.REPLIED)
    await linh.click("contact.undo", old_card)
    shown = words(await linh.view())
    assert "another step followed it" in shown
    assert "Undo: back to “Awaiting reply”" in shown
    assert await status_of(stage, maya) is Status.REPLIED


async def test_a_meeting_that_was_just_planned(stage: Stage) -> None:
    linh, _ = await linh_with(stage, Status.REPLIED)
    await click(linh, "contact.status:scheduled")
    await linh.submit(**MEETING)
    shown = await click(linh, "contact.undo")
    assert "is “Replied, not scheduled” again" in shown
    assert "None yet." in shown


async def test_what_became_of_a_meeting(stage: Stage, clock: ManualClock) -> None:
    linh, maya = await linh_with(stage, Status.REPLIED)
    await click(linh, "contact.status:scheduled")
    await linh.submit(**MEETING)
    clock.advance(days=3)
    await click(linh, "contact.open")
    assert "You met Maya" in await click(linh, "interview.outcome:held")
    assert "is “Scheduled” again" in await click(linh, "contact.undo")

    await click(linh, "interview.outcome:held")
    (meeting,) = (await stage.bot.db.read(LINH, contacts.get, maya)).interviews
    await stage.bot.db.run(LINH, interviews.mark_thanked, meeting.id)
    assert "You noted a thank-you" in await click(linh, "contact.undo")
    assert await status_of(stage, maya) is Status.MET


async def test_below_a_step_that_is_done(stage: Stage) -> None:
    linh, maya = await linh_with(stage)
    await linh.close()
    await linh.click("step.done", await linh.command("/infoview"))
    answer = (await linh.messages("C0GENERAL"))[-1]
    assert "Saved: you wrote to Maya." in words(answer)
    await linh.click("contact.undo", answer)
    answer = (await linh.messages("C0GENERAL"))[-1]
    assert "is “To contact” again" in words(answer)
    assert await status_of(stage, maya) is Status.PLANNED


async def test_a_step_that_does_not_fit_any_more_says_what_is_possible(stage: Stage) -> None:
    linh, maya = await linh_with(stage)
    await linh.close()
    next_step = await linh.command("/infoview")
    await stage.bot.db.run(LINH, contacts.move, maya, Status.CLOSED)
    await linh.click("step.done", next_step)
    answer = (await linh.messages("C0GENERAL"))[-1]
    assert "this step does not fit. Possible now: “Put back on my list”" in words(answer)
    assert "contact.status:planned" in set(all_action_ids(answer))
